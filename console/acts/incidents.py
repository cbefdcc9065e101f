"""Which incident is on the screen, and what its keys ask for.

Rule: one that a person began takes the screen within the same key, over whatever was open; one that came by itself
waits on the day screen, so that no key changes its meaning under somebody's fingers. Esc leaves the screen, never the
incident.
"""

from console.acts.port import Console
from console.core import alarms, events, flow
from console.core.cite import cite
from console.core.incidents import LATE, is_open, look_of, open_incidents, place, policy_for
from console.core.state import State
from data.values.flow import Look
from data.values.incident import Incident


class Incidents:
    """One for a console; told of every state, and of every key of the incident's screen."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._known: frozenset[str] | None = None
        self._asked = ""
        self.shown = ""

    # --- which one --------------------------------------------------------------------------------------------------
    def follow(self, state: State) -> None:
        """A new state: open what began, leave what ended; the first state opens what was left open."""
        if state.read_only:
            return
        standing = open_incidents(state)
        ids = frozenset(one.id for one in standing)
        fresh = standing if self._known is None else tuple(one for one in standing if one.id not in self._known)
        self._known = ids | (self._known or frozenset())
        if self.shown and self.shown not in ids:
            self.leave()
        wanted = [one for one in fresh if one.flow != LATE or self._asked == LATE]
        if wanted:
            self.open(state, _first([one for one in standing if one in wanted or one.id == self.shown]).id)

    def pressed(self, state: State, key: str) -> None:
        """An incident key: its flow, where it is open, is back on the screen."""
        same = [one for one in open_incidents(state) if one.flow == key]
        if same and not state.read_only:
            newest = max(same, key=lambda one: (one.t0.utc, one.id))
            self.open(state, newest.id)

    def asking(self, key: str) -> None:
        """This key is about to be stepped; "" when it was."""
        self._asked = key

    def open(self, state: State, incident: str) -> None:
        """Put this one on the screen."""
        if incident in state.incidents and is_open(state.incidents[incident]):
            self.shown = incident
            self.draw(state)
            self._console.open_incident()

    def leave(self) -> None:
        """Back to what was there; the incident stays as it is."""
        self.shown = ""
        self._console.leave_incident()

    def draw(self, state: State) -> bool:
        """Draw the one on the screen, if any."""
        incident = state.incidents.get(self.shown)
        if incident is None:
            return False
        from console.core.view.incident import incident_view

        self._console.show_incident(incident_view(state, incident, self._console.now()))
        return True

    # --- keys -------------------------------------------------------------------------------------------------------
    def key(self, state: State, key: str, words: str) -> None:
        """A key of the screen, and what was typed for it."""
        incident = state.incidents.get(self.shown)
        if incident is None:
            return
        now = self._console.now()
        meaning = flow.keys(state, incident, now).get(key)
        warning = alarms.ringing(state, now)
        if key == "a" and meaning is None and warning:
            self._console.send(events.WarningAcknowledged(warning.session))
        elif meaning is not None and meaning.kind == "why":
            self._why(state, incident)
        else:
            self._console.send(events.FlowKeyPressed(incident.id, key, words))

    def _why(self, state: State, incident: Incident) -> None:
        from console.screens.why import WhyLinesScreen

        at = place(state, incident)
        if at is not None and look_of(state, incident) is not Look.COVERT:
            lines = why_lines(state, incident)
            self._console.push(WhyLinesScreen(at[1].title, lines), lambda _result: None)


def _first(standing: list[Incident]) -> Incident:
    """The newest of the most urgent; `standing` has the most urgent first."""
    urgent = [one for one in standing if one.flow == standing[0].flow and one.suspended == standing[0].suspended]
    return max(urgent, key=lambda one: (one.t0.utc, one.id))


def why_lines(state: State, incident: Incident) -> tuple[str, ...]:
    """Every line of the stage in hand with where it comes from, in words."""
    at = place(state, incident)
    if at is None:
        return ()
    policy = policy_for(state, incident)
    _flow, stage = at
    lines = [(step.text, step.source) for step in stage.steps]
    lines += [(one.text, one.source) for one in stage.exits]
    lines += [("This opens by itself", one.source) for one in stage.deadlines if one.source]
    return tuple(dict.fromkeys(f"{text}  {cite(policy, source)}" for text, source in lines))
