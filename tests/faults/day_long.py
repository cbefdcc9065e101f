"""L1: a working day of twelve hours at speed in the real program, by keys: what it tells is exact, and it stays small.

Sixty sessions, six drops, two crises, three sleeps and a kill -9 in the middle of a note, as `day_script` has them. The
timeline of the day note must be the script's own, to the second; `session-day verify` must find nothing; memory at the
end is at most 1.1 times what it was after the first hour. The canary is a program that forgets nothing and loses facts:
its memory, its timeline and, once a fact was taken out of the file, `verify` must each be seen to fail.

The short form is a drop, the kill and one session more; its memory is measured from the beginning of that.
"""

import asyncio
import json
import subprocess
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any

from data.driver import connect
from tests.faults.day_acts import clock
from tests.faults.day_script import SHORT, SHORTEST, WHOLE, Script, script, seconds
from tests.faults.homes import environment, folders
from tests.faults.program import Program, session_day, variant
from tests.faults.result import Result
from tests.journeys.drops import practice
from tests.journeys.people import JM, bring_in

GROWTH = 1.1
FIRST_HOUR = seconds("09:00:00")
DAY = "2026-11-18"
NOTE = f"{DAY}-day-note.json"


@dataclass(slots=True)
class Replayed:
    """One day, played: what it measured, and what of it was not as it should be."""

    failures: list[str] = field(default_factory=list)
    memory: list[tuple[int, dict[str, int], int]] = field(default_factory=list)
    pressed: int = 0

    def growth(self, kind: str) -> float:
        """The memory at the end of the day, before it is written out, as a multiple of the first measure."""
        sizes = [size[kind] for _, size, _ in self.memory]
        return sizes[1] / sizes[0] if len(sizes) > 1 else 0.0


def run(count: int, seed: int) -> Result:
    """The whole day, `count` times; with 0 the short form."""
    del seed  # a day's script is written down, not drawn
    result = Result("L1 a long day", "timeline exact, verify clean, memory at the end at most 1.1 of the first hour's")
    for _ in range(count or 1):
        with tempfile.TemporaryDirectory() as base:
            _judge(result, _replay(Path(base), WHOLE if count else SHORT))
    with tempfile.TemporaryDirectory() as base:
        result.canary = "a program that keeps every state and loses facts"
        result.canary_failed = _canary(Path(base), result)
    return result


def _judge(result: Result, played: Replayed) -> None:
    result.tries += 1
    result.failures += played.failures
    growth = played.growth("resident")
    result.at_most("resident memory grew to, times", growth)
    result.expect(0 < growth <= GROWTH, f"the resident memory grew to {growth:.3f} times: {played.memory}")
    for kind in ("resident", "own"):
        for name, (_, size, _) in zip(("after the first hour", "at the end", "exported"), played.memory, strict=False):
            result.at_most(f"{kind} {name}, MiB", size[kind] / 1024)
    result.at_most("keys", played.pressed)


def _canary(home: Path, result: Result) -> bool:
    """Each of the three is seen to fail."""
    played = _replay(home, SHORTEST, "leak lost")
    result.at_most("canary's memory grew to, times", played.growth("resident"))
    leaked = played.growth("resident") > GROWTH
    lost = any("not as expected" in words for words in played.failures)
    clean_before = not any("verify" in words for words in played.failures)
    with closing(connect(folders(home).database, None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DELETE FROM event WHERE seq = (SELECT max(seq) / 2 FROM event)")
        connection.commit()
    return leaked and lost and clean_before and bool(_verified(home))


# --- one day ----------------------------------------------------------------------------------------------------------
def _replay(home: Path, kinds: str, plant: str = "") -> Replayed:
    """The evening before, the day with its kill, and what is left of it."""
    day = script(kinds)
    asyncio.run(practice(home, "standard"))
    _book(home, day)
    played = Replayed()
    starts = (0, *(number + 1 for number, act in enumerate(day.acts) if act.do == "kill"))
    for first in starts:
        since, beat = (FIRST_HOUR, 5) if kinds == WHOLE else (day.booked[-1].begin, 10)
        orders = {"kinds": kinds, "first": first, "plant": plant, "measures": [since, day.ends], "beat": beat}
        report = _part(home, orders, played)
        if report["killed"] == (first == starts[-1]):
            played.failures.append("it was not killed where the script says so")
        played.memory, played.pressed = report["memory"], played.pressed + report["pressed"]
    if played.failures:
        return played
    told = json.loads((folders(home).documents / NOTE).read_text(encoding="utf-8"))
    played.failures += _differences(day, told) + _verified(home)
    return played


def _book(home: Path, day: Script) -> None:
    people = [
        JM | {"reference": one.reference, "initials": one.initials, "name": f"Client {one.initials}",
              "phone": f"07700 900{200 + one.number}"}
        for one in day.booked
    ]  # fmt: skip
    lengths = [f"{clock(one.begin)[:5]} {one.story.length // 60} {one.reference}" for one in day.booked]
    bring_in(home, people, *(f"{DAY} {words}" for words in lengths))


def _part(home: Path, orders: dict[str, Any], played: Replayed) -> dict[str, Any]:
    """One start of the program, from an act on to the kill or to the end; its report."""
    wanted = home / "report.json"
    wanted.unlink(missing_ok=True)
    orders |= {"home": str(home), "report": str(wanted)}
    with Program(home, variant("day_player", json.dumps(orders)), columns=120, rows=36) as program:
        while program.process.poll() is None:
            program.read(0.1)
        code, text = program.process.returncode, program.text
    report = dict(json.loads(wanted.read_text(encoding="utf-8")))
    if code != (-SIGKILL if report["killed"] else 0) or not (report["killed"] or report["done"]):
        played.failures.append(f"it ended with {code}:\n{text}\n{report['trouble']}")
    return report


def _differences(day: Script, note: dict[str, Any]) -> list[str]:
    """Where the day note tells another timeline than the script."""
    told = {"The day": note["timeline"]}
    for one in note["sessions"]:
        (person,) = one["people"]
        begin, end = one["begin"]["local"][:5], one["end"]["local"][:5]
        told[f"{begin} to {end} · {person['initials']} ({person['reference']})"] = one["timeline"]
    expected = day.expected()
    wrong = [f"{heading}: not as expected, it is in one only" for heading in told.keys() ^ expected.keys()]
    for heading in told.keys() & expected.keys():
        ours, theirs = expected[heading], [(_moment(line["utc"]), line["words"]) for line in told[heading]]
        if ours != theirs:
            missing = [line for line in ours if line not in theirs]
            more = [line for line in theirs if line not in ours]
            wrong.append(f"{heading}: not as expected; missing {missing}, not expected {more}")
    return wrong


def _moment(utc: str) -> str:
    """As the script says it; in November London keeps UTC."""
    at = datetime.fromisoformat(utc)
    return f"{at:%H:%M:%S}" if at.date().isoformat() == DAY else f"{at:%a %d %b %H:%M:%S}"


def _verified(home: Path) -> list[str]:
    """What `session-day verify` found."""
    done = subprocess.run(
        session_day("verify"), env=environment(home), capture_output=True, text=True, timeout=60, check=False
    )
    return [] if done.returncode == 0 else [f"verify: {done.returncode}: {done.stdout}{done.stderr}"]
