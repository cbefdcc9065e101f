"""S5: no file that the program or a child of it ever wrote holds in the open what was typed; nor does anything else.

The whole program in a terminal under strace, with words of its own in every kind of field: the passphrase and the
recovery words, a practice, a client, a session, notes and drafts, incidents, what could not be saved, an import, a
crash. Every byte that any process of it wrote to a file, removed since or not, and all that then lies in its folders,
is searched; so are the arguments and environments of its children, and what its terminal keeps. Only the day's note,
which the practitioner asked for, holds the words: so the search can find them.

The canaries are the same words in a home that is not encrypted, and a draft kept beside the data for an instant.
"""

import tempfile
from pathlib import Path
from random import Random

from tests.faults.result import Result
from tests.faults.s5_day import INITIALS, PASSPHRASE, PHONES, SentinelDay, said
from tests.faults.searching import found

EXPORTED = (INITIALS, said("note"), said("reason"), said("place"))
"""What the day's note must hold."""
IN_PLAIN = (said("counsellor"), said("lead"), PHONES[0])
MAPPED = ("-shm",)
"""Written to through memory, and so not in the trace: SQLite's index of its log, which holds numbers of pages."""
LEAST = 1_000_000
"""So many bytes at least were written: a search of nothing finds nothing."""


def run(count: int, seed: int) -> Result:
    """So many days."""
    result = Result("S5 nothing typed is in the open", "0 words in files, removed ones too, children, terminal")
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(count):
            with result.trying(f"day {number}"):
                _day(_base(scratch, f"day-{number}"), result, Random(seed + number))
        result.canary = "a home that is not encrypted; a draft beside it"
        result.canary_failed = _plain(_base(scratch, "plain")) and _in_the_open(_base(scratch, "open"))
    return result


def _base(scratch: str, name: str) -> Path:
    base = Path(scratch) / name
    base.mkdir()
    return base


def _day(base: Path, result: Result, random: Random) -> None:
    day = SentinelDay(base, encrypted=True)
    day.begin()
    day.bring_in()
    day.work()
    rest = [day.incidents, day.crash]
    random.shuffle(rest)
    for part in rest:
        part()
    _nothing_in_the_open(day, result)


def _nothing_in_the_open(day: SentinelDay, result: Result) -> None:
    needles, evidence = day.needles(*EXPORTED), day.evidence
    result.at_most("bytes searched, M", evidence.size / 1e6)
    result.at_most("files written", len(evidence.files))
    result.expect(sum(map(len, evidence.files.values())) > LEAST, "hardly anything was written")
    documents = str(day.here.documents)
    places = evidence.places(needles)
    exported = {word for path, words in places.items() if path.startswith(documents) for word in words}
    for path, words in places.items():
        if not path.startswith(documents):
            result.failures.append(f"{path} holds {words}")
    for word in EXPORTED:
        result.expect(word in exported, f"the day's note holds no {word!r}: what was typed, or the search, is wrong")
    result.expect(PASSPHRASE not in exported, "the day's note holds the passphrase")
    result.expect(evidence.given, "no child was seen to start")
    told = evidence.told_to_children(needles)
    result.expect(not told, f"a child was started with {told}")
    strange = [path for path in evidence.shared if not path.endswith(MAPPED)]
    result.expect(not strange, f"written through memory, and so not seen: {strange}")
    result.expect(not evidence.copied, f"copied by the system, and so not seen: {evidence.copied}")
    result.expect(not any(PASSPHRASE.encode() in one for one in day.answers), "a command showed the passphrase")
    for kept in day.left:
        result.expect(not (words := found(needles, kept)), f"the terminal keeps {words}: {kept[-300:]!r}")
    for words in (found(needles, told) for told in day.titles):
        result.expect(not words, f"the terminal was told {words} in a title")
    made = [path for path in evidence.disk if "/crashes/" in path]
    result.expect(made, "no report of a crash was made")
    result.expect(any("aside" in path for path in evidence.files), "nothing was ever put aside")
    result.expect(any("/backups/" in path for path in evidence.files), "no backup was made by the child")
    result.expect(any(b"notify-send" in texts[0] for texts in evidence.given), "no notification was shown")


def _plain(base: Path) -> bool:
    """Whether a home that is not encrypted is seen to hold them."""
    day = SentinelDay(base, encrypted=False)
    day.begin(client=False)
    held = {word for words in day.evidence.places(day.needles(*IN_PLAIN)).values() for word in words}
    return set(IN_PLAIN) <= held


def _in_the_open(base: Path) -> bool:
    """Whether a draft that stood beside the encrypted data for an instant is seen."""
    day = SentinelDay(base, encrypted=True, wrong="draft_in_the_open")
    day.begin(client=False)
    places = day.evidence.places(day.needles(said("lead")))
    return [Path(one).name for one in places] == ["draft.txt"] and all(said("lead") in one for one in places.values())
