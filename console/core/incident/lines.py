"""The facts of incidents as sentences of the timeline; what a later fact refers to is remembered from the earlier ones.

Its rule: see `incident_words`. What happens in a hidden stage, and what led to it, has no sentence at all: a line that
hid something would stand out beside the plain ones and tell it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from console.core import wall
from console.core.flow.read_past import past_time
from console.core.incident import words
from data.values import facts
from data.values.flow import Flow, Step, StepKind
from data.values.incident import Attempt, Incident

UNTOLD = ""
"""In place of a sentence: this fact has no line."""
_BY_ITSELF = frozenset({"deadline"})


@dataclass(slots=True)
class IncidentTeller:
    """Tells the facts of incidents in the order in which they happened. `flows` are the flows by id."""

    zone: str
    flows: Mapping[str, Flow] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    attempts: dict[str, tuple[str, Attempt, int]] = field(default_factory=dict)

    def knows(self, fact: facts.Fact) -> bool:
        """Whether this fact is one of an incident's."""
        return type(fact) in _TELL

    def tell(self, fact: facts.Fact) -> str:
        """One plain sentence, or `UNTOLD`."""
        return _TELL[type(fact)](self, fact)

    def is_of_discreet(self, follow_up: str) -> bool:
        """Whether what is owed under this id is left of an incident of which nothing is told: how it was settled would
        tell it.
        """
        own = next((one for one in self.incidents.values() if follow_up.startswith(f"{one.id}-")), None)
        if own is not None:
            return words.is_discreet(own, self.flows)
        return any(one.discreet and f"-{one.id}-" in follow_up for one in self.flows.values())  # it began another day

    def _began(self, fact: facts.IncidentBegan) -> str:
        self.incidents[fact.incident.id] = fact.incident
        return f"{words.title(fact.incident, self.flows)} began"

    def _retimed(self, fact: facts.IncidentRetimed) -> str:
        return f"It had begun earlier, at {wall.hhmmss(fact.t0.utc, self.zone)}"

    def _given(self, fact: facts.IncidentGiven) -> str:
        known = self.incidents.get(fact.incident)
        if known is None or words.is_discreet(known, self.flows) or words.is_telling(fact.given):
            return UNTOLD
        if self._is_hidden(fact.incident) and fact.given.fact != "back":  # that they are back is told of any drop
            return UNTOLD
        if known.resumed is not None and fact.given.fact == "private":
            if fact.given.value == "no":
                return UNTOLD
            self.incidents[fact.incident] = replace(known, resumed=None)  # asked again later, it is another question
            return "Still private: yes"
        if fact.given.fact == "discovered" and (at := past_time(fact.given.words, fact.given.at, self.zone)):
            return f"Discovered {wall.day_words(wall.day_of(at, self.zone))} {wall.hhmm(at, self.zone)}"
        flow = self.flows.get(known.stage.partition(".")[0])
        stage = words.stage_of(known.stage, self.flows)
        own = words.question_words(fact.given.fact, fact.given.value, flow, stage)
        told = fact.given if known.client else replace(fact.given, words="")  # each member of a group would be told it
        return words.given_words(told, own)

    def _chosen(self, fact: facts.ClientChosen) -> str:
        known = self.incidents.get(fact.incident)
        if known is not None:
            self.incidents[fact.incident] = replace(known, client=fact.client)
        return "Said whom it is about"

    def _suspended(self, fact: facts.IncidentSuspended) -> str:
        known = self.incidents.get(fact.incident)
        if known is not None:
            self.incidents[fact.incident] = replace(known, resumed=fact.resumed)
        return "Set aside for something more urgent" if fact.at else "Taken up again"

    def _entered(self, fact: facts.StageEntered) -> str:
        known = self.incidents.get(fact.incident)
        if known is None:
            return UNTOLD
        self.incidents[fact.incident] = replace(known, stage=fact.passage.stage)
        if words.is_hidden(fact.passage.stage, self.flows) or words.is_discreet(known, self.flows):
            return UNTOLD
        by_itself = ", opened by itself" if fact.passage.why in _BY_ITSELF else ""
        said = f": {fact.passage.words.strip()}" if fact.passage.words.strip() else ""
        return f"{words.stage_words(fact.passage.stage, self.flows)}{by_itself}{said}"

    def _marked(self, fact: facts.StepMarked) -> str:
        step = self._step(fact.incident, fact.mark.step)
        answered = (
            step is not None and step.kind is StepKind.ASK and fact.mark.state == "done"
        )  # the line before says it
        return UNTOLD if answered or self._is_hidden(fact.incident) else words.mark_words(fact.mark, step)

    def _attempt_began(self, fact: facts.AttemptBegan) -> str:
        party = fact.attempt.party
        before = [
            one for incident, one, _ in self.attempts.values() if incident == fact.incident and one.party == party
        ]
        number = len(before) + 1
        self.attempts[fact.attempt.id] = (fact.incident, fact.attempt, number)
        return UNTOLD if self._is_hidden(fact.incident) else words.attempt_words(party, number)

    def _attempt_ended(self, fact: facts.AttemptEnded) -> str:
        if self._is_hidden(fact.incident):
            return UNTOLD
        known = self.attempts.get(fact.attempt)
        return words.attempt_words(known[1].party if known else "", known[2] if known else 1, fact.outcome)

    def _ended(self, fact: facts.IncidentEnded) -> str:
        known = self.incidents.get(fact.incident)
        known = replace(known, words=fact.words) if known else None
        return words.ended_words(known, fact.outcome, self.flows, error=fact.error)

    def _lost(self, fact: facts.TimeLost) -> str:
        return f"{wall.span(fact.lost.lost)} lost, {words.SIDES[fact.lost.side]}"

    def _is_hidden(self, incident: str) -> bool:
        known = self.incidents.get(incident)
        return known is None or words.is_discreet(known, self.flows) or words.is_hidden(known.stage, self.flows)

    def _step(self, incident: str, step: str) -> Step | None:
        """The step of that name, in the stage in hand before any other of its flow."""
        known = self.incidents[incident]
        here = words.stage_of(known.stage, self.flows)
        flow = self.flows.get(known.stage.partition(".")[0])
        stages = [*([here] if here else ()), *(flow.stages.values() if flow else ())]
        return next((one for stage in stages for one in stage.steps if one.id == step), None)


_TELL: Mapping[type, Callable[[IncidentTeller, Any], str]] = {
    facts.IncidentBegan: IncidentTeller._began,
    facts.IncidentRetimed: IncidentTeller._retimed,
    facts.IncidentGiven: IncidentTeller._given,
    facts.StageEntered: IncidentTeller._entered,
    facts.StepMarked: IncidentTeller._marked,
    facts.AttemptBegan: IncidentTeller._attempt_began,
    facts.AttemptEnded: IncidentTeller._attempt_ended,
    facts.ClientChosen: IncidentTeller._chosen,
    facts.IncidentSuspended: IncidentTeller._suspended,
    facts.IncidentEnded: IncidentTeller._ended,
    facts.TimeLost: IncidentTeller._lost,
    facts.ContentEnded: lambda *_: "The session's content ended",
    facts.Overridden: lambda *_: "A contact rule was overridden",
}
