"""Lines of the checklists: tick, answer, defer, override, take back."""

from console.acts import keeping
from console.acts.port import Acting, Wanted
from console.core import events
from console.core.checklist import checks
from console.core.state import State
from console.core.view.agenda import DAY_ROWS
from console.core.view.detail import READY, key_of_line
from console.core.view.members import member_of
from data.values.policy import About, CheckState, Scope
from data.values.session import FollowUp, TickKey
from data.values.time import Now
from data.values.views import CheckAsk

NO_LINE = "Take a line of a checklist in hand first: → goes to them."
SLIPPED = "Nothing is marked: the incident has just closed. x again: does not apply."
_REASON = (("r", "reason", "Why?"),)


def line_of(state: State, session: str, line: str, now: Now) -> checks.Line | None:
    """The check line behind a screen id; None when it is not on this session's list."""
    if line.count("|") != 3:
        return None
    key = key_of_line(line)
    found = state.sessions.get(session)
    lines = checks.lines(state, found, now) if found else ()
    if key.scope in {Scope.DAY, Scope.PRACTICE}:
        lines = tuple(one for phase in DAY_ROWS.values() for one in checks.day_lines(state, phase, now))
    return next((one for one in lines if one.key == key), None)


def day_line(line: str) -> TickKey | None:
    """The line of the day's own checklist behind a screen id; None for any other."""
    key = key_of_line(line) if line.count("|") == 3 else None
    return key if key is not None and key.scope is Scope.DAY else None


def question(state: State, action: str, session: str, line: str, now: Now) -> CheckAsk | None:
    """What to ask before this action on this line; a plain tick asks nothing."""
    found = line_of(state, session, line, now)
    if found is None:
        return None
    if action == "override":
        return CheckAsk(f"Go on without it: {found.check.text}", _REASON)
    if action in {"open", "tick"} and found.check.about is About.TEST_ALERT and not found.check.answers:
        return CheckAsk(found.check.text, (("y", "yes", ""), ("n", "no", "")))
    if action in {"open", "tick"} and found.check.answers:
        return CheckAsk(found.check.text, letters(found), _known(state, found))
    return None


def letters(line: checks.Line) -> tuple[tuple[str, str, str], ...]:
    """Each answer with its key: its first letter that is still free."""
    taken: set[str] = set()
    out = []
    for number, answer in enumerate(line.check.answers, 1):
        free = (letter for letter in answer.say.lower() if letter.isalpha() and letter not in taken)
        key = next(free, str(number))
        taken.add(key)
        out.append((key, answer.say, answer.ask))
    return tuple(out)


def _known(state: State, line: checks.Line) -> str:
    """What was typed to this very line before; never an older address."""
    del state
    return line.tick.detail if line.tick and line.tick.state is not CheckState.OPEN else ""


def tick(acts: Acting, state: State, wanted: Wanted) -> None:
    """Space: a plain tick, or the answer that was chosen; on a ticked line, nothing but a look."""
    if wanted.line.startswith(f"{READY}|"):
        acts.go(wanted.line.split("|")[1])
        return
    if member := member_of(wanted.line):
        acts.look_at_member(*member)
        return
    found = line_of(state, wanted.session, wanted.line, acts.console.now())
    if found is None:
        _elsewhere(acts, state, wanted)
        return
    if not wanted.words.get("answer") and found.state is CheckState.DONE and found.tick:
        return  # a second press of the same key is not an undo
    _send(acts, found.key, wanted)


def open_line(acts: Acting, state: State, wanted: Wanted) -> None:
    """Enter: the answer that was chosen; a bare Enter on a line without answers ticks it."""
    tick(acts, state, wanted)


def _send(acts: Acting, key: TickKey, wanted: Wanted) -> None:
    acts.send(events.CheckAnswered(key, wanted.words.get("answer", ""), wanted.words.get("detail", "")))


def _elsewhere(acts: Acting, state: State, wanted: Wanted) -> None:
    """Space on something owed: it is done, and said so; an open incident, or the session's own lines, lead to it."""
    owed: FollowUp | None = state.follow_ups.get(wanted.line)
    if wanted.words.get("place") != "owed":
        acts.say(NO_LINE)
    elif owed:
        from console.acts import booking

        booking.settle(acts, state, owed)
    elif wanted.line in state.incidents:
        acts.open_incident(wanted.line)
    elif wanted.session in state.sessions:
        acts.go(wanted.session)
    else:
        keeping.press(acts, state, wanted.line)


def defer(acts: Acting, state: State, wanted: Wanted) -> None:
    """Later."""
    _state(acts, state, wanted, CheckState.DEFERRED)


def not_applicable(acts: Acting, state: State, wanted: Wanted) -> None:
    """It does not apply; a key that may have been meant for the incident on the screen before counts from its second
    press on.
    """
    if acts.incidents.slipped():
        acts.say(SLIPPED)
        return
    _state(acts, state, wanted, CheckState.NOT_APPLICABLE)


def override(acts: Acting, state: State, wanted: Wanted) -> None:
    """Go on without it; the reason was typed."""
    _state(acts, state, wanted, CheckState.OVERRIDDEN, wanted.words.get("detail", ""))


def undo(acts: Acting, state: State, wanted: Wanted) -> None:
    """On a line that was answered: take it back. Otherwise the session's last move."""
    found = line_of(state, wanted.session, wanted.line, acts.console.now())
    if found and found.tick and found.tick.state is not CheckState.OPEN and wanted.words.get("place") == "checks":
        acts.send(events.CheckAnswered(found.key, state=CheckState.OPEN))
    elif wanted.session:
        acts.send(events.Undone(wanted.session))


def _state(acts: Acting, state: State, wanted: Wanted, to: CheckState, reason: str = "") -> None:
    found = line_of(state, wanted.session, wanted.line, acts.console.now())
    if found:
        acts.send(events.CheckAnswered(found.key, state=to, reason=reason))
    else:
        acts.say(NO_LINE)
