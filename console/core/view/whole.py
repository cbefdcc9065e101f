"""The day screen as one value."""

from dataclasses import replace
from datetime import timedelta

from console.core import alarms
from console.core import session as sessions
from console.core.checklist import checks
from console.core.clock import count
from console.core.day import agenda
from console.core.incident.incidents import LATE, open_incidents
from console.core.incident.words import is_discreet, title
from console.core.state import State
from console.core.view.agenda import DAY_ROWS, DAY_START, agenda_rows, named
from console.core.view.clockbar import clock_view
from console.core.view.detail import day_detail, detail_view, drop_view
from console.core.view.header import header_view
from console.core.view.keeping import kept_banner
from console.core.view.owed import owed_rows
from console.core.view.rehearsing import rehearsal_banner
from console.core.view.said import said_part
from console.core.wall import hhmm, span
from data.values.policy import Phase
from data.values.quick import dataclass
from data.values.session import BEFORE_START, LIVE, SIDE_EXITS, EndChoice, Gap, Session, SessionState
from data.values.time import Now, elapsed
from data.values.views import Banner, DayView, DetailView, Part, Tone

SHARING = "sharing"
"""The banner of a screen that others see."""
IN_A_DROP = "Hidden now. F2, then V, shows the number."
"""In place of how somebody may be reached, while others see the screen: that too is theirs alone."""
_EXPECTED = frozenset({SessionState.AGREED, SessionState.PREPARING, SessionState.IN_ROOM})
_LADDER = ("link", "reach", "decide")
"""The stages of the late flow that the policy's three steps open."""


@dataclass(frozen=True, slots=True)
class Look:
    """What this screen looks at: the session selected ("" for the one that matters now), and whether names show.

    `member` is the one of a group who is looked at alone.
    """

    session: str = ""
    names: bool = False
    member: str = ""


def day_view(state: State, look: Look, now: Now) -> DayView:
    """Everything on the day screen at this instant."""
    look = look if look.session else replace(look, session=_by_itself(state, now))
    selected = selected_session(state, look, now)
    return DayView(
        header=header_view(state, look.names, now),
        rows=agenda_rows(state, look.names, now),
        detail=_detail(state, selected, look, now),
        drop=_drop(state, selected, look, now),
        owed=owed_rows(state, now),
        clock=clock_view(state, selected, look.names, now),
        banner=banner(state, now),
        keys=keys(state, selected, now),
        said=said_part(state, now),
    )


def a_moment_later(view: DayView, state: State, names: bool, now: Now) -> DayView:
    """The view `now`, within the minute it was made in, when nothing has happened since: what counts in seconds."""
    selected = selected_session(state, Look(view.detail.session if view.detail else ""), now)
    clock = clock_view(state, selected, names, now)
    return replace(view, clock=clock, banner=banner(state, now), said=said_part(state, now))


def _by_itself(state: State, now: Now) -> str:
    """What the screen opens on: the day's start while it is not done and nothing has begun."""
    begun = any(session.state not in BEFORE_START or session.begin <= now.utc for session in agenda(state))
    lines = checks.day_lines(state, Phase.DAY_START, now)
    settled, total = checks.progress(lines)
    return DAY_START if lines and settled < total and not begun else ""


def _detail(state: State, selected: Session | None, look: Look, now: Now) -> DetailView | None:
    if look.session in DAY_ROWS:
        return day_detail(state, look.session, now)
    return detail_view(state, selected, look.names, now, member=look.member) if selected else None


def _drop(state: State, selected: Session | None, look: Look, now: Now) -> tuple[tuple[Part, ...], ...]:
    """Of the session that runs, else of the one looked at; named where the details beside it are not its own."""
    session = sessions.live(state) or selected
    if state.sharing:
        return ((Part(IN_A_DROP, Tone.QUIET),),) if session else ()
    if session is None or session.state in SIDE_EXITS or session.state is SessionState.CLOSED:
        return ()
    rows = drop_view(state, session, now, names=look.names, member=look.member)
    beside = None if look.session in DAY_ROWS or selected is None else selected.id
    if not rows or session.id == beside:
        return rows
    first, *more = rows[0]  # "YOU RING", "NO CALL"
    return ((first, Part(named(state, session, look.names), Tone.STRONG), *more), *rows[1:])


def selected_session(state: State, look: Look, now: Now) -> Session | None:
    """The session looked at: the one asked for, else the live one, else the next, else the last of the day."""
    if look.session in state.sessions:
        return state.sessions[look.session]
    if live := sessions.live(state):
        return live
    listed = agenda(state)
    waiting = [one for one in listed if one.state in BEFORE_START and one.end > now.utc]
    return waiting[0] if waiting else (listed[-1] if listed else None)


def banner(state: State, now: Now) -> Banner | None:
    """The one line that waits for a person: a save that fails, a gap, a warning, a late start; the worst first."""
    standing = alarms.ringing(state, now)
    seen, title = ((("a", "seen"),), alarms.notice_of(standing)) if standing else ((), "")
    if state.saving.failed:  # this and a gap never hide that a warning stands
        words = f"NOT SAVED · {title}" if title else "NOT SAVED"
        return Banner("not-saved", words, seen, Tone.ALARM, detail=state.saving.failed)
    if gap := _gap(state, now):
        return replace(gap, words=f"{title} · {gap.words}", keys=(*seen, *gap.keys)) if title else gap
    if standing:
        return Banner(standing.id, standing.words, (("a", "seen"),), Tone.ATTENTION)
    if left := _left_open(state):
        return left
    return kept_banner(state) or _late(state, now) or _not_here(state, now) or _shared(state) or rehearsal_banner(state)


def _shared(state: State) -> Banner | None:
    """That everything personal is hidden, and how that ends."""
    words = "Screen share: names hidden"
    return Banner(SHARING, words, (("^o", "ends it"),), Tone.PLAIN) if state.sharing else None


def _not_here(state: State, now: Now) -> Banner | None:
    """The prompt of a late client, from the policy's first step on: what to do, and the key that takes it up."""
    flow, ladder = state.flows.get(LATE), sorted(state.policy.late.value)
    if flow is None or not ladder or sessions.live(state):
        return None
    waiting = [one for one in agenda(state) if one.state in _EXPECTED and one.begin + ladder[0] <= now.utc < one.end]
    if not waiting:
        return None
    session = waiting[0]
    reached = sum(now.utc >= session.begin + step for step in ladder)
    stage = flow.stages.get(_LADDER[min(reached, len(_LADDER)) - 1])
    words = f"{named(state, session, names=False)} is not here, {span(now.utc - session.begin)}"
    what = f": {stage.title[:1].lower()}{stage.title[1:]}" if stage else ""
    return Banner(f"not-here:{session.id}", words + what, (("r", "go to it"),), Tone.ATTENTION)


def _left_open(state: State) -> Banner | None:
    """The way back to an incident whose screen was left; the newest of the most urgent."""
    standing = open_incidents(state)
    if not standing:
        return None
    incident = standing[0]
    client = state.clients.get(incident.client)
    who = f" · {client.initials or client.reference}" if client and not is_discreet(incident, state.flows) else ""
    more = f" and {len(standing) - 1} more" if len(standing) > 1 else ""
    words = f"{title(incident, state.flows)}{who} is open{more}"
    return Banner(f"incident:{incident.id}", words, (("r", "back to it"),), Tone.ATTENTION)


def _gap(state: State, now: Now) -> Banner | None:
    for session in state.sessions.values():
        for gap in session.gaps:
            if not gap.ran:
                keys = (("y", "yes"), ("r", "no, or partly"))  # no letter that means something else on this screen
                return Banner(f"gap:{session.id}:{gap.id}", _gap_words(session, gap, now), keys, Tone.ATTENTION)
    return None


def _gap_words(session: Session, gap: Gap, now: Now) -> str:
    """ "Asleep 14 min. By the clock 36:20 have passed. Was the session running?" """
    what = {"asleep": "Asleep", "restart": "The console was off"}.get(gap.why, "Not watching")
    if session.started is None:
        return f"{what} {span(gap.end - gap.begin)}. Was the session running?"
    passed = (session.ended_at - session.started.utc) if session.ended_at else elapsed(session.started, now)
    return f"{what} {span(gap.end - gap.begin)}. By the clock {count(passed)} have passed. Was the session running?"


def _late(state: State, now: Now) -> Banner | None:
    live = sessions.live(state)
    if live and live.started and live.choice is not EndChoice.EXTENDED and live.started.utc > live.begin:
        return _two_ends(state, live, now)
    return None


def _two_ends(state: State, live: Session, now: Now) -> Banner | None:
    """For the first minutes after a late start both ends are offered; then `l` still does it."""
    from console.core.clock import at_start, late_choices, length

    if live.started is None or now.utc - live.started.utc > timedelta(minutes=2):
        return None
    if at_start(live, live.started.utc)[1] is not EndChoice.AS_BOOKED:
        return None
    booked, full = late_choices(live)
    minutes = int(length(live).total_seconds() // 60)
    words = f"{hhmm(booked, state.practice.zone)} as booked / {hhmm(full, state.practice.zone)} full {minutes}"
    return Banner(f"late:{live.id}", f"Started late: {words}", (("l", "choose"),), Tone.PLAIN)


def keys(state: State, selected: Session | None, now: Now) -> tuple[tuple[str, str], ...]:
    """The keys that fit now, the likeliest first; the screen shows as many as it has room for."""
    del now
    fitting = [*_session_keys(selected), ("n", "note"), ("?", "why"), ("w", "new session"), ("p", "new client")]
    if selected is None:
        fitting = [("w", "new session"), ("p", "new client"), ("z", "close the day")]
    if alarms_standing(state):
        fitting.insert(0, ("a", "seen"))
    return (*fitting, ("^p", "commands"), ("h", "help"))


def alarms_standing(state: State) -> bool:
    """Whether a warning waits to be acknowledged."""
    return any(one.acknowledged is None and one.kind.startswith("end-") for one in state.warned.values())


def _session_keys(session: Session | None) -> list[tuple[str, str]]:
    if session is None:
        return []
    if session.state in BEFORE_START:
        return [("s", "start"), ("space", "tick"), ("enter", "open"), ("m", "outcome")]
    if session.state in LIVE:
        return [("space", "tick"), ("enter", "open"), ("e", "end"), ("+", "longer")]
    if session.state is SessionState.ENDED:
        return [("e", "close"), ("space", "tick"), ("enter", "open")]
    return [("u", "undo"), ("enter", "open")]
