"""The timeline: every fact as one plain sentence, with the second at which it happened.

Nobody is named in a sentence; the line says beside it whom it is about. What would show why a contact is unsafe (the
contact rules, the safe word, the emergency contact, the reason of an unsafe end) is told only as done, and when.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from console.core import alarm_kinds, wall
from console.core.incident.lines import IncidentTeller
from data.values import facts
from data.values.flow import Flow
from data.values.policy import About, CheckState
from data.values.session import DayRecord, EndChoice, Gap, Mode, Session, SessionState, Side, Tick, Warned

UNTOLD = (facts.Overridden,)
"""Facts that leave the console in no form: that a contact rule was overridden is for the journal alone."""
DISCREET = frozenset({About.SAFE_WORD, About.CONTACT_RULES, About.EMERGENCY_CONTACT})
"""What a check may be about so that only its state is told, never what was answered."""
SHARED = (
    facts.SessionSaved,
    facts.StateChanged,
    facts.Started,
    facts.EndSet,
    facts.ModeChanged,
    facts.GapFound,
    facts.GapAnswered,
    facts.Ticked,
    facts.WarningShown,
)
"""Facts about nobody that belong to every member of a group; what an incident, or a key, tells of may be another's."""
GRAB_CARD = "grab card"
"""The form of `HandedOver` that is no day note."""
_BACKDATED = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One fact: when, as read on the wall clock, in words; whom and which session it is about ("" for neither).

    `shared`: it is about the session as a whole, and of a group every member's note may tell it.
    """

    at: datetime
    local: str
    words: str
    client: str
    session: str
    who: str = ""
    shared: bool = False


def lines(
    records: Iterable[facts.Record],
    zone: str,
    names: Callable[[str], str],
    discreet: frozenset[str] = frozenset(),
    flows: Mapping[str, Flow] | None = None,
) -> tuple[TimelineLine, ...]:
    """The facts in the order in which they happened; `names` gives initials or a reference for a client's id.

    `discreet` are ids of further checks of which only the state is told. `flows` by id give the words of stages.
    """
    teller = _Teller(zone, discreet, IncidentTeller(zone, flows or {}))
    told = []
    for record in sorted(records, key=lambda one: (one.happened, one.recorded.utc, one.seq)):
        words = teller.tell(record)
        if not words:
            continue
        who = names(record.client) if record.client else ""
        local = wall.hhmmss(record.happened, zone)
        shared = not record.client and isinstance(record.fact, SHARED)
        told.append(TimelineLine(record.happened, local, words, record.client, session_of(record), who, shared))
    return tuple(told)


def session_of(record: facts.Record) -> str:
    """The session that a fact belongs to, or ""."""
    if record.stream.startswith("session:"):
        return record.stream.removeprefix("session:")
    named: str | Session = getattr(record.fact, "session", "")
    if isinstance(named, str):
        return named or _session_inside(record.fact)
    return named.id  # a booking is the session itself


def _session_inside(fact: facts.Fact) -> str:
    match fact:
        case facts.FollowUpSaved(follow_up):
            return follow_up.session
        case facts.NoteSaved(note):
            return note.session
        case facts.WarningShown(warned):
            return warned.session
        case _:
            return ""


def check_words(tick: Tick, discreet: frozenset[str] = frozenset()) -> str:
    """What was answered to a check, without its text: "alone", "adjusted, moved to the car", "overridden: no time"."""
    if tick.about in DISCREET or tick.key.check in discreet:
        return tick.state.value
    answer = tick.answer or tick.state.value
    said = f"{answer}, {tick.detail}" if tick.detail else answer
    if tick.state is CheckState.OVERRIDDEN:
        return f"overridden: {tick.reason}" if tick.reason else "overridden"
    return f"{tick.state.value}: {tick.reason}" if tick.reason and tick.state is not CheckState.DONE else said


def asked(text: str) -> str:
    """A check's text as what comes before its answer: "Alone, private and safe?", "Headphones on:"."""
    return text if text.endswith("?") else f"{text}:"


def gap_words(gap: Gap) -> str:
    """What a gap was: "Asleep 14 min", "Off for 3 min", "Clock changed by 1 h"."""
    size = wall.span(gap.end - gap.begin)
    if gap.why == "clock changed":
        return f"Clock changed by {size}"
    return f"Off for {size}" if gap.why == "restart" else f"{gap.why.capitalize()} {size}"


@dataclass(slots=True)
class _Teller:
    """Tells the facts one after the other; it remembers what a later one refers to."""

    zone: str
    discreet: frozenset[str]
    incidents: IncidentTeller
    gaps: dict[str, Gap] = field(default_factory=dict)
    days: dict[date, DayRecord] = field(default_factory=dict)

    def tell(self, record: facts.Record) -> str:
        """One plain sentence; "" of what has no line in any timeline."""
        words = self._words(record.fact)
        if words and abs(record.recorded.utc - record.happened) > _BACKDATED:
            words += f" (entered {wall.hhmm(record.recorded.utc, self.zone)})"
        return words

    def _words(self, fact: facts.Fact) -> str:
        if self.incidents.knows(fact):
            return self.incidents.tell(fact)
        tell = _TELL.get(type(fact))
        return tell(self, fact) if tell else _PLAIN.get(type(fact), "Recorded")

    def time(self, at: datetime) -> str:
        return wall.hhmm(at, self.zone)

    def session_saved(self, fact: facts.SessionSaved) -> str:
        one = fact.session
        when = f"{wall.day_words(one.day)} {self.time(one.begin)} to {self.time(one.end)}"
        return f"Session entered: {when}, {one.mode.value}"

    def state_changed(self, fact: facts.StateChanged) -> str:
        if fact.undo:
            return f"Taken back: {fact.to.value}"
        received = f", received {self.time(fact.received)}" if fact.received else ""
        reason = f": {fact.reason}" if fact.reason and fact.to is not SessionState.UNSAFE else ""
        name = _STATES.get(fact.to, fact.to.value.capitalize())
        return f"{name}{received}{reason}"

    def started(self, fact: facts.Started) -> str:
        return f"Session started{_late(fact.late_side)}, ends {self._end(fact.ends, fact.choice)}"

    def end_set(self, fact: facts.EndSet) -> str:
        return f"To end {self._end(fact.ends, fact.choice)}{_late(fact.side)}"

    def _end(self, ends: datetime, choice: EndChoice) -> str:
        return f"{self.time(ends)}{' ' if choice is EndChoice.AS_BOOKED else ', '}{choice.value}"

    def gap_found(self, fact: facts.GapFound) -> str:
        self.gaps[fact.gap.id] = fact.gap
        return gap_words(fact.gap)

    def gap_answered(self, fact: facts.GapAnswered) -> str:
        gap = self.gaps.get(fact.gap)
        what = gap_words(gap) if gap else "Gap"
        cost = f", {wall.span(fact.lost)} lost" if fact.lost else ""
        return f"{what}; session ran: {fact.ran}{cost}"

    def ticked(self, fact: facts.Ticked) -> str:
        tick = fact.tick
        if tick.state is CheckState.OPEN and tick.by == "practitioner":
            return f"{asked(tick.text)} taken back"
        seen = " (seen by the console)" if tick.by == "console" else ""
        return f"{asked(tick.text)} {check_words(tick, self.discreet)}{seen}"

    def warning_shown(self, fact: facts.WarningShown) -> str:
        return f"{alarm_kinds.notice_of(fact.warned)}: shown{self._late(fact.warned)}"

    def _late(self, warned: Warned) -> str:
        """When it was due, with the day where that was another one."""
        if not warned.late:
            return ""
        due, shown = (wall.day_of(at, self.zone) for at in (warned.due, warned.shown))
        day = f"{wall.day_words(due)} " if due != shown else ""
        return f" late, was due {day}{wall.hhmmss(warned.due, self.zone)}"

    def follow_up(self, fact: facts.FollowUpSaved) -> str:
        one = fact.follow_up
        if one.done:
            how = "" if self.incidents.is_of_discreet(one.id) else one.outcome
            return f"Settled: {one.text}" + (f" ({how})" if how else "")
        due = f", due {wall.day_words(wall.day_of(one.due, self.zone))} {self.time(one.due)}" if one.due else ""
        return f"Owed: {one.text}{due}"

    def day_saved(self, fact: facts.DaySaved) -> str:
        new = fact.record
        old = self.days.get(new.day)
        self.days[new.day] = new
        if new.closed and not (old and old.closed):
            return f"Day closed {'clean' if new.how == 'clean' else 'with open items'}"
        if old and old.closed and not new.closed:
            return "Day opened again"
        if new.alert_seen and not (old and old.alert_seen == new.alert_seen):
            return f"Test alert seen: {new.alert_seen}"
        return "Day opened"


def _late(side: Side | None) -> str:
    words = {Side.CLIENT: ", client late", Side.MINE: ", practitioner late"}
    return words.get(side, "") if side else ""


def _handed_over(fact: facts.HandedOver) -> str:
    if fact.form == GRAB_CARD:
        return "Grab card written"
    return f"Day note {fact.how}" + (f": {fact.form}" if fact.form else "")


def _restored(fact: facts.Restored, zone: str) -> str:
    made = wall.local(fact.made, zone)
    words = f"Restored from the backup of {made:%Y-%m-%d %H:%M}"
    return f"{words}; entries {fact.first} to {fact.last} were given up" if fact.last else words


_STATES: Mapping[SessionState, str] = {
    SessionState.IN_ROOM: "In the room",
    SessionState.ENDING: "Session coming to its end",
    SessionState.ENDED: "Session ended",
    SessionState.CLOSED: "Session closed",
}
_KEYS = {"drop": "Drop key", "crisis": "Crisis key"}
_MODES = {Mode.VIDEO: "by video", Mode.PHONE: "by phone", Mode.IN_PERSON: "in person"}

_PLAIN: Mapping[type, str] = {
    facts.PracticeSet: "The practice's own data were set",
    facts.ClientSaved: "Client's details saved",
    facts.Acknowledged: "Acknowledged",
    facts.NoteSaved: "Note saved",
    facts.NoteFiled: "Note filed",
    facts.AddendumAdded: "Addendum added",
    facts.SeriesDecided: "Calendar series decided",
    facts.LossesRead: "What the check of the journal found was read",
}
_TELL: Mapping[type, Callable[[_Teller, Any], str]] = {
    facts.SessionSaved: _Teller.session_saved,
    facts.StateChanged: _Teller.state_changed,
    facts.Started: _Teller.started,
    facts.EndSet: _Teller.end_set,
    facts.ModeChanged: lambda _, fact: f"Went on {_MODES[fact.mode]}",
    facts.GapFound: _Teller.gap_found,
    facts.GapAnswered: _Teller.gap_answered,
    facts.Ticked: _Teller.ticked,
    facts.WarningShown: _Teller.warning_shown,
    facts.FollowUpSaved: _Teller.follow_up,
    facts.ContactLogged: lambda _, fact: f"Contact logged, {fact.contact.channel}: {fact.contact.purpose}",
    facts.DaySaved: _Teller.day_saved,
    facts.AgreedBy: lambda _, fact: f"Agreed by {'e-mail' if fact.channel == 'email' else fact.channel}",
    facts.MessageNoted: lambda _, fact: f"{fact.what.capitalize()} sent by the practitioner",
    facts.HandedOver: lambda _, fact: _handed_over(fact),
    facts.KeyArrived: lambda _, fact: f"{_KEYS.get(fact.key, 'Incident key')} pressed",
    facts.Restored: lambda teller, fact: _restored(fact, teller.zone),
}
