"""Where a line of a policy comes from, as it is written in the file: `S3 4.4`, `S0 L17`, `S0 L15; S3 4.2`, `standard`.

The short name of a document, then a section, or lines after an `L`, or both. Several are parted by `;`. Two names
need no document: `standard` (this project's own default) and `practice` (the practice's own choice).
"""

import re

from data.values.quick import dataclass

OWN_WORDS = {"standard": "Session Day standard", "practice": "our own practice"}

_PART = re.compile(
    r"(?P<doc>[A-Za-z][\w-]*)"
    r"(?: (?!L\d)(?P<section>[^;]*?[^;\s]))??"
    r"(?: L(?P<lines>\d+(?:-\d+)?(?:, ?\d+(?:-\d+)?)*))?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One document, and where in it: a section in its own words, and runs of lines (first, last), both inclusive."""

    doc: str
    section: str = ""
    lines: tuple[tuple[int, int], ...] = ()


def citations(source: str) -> tuple[Citation, ...]:
    """The parts of a source; raises ValueError with words when it is not written as this module says."""
    return tuple(_citation(part.strip()) for part in source.split(";"))


def _citation(part: str) -> Citation:
    found = _PART.fullmatch(part)
    if not found or (part in OWN_WORDS) != (found["doc"] in OWN_WORDS):
        raise ValueError(f'cannot read the source "{part}"; write it as "S3 4.4", "S0 L17" or "practice"')
    lines = tuple(line_run(run) for run in found["lines"].split(",")) if found["lines"] else ()
    return Citation(found["doc"], found["section"] or "", lines)


def line_run(text: str) -> tuple[int, int]:
    """`"17"` as (17, 17), `"18-21"` as (18, 21); raises ValueError for anything else."""
    first, _, last = text.strip().partition("-")
    return int(first), int(last or first)
