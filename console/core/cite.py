"""Where a line comes from, in words for the key `?`: "Remote Session Protocol Policy, 4.4".

A section is how a person finds the place, so where there is one the lines are left out.
"""

from typing import Protocol

from data.values.citing import OWN_WORDS, Citation, citations
from data.values.policy import Policy


class Sourced(Protocol):
    """A check, a number, a message: anything of a policy that says where it comes from."""

    @property
    def source(self) -> str:
        """As the policy's file writes it."""
        ...

    @property
    def inherited(self) -> str:
        """The profile it was taken over from, or ""."""
        ...


def cite(policy: Policy, source: str, inherited: str = "") -> str:
    """The source in words; for what the policy's own source does not say, "not in this source: standard"."""
    if inherited:
        return f"not in this source: {inherited}"
    try:
        parts = citations(source)
    except ValueError:
        return source or "no source given"
    said: list[str] = []
    for place, part in enumerate(parts):
        again = place > 0 and parts[place - 1].doc == part.doc
        said.append(_place(part) if again and _place(part) else _words(policy, part))
    return "; ".join(said)


def cite_line(policy: Policy, line: Sourced) -> str:
    """`cite` for a check, a number or a text of this policy."""
    return cite(policy, line.source, line.inherited)


def _words(policy: Policy, part: Citation) -> str:
    title = OWN_WORDS.get(part.doc) or policy.sources.get(part.doc) or part.doc
    return f"{title}, {_place(part)}" if _place(part) else title


def _place(part: Citation) -> str:
    if part.section or not part.lines:
        return part.section
    runs = [str(first) if first == last else f"{first}–{last}" for first, last in part.lines]
    one = len(runs) == 1 and part.lines[0][0] == part.lines[0][1]
    return f"{'line' if one else 'lines'} {', '.join(runs)}"
