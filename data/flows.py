"""Flows as data: `data/flows/*.toml` and a policy's own become `Flow` values, or problems with file, line and key.

A policy lists its flows by name. Each is read from the file of that name, unless the policy writes it itself, whole,
under `[flow.NAME]`. The names of facts and numbers that a flow may use are the core's, so they are given to `check`.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from data.toml_bounds import read_text
from data.values.flow import Flow
from data.values.quick import dataclass
from data.values.trouble import BadInput, Problem

if TYPE_CHECKING:
    from data.flow_read import Read
    from data.policy_file import Layer
    from data.values.policy import Policy

__all__ = ["Checked", "Names", "check", "from_json", "load_flows", "planned", "shipped", "text_hash", "to_json"]

FOLDER = Path(__file__).parent / "flows"
_KNOWN = (
    "drop",
    "crisis",
    "safe-word",
    "signal",
    "covert",
    "ended-suddenly",
    "disclosure",
    "overheard",
    "overwhelm",
    "poor-quality",
    "client-moved",
    "breach",
    "late",
    "emergency",
    "cannot-go-on",
    "complaint",
)
_SHIPPED = tuple(name for name in _KNOWN if (FOLDER / f"{name}.toml").is_file())
_PLANNED = tuple(name for name in _KNOWN if name not in _SHIPPED)


@dataclass(frozen=True, slots=True)
class Names:
    """What a flow may name: facts with their values, those that a person can set, and the policy's numbers."""

    facts: Mapping[str, tuple[str, ...]]
    settable: Collection[str]
    numbers: Collection[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """The flows of a policy, everything wrong with their names, and where each part of them stands.

    `places` maps a key ("drop.stage.phone.route[1]") to the problem that would stand there, without words.
    """

    flows: Mapping[str, Flow]
    problems: tuple[Problem, ...]
    places: Mapping[str, Problem]

    def at(self, key: str, words: str) -> Problem:
        """A problem at this key, or at what holds it."""
        while key not in self.places and "." in key:
            key = key.rpartition(".")[0]
        there = self.places.get(key, Problem("", 1, key, ""))
        return Problem(there.file, there.line, there.key, words)


def shipped() -> tuple[str, ...]:
    """The names of the flows that come with the program."""
    return _SHIPPED


def planned() -> tuple[str, ...]:
    """Flows that a policy may list already; they are not read yet, and their keys say only "arrived"."""
    return _PLANNED


def load_flows(policy: "Policy", folder: Path = FOLDER) -> Mapping[str, Flow]:
    """The flows of this policy by name; raises BadInput, one line with file, line and key, for one that is not well.

    What flows name is not looked up here: `check` does that.
    """
    reads = _reads(policy, folder)
    problems = sorted(problem for read in reads.values() for problem in read.layer.problems)
    if problems:
        raise BadInput(str(problems[0]))
    return {name: read.flow for name, read in reads.items()} | dict(policy.own_flows)


def check(
    policy: "Policy",
    own: "Mapping[str, Read]",
    names: Names,
    folder: Path = FOLDER,
) -> Checked:
    """All flows of the policy with all problems. `own` are those that its files write themselves, with their places."""
    from data.flow_check import judge

    reads = {**_reads(policy, folder), **own}
    judge(reads, policy, names)
    layers = {id(read.layer): read.layer for read in reads.values()}
    problems = tuple(sorted({problem for layer in layers.values() for problem in layer.problems}))
    places = {key: _place(read, key) for read in reads.values() for key in read.where}
    return Checked({name: read.flow for name, read in reads.items()}, problems, places)


def text_hash(policy: "Policy", folder: Path = FOLDER) -> str:
    """The key for a cache of this policy's flows: changes whenever a text that they are read from changes."""
    import hashlib

    digest = hashlib.sha256(policy.hash.encode())
    for name in _SHIPPED:
        digest.update(_text(folder / f"{name}.toml").encode())
        digest.update(b"\0")
    return digest.hexdigest()


def to_json(flows: Mapping[str, Flow]) -> str:
    """The flows as text, to be kept under their hash."""
    from data.codec import encode

    return encode(flows)


def from_json(text: str | bytes) -> Mapping[str, Flow]:
    """Flows that `to_json` wrote; raises ValueError for anything else, an older version's text included."""
    from data.codec import decode

    return decode(text, dict[str, Flow])


def _reads(policy: "Policy", folder: Path) -> "dict[str, Read]":
    """The listed flows that are files and that the policy does not write itself."""
    from data.policy_words import near, source
    from data.values.citing import OWN_WORDS

    convert = source({**OWN_WORDS, **policy.sources})
    found: dict[str, Read] = {}
    for name in policy.flows:
        if name in policy.own_flows or name in _PLANNED:
            continue
        if name not in _SHIPPED:
            hint = near(name, dict.fromkeys((*_SHIPPED, *_PLANNED)))
            raise BadInput(f'{policy.name}: flows: there is no flow "{name}"{hint}')
        found[name] = _read(folder / f"{name}.toml", name, convert)
    return found


def _read(path: Path, name: str, convert: object) -> "Read":
    from data.flow_read import Read, Reader, hashed
    from data.policy_words import near

    layer = parsed(path.name if path.parent == FOLDER else str(path), _text(path))
    for key in layer.raw:
        if key != name:
            layer.wrong(f"this file holds one flow{near(key, {name: None})}", key)
    read = Reader(layer, (name,), convert).read() if name in layer.raw else None  # type: ignore[arg-type]
    if read is None:
        if not layer.problems:
            layer.wrong(f"the flow is missing; begin it with [{name}]")
        return Read(Flow(name, "", "", (), "", 99, ""), layer)
    return Read(hashed(read.flow), layer, read.where)


def parsed(file: str, text: str) -> "Layer":
    """The text as a layer with its lines, or with the one problem that it is not TOML."""
    from data.policy_layer import parsed as parse

    return parse(file, text)


def _place(read: "Read", key: str) -> Problem:
    path = read.where[key]
    return Problem(read.layer.file, read.layer.at.get(path, 1), read.layer.named(path), "")


def _text(path: Path) -> str:
    try:
        return read_text(path, 250_000)
    except UnicodeDecodeError:
        raise BadInput(f"{path}: not a text in UTF-8; save it again as UTF-8") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({(error.strerror or 'no reason given').lower()})") from None
