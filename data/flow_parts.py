"""What the parts of a flow may say in TOML: the keys that a step, exit, route, deadline or outcome has and needs."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from data import flow_words as flow_to
from data import policy_words as to
from data.values.flow import Deadline, Exit, Owed, Party, Route, Step, StepKind
from data.values.people import Channel
from data.values.quick import dataclass
from data.values.session import Mode, SessionState

STEP_WORDS, EXIT_WORDS = 12, 6
_PROPOSES = dict.fromkeys(state.value for state in SessionState)
_MODES = dict.fromkeys(mode.value for mode in Mode)
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Make:
    """Makes a value of converted fields. `keys` must be there for it to be made at all."""

    kind: Any
    keys: set[str]
    empty: Fields
    rename: dict[str, str] = field(default_factory=dict)

    def __call__(self, found: Fields) -> Any:
        """The value; what is missing is left empty, for its absence was noted already."""
        return self.kind(**self.empty | {self.rename.get(name, name): value for name, value in found.items()})


@dataclass(frozen=True, slots=True)
class Part:
    """The keys that one kind of part may have with their converters, those it needs, and how it is made of them."""

    kind: dict[str, to.Convert]
    needs: tuple[str, ...]
    make: Make


def _step(source: to.Convert) -> Part:
    """One line of a stage."""
    kind: dict[str, to.Convert] = {
        "id": flow_to.name,
        "kind": to.one_of(StepKind),
        "text": flow_to.short(STEP_WORDS),
        "source": source,
        "key": flow_to.key,
        "to": to.one_of(Party),
        "channel": to.one_of(Channel),
        "message": flow_to.name,
        "fact": flow_to.fact,
        "answers": flow_to.each(flow_to.answer, '[{ key = "1", say = "yes", value = "yes" }]'),
        "when": flow_to.guard,
        "must": to.flag,
        "tries": flow_to.tries,
        "gap": flow_to.amount,
        "per_person": to.flag,
        "closes": flow_to.name,
    }
    return Part(kind, ("id", "kind", "text", "source"), Make(Step, {"id", "kind"}, {"text": "", "source": ""}))


def _exit(source: to.Convert) -> Part:
    """A way out by a key."""
    kind: dict[str, to.Convert] = {
        "id": flow_to.name,
        "key": flow_to.key,
        "text": flow_to.short(EXIT_WORDS),
        "to": flow_to.target,
        "source": source,
        "when": flow_to.guard,
        "offers": flow_to.each(flow_to.offer, '[{ after = "0s", when = { watch = "yes" } }]'),
        "lost": to.flag,
        "sets": flow_to.sets,
        "ask": flow_to.short(STEP_WORDS),
        "closes": flow_to.name,
    }
    make = Make(Exit, {"id"}, {"text": "", "source": "", "key": "", "to": ""})
    return Part(kind, ("id", "key", "text", "to", "source"), make)


def _route(source: to.Convert) -> Part:
    """A way on that opens by itself."""
    kind: dict[str, to.Convert] = {
        "when": flow_to.guard,
        "to": flow_to.target,
        "level": flow_to.short(6),
        "source": source,
    }
    return Part(kind, tuple(kind), Make(Route, set(), {"when": {}, "to": "", "level": "", "source": ""}))


def _deadline(source: to.Convert) -> Part:
    """What opens when time is up."""
    kind: dict[str, to.Convert] = {
        "from": flow_to.anchor,
        "after": flow_to.amount,
        "to": flow_to.target,
        "when": flow_to.guard,
        "source": source,
    }
    make = Make(Deadline, {"from", "after"}, {"to": "", "source": ""}, {"from": "anchor"})
    return Part(kind, ("from", "after", "to", "source"), make)


def _owed(source: to.Convert) -> Part:
    """A loop that a stage opens, until a person closes it."""
    kind: dict[str, to.Convert] = {
        "id": flow_to.name,
        "text": flow_to.short(STEP_WORDS),
        "source": source,
        "after": flow_to.amount,
        "from": flow_to.anchor,
        "when": flow_to.guard,
    }
    make = Make(Owed, {"id"}, {"text": "", "source": ""}, {"from": "anchor"})
    return Part(kind, ("id", "text", "source"), make)


def outcome(source: to.Convert) -> dict[str, to.Convert]:
    """How a flow ends."""
    return {
        "text": flow_to.short(STEP_WORDS),
        "decider": flow_to.short(6),
        "source": source,
        "mode": _among(_MODES),
        "ends_content": to.flag,
        "follow_up": flow_to.short(STEP_WORDS),
        "proposes": _among(_PROPOSES),
        "resumes": to.flag,
    }


def _among(known: dict[str, None]) -> to.Convert:
    def convert(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise to.Wrong(f'"{value}" is not known here{to.near(str(value), known)}')
        return value

    return convert


PARTS: Mapping[str, Callable[[to.Convert], Part]] = {
    "step": _step,
    "exit": _exit,
    "route": _route,
    "deadline": _deadline,
    "owed": _owed,
}
"""What a stage, or a group of shared lines, is made of."""
