"""What a person does in the long day: one key, line or word at one second, with what the timeline must tell of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person does: `at` seconds after its session's beginning (in a script: after midnight).

    `do` and `given` are for the player; `told` are the lines that the timeline must have of it, in the timeline of
    `session`, or of the day where that is negative.
    """

    at: int
    do: str
    given: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    session: int = -2


def clock(second: int) -> str:
    """ "08:00:30"."""
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def press(at: int, keys: str, *told: str) -> Act:
    """These keys, with blanks between them."""
    return Act(at, "press", tuple(keys.split()), told)


def enter(at: int, keys: str, words: str, *told: str) -> Act:
    """These keys, then the words that the last one asks for, then Enter."""
    return Act(at, "enter", (keys, words), told)


def check(at: int, line: str, key: str, typed: str, *told: str) -> Act:
    """The answer to a line of the checklist."""
    return Act(at, "check", (line, key, typed), told)


def tick(at: int, line: str) -> Act:
    """A line of the checklist that needs no answer."""
    return Act(at, "tick", (line,), (f"{line}{'' if line.endswith('?') else ':'} done",))


def settle(at: int, what: str, how: str) -> Act:
    """Something owed is settled."""
    return Act(at, "settle", (what, how), (f"Settled: {what} ({how})",))
