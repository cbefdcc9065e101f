"""What a proof found, and the table of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

HEAD = ("promise", "tries", "failures", "bound", "canary", "seconds", "")


@dataclass(slots=True)
class Result:
    """One promise tried so often. `bound` says what must hold; `canary` what was made wrong, and how it failed.

    `failures` are sentences, each naming the try. `canary_failed` is whether the canary was seen to fail, as it must;
    `measured` holds numbers worth keeping ("slowest exit 0.31 s").
    """

    promise: str
    bound: str
    tries: int = 0
    failures: list[str] = field(default_factory=list)
    canary: str = ""
    canary_failed: bool = False
    measured: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    def expect(self, holds: object, words: str) -> bool:
        """Note a failure where it does not hold."""
        if not holds:
            self.failures.append(words)
        return bool(holds)

    def at_most(self, name: str, value: float) -> None:
        """Remember the greatest value of this name."""
        self.measured[name] = max(value, self.measured.get(name, value))

    @property
    def holds(self) -> bool:
        """No failure, and the canary failed."""
        return self.tries > 0 and not self.failures and self.canary_failed

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        canary = f"{self.canary}: {'failed, as it must' if self.canary_failed else 'DID NOT FAIL'}"
        verdict = "ok" if self.holds else "BROKEN"
        return (
            self.promise,
            f"{self.tries:,}",
            str(len(self.failures)),
            self.bound,
            canary,
            f"{self.seconds:.0f}",
            verdict,
        )


def table(results: Sequence[Result]) -> str:
    """All results, then what was measured, then the first failures of each."""
    rows = [HEAD, *(one.cells() for one in results)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    right = {1, 2, 5}
    lines = [
        "  ".join(
            cell.rjust(widths[at]) if at in right else cell.ljust(widths[at]) for at, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]
    for one in results:
        if one.measured:
            told = ", ".join(f"{name} {value:,.3g}" for name, value in one.measured.items())
            lines.append(f"{one.promise.split()[0]}: {told}")
        lines += [f"{one.promise.split()[0]}: FAILED {words}" for words in one.failures[:10]]
    return "\n".join(lines)
