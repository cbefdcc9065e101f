"""What the canary of the long day makes wrong in the program: it forgets nothing, and it loses a fact."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console import runner
from console.lane import SaveLane
from data.values.kept import Kept


def plant(names: str, kept: list[str]) -> None:
    """From now on: "leak" keeps a copy in words of every state, "lost" one fact of each larger batch is never saved."""
    plants: dict[str, Callable[[list[str]], None]] = {"leak": _leak, "lost": _lose}
    for name in names.split():
        plants[name](kept)


def _leak(kept: list[str]) -> None:
    real: Any = vars(runner)["step"]

    def step(state: Any, event: Any, now: Any) -> Any:
        result = real(state, event, now)
        kept.append(repr(replace(result.state, policies={}, flows={})))
        return result

    vars(runner)["step"] = step


def _lose(_: list[str]) -> None:
    real = SaveLane.keep

    def keep(lane: Any, records: tuple[Any, ...], changed: Kept) -> None:
        real(lane, records[:-1] if len(records) > 4 else records, changed)

    SaveLane.keep = keep  # type: ignore[method-assign,assignment]
