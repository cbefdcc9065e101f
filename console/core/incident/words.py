"""Incidents in plain words, for the timeline and the day note. Nobody is named.

Its rule: a drop in which somebody came in reads as any other. What happened in covert stages and what led to them is
left out, the lost minutes are on neither side, and it ends with an outcome that other drops have too. The safe word
and what was typed are never in these words, but for a new place, which a check tells as well; a fact that is not listed
here is told as answered.
"""

from collections.abc import Mapping

from data.values.flow import Flow, Look, Party, Stage, Step
from data.values.incident import Given, Incident, StepMark
from data.values.session import Side

DISCREET_FLOWS = frozenset({"covert", "safe-word", "signal"})
"""Flows of which only that there was an incident is told."""
NEUTRAL = "Incident"
_FLOWS = {"drop": "Drop", "late": "Late client", "emergency": "Emergency contact", "crisis": "Crisis"}
SIDES = {Side.CLIENT: "on the client's side", Side.MINE: "on my side", Side.NEITHER: "on neither side"}
_ORDER = {2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth"}
_SAW = {
    "frozen": "Seen: frozen picture",
    "hung-up": "Seen: clean hang-up",
    "distress": "Seen: distress or silence",
    "mine": "Seen: my own side",
}
_TELLING = frozenset({("saw", "person"), ("alone", "no")})
"""Answers that lead to covert."""
_NOT_ON = "The session did not go on"
"""An outcome whose own words are not to be told."""
_GIVEN = {
    "concern": "Concern",
    "danger": "Immediate danger",
    "sign": "A sign from the client",
    "back": "Client back in the room",
    "good_time": "Good time to talk",
    "alone": "Alone",
    "same_place": "Same place",
    "all_right": "Client all right",
    "proven": "Proved who it is",
    "private": "Private on the phone",
    "told": "Lead or supervisor told",
    "services": "Emergency services called",
    "offered": "Another appointment offered",
}
_PARTIES = {
    Party.CLIENT.value: "Call to the client",
    Party.EMERGENCY.value: "Call to an emergency contact",
    Party.GUARDIAN.value: "Call to the guardian",
    Party.LEAD.value: "Call to the lead",
    Party.SUPERVISOR.value: "Call to the supervisor",
    Party.SERVICES.value: "Call to the emergency services",
}
_OUTCOMES = {"client": "client reached", "will check": "will check and ring back", "safe": "client is safe"}


def is_discreet(incident: Incident) -> bool:
    """Whether only that there was an incident may be told: it began as one of those flows."""
    return incident.flow in DISCREET_FLOWS


def title(incident: Incident) -> str:
    """ "Drop", "Second drop", "Late client", "Incident"."""
    if is_discreet(incident):
        return NEUTRAL
    name = _FLOWS.get(incident.flow, incident.flow.replace("-", " ").capitalize())
    if incident.flow != "drop" or incident.drop < 2:
        return name
    return f"{_ORDER.get(incident.drop, f'{incident.drop}th')} {name.lower()}"


def is_hidden(stage: str, flows: Mapping[str, Flow]) -> bool:
    """Whether nothing of what happens in "flow.stage" is told."""
    found = stage_of(stage, flows)
    return stage.partition(".")[0] in DISCREET_FLOWS or bool(found and found.look is Look.COVERT)


def stage_of(stage: str, flows: Mapping[str, Flow]) -> Stage | None:
    """The stage of that name, "flow.stage", where its flow is known."""
    flow_id, _, stage_id = stage.partition(".")
    flow = flows.get(flow_id)
    return flow.stages.get(stage_id) if flow else None


def stage_words(stage: str, flows: Mapping[str, Flow]) -> str:
    """The title of "flow.stage"."""
    found = stage_of(stage, flows)
    return found.title if found and found.title else stage.rpartition(".")[2].replace("-", " ").capitalize()


def is_telling(given: Given) -> bool:
    """Whether this answer would tell that somebody came in, or what was agreed for it."""
    return given.fact == "signal" or (given.fact, given.value) in _TELLING


def given_words(given: Given) -> str:
    """ "Concern: yes", "Seen: frozen picture"; presets say so."""
    preset = ", preset after no answer" if given.by == "preset" else ""
    if given.fact == "saw":
        return f"{_SAW.get(given.value, 'Seen: noted')}{preset}"
    asked = _GIVEN.get(given.fact)
    if given.fact == "same_place" and given.words.strip():
        return f"{asked}: {given.value}, {given.words.strip()}"
    return f"{asked}: {given.value}{preset}" if asked else "A question answered"


def mark_words(mark: StepMark, step: Step | None) -> str:
    """ "Rejoin the meeting: done". The reason of a skipped must is in the journal alone."""
    text = (step.text if step else mark.step.replace("-", " ").capitalize()).rstrip(".:")
    if mark.state == "not possible":
        return f"{text}, not possible: unsafe"
    if mark.state == "skipped":
        return f"{text}: skipped, with a reason"
    return f"{text}: text copied" if mark.state == "copied" else f"{text}: {mark.state}"


def attempt_words(party: str, number: int, outcome: str = "") -> str:
    """ "Call to the client, try 2", with what came of it where that is known."""
    what = f"{_PARTIES.get(party, 'Try')}, try {number}"
    return f"{what}: {attempt_outcome(outcome)}" if outcome else what


def attempt_outcome(outcome: str) -> str:
    """What came of a try, in words: "client reached", "voicemail", "no answer"."""
    return _OUTCOMES.get(outcome, outcome)


def ended_words(incident: Incident | None, outcome: str, flows: Mapping[str, Flow], *, error: bool) -> str:
    """How it ended, in a sentence; `incident` as it stood at its end."""
    name = title(incident) if incident else NEUTRAL
    if error:
        return f"{name} entered in error"
    told = outcome_words(incident, outcome, flows) if incident else ""
    return f"{name} ended: {told}" if told else f"{name} ended"


def outcome_words(incident: Incident, outcome: str, flows: Mapping[str, Flow]) -> str:
    """The outcome's own words; "" of an incident of which nothing is told. Where it ended in a hidden stage only words
    that are told of other flows too.
    """
    if is_discreet(incident):
        return ""
    if is_hidden(incident.stage, flows):
        plain = {one.text for flow in flows.values() if flow.id not in DISCREET_FLOWS for one in flow.outcomes.values()}
        outcome = outcome if outcome in plain else _NOT_ON
    return outcome.strip().rstrip(".")


def why_lost(why: str) -> str:
    """What took the time: a drop; anything that is not to be told is an interruption."""
    return "an interruption" if why in DISCREET_FLOWS else why
