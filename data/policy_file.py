"""What one policy file says, as it is being read: its values so far, and every problem with its line and key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data import policy_words as to
from data.text import clean
from data.toml_places import Path
from data.values.policy import Cited, CrisisNumber, Message, Reference
from data.values.trouble import Problem

if TYPE_CHECKING:
    from data.flow_read import Read


@dataclass(slots=True)
class Layer:
    """What one file says. A check is kept as the fields that the file sets; `left_out` maps a check to its source.

    `flows` are those that the file writes itself.
    """

    file: str
    raw: dict[str, Any] = field(default_factory=dict)
    at: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Cited[Any]] = field(default_factory=dict)
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)
    index: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    crisis: dict[str, tuple[CrisisNumber, ...]] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    flows: "dict[str, Read]" = field(default_factory=dict)

    def wrong(self, words: str, *path: str | int) -> None:
        """Note a problem at this key; a key that is not there stands on the line of what should hold it."""
        there = path
        while there and there not in self.at:
            there = there[:-1]
        key = clean(self.named(path))
        self.problems.append(Problem(self.file, self.at.get(there, 1), key, clean(words, cap=300)))

    def named(self, path: Path) -> str:
        """`check.private.answers[2].gives`: an array's item goes by its id or name where it has one."""
        name, here = "", self.raw
        for part in path:
            here = _inside(here, part)
            if isinstance(part, int):
                given = (here.get("id") or here.get("name")) if isinstance(here, dict) else None
                name += f".{given}" if isinstance(given, str) and given else f"[{part + 1}]"
            else:
                name += f".{part}" if name else part
        return name

    def table(self, known: Mapping[str, to.Convert], needs: tuple[str, ...], *path: str | int) -> dict[str, Any] | None:
        """The converted fields of the table at `path`, or None where it is no table."""
        raw = self.raw
        for part in path:
            raw = _inside(raw, part)
        if not isinstance(raw, dict):
            self.wrong(f"must be a table such as {{ {needs[0]} = … }}", *path)
            return None
        out = {}
        for key, value in raw.items():
            if key not in known:
                self.wrong(f"is not a key here{to.near(key, known)}", *path, key)
                continue
            try:
                out[key] = known[key](value)
            except to.Wrong as wrong:
                self.wrong(str(wrong), *path, key, *wrong.path)
        for key in needs:
            if key not in raw:
                self.wrong("is missing; add it", *path, key)
        return out

    def names(self, *path: str | int) -> list[str]:
        """The keys of the table at `path`; none where it is absent, a problem where it is no table."""
        raw = self.raw
        for part in path:
            raw = _inside(raw, part)
        if raw is None:
            return []
        if not isinstance(raw, dict):
            self.wrong(f"must be a table: write [{'.'.join(map(str, path))}] and its keys below", *path)
            return []
        return list(raw)


def _inside(raw: Any, part: str | int) -> Any:
    try:
        return raw[part]
    except (KeyError, IndexError, TypeError):
        return None
