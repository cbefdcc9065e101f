"""What was measured, as a table, and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def p95(samples: Sequence[float]) -> float:
    """The value below which 95 of 100 samples lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


@dataclass(frozen=True, slots=True)
class Line:
    """One bound: our samples, the reference's twice over (`again` is the same program measured beside itself)."""

    what: str
    ours: Sequence[float]
    reference: Sequence[float]
    again: Sequence[float]
    bound: float
    unit: str = "ms"
    judged_p95: bool = True

    @property
    def both(self) -> list[float]:
        """All samples of the reference."""
        return [*self.reference, *self.again]

    @property
    def ratio(self) -> float:
        """Of the medians."""
        return median(self.ours) / median(self.both)

    @property
    def ratio95(self) -> float:
        """Of the 95th percentiles."""
        return p95(self.ours) / p95(self.both)

    @property
    def spread(self) -> float:
        """How far the reference is from itself: the ratio of its two medians, less one."""
        one, other = median(self.reference), median(self.again)
        return max(one, other) / min(one, other) - 1

    @property
    def holds(self) -> bool:
        """Whether the bound holds, of the medians and of the 95th percentiles."""
        return self.ratio <= self.bound and (not self.judged_p95 or self.ratio95 <= self.bound)

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        return (
            self.what,
            str(len(self.ours)),
            f"{median(self.ours) * 1000:.1f}",
            f"{p95(self.ours) * 1000:.1f}",
            f"{median(self.both) * 1000:.1f}",
            f"{p95(self.both) * 1000:.1f}",
            f"{self.ratio:.2f}",
            f"{self.ratio95:.2f}" if self.judged_p95 else f"({self.ratio95:.2f})",
            f"±{self.spread * 100:.0f} %",
            f"{self.bound:.1f}",
            "ok" if self.holds else "PASSED OVER",
        )


HEAD = ("", "n", "ours", "p95", "reference", "p95", "ratio", "of p95", "A/A", "bound", "")


def table(lines: Sequence[Line]) -> str:
    """All lines, in milliseconds."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) if at in (0, len(HEAD) - 1) else cell.rjust(width) for at, (cell, width) in pair)
        for pair in (list(enumerate(zip(row, widths, strict=True))) for row in rows)
    )
