"""R1: a line that was shown as saved survives kill -9; of what was not yet shown as saved, one line at most is kept.

The canaries: a harness that takes what is merely shown for saved, on the very same kills; and a program that says
"saved" before the commit.
"""

import tempfile
from contextlib import closing
from pathlib import Path
from random import Random

from data.values.facts import FollowUpSaved
from tests.faults import homes
from tests.faults.program import Program, variant
from tests.faults.result import Result

AFTER = 0.09
"""The kill comes up to so many seconds after Enter: before, in and after the commit."""
CANARY_KILLS = 8


def run(count: int, seed: int) -> Result:
    """See the module."""
    result = Result("R1 saved survives kill -9", "0 acknowledged lost, at most 1 unacknowledged kept, journal whole")
    with tempfile.TemporaryDirectory() as scratch:
        hasty = _kills(Path(scratch) / "home", count, seed, result)
        lies = Result("canary", "")
        _kills(Path(scratch) / "liar", min(CANARY_KILLS, max(3, count // 4)), seed, lies, variant("says_saved_first"))
    lost = sum("was lost" in words for words in lies.failures)
    result.canary = f"ack before commit: harness lost {hasty} of {count}, program {lost} of {lies.tries}"
    result.canary_failed = hasty > 0 and lost > 0
    return result


def _kills(home: Path, count: int, seed: int, result: Result, argv: list[str] | None = None) -> int:
    """Kill, look, start again, so often; how many lines a hasty harness would have lost."""
    random = Random(seed)
    homes.fresh(home)
    acked: list[str] = []
    sent: list[str] = []
    hasty_lost = 0
    for number in range(count):
        with Program(home, argv) as program:
            program.ready()
            for place in range(random.choice((1, 1, 2))):
                if place:
                    program.wait_for(lambda text, p=program: "What is owed?" not in text and p.saved)  # type: ignore[misc]
                    acked.append(sent[-1])
                words = f"line {number}-{place}"
                program.owes(words)
                sent.append(words)
            if argv:  # the canary: once it says so
                program.wait_for(lambda text, p=program: "What is owed?" not in text and p.saved)  # type: ignore[misc]
            elif number % 2:
                program.for_(random.uniform(0, AFTER))
            else:  # as soon as it is shown at all, which is before the commit
                program.wait_for(lambda text: "What is owed?" not in text)
            program.kill()
            shown = "What is owed?" not in program.text
            if shown and program.saved:
                acked.append(sent[-1])
        result.tries += 1
        kept = _kept(home, home.with_name("look"), result, number)
        lost = [one for one in acked if one not in kept]
        result.expect(not lost, f"kill {number}: {lost} was lost though it was shown as saved")
        beyond = [one for one in sent if one in kept and one not in acked]
        result.expect(len(beyond) <= 1, f"kill {number}: {beyond} were kept and never shown as saved")
        hasty_lost += shown and sent[-1] not in kept
        acked, sent = [one for one in sent if one in kept], []
    return hasty_lost


def _kept(home: Path, look: Path, result: Result, number: int) -> frozenset[str]:
    """The lines that a start would find, in a copy, so that the program itself meets what the kill left."""
    homes.copy(home, look)
    with closing(homes.store_of(look)) as store:
        trouble = store.verify(1000)
        result.expect(not trouble, f"kill {number}: the journal is not whole: {trouble}")
        facts = [record.fact for record in store.records()]
    return frozenset(one.follow_up.text for one in facts if isinstance(one, FollowUpSaved))
