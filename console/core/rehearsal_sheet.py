"""The score sheet of a rehearsal as plain lines, for the screen and for the terminal afterwards."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from console.core.clock import count
from console.core.rehearsal import Line, Score, Visit

NOTHING_BEGAN = "Nothing was begun: there is nothing to score."


def sheet(found: Sequence[Score], *, speed: float = 1) -> tuple[str, ...]:
    """Every incident with its stages, lines and keys; times are those of the rehearsal's own clock."""
    if not found:
        return (NOTHING_BEGAN,)
    pace = f" at {speed:g}×" if speed != 1 else ""
    out = [f"Score sheet of the rehearsal{pace}. All people in it are invented; nothing of it is kept."]
    for one in found:
        out += ["", *_score(one)]
    return tuple(out)


def _score(score: Score) -> Iterator[str]:
    yield score.title.upper()
    by = f", decided by: {score.decider}" if score.decider else ""
    ended = f"Ended after {_time(score.lasted)}: {score.outcome}{by}" if score.outcome else "Left open"
    yield ended if score.outcome else f"{ended} after {_time(score.lasted)}"
    yield f"First key after {_time(score.first)}" if score.first is not None else "No key was pressed in it"
    for visit in score.visits:
        yield from _visit(visit)
    yield ""
    yield from _left_out(score.skipped)
    if score.unanswered:
        yield f"Never answered: {' · '.join(score.unanswered)}"
    pressed = " · ".join(f"{_time(one.at)} {one.key} {one.words or '(means nothing there)'}" for one in score.pressed)
    yield f"Keys: {pressed}" if pressed else "Keys: none"


def _visit(visit: Visit) -> Iterator[str]:
    why = f" ({visit.why})" if visit.why else ""
    yield ""
    yield f"{_time(visit.opened):>6}  {visit.title}, open for {_time(visit.lasted)}{why}"
    for line in visit.lines:
        yield f"        {_line(line)}"


def _line(line: Line) -> str:
    must = "MUST " if line.must else ""
    if line.at is None:
        return f"○ {must}{line.text}: not done"
    what = f": {line.what}" if line.what else ""
    return f"✓ {must}{line.text}{what}, after {_time(line.at)}"


def _left_out(lines: Sequence[Line]) -> Iterator[str]:
    musts = [line.text for line in lines if line.must]
    if musts:
        yield f"Musts not done: {'; '.join(musts)}"
    yield f"Lines not done: {len(lines)}" if lines else "Every line that could be done was done."


def _time(passed: timedelta) -> str:
    return count(timedelta(seconds=int(passed.total_seconds())))
