"""Policies as data: a TOML file and those it extends become one `Policy`, or a list of problems with file and line.

A file that names a `source` of its own speaks for a document: what it takes over from the policy it extends is marked
as not being in that source. A file without one only changes settings, and keeps the document of what it extends.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from data.toml_bounds import TooLarge, read_text
from data.values.policy import Policy
from data.values.trouble import BadInput, Problem

if TYPE_CHECKING:
    from data.flow_read import Read
    from data.policy_file import Layer

__all__ = ["Problem", "check", "from_json", "load", "own_file", "own_flows", "shipped", "text_hash", "to_json"]

FOLDER = Path(__file__).parent / "policies"
_SIZE_CAP = 250_000
_EXTENDS = re.compile(r"""^[ \t]*extends[ \t]*=[ \t]*["']([\w-]+)["']""", re.MULTILINE)
_FIRST_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_SHIPPED = (
    "standard",
    "support-service",
    "solo-counsellor",
    "group-safeguarding",
    "remote-protocol",
    "online-working",
)


def shipped() -> tuple[str, ...]:
    """The names of the profiles that come with the program, the default first."""
    return _SHIPPED


def load(name_or_path: str) -> Policy:
    """The policy of this shipped name or of this file.

    Raises BadInput, one line with file, line, key and cure, when it cannot be used.
    """
    policy, problems = _read(name_or_path)
    if policy is None:
        more = len(problems) - 1
        see = f" (and {more} more: session-day policy check {name_or_path})" if more else ""
        raise BadInput(f"{problems[0]}{see}")
    return policy


def check(path: str | Path) -> tuple[Problem, ...]:
    """Everything wrong in this file (or shipped profile), by line. Raises BadInput when it cannot be read at all."""
    return _read(str(path))[1]


def own_flows(name_or_path: str) -> "Mapping[str, Read]":
    """The flows that this file and those it extends write themselves, each with its lines."""
    reads: dict[str, Read] = {}
    for layer in _layers(name_or_path)[1]:
        reads |= layer.flows
    return reads


def text_hash(name_or_path: str) -> str:
    """What `load(name_or_path).hash` would be, without parsing anything: the key for a cache of checked policies."""
    return _hash(_chain(name_or_path))


def to_json(policy: Policy) -> str:
    """The checked policy as text, to be kept under its hash."""
    from data.codec import encode

    return encode(policy)


def from_json(text: str | bytes) -> Policy:
    """A policy that `to_json` wrote; raises ValueError for anything else, an older version's text included."""
    from data.codec import decode

    return decode(text, Policy)


def own_file(extends: str, rules: Mapping[str, str]) -> str:
    """The text of a practice's own policy file: it extends a shipped profile and changes these rules.

    The rules are given as TOML values, such as `{"session": '"45m"', "platforms": '["Zoom"]'}`.
    """
    lines = [
        "# This practice's own policy. What is not written here is taken over from the profile below.",
        f'extends = "{extends}"',
        "",
        "[rules]",
        *(f'{name} = {{ is = {value}, source = "practice" }}' for name, value in rules.items()),
    ]
    return "\n".join(lines) + "\n"


def _read(name_or_path: str) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy where nothing is wrong, and everything that is."""
    from data.policy_merge import merge

    chain, layers = _layers(name_or_path)
    _check_extends(layers[-1], chain)
    if len(layers) == 1 and chain[0][0] != FOLDER / "standard.toml":
        return None, tuple(sorted(layers[0].problems))  # it stands on nothing: judging the whole would only make noise
    policy = merge(layers, chain[0][0].stem, _hash(chain))
    problems = tuple(sorted({problem for layer in layers for problem in layer.problems}))
    return (None, problems) if problems else (policy, ())


def _layers(name_or_path: str) -> "tuple[list[tuple[Path, str]], list[Layer]]":
    """The chain of files, and what each of them says, the most general first."""
    from data.policy_layer import read

    chain = _chain(name_or_path)
    layers: list[Layer] = []
    sources: dict[str, str] = {}
    for path, text in reversed(chain):
        layer = read(str(path) if path.parent != FOLDER else path.name, text, sources)
        sources |= layer.sources
        layers.append(layer)
    return chain, layers


def _check_extends(layer: "Layer", chain: list[tuple[Path, str]]) -> None:
    """What the parsed file says it extends is what was followed."""
    said = layer.head.get("extends", "")
    if "extends" in layer.raw:
        if said and said not in _SHIPPED:
            from data.policy_words import near

            layer.wrong(f'"{said}" is not a shipped profile{near(said, dict.fromkeys(_SHIPPED))}', "extends")
        elif said and (len(chain) < 2 or chain[1][0].stem != said):
            layer.wrong('write it alone on its line, above the first [table], as extends = "standard"', "extends")
    elif chain[0][0] != FOLDER / "standard.toml" and (layer.raw or not layer.problems):
        layer.wrong('is missing; write extends = "standard", or the profile to start from, at the top', "extends")


def _chain(name_or_path: str) -> list[tuple[Path, str]]:
    """The file and those it extends, each with its text, the file itself first."""
    path = FOLDER / f"{name_or_path}.toml" if name_or_path in _SHIPPED else Path(name_or_path).expanduser()
    chain = [(path, _text(path, name_or_path))]
    while True:
        text = chain[-1][1]
        first = _FIRST_HEADER.search(text)
        found = _EXTENDS.search(text, 0, first.start() if first else len(text))
        above = FOLDER / f"{found[1]}.toml" if found and found[1] in _SHIPPED else None
        if above is None or any(above == seen for seen, _ in chain):
            return chain
        chain.append((above, _text(above, above.stem)))


def _text(path: Path, asked: str) -> str:
    try:
        return read_text(path, _SIZE_CAP)
    except TooLarge:
        raise BadInput(f"{path}: too large for a policy (over 250 kB); give the policy's own .toml file") from None
    except FileNotFoundError:
        from data.policy_words import near

        hint = near(asked, dict.fromkeys(_SHIPPED))
        raise BadInput(f"{path}: no such file, and no shipped policy of that name{hint}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path}: not a text in UTF-8; save it again as UTF-8") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable name"
        raise BadInput(f"{path}: cannot be read ({why.lower()}); give the policy's .toml file") from None


def _hash(chain: list[tuple[Path, str]]) -> str:
    import hashlib

    digest = hashlib.sha256()
    for _, text in chain:
        digest.update(text.encode())
        digest.update(b"\0")
    return digest.hexdigest()
