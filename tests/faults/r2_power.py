"""R2: a line that was shown as saved survives the loss of power, and nothing of what is found then is damaged.

Days of the real program are recorded with strace (`recording`), plain and encrypted: a start on a log that was left
behind, lines and a note, a backup, the head's compaction, checkpoints, leaving, and the very first start of all. At
every change of the disk, and so often besides at random, it is made what it may be once the power is back (`disk`), and
opened as a start does. The canaries: `synchronous=NORMAL`, a store that says "saved" first, and a harness that takes
for saved what is merely shown.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from random import Random

from console.settings import Folders
from console.wiring import open_store
from data import backup, kinds, restorable, vault
from data.codec import encode
from data.store import Store
from data.values.facts import Record
from data.values.kept import Kept
from data.values.keys import Keys
from data.values.trouble import Trouble
from tests.faults import homes
from tests.faults.disk import Disk, Loss
from tests.faults.power_days import Recorded, first, lines, often, short, whole
from tests.faults.recording import OWED, Day
from tests.faults.result import Result
from tests.faults.traced import TOOL, there

CANARIES = ("normal", "first")
CANARY_STATES = 24
LOSSES = {Loss.ALL: 3, Loss.HALF: 3, Loss.TORN: 3, Loss.NONE: 1}
"""How often each, of ten."""
LONG = 400
"""From so many states on there is more than one day."""


def run(count: int, seed: int) -> Result:
    """`count` states of the plain file, and as many of the encrypted one."""
    result = Result("R2 saved survives power loss", "0 acknowledged lost, 0 damaged, in states × {plain, encrypted}")
    if not result.expect(there(), f"{TOOL} is not on this machine: install it"):
        return result
    hasty = 0
    with tempfile.TemporaryDirectory() as scratch:
        for encrypted in (False, True):
            base = Path(scratch) / ("encrypted" if encrypted else "plain")
            for work, states in _days(count):
                recorded = work(base / work.__name__, encrypted=encrypted)
                hasty += _states(recorded, states, Random(seed), result)
        normal, liar = (_canary(Path(scratch) / wrong, wrong, seed) for wrong in CANARIES)
    result.canary = f"NORMAL {normal}, ack before commit {liar}, shown is not saved {hasty}"
    result.canary_failed = min(normal, liar, hasty) > 0
    return result


def _days(count: int) -> Iterator[tuple[Callable[..., Recorded], int]]:
    """The days to record, each with its share of the states."""
    if count < LONG:
        yield short, count
        return
    yield first, count // 6
    yield often, count // 3
    yield whole, count - count // 6 - count // 3


# --- the power goes ---------------------------------------------------------------------------------------------------
def _states(recorded: Recorded, count: int, random: Random, result: Result) -> int:
    """Lose the power so often; how many lines a harness would have lost that takes for saved what is shown."""
    day, disk, look = recorded.day, recorded.disk, recorded.day.home.with_name("look")
    moments = _moments(recorded, count, random)
    homes.copy(day.home, look)
    with closing(_opened(look, recorded.keys)) as store:
        final = store.records()
    places = {one.words: _place(final, one.words) for one in day.typed}
    never = [one.words for one in day.typed if one.saved is None or places[one.words] == len(final)]
    result.expect(not never, f"{day.home}: {never} was never saved, or was lost without the power going")
    result.expect(not recorded.missing, f"{day.home}: {recorded.missing} never came to pass")
    hasty = 0
    for number, call in enumerate(day.calls, 1):
        disk.take(call)
        for loss in moments[number]:
            disk.after(loss, random, look)
            result.tries += 1
            where = f"{'/'.join(day.home.parts[-3:-1])}, call {number} ({call.name}), {loss}"
            kept = len(_found(recorded, look, final, result, where))
            gone = [one for one in day.typed if places[one.words] >= kept]
            lost = [one.words for one in gone if one.saved and one.saved <= number]
            result.expect(not lost, f"{where}: {lost} was lost though it was shown as saved")
            hasty += any(one.shown and one.shown <= number for one in gone)
    disk.after(Loss.NONE, random, look)
    differs = [name for name in disk.names if not _same(day.home / name, look / name)]
    result.expect(not differs, f"{day.home}: the model of the disk is not what the disk was: {differs}")
    return hasty


def _moments(recorded: Recorded, count: int, random: Random) -> dict[int, list[Loss]]:
    """After which calls the power goes, and what is lost then: after every change, and the rest at random."""
    scout, saved = deepcopy(recorded.disk), [one.saved for one in recorded.day.typed if one.saved]
    numbered = list(enumerate(recorded.day.calls, 1))
    changes = [number for number, call in numbered if scout.take(call)] + saved
    if recorded.day.wrong in CANARIES:  # before that nothing can be lost
        changes = [number for number in changes if number >= min(saved, default=0)]
    chosen = random.sample(changes, min(count, len(changes)))
    chosen += random.choices(changes, k=count - len(chosen))
    moments: dict[int, list[Loss]] = {number: [] for number, _ in numbered}
    for number in chosen:
        moments[number] += random.choices(list(LOSSES), list(LOSSES.values()))
    return moments


def _opened(home: Path, keys: Keys | None) -> Store:
    """As a start opens it. Raises Trouble."""
    here = homes.folders(home)
    path = kinds.beside(here.database)
    if keys and kinds.kind_of(here.database) == "encrypted" and not vault.fits(path, keys):
        raise Trouble("The key file is missing, or of other keys.")
    return open_store(here, here.database, keys)


def _place(records: tuple[Record, ...], words: str) -> int:
    """The first entry that holds these words; after the last one where none does."""
    return next((number for number, one in enumerate(records) if words in encode(one.fact)), len(records))


def _found(recorded: Recorded, look: Path, final: tuple[Record, ...], result: Result, where: str) -> tuple[Record, ...]:
    """What a start finds: the file opens, says nothing against itself, and holds the first entries, all of each."""
    here = homes.folders(look)
    try:
        with closing(_opened(look, recorded.keys)) as store:
            found, trouble, kept = store.records(), store.verify(), store.all_kept()
        trouble += _backups_less(recorded, here)
    except Trouble as refused:
        found, trouble, kept = (), (str(refused),), Kept()
    result.expect(not trouble, f"{where}: {trouble}")
    result.expect(found == final[: len(found)], f"{where}: an entry is not as it was saved")
    there = {one.text for one in kept.follow_ups}
    rows = [one.words for one in recorded.day.typed if one.dialog == OWED and _place(found, one.words) < len(found)]
    result.expect(there.issuperset(rows), f"{where}: of {rows} only the entry is there, not the row")
    return found


def _backups_less(recorded: Recorded, here: Folders) -> tuple[str, ...]:
    """What is wrong with those that carry a backup's name; each content is looked at once."""
    folder = backup.folder_of(here.database)
    found: list[str] = []
    for one in backup.backups(folder, here.database):
        content = b"".join(path.read_bytes() for path in sorted(folder.glob(f"{one.path.name}*")))
        if content not in recorded.well:
            keys = recorded.keys
            key, mac = (keys.data, keys.mac) if keys else (None, None)
            less = restorable.look_at(one.path, key, here.config / "secrets", mac).found
            found += less
            if not less:
                recorded.well.add(content)
    return tuple(f"the backup: {words}" for words in found)


def _same(one: Path, other: Path) -> bool:
    return one.is_dir() == other.is_dir() and (one.is_dir() or one.read_bytes() == other.read_bytes())


def _canary(base: Path, wrong: str, seed: int) -> int:
    """In how many states a program that is wrong loses what it showed as saved."""
    home = homes.fresh(base / "home")
    recorded = Recorded(Day(home, wrong), Disk(home))
    with recorded.start() as typist:
        lines(typist, "line", 4)
        typist.program.for_(0.5)  # what it does later is done
    lies = Result("canary", "")
    _states(recorded, CANARY_STATES, Random(seed), lies)
    return sum("was lost though" in words for words in lies.failures)
