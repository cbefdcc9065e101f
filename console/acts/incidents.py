"""Which incident is on the screen, and what its keys ask for.

Rule: one that a person began takes the screen within the same key, over whatever was open; one that came by itself
waits on the day screen, so that no key changes its meaning under somebody's fingers. Esc leaves the screen, never the
incident.
"""

from dataclasses import replace
from datetime import timedelta

from console.acts.port import Console
from console.core import alarms, events
from console.core.cite import cite
from console.core.flow.keys import keys
from console.core.incident.incidents import LATE, is_open, look_of, open_incidents, place, policy_for
from console.core.lock import BY_KEY
from console.core.state import State
from console.core.view.hidden import HIDDEN, Hiding
from console.core.view.incident import incident_view
from data.values.flow import Look
from data.values.incident import Incident
from data.values.time import Now, elapsed
from data.values.views import FlowRow, IncidentView, Part, Tone

UNVEIL = "V"
"""The key of the incident's screen that shows who it is about, where that is hidden; no flow has a capital letter."""
BEHIND_LOCK = "Locked: V, then your passphrase, shows who and the numbers."
SHARED = "Others see this screen: V shows who and the numbers, V again hides them."
NEXT = "tab"
"""The key of the incident's screen that leads to the next open one."""
WAITS = "This one waits: what is more urgent comes first."
UNASKED = "What opens by itself"
SLIP = timedelta(seconds=2)
"""For so long after an incident went from the screen its keys are not taken for those of the day."""
TWICE = timedelta(milliseconds=700)
"""A key pressed again so soon, while the covert look came or went between, was meant for the look that is gone."""


class Incidents:
    """One for a console; told of every state, and of every key of the incident's screen."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._known: frozenset[str] | None = None
        self._asked = ""
        self._explaining = False
        self._waiting: frozenset[str] = frozenset()
        self._covert: frozenset[str] | None = None
        self._left: Now | None = None
        self._last: tuple[str, str, Look | None, Now] | None = None
        self._begun_locked = ""
        self._hiding = Hiding()
        self._uncovered = ""
        self.shown = ""

    # --- which one --------------------------------------------------------------------------------------------------
    def follow(self, state: State) -> bool:
        """A new state: open what began (of the first state, all that is open), leave what ended; whether it drew."""
        if state.read_only:
            return False
        standing = open_incidents(state)
        ids, first = frozenset(one.id for one in standing), self._known is None
        known = self._known or frozenset()
        fresh = [one for one in standing if one.id not in known]
        self._known = ids | known
        same: list[Incident] = []
        if self.shown and self.shown not in ids:
            same = _same(state, self.shown)
            self.leave()
        wanted = [one for one in fresh if first or one.flow != LATE or self._asked == LATE]
        back = [one for one in standing if one.id in self._waiting and one.suspended is None]
        self._waiting = frozenset(one.id for one in standing if one.suspended is not None)
        chosen = self._hidden_now(state, standing) or self._chosen(state, [*wanted, *back, *same])
        if chosen:
            self.open(state, chosen)
        return bool(chosen)

    def _hidden_now(self, state: State, standing: tuple[Incident, ...]) -> str:
        """One that has just gone covert takes the screen from whatever is there; "" where none has."""
        before, first = self._covert, self._covert is None
        at_work = [one for one in standing if one.suspended is None and look_of(state, one) is Look.COVERT]
        self._covert = frozenset(one.id for one in at_work)
        new = [] if first or self._hides(state) else [one for one in at_work if one.id not in (before or ())]
        return _first(new).id if new else ""

    def _chosen(self, state: State, new: list[Incident]) -> str:
        """Which one takes the screen of those that began or were given back: not one that waits for a more urgent one,
        and while the covert look is shown only one that is covert too.
        """
        standing = open_incidents(state)
        at_work = [one for one in standing if one in new and one.suspended is None]
        if new and self._hides(state):
            at_work = [one for one in at_work if look_of(state, one) is Look.COVERT]
        elif new and not at_work and not self.shown:
            at_work = list(standing)
        return _first(at_work).id if at_work else ""

    def _hides(self, state: State) -> bool:
        """Whether the one on the screen is covert."""
        shown = state.incidents.get(self.shown)
        return shown is not None and look_of(state, shown) is Look.COVERT

    def pressed(self, state: State, key: str) -> None:
        """An incident key: its flow, where it is open and does not wait, is back on the screen."""
        same = [one for one in open_incidents(state) if one.flow == key and one.suspended is None]
        if self._hides(state):
            same = [one for one in same if look_of(state, one) is Look.COVERT]
        if same and not state.read_only:
            newest = max(same, key=lambda one: (one.t0.utc, one.id))
            if newest.id != self.shown:
                self.open(state, newest.id)

    def next(self, state: State) -> None:
        """Tab: the next of the open ones, in the order in which they stand; then the first again."""
        if found := self._others(state):
            self.open(state, found[0])

    def _others(self, state: State) -> list[str]:
        """The other open ones, from the next one on."""
        ids = [one.id for one in open_incidents(state)]
        at = ids.index(self.shown) if self.shown in ids else -1
        return [*ids[at + 1 :], *ids[: max(at, 0)]]

    def asking(self, key: str) -> None:
        """This key is about to be stepped; "" when it was."""
        self._asked = key

    def open(self, state: State, incident: str) -> None:
        """Put this one on the screen."""
        if incident in state.incidents and is_open(state.incidents[incident]):
            self.shown, self._explaining = incident, False
            self._begun_locked = incident if state.locked else ""
            self.draw(state)
            self._console.open_incident()

    def leave(self) -> None:
        """Back to what was there; the incident stays as it is."""
        self.shown, self._left = "", self._console.now()
        self._console.leave_incident()

    def come_back(self, state: State) -> None:
        """The console was opened again: what was begun while it was locked is on the screen."""
        begun, self._begun_locked = self._begun_locked, ""
        if not self.shown and begun in state.incidents and is_open(state.incidents[begun]):
            self.open(state, begun)

    def slipped(self) -> bool:
        """Whether a key may still have been meant for an incident that has just gone from the screen; asked once."""
        left, self._left = self._left, None
        return left is not None and elapsed(left, self._console.now()) <= SLIP

    def escape(self, state: State) -> None:
        """Esc: from where the lines come from back to the lines; from these to what was there."""
        if not self._explaining:
            self.leave()
            return
        self._explaining = False
        self.draw(state)

    def draw(self, state: State) -> bool:
        """Draw the one on the screen, if any."""
        incident = state.incidents.get(self.shown)
        if incident is None:
            return False
        veil = self._veil(state)
        if veil:
            state = self._hiding(state)
            incident = state.incidents[self.shown]
        view = incident_view(state, incident, self._console.now())
        view = veiled(view, veil) if veil else view
        view = replace(view, esc="lock") if state.locked else view
        if incident.suspended is not None and is_open(incident):
            view = replace(view, overdue=" ".join(filter(None, (WAITS, view.overdue))))
        if view.others:
            named = {one.id: one for one in view.others}
            view = replace(view, others=tuple(named[one] for one in self._others(state) if one in named))
        explain = self._explaining and view.look != Look.COVERT.value
        self._console.show_incident(explained(state, incident, view) if explain else view)
        return True

    def _veil(self, state: State) -> str:
        """Why nobody may be seen on this page, and the key that shows who; "" where all of it is shown."""
        if state.locked and state.locked.how != BY_KEY:
            return BEHIND_LOCK
        return SHARED if state.sharing and self._uncovered != self.shown else ""

    def cover(self) -> None:
        """Others have begun to see the screen, or do no more."""
        self._uncovered = ""

    def _unveil(self, state: State) -> None:
        """Behind the lock lies the way in; while others see the screen the page is shown, and hidden again."""
        if state.locked and state.locked.how != BY_KEY:
            self.leave()
        elif state.sharing:
            self._uncovered = "" if self._uncovered else self.shown
            self.draw(state)

    # --- keys -------------------------------------------------------------------------------------------------------
    def key(self, state: State, key: str, words: str) -> None:
        """A key of the screen, and what was typed for it."""
        incident = state.incidents.get(self.shown)
        if incident is None:
            return
        if key == UNVEIL:
            self._unveil(state)
            return
        if key == NEXT:
            self.next(state)
            return
        now = self._console.now()
        if self._doubled(state, incident, key, now):
            return
        meaning = keys(state, incident, now).get(key)
        explained_before, self._explaining = self._explaining, False
        warning = alarms.ringing(state, now)
        if key == "a" and meaning is None and warning:
            self._console.send(events.WarningAcknowledged(warning.session))
        elif meaning is not None and meaning.kind == "why":
            self._explaining = not explained_before
            self.draw(state)
        else:
            self._console.send(events.FlowKeyPressed(incident.id, key, words))

    def _doubled(self, state: State, incident: Incident, key: str, now: Now) -> bool:
        """Whether this is a double press over which the covert look came or went: nobody has seen what it means now."""
        last, look = self._last, look_of(state, incident)
        self._last = (incident.id, key, look, now)
        if last is None or last[:2] != (incident.id, key) or elapsed(last[3], now) > TWICE:
            return False
        return last[2] is not look and Look.COVERT in (last[2], look)


def veiled(view: IncidentView, why: str) -> IncidentView:
    """The same page of a state with nobody in it: what stands on it to be read aloud comes only with the people."""
    number = "HIDDEN" if view.number == HIDDEN else view.number
    return replace(view, card=None, number=number, overdue=" ".join(filter(None, (why, view.overdue))))


def _same(state: State, ended: str) -> list[Incident]:
    """What is open for the same person in the same flow: a key pressed twice leads to it, and to no second one."""
    one = state.incidents.get(ended)
    return [each for each in open_incidents(state) if one and (each.flow, each.client) == (one.flow, one.client)]


def _first(standing: list[Incident]) -> Incident:
    """The newest of the most urgent; `standing` has the most urgent first."""
    urgent = [one for one in standing if one.flow == standing[0].flow and one.suspended == standing[0].suspended]
    return max(urgent, key=lambda one: (one.t0.utc, one.id))


def explained(state: State, incident: Incident, view: IncidentView) -> IncidentView:
    """The same page, with where its lines come from in place of the lines; the next thing stays first."""
    at = place(state, incident)
    if at is None:
        return view
    policy = policy_for(state, incident)
    shown = {row.id for row in view.rows}
    lines = [(step.text, step.source) for step in at[1].steps if step.id in shown]
    lines += [(one.text, one.source) for one in at[1].exits if any(key.key == one.key for key in view.exits)]
    by_source: dict[str, list[str]] = {}
    for text, source in (*lines, *((UNASKED, one.source) for one in at[1].deadlines)):
        by_source.setdefault(cite(policy, source), []).append(text.rstrip("."))
    rows = [
        FlowRow(f"why-{n}", " · ".join(dict.fromkeys(texts)), (Part(source, Tone.QUIET),))
        for n, (source, texts) in enumerate(by_source.items())
    ]
    kept = [row for row in view.rows if row.next]
    way = tuple(one for one in view.exits if one.offered)
    # without the card: on a small screen it would leave these lines no room
    page = replace(view, card=None, esc="steps")
    return replace(page, stage="Where this comes from", rows=(*kept, *rows), exits=way)
