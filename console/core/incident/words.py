"""Incidents in plain words, for the timeline and the day note. Nobody is named.

Its rule: of a discreet flow (`Flow.discreet`), and of one that is not known here, only that there was an incident is
told. A drop in which somebody came in reads as any other: what happened in covert stages and what led to them is left
out, the lost minutes are on neither side, and it ends with an outcome that other drops have too. The safe word and what
was typed are never in these words, but for a new place, which a check tells as well, for when a breach was discovered,
for the reference of the help that is arranged, and for what an exit asks ("Help arrived, confirmed by: …").
"""

from collections.abc import Mapping

from data.values.flow import Flow, Look, Party, Stage, Step, StepKind
from data.values.incident import Given, Incident, StepMark
from data.values.session import Side

NEUTRAL = "Incident"
_SHORT = {
    "drop": "Drop", "late": "Late client", "emergency": "Emergency contact", "crisis": "Crisis",
    "ended-suddenly": "Sudden hang-up",
}  # fmt: skip
"""Shorter than the titles of these flows on the screen, and told where the flow itself is not known any more."""
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
_UNTOLD = frozenset({"signal", "someone_there", "about_guardian", "help"})
"""Facts that are told in no words, whatever was answered."""
TAKEN_IN = "taken into the crisis"
"""How a drop ends that became a step of the crisis."""
_NOT_ON = "The session did not go on"
"""An outcome whose own words are not to be told."""
_GIVEN = {
    "listed": "On the list of clients",
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
_LINE = {"lost": "Connection lost", "gone": "Connection still gone", "back": "Connection back"}
_BY_WHOM = " whom?"
"""How a question ends whose answer is told with it: "Confirmed by whom?"."""
_PARTIES = {
    Party.CLIENT.value: "Call to the client",
    Party.EMERGENCY.value: "Call to an emergency contact",
    Party.GUARDIAN.value: "Call to the guardian",
    Party.LEAD.value: "Call to the lead",
    Party.SUPERVISOR.value: "Call to the supervisor",
    Party.SERVICES.value: "Call to the emergency services",
    Party.MANAGEMENT.value: "Call to management",
    Party.DATA_CONTROLLER.value: "Call to the data controller",
    Party.CO_FACILITATOR.value: "Call to the co-facilitator",
    Party.NEXT.value: "Call to the next client",
    Party.TODAY.value: "Call to a client of today",
}
_OUTCOMES = {"client": "client reached", "will check": "will check and ring back", "safe": "client is safe"}


def is_discreet(incident: Incident, flows: Mapping[str, Flow]) -> bool:
    """Whether only that there was an incident may be told: it began as such a flow."""
    return _discreet(incident.flow, flows)


def _discreet(flow: str, flows: Mapping[str, Flow]) -> bool:
    found = flows.get(flow)
    return found.discreet if found else flow not in _SHORT


def title(incident: Incident, flows: Mapping[str, Flow]) -> str:
    """ "Drop", "Second drop", "Security breach", "Incident"."""
    if is_discreet(incident, flows):
        return NEUTRAL
    found = flows.get(incident.flow)
    name = _SHORT.get(incident.flow) or (found.title if found else NEUTRAL)
    if incident.flow != "drop" or incident.drop < 2:
        return name
    return f"{_ORDER.get(incident.drop, f'{incident.drop}th')} {name.lower()}"


def is_hidden(stage: str, flows: Mapping[str, Flow]) -> bool:
    """Whether nothing of what happens in "flow.stage" is told."""
    found = stage_of(stage, flows)
    return _discreet(stage.partition(".")[0], flows) or bool(found and found.look is Look.COVERT)


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
    return given.fact in _UNTOLD or (given.fact, given.value) in _TELLING


def question_words(fact: str, value: str, flow: Flow | None, stage: Stage | None) -> str:
    """A flow's own words of a question and of its answer: "Cover: covered"; "" where it does not ask that."""
    stages = [*([stage] if stage else ()), *(flow.stages.values() if flow else ())]
    steps = [one for each in stages for one in each.steps]
    asked = [(one.text, one.answers) for one in steps if one.kind is StepKind.ASK and one.fact == fact]
    asked += [(one.text, one.answers) for one in (flow.questions if flow else ()) if one.fact == fact]
    for text, answers in asked:
        for answer in answers:
            if answer.value == value:
                return f"{text.rstrip('.:')}{'' if text.endswith('?') else ':'} {answer.say}"
    return ""


def given_words(given: Given, asked_words: str = "") -> str:
    """ "Concern: yes", "Seen: frozen picture"; presets say so. `asked_words`: the flow's own of a fact not listed."""
    preset = ", preset after no answer" if given.by == "preset" else ""
    if given.fact == "saw":
        return f"{_SAW.get(given.value, 'Seen: noted')}{preset}"
    if given.fact == "line":
        return _LINE.get(given.value, "Connection")
    asked = _GIVEN.get(given.fact)
    if given.fact == "same_place" and given.words.strip():
        return f"{asked}: {given.value}, {given.words.strip()}"
    if given.fact == "arranged" and given.words.strip():  # the reference is asked for later (S3 5)
        return f"{asked_words or 'Help is arranged'}: {given.words.strip()}"
    return f"{asked}: {given.value}{preset}" if asked else asked_words or "A question answered"


def mark_words(mark: StepMark, step: Step | None) -> str:
    """ "Rejoin the meeting: done". The reason of a skipped must is in the journal alone."""
    text = (step.text if step else mark.step.replace("-", " ").capitalize()).rstrip(".:")
    if mark.state == "not possible":
        return f"{text}, not possible: unsafe"
    if mark.state == "skipped":
        return f"{text}: skipped, with a reason"
    stop = "" if text.endswith("?") else ":"
    return f"{text}{stop} text copied" if mark.state == "copied" else f"{text}{stop} {mark.state}"


def attempt_words(party: str, number: int, outcome: str = "") -> str:
    """ "Call to the client, try 2", with what came of it where that is known."""
    what = f"{_PARTIES.get(party, 'Try')}, try {number}"
    return f"{what}: {attempt_outcome(outcome)}" if outcome else what


def attempt_outcome(outcome: str) -> str:
    """What came of a try, in words: "client reached", "voicemail", "no answer"."""
    return _OUTCOMES.get(outcome, outcome)


def ended_words(incident: Incident | None, outcome: str, flows: Mapping[str, Flow], *, error: bool) -> str:
    """How it ended, in a sentence; `incident` as it stood at its end."""
    name = title(incident, flows) if incident else NEUTRAL
    if error:
        return f"{name} entered in error"
    told = outcome_words(incident, outcome, flows) if incident else ""
    return f"{name} ended: {told}" if told else f"{name} ended"


def outcome_words(incident: Incident, outcome: str, flows: Mapping[str, Flow]) -> str:
    """The outcome's own words, with those that a person said with it; "" of an incident of which nothing is told. Where
    it ended in a hidden stage only words that are told of other flows too.
    """
    if is_discreet(incident, flows):
        return ""
    if is_hidden(incident.stage, flows):
        plain = {one.text for flow in flows.values() if not flow.discreet for one in flow.outcomes.values()}
        return (outcome if outcome in plain | {TAKEN_IN} else _NOT_ON).strip().rstrip(".")
    told, said = outcome.strip().rstrip(".:"), incident.words.strip()
    return f"{told}{_asked_by(incident, outcome, flows)}: {said}" if said else told


def _asked_by(incident: Incident, outcome: str, flows: Mapping[str, Flow]) -> str:
    """ ", confirmed by" where the exit asked "Confirmed by whom?"."""
    flow, stage = flows.get(incident.stage.partition(".")[0]), stage_of(incident.stage, flows)
    for one in stage.exits if stage and flow else ():
        found = flow.outcomes.get(one.to) if flow else None
        if found and found.text == outcome and one.ask.endswith(_BY_WHOM):
            return f", {one.ask[:1].lower()}{one.ask[1:].removesuffix(_BY_WHOM)}"
    return ""


def why_lost(why: str, flows: Mapping[str, Flow]) -> str:
    """What took the time: a drop; anything that is not to be told is an interruption."""
    return "an interruption" if _discreet(why, flows) else why.replace("-", " ")
