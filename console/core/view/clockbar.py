"""The clock bar: how much is left of the session that runs, or how long until the next one."""

from datetime import timedelta

from console.core import alarms, clock
from console.core import session as sessions
from console.core.checklist import checks
from console.core.day import agenda
from console.core.incident.incidents import open_incidents
from console.core.state import State, day_record, policy_of
from console.core.view.agenda import named
from console.core.wall import hhmm, local, span
from data.values.session import BEFORE_START, LIVE, Session
from data.values.time import Now
from data.values.views import ClockView, Tone


def clock_view(state: State, selected: Session | None, names: bool, now: Now) -> ClockView:
    """The bar as a whole changes when a warning stands or the end has passed: no look at the digits is needed."""
    del selected  # the clock is always that of the session that runs
    live = sessions.live(state)
    face = clock.face(live, policy_of(state, live), now) if live else None
    saved, tone = _saved(state)
    if live is None or face is None:
        return _idle(state, names, now, saved, tone)
    zone = state.practice.zone
    mood = "over" if face.over else "warning" if alarms.ringing(state, now) else "running"
    lost = clock.lost(live)
    words = [
        "over" if face.over else "left",
        f"{'ended' if face.over else 'ends'} {hhmm(face.ends, zone)} {live.choice.value}",
    ]
    if lost:
        words.append(f"lost {span(lost)}")
    return ClockView(
        digits=clock.digits(face),
        caption=" · ".join(words),
        saved=saved,
        saved_tone=tone,
        mood=mood,
        fraction=face.fraction,
        marks=face.marks,
        who=named(state, live, names),
        next=_next(state, live, now),
    )


def _next(state: State, session: Session, now: Now) -> str:
    """The one next thing of the session that runs, or of the next one, whatever session is looked at."""
    if session.state in LIVE and any(one.session == session.id for one in open_incidents(state)):
        return "Back to what is open: r"
    if session.state in LIVE and session.content_ended is not None:
        return "End the session: e"
    line = checks.next_line(checks.lines(state, session, now), session)
    if line:
        client = state.clients.get(line.client) if session.group else None
        return f"{client.initials or client.reference}: {line.check.text}" if client else line.check.text
    return "End the session: e" if session.state in LIVE else "Start the clock: s"


def _idle(state: State, names: bool, now: Now, saved: str, tone: Tone) -> ClockView:
    following = next(
        (one for one in agenda(state) if one.state in BEFORE_START and one.end > now.utc),
        None,
    )
    if following is None:
        here = local(now.utc, state.practice.zone)
        words = "no session is left today" if agenda(state) else "no session today"
        after = "" if day_record(state).closed else "Close the day: z"
        if not agenda(state):
            after = "Book a session: w. A calendar: session-day import FILE"
        return ClockView(f"{here:%H:%M}", words, saved, tone, "idle", next=after)
    until = following.begin - now.utc
    late = until < timedelta()
    seconds = int(abs(until).total_seconds())
    hours, rest = divmod(seconds, 3600)
    digits = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"
    at = hhmm(following.begin, state.practice.zone)
    caption = f"since {at}, not started" if late else f"until {at}"
    shown = f"+{digits}" if late else digits
    who, following_line = named(state, following, names), _next(state, following, now)
    return ClockView(shown, caption, saved, tone, "idle", who=who, next=following_line)


def _saved(state: State) -> tuple[str, Tone]:
    if state.read_only:
        return "only shown: another console owns it", Tone.ATTENTION
    if state.saving.failed:
        return "NOT SAVED", Tone.ALARM
    if state.saving.pending:
        return "saving", Tone.PLAIN
    if state.saving.saved is None:
        return "", Tone.QUIET
    return f"saved {local(state.saving.saved, state.practice.zone):%H:%M:%S}", Tone.QUIET
