"""What a proof found, and the table of all of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

TOLD = 2_000
"""So much of a failure is told: a screen has as many characters."""
TIMES = 3
"""So often is tried what was too slow."""
HEAD = ("promise", "tries", "failures", "bound", "canary", "seconds", "")


@dataclass(slots=True)
class Result:
    """One promise tried so often. `bound` says what must hold; `canary` what was made wrong, and how it failed.

    `failures` are sentences, each naming the try; `slow` what took too long in one that may be tried again.
    `canary_failed` is whether the canary was seen to fail, as it must; `measured` holds numbers worth keeping
    ("slowest exit 0.31 s").
    """

    promise: str
    bound: str
    tries: int = 0
    failures: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    canary: str = ""
    canary_failed: bool = False
    measured: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    def expect(self, holds: object, words: str) -> bool:
        """Note a failure where it does not hold."""
        if not holds:
            self.failures.append(words)
        return bool(holds)

    @contextmanager
    def trying(self, what: object) -> Iterator[None]:
        """One try; what was waited for in it and did not come is its failure."""
        self.tries += 1
        try:
            yield
        except AssertionError as error:
            self.failures.append(f"{what}: {error}")

    def within(self, name: str, seconds: float, bound: float) -> bool:
        """Remember it, and note that it was slow where it took longer."""
        self.at_most(f"{name}, s", seconds)
        if seconds > bound:
            self.slow.append(f"{name}: {seconds:.2f} s instead of {bound:g} s")
        return seconds <= bound

    def timed(self, what: object, work: Callable[["Result"], None]) -> None:
        """One try of something that has a time: what is slow is tried again, and counts where it is slow every time.

        Another program may have had the processor; what is slow by itself is so each time. `measured` says how often.
        """
        for again in range(TIMES):
            once = Result(self.promise, self.bound)
            try:
                work(once)
            except AssertionError as error:
                once.failures.append(str(error))
            if once.failures or not once.slow or again == TIMES - 1:
                break
            self.measured["tried again"] = self.measured.get("tried again", 0) + 1
        self.tries += 1
        self.failures += [f"{what}: {words}" for words in (*once.failures, *once.slow)]
        for name, value in once.measured.items():
            self.at_most(name, value)

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
        lines += [f"{one.promise.split()[0]}: FAILED {words[:TOLD]}" for words in one.failures[:10]]
    return "\n".join(lines)
