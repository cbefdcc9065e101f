"""R3: what is typed into a note is on the disk two seconds later, whenever the program is killed.

It goes on in the same note at every start, so that each start must also show what the one before had typed. The canary
keeps a draft only every six seconds.
"""

import tempfile
from contextlib import closing
from pathlib import Path
from random import Random

from tests.faults import homes
from tests.faults.program import CLOCK, Program, variant
from tests.faults.result import Result

BEHIND = 2.0
"""Seconds that the disk may be behind."""
CANARY_KILLS = 6
LONGEST = 4.0
WORD = "abcdefgh"


def run(count: int, seed: int) -> Result:
    """See the module."""
    result = Result("R3 typing is at most 2 s behind", "every lost keystroke is younger than 2 s")
    lazy = Result("canary", "")
    with tempfile.TemporaryDirectory() as scratch:
        _kills(Path(scratch) / "home", count, seed, result)
        _kills(
            Path(scratch) / "lazy",
            min(CANARY_KILLS, max(2, count // 4)),
            seed,
            lazy,
            variant("keeps_drafts_late"),
            shortest=3.0,
        )
    result.canary = f"a draft every 6 s: {len(lazy.failures)} of {lazy.tries}"
    result.canary_failed = bool(lazy.failures)
    return result


def _kills(
    home: Path, count: int, seed: int, result: Result, argv: list[str] | None = None, *, shortest: float = 0.1
) -> None:
    random = Random(seed)
    homes.fresh(home)
    kept = ""
    for number in range(count):
        with Program(home, argv) as program:
            program.ready()
            program.send(b"n")
            program.wait_for("leave, draft kept")
            last = kept[-3:].strip()
            program.wait_for(lambda text, last=last: last in text)  # type: ignore[misc]
            typed = _type(program, random, number, random.uniform(shortest, LONGEST))
            died = CLOCK.now().boottime
            program.kill()
        result.tries += 1
        found = _draft(home)
        wanted = kept + "".join(character for character, _ in typed)
        if not result.expect(
            wanted.startswith(found), f"kill {number}: {found[-40:]!r} was kept, not {wanted[-60:]!r}"
        ):
            kept = found
            continue
        lost = typed[len(found) - len(kept) :] if len(found) >= len(kept) else [("", 0.0)]
        oldest = max((died - at for _, at in lost), default=0.0)
        result.at_most("oldest lost keystroke, s", oldest)
        result.expect(oldest <= BEHIND, f"kill {number}: {len(lost)} keystrokes lost, the oldest {oldest:.1f} s old")
        kept = found


def _type(program: Program, random: Random, number: int, seconds: float) -> list[tuple[str, float]]:
    """Type at the pace of a person, now and then with a pause; each letter with its instant."""
    typed: list[tuple[str, float]] = []
    begun = CLOCK.now().boottime
    while CLOCK.now().boottime - begun < seconds:
        character = f"{number % 10}{WORD} "[len(typed) % (len(WORD) + 2)]
        typed.append((character, CLOCK.now().boottime))
        program.send(character.encode())
        program.for_(random.choice((0.03, 0.06, 0.12, 0.4)))
    return typed


def _draft(home: Path) -> str:
    """The draft as the next start will find it."""
    look = homes.copy(home, home.with_name("look"))
    with closing(homes.store_of(look)) as store:
        return next((one.fields["text"] for one in store.drafts()), "")
