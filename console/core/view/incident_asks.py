"""The questions of an incident's screen: which one stands, and what a key asks before it does anything."""

from console.core.flow.keys import asked
from console.core.flow.reach import answer_for
from console.core.flow.seen import holds
from console.core.flow.who import OTHER
from console.core.gate.gate import QUICK_REASONS, is_pressing
from console.core.view.incident_drawing import Drawing, flow_key
from data.values.flow import Flow, Party, Question, StepKind
from data.values.people import Role
from data.values.views import CheckAsk, FlowKey, FlowRow

WHO = "Whom is it about?"
NEUTRAL_WHO = "Who?"
MORE = FlowKey("Esc Esc", "more")
"""Stands beside a covert hint: where its number is."""
_ROLES = {Party.LEAD: Role.LEAD, Party.SUPERVISOR: Role.SUPERVISOR}
_FORMS_OF_ADDRESS = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor"})


def standing(drawing: Drawing, flow: Flow) -> tuple[str, tuple[FlowKey, ...]]:
    """The question that stands at the foot: the one the stage turns on, else the first that nobody has answered."""
    question = main_question(drawing, flow)
    if question is None:
        return "", ()
    return question.text, question_keys(drawing, question)


def main_question(drawing: Drawing, flow: Flow) -> Question | None:
    """See `standing`."""
    questions = asked(drawing.state, drawing.incident, flow, drawing.stage, drawing.facts)
    answered = {one.fact for one in drawing.incident.given if one.by != "preset"}
    waiting = [one for one in questions if one.fact not in answered]

    def named(one: Question) -> int:
        return sum(one.fact in route.when for route in drawing.stage.routes)

    turning = max(waiting, key=named, default=None)
    if turning is not None and named(turning) > 1:
        return turning
    return next(iter(waiting), next(iter(questions), None))


def question_keys(drawing: Drawing, question: Question) -> tuple[FlowKey, ...]:
    """The keys of one standing question."""
    return tuple(
        flow_key(one.key, meaning)
        for one in question.answers
        if (meaning := drawing.keys.get(one.key)) and meaning.what == question.id
    )


def covert_question(drawing: Drawing, flow: Flow) -> tuple[str, tuple[FlowKey, ...]]:
    """Everything a covert stage asks, on one line: neutral words, answered by single keys."""
    if whom := neutral_who(drawing):
        return whom.text, whom.keys
    texts: list[str] = []
    found: list[FlowKey] = []
    for question in asked(drawing.state, drawing.incident, flow, drawing.stage, drawing.facts):
        texts.append(question.text)
        found += question_keys(drawing, question)
    for step in drawing.stage.steps:
        if step.kind is StepKind.ASK and holds(step.when, drawing.facts):
            texts.append(step.text)
            found += [flow_key(k, m) for k, m in drawing.keys.items() if m.what == step.id]
    found += [flow_key(key, meaning) for key, meaning in drawing.keys.items() if meaning.kind == "exit"]
    return "  ".join(texts), tuple(found)


def neutral_rows(drawing: Drawing, flow: Flow) -> tuple[FlowRow, ...]:
    """The same, a line each; the ways on stand on the last. Where somebody is to be rung, the hint comes before the
    stage's own question.
    """
    exits = tuple(flow_key(key, one) for key, one in drawing.keys.items() if one.kind == "exit")
    last = (FlowRow("exits", "", (), exits),) if exits else ()
    if whom := neutral_who(drawing):
        return (whom, *last)
    asking = asked(drawing.state, drawing.incident, flow, drawing.stage, drawing.facts)
    rows = [FlowRow(one.id, one.text, (), question_keys(drawing, one)) for one in asking]
    hint = covert_hint(drawing)
    for step in drawing.stage.steps:
        if step.kind is StepKind.ASK and holds(step.when, drawing.facts):
            keys = tuple(flow_key(key, one) for key, one in drawing.keys.items() if one.what == step.id)
            text, more = (f"{hint} {step.text}", (MORE,)) if hint else (step.text, ())
            rows.append(FlowRow(step.id, text, (), (*keys, *more)))
            hint = ""
    return (*rows, *last)


def neutral_who(drawing: Drawing) -> FlowRow | None:
    """Which member it is about: digits and initials, no more; before all other questions, for these turn on it."""
    people = tuple(flow_key(key, one) for key, one in drawing.keys.items() if one.kind == "who" and key != OTHER)
    return FlowRow("who", NEUTRAL_WHO, (), people) if people else None


def covert_hint(drawing: Drawing) -> str:
    """What to do now, told to nobody else: a colleague by first name, otherwise the work phone; "" where there is
    nobody to ring. Why the words are these stands in `console.screens.covert`.
    """
    calls = [one for one in drawing.steps if one.kind is StepKind.SHOW and one.to]
    if not calls:
        return ""
    for call in calls:
        role = _ROLES.get(call.to) if call.to else None
        answer = answer_for(drawing.state, drawing.incident, call, drawing.now)
        colleague = drawing.state.practice.roles.get(role) if role and answer and answer.route else None
        if colleague is not None and (name := first_name(colleague.name)):
            return f"Next: phone {name}."
    return "Next: the work phone."


def first_name(name: str) -> str:
    """ "Dana" of "Dr Dana Fox"; "" of no name."""
    words = [word for word in name.split() if word.rstrip(".").casefold() not in _FORMS_OF_ADDRESS]
    return words[0] if words else ""


def asked_who(drawing: Drawing) -> CheckAsk | None:
    """Whom it is about, while that is not known."""
    people = [(key, one) for key, one in drawing.keys.items() if one.kind == "who"]
    if not people:
        return None
    return CheckAsk(WHO, tuple((key, one.words, one.ask if key == OTHER else "") for key, one in people))


def override_ask(drawing: Drawing, refused: str) -> CheckAsk:
    """The reason of an override: one key in a crisis or distress, otherwise typed."""
    if is_pressing(drawing.incident):
        return CheckAsk(f"Override {refused}?", tuple((key, words, "") for key, words in QUICK_REASONS.items()))
    return CheckAsk(f"Override {refused}?", (("r", "reason", "Why? It is written down."),))
