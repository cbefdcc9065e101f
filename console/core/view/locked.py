"""The locked screen: the clock, the warnings without names, and after the key's own lock the next action and F3.

Rule: nothing of anybody is in it: no client, no initials, no number, no word that a person typed.
"""

from console.core import alarms, clock
from console.core import session as sessions
from console.core.alarm_kinds import END
from console.core.checklist import checks
from console.core.incident.incidents import any_covert, open_incidents
from console.core.lock import BY_KEY, Due, Remains
from console.core.state import State, policy_of
from console.core.view.header import watermark
from console.core.wall import hhmm
from data.values.session import Warned
from data.values.time import Now
from data.values.views import LockedView

TYPE_IT = "Locked. Type your passphrase."
PRESS_IT = "Locked. Enter opens it."
PLAIN = "The data here is not encrypted: this only hides it."
CRISIS = (("F3", "Crisis"),)
SEEN = (("^a", "seen"),)
MOST = 3
"""Warnings on it at once; the newest."""


def locked_view(state: State, now: Now, *, asks: bool) -> LockedView:
    """The locked screen of this state. `asks`: a passphrase opens it; otherwise Enter does."""
    live = sessions.live(state)
    face = clock.face(live, policy_of(state, live), now) if live else None
    time = hhmm(now.utc, state.practice.zone)
    covert = any_covert(state)
    by_key = state.locked is not None and state.locked.how == BY_KEY and not covert
    ringing = None if covert else alarms.ringing(state, now)
    return LockedView(
        digits=clock.digits(face) if face else time,
        caption="" if face is None else f"{'over' if face.over else 'left'} · {time}",
        line=TYPE_IT if asks else PRESS_IT,
        detail="" if asks else PLAIN,
        asks=asks,
        warnings=() if covert else _warnings(state, ringing),
        seen=SEEN if ringing else (),
        next=_next(state, now) if by_key else "",
        keys=CRISIS if by_key else (),
        watermark=watermark(state),
    )


def forgotten_view(kept: Remains, due: tuple[Due, ...], now: Now, *, pressed: tuple[str, ...] = ()) -> LockedView:
    """The locked screen once the keys are forgotten: `due` is what came due since, `pressed` the incident keys that
    wait for the passphrase. The services' number needs none.
    """
    time = hhmm(now.utc, kept.zone)
    warned = tuple(f"{hhmm(one.at, kept.zone)} {one.words}" for one in due)
    return LockedView(digits=time, line=TYPE_IT, asks=True, warnings=(*_help(kept, pressed), *warned[-MOST:]))


def _help(kept: Remains, pressed: tuple[str, ...]) -> tuple[str, ...]:
    if not pressed:
        return ()
    number = f"Danger now: ring {kept.emergency}. " if kept.emergency else ""
    return (f"{number}{' and '.join(pressed)}: noted, and open with your passphrase.",)


def _warnings(state: State, ringing: Warned | None) -> tuple[str, ...]:
    """What must be seen: nothing saved, the end of a session, and in neutral words what came due since it locked."""
    first = ["NOT SAVED"] if state.saving.failed else []
    if ringing:
        first.append(ringing.words)
    since = state.locked.since.utc if state.locked else None
    later = [one for one in state.warned.values() if since and one.shown >= since and not one.kind.startswith(END)]
    later.sort(key=lambda one: (one.shown, one.id))
    zone = state.practice.zone
    return (*first, *dict.fromkeys(f"{hhmm(one.due, zone)} {alarms.notice_of(one)}" for one in later[-MOST:]))


def _next(state: State, now: Now) -> str:
    """The one next thing of the session that runs: a line of the policy's own, never whose it is."""
    live = sessions.live(state)
    if live is None:
        return ""
    if any(one.session == live.id for one in open_incidents(state)):
        return "Back to what is open"
    line = checks.next_line(checks.lines(state, live, now), live)
    return line.check.text if line and live.content_ended is None else "End the session"
