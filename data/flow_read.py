"""One flow, read from its TOML: every value converted, every problem with its line and key; names are not judged yet.

A flow stands at the top of a file of its own (`[drop]`), or inside a policy (`[flow.drop]`). What several stages have
is written once in a shared group (`[drop.shared.rejoin]`) and is put into each stage that names it: before its own
lines with `shared_first`, after them with `shared`.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from data import flow_words as flow_to
from data import policy_words as to
from data.flow_parts import PARTS, Fields, outcome
from data.policy_file import Layer
from data.toml_places import Path
from data.values.flow import Flow, Look, Outcome, Question, Stage, Whom


@dataclass(slots=True)
class Read:
    """A flow and where its parts stand: key ("drop.stage.phone.route[1]") → path in the layer's file."""

    flow: Flow
    layer: Layer
    where: dict[str, Path] = field(default_factory=dict)

    def wrong(self, key: str, words: str, *more: str | int) -> None:
        """Note a problem at this part of the flow, or at something inside it."""
        there = key
        while there not in self.where and "." in there:
            there = there.rpartition(".")[0]
        self.layer.wrong(words, *self.where.get(there, ()), *more)


class Reader:
    """Reads the flow at `root` of a layer; `source` converts the sources that may be cited."""

    def __init__(self, layer: Layer, root: Path, source: to.Convert) -> None:
        self.layer, self.root, self.source = layer, root, source
        self.id = str(root[-1])
        self.where: dict[str, Path] = {self.id: root}

    def read(self) -> Read | None:
        """The flow; None where so much is missing that nothing can be said of it."""
        head = self._head()
        if head is None:
            return None
        routes = self._parts("route", self.root, self.id)
        flow = Flow(
            id=self.id,
            questions=tuple(self._questions()),
            routes=tuple(routes),
            stages=self._stages(),
            outcomes=self._outcomes(),
            **head,
        )
        return Read(flow, self.layer, self.where)

    def _head(self) -> Fields | None:
        kind: dict[str, to.Convert] = {
            "title": flow_to.short(6),
            "use_when": flow_to.short(16),
            "first": flow_to.lines,
            "start": flow_to.name,
            "urgency": to.count,
            "source": self.source,
            "letter": flow_to.letter,
            "discreet": to.flag,
            "sets": flow_to.sets,
            "about": to.one_of(Whom),
        }
        tables = dict.fromkeys(("ask", "route", "stage", "shared", "outcome"), _as_is)
        needs = ("title", "use_when", "first", "start", "urgency", "source", "stage", "outcome")
        found = self.layer.table(kind | tables, needs, *self.root)
        if found is None:
            return None
        empty: Fields = {"title": "", "use_when": "", "first": (), "start": "", "urgency": 99, "source": ""}
        empty |= {"letter": "", "discreet": False, "sets": {}, "about": Whom.CLIENT}
        return {name: found.get(name, value) for name, value in empty.items()}

    def _questions(self) -> list[Question]:
        kind: dict[str, to.Convert] = {
            "text": flow_to.short(8),
            "fact": flow_to.fact,
            "answers": flow_to.each(flow_to.answer, '[{ key = "y", say = "yes", value = "yes" }]'),
            "when": flow_to.guard,
            "silent": flow_to.silent,
            "source": self.source,
        }
        out = []
        for name, at in self._named("ask"):
            found = self.layer.table(kind, ("text", "answers", "source"), *at)
            if found is not None:
                fields: Fields = {"text": "", "fact": name.replace("-", "_"), "answers": (), "source": ""}
                out.append(Question(id=name, **fields | found))
        return out

    def _stages(self) -> dict[str, Stage]:
        shared = dict(self._named("shared"))
        for name, at in shared.items():
            self._only(at, tuple(PARTS), name)
        out = {}
        for name, at in self._named("stage"):
            kind: dict[str, to.Convert] = {
                "title": flow_to.short(6),
                "look": to.one_of(Look),
                "content": to.flag,
                "card": to.flag,
                "shared": flow_to.names,
                "shared_first": flow_to.names,
            }
            found = self.layer.table(kind | dict.fromkeys(PARTS, _as_is), ("title",), *at)
            if found is not None:
                out[name] = self._stage(name, at, found, shared)
        return out

    def _stage(self, name: str, at: Path, found: Fields, shared: dict[str, Path]) -> Stage:
        roots: list[Path] = [at]
        for key in ("shared_first", "shared"):
            known = [shared[one] for one in found.get(key, ()) if one in shared]
            for index, one in enumerate(found.get(key, ())):
                if one not in shared:
                    self.layer.wrong(f'there is no shared group "{one}"{to.near(one, shared)}', *at, key, index)
            roots = known + roots if key == "shared_first" else roots + known
        parts: dict[str, list[Any]] = {part: [] for part in PARTS}
        for root in roots:
            for part in PARTS:
                parts[part] += self._parts(part, root, f"{self.id}.stage.{name}", len(parts[part]))
        return Stage(
            id=name,
            title=found.get("title", ""),
            steps=tuple(parts["step"]),
            exits=tuple(parts["exit"]),
            routes=tuple(parts["route"]),
            deadlines=tuple(parts["deadline"]),
            look=found.get("look", Look.OPEN),
            content=found.get("content", True),
            owes=tuple(parts["owed"]),
            card=found.get("card", False),
        )

    def _parts(self, part: str, root: Path, key: str, before: int = 0) -> list[Any]:
        """The steps, exits, routes or deadlines listed at this place, each with its key noted."""
        listed = _inside(self.layer.raw, (*root, part))
        if listed is not None and not isinstance(listed, list):
            self.layer.wrong(f"must be written as [[{'.'.join(map(str, (*root, part)))}]], once for each", *root, part)
            return []
        shape = PARTS[part](self.source)
        out: list[Any] = []
        for index, _ in enumerate(listed or ()):
            at = (*root, part, index)
            found = self.layer.table(shape.kind, shape.needs, *at)
            if found is None or not shape.make.keys <= found.keys():
                continue
            made = shape.make(found)
            name = f"{key}.{part}.{made.id}" if hasattr(made, "id") else f"{key}.{part}[{before + len(out) + 1}]"
            if name in self.where:
                self.layer.wrong("is there already in this stage; give it another id", *at, "id")
                continue
            self.where[name] = at
            out.append(made)
        return out

    def _outcomes(self) -> dict[str, Outcome]:
        kind = outcome(self.source)
        out = {}
        for name, at in self._named("outcome"):
            found = self.layer.table(kind, ("text", "decider", "source"), *at)
            if found is not None:
                out[name] = Outcome(id=name, **{"text": "", "decider": "", "source": ""} | found)
        return out

    def _named(self, part: str) -> list[tuple[str, Path]]:
        """The tables below `[drop.stage]` and the like, each by its name; their keys are noted."""
        out = []
        for name in self.layer.names(*self.root, part):
            at = (*self.root, part, name)
            try:
                flow_to.name(name)
            except to.Wrong as wrong:
                self.layer.wrong(str(wrong), *at)
                continue
            self.where[f"{self.id}.{part}.{name}"] = at
            out.append((name, at))
        return out

    def _only(self, at: Path, known: tuple[str, ...], name: str) -> None:
        for key in self.layer.names(*at):
            if key not in known:
                self.layer.wrong(
                    f"is not a key of the shared group {name}{to.near(key, dict.fromkeys(known))}", *at, key
                )


def hashed(flow: Flow) -> Flow:
    """The flow with the SHA-256 of what it says; comments and the order of keys do not count."""
    import hashlib

    from data.codec import encode

    plain = replace(flow, hash="")
    return replace(plain, hash=hashlib.sha256(encode(plain).encode()).hexdigest())


def _as_is(value: object) -> object:
    return value


def _inside(raw: Any, path: Path) -> Any:
    for part in path:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            return None
    return raw
