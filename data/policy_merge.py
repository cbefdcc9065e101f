"""Layers to one `Policy`: what a file does not say comes from the one it extends; then the rules that need the whole.

Checks merge by id and field by field: a file that repeats an id with a new text keeps the answers it does not mention.
"""

from dataclasses import replace
from typing import Any, TypeVar

from data.flows import planned, shipped
from data.policy_file import Layer
from data.policy_layer import RULES
from data.policy_words import near
from data.values.policy import (
    About,
    Check,
    Cited,
    Condition,
    CrisisNumber,
    Message,
    Phase,
    Policy,
    Recording,
    Reference,
    Scope,
)
from data.values.policy import CheckState as State

Taken = TypeVar("Taken", Cited[Any], Reference, Message, CrisisNumber)
Fields = dict[str, Any]

_GIVEN_BY_PHASE = {
    Phase.FIRST: Condition.FIRST_SESSION,
    Phase.GROUP: Condition.GROUP,
    Phase.REVIEW: Condition.REVIEW_DUE,
}
_ORDER = {phase: place for place, phase in enumerate(Phase)}


def merge(layers: list[Layer], stem: str, digest: str) -> Policy | None:
    """The policy of these layers, the most general first; problems are noted in the layer they belong to.

    None where something needed is missing.
    """
    whole = Layer("")
    owner: dict[str, Layer] = {}
    for layer in layers:
        if "source" in layer.head:
            _mark(whole, whole.head.get("name", ""))
        _head(whole, layer, stem)
        whole.rules |= layer.rules
        for country, numbers in layer.crisis.items():
            by_name = {number.name: number for number in (*whole.crisis.get(country, ()), *numbers)}
            whole.crisis[country] = tuple(by_name.values())
        whole.references |= layer.references
        whole.messages |= layer.messages
        whole.flows |= layer.flows
        whole.sources |= layer.sources
        _take_checks(whole, layer, owner)
    last = layers[-1]
    _judge_rules(whole, last)
    _judge_flows(whole, last)
    for name, fields in whole.checks.items():
        _judge_check(name, fields, owner[name], last, whole.rules.get("recording"))
    missing = [name for name in RULES if name not in whole.rules]
    for name in missing if last.raw and len(layers) == 1 and stem == "standard" else ():
        last.wrong("is missing; add it", "rules", name)
    if missing or any(layer.problems for layer in layers):
        return None
    return _policy(whole, digest)


def _mark(whole: Layer, name: str) -> None:
    """Everything so far was said by another source than the one that speaks from here on."""
    whole.rules = {key: _taken(value, name) for key, value in whole.rules.items()}
    whole.references = {key: _taken(value, name) for key, value in whole.references.items()}
    whole.messages = {key: _taken(value, name) for key, value in whole.messages.items()}
    whole.crisis = {key: tuple(_taken(number, name) for number in value) for key, value in whole.crisis.items()}
    whole.checks = {key: {"inherited": name} | value for key, value in whole.checks.items()}


def _taken(value: Taken, name: str) -> Taken:
    return value if value.inherited else replace(value, inherited=name)


def _head(whole: Layer, layer: Layer, stem: str) -> None:
    own = dict(layer.head)
    if "source" in own:
        for key in ("created", "review", "owner", "lead"):
            whole.head.pop(key, None)
        if "title" not in own:
            layer.wrong("is missing; add the title of the document", "title")
    own.setdefault("name", stem)
    whole.head |= own


def _take_checks(whole: Layer, layer: Layer, owner: dict[str, Layer]) -> None:
    for name, fields in layer.checks.items():
        before = {key: value for key, value in whole.checks.get(name, {}).items() if key != "inherited"}
        whole.checks[name] = before | fields
        whole.left_out.pop(name, None)
        owner[name] = layer
    for name, source in layer.left_out.items():
        if whole.checks.pop(name, None) is None:
            layer.wrong("no such check to leave out; look at its id", "check", layer.index[name], "id")
        whole.left_out[name] = source


def _judge_rules(whole: Layer, last: Layer) -> None:
    """What only several rules together can show."""

    def value(name: str) -> Any:
        return whole.rules[name].value if name in whole.rules else None

    warnings, session, late = value("warnings"), value("session"), value("late")
    if warnings and list(warnings) != sorted(set(warnings), reverse=True):
        last.wrong("must get shorter from one to the next; put the longest first", "rules", "warnings", "is")
    if warnings and session and warnings[0] >= session:
        where = "session" if "session" in last.rules else "warnings"
        last.wrong("a warning would come before the session begins; make it shorter", "rules", where, "is")
    if late and list(late) != sorted(set(late)):
        last.wrong("must get longer from one to the next; put the shortest first", "rules", "late", "is")
    if value("platform_only") and not value("platforms"):
        last.wrong("only these platforms, but none is named; name them in platforms", "rules", "platform_only", "is")


def _judge_flows(whole: Layer, last: Layer) -> None:
    """The flows that are listed are there, each once; those that a file writes itself are listed."""
    listed = whole.head.get("flows", ())
    known = dict.fromkeys((*shipped(), *planned(), *whole.flows))
    for index, name in enumerate(last.head.get("flows", ())):
        if name not in known:
            last.wrong(f'there is no flow "{name}"{near(name, known)}', "flows", index)
        elif name in listed[:index]:
            last.wrong(f'"{name}" is in the list already; take it out', "flows", index)
    for name in last.flows:
        if name not in listed:
            last.wrong(f'add "{name}" to flows at the top, or nothing uses it', "flow", name)


def _judge_check(name: str, fields: Fields, layer: Layer, last: Layer, recording: Cited[Recording] | None) -> None:
    at = ("check", layer.index[name])
    for key in ("phase", "text"):
        if key not in fields and key not in layer.raw["check"][at[1]]:
            layer.wrong("is missing; add it", *at, key)
    answers, about = fields.get("answers", ()), fields.get("about", About.PLAIN)
    if fields.get("safety") and not answers and "answers" not in layer.raw["check"][at[1]]:
        layer.wrong("a safety line needs answers: a bare Enter must not settle it", *at, "answers")
    elif fields.get("safety") and not answers:
        layer.wrong("a safety line needs answers it can be settled with; write them here", *at, "answers")
    if fields.get("safety") and "sees" in fields:
        layer.wrong("safety answers are never automatic; take sees out, or safety", *at, "sees")
    if about is About.LOCATION and (not answers or any(one.gives is State.DONE and not one.ask for one in answers)):
        layer.wrong("where somebody is must be typed; give every answer that means done an ask", *at, "answers")
    _judge_scope(fields, layer, at)
    if about is About.RECORDING and recording:
        _judge_recording(name, fields, layer, last, recording.value)


def _judge_scope(fields: Fields, layer: Layer, at: tuple[str, int]) -> None:
    scope = fields.get("scope", _scope(fields))
    if scope is Scope.PRACTICE and "days" not in fields:
        layer.wrong("a duty of the practice comes round again; say after how many days", *at, "days")
    if scope is not Scope.PRACTICE and "days" in fields:
        layer.wrong('only a duty of the practice is repeated by days; add scope = "practice"', *at, "days")
    if scope in (Scope.PRACTICE, Scope.DAY) and fields.get("per"):
        layer.wrong(f"a line of the {scope.value} has no participants; take per out", *at, "per")


def _judge_recording(name: str, fields: Fields, layer: Layer, last: Layer, rule: Recording) -> None:
    """In a never-policy the one thing that can be said of recording is that it is off (PRODUCT section 3, rule 4)."""
    at = ("check", layer.index[name], "answers")
    for index, answer in enumerate(fields.get("answers", ())):
        if rule is Recording.DUAL_CONSENT:
            if answer.say != "off" and not answer.ask:
                layer.wrong('recording needs two dated consents; add an ask for them, or say "off"', *at, index, "ask")
        elif answer.say != "off":
            words = f'this policy says recording is {rule.value}: the only answer can be "off"'
            if layer is last and "answers" in layer.raw["check"][layer.index[name]]:
                layer.wrong(words, *at, index, "say")
            else:
                last.wrong(f'{words}; repeat the check "{name}" without the others', "rules", "recording", "is")


def _scope(fields: Fields) -> Scope:
    return Scope.DAY if fields.get("phase") in (Phase.DAY_START, Phase.DAY_END) else Scope.SESSION


def _check(name: str, fields: Fields) -> Check:
    fields = dict(fields)
    implied = _GIVEN_BY_PHASE.get(fields["phase"])
    when = tuple(fields.get("when", ()))
    if implied and implied not in when:
        when = (implied, *when)
    fields.setdefault("scope", _scope(fields))
    return Check(id=name, per_participant=fields.pop("per", False), **fields | {"when": when})


def _policy(whole: Layer, digest: str) -> Policy:
    head: Fields = {"extends": "", "created": None, "review": None, "owner": "", "lead": "", "source": "practice"}
    head |= {"title": whole.head["name"]} | whole.head
    rules: Fields = dict(whole.rules)
    checks = sorted((_check(name, fields) for name, fields in whole.checks.items()), key=lambda one: _ORDER[one.phase])
    return Policy(
        **head,
        **rules,
        crisis_numbers=whole.crisis,
        references=whole.references,
        messages=whole.messages,
        checks=tuple(checks),
        sources=whole.sources,
        hash=digest,
        not_asked=whole.left_out,
        own_flows={name: read.flow for name, read in whole.flows.items()},
    )
