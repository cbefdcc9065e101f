"""A move that is killed at every line it ever reaches: `python -m tests.data.moving_kills FOLDER` prints how many.

Each time the home is a fresh copy, the child that moves it ends at once when the line is reached, and then the home is
the plain one or the encrypted one, whole; the next move ends what was begun. `--lose` is the canary: a move that takes
the plain file away before its copy is in place must be found out.
"""

import os
import shutil
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

from data import backup, conversion, kinds, moving, vault
from data.driver import connect
from data.spare import FILE, Spare
from data.store import Store, open_store
from data.values.keys import Keys
from tests.data.samples import NINE, first_day, ticked

PASSPHRASE = "correct horse battery staple"
CHEAP = vault.Cost(8, 1)
TRACED = ("moving.py", "conversion.py", "backup.py", "files.py", "header.py")
SENTINEL = b"Xylophagous"


def homes(folder: Path) -> moving.Homes:
    """The places of a home below this folder."""
    return moving.Homes(
        folder / "data" / "session-day.db", folder / "state" / "head", folder / "secrets", folder / "state" / "aside"
    )


def opened(at: moving.Homes, keys: Keys | None, path: Path | None = None) -> Store:
    """The store of a home, plain without keys."""
    head = at.head_dir if path is None else at.spare / "head"
    key, mac = (keys.data, keys.mac) if keys else (None, None)
    return open_store(path or at.database, key, head_dir=head, secrets_dir=at.secrets_dir, mac_key=mac)


def plain_home(folder: Path) -> moving.Homes:
    """A day with a draft and a policy's text, two backups, and something that could not be saved."""
    at = homes(folder)
    with opened(at, None) as store:
        store.commit(*first_day())
        store.keep_draft("s1-c1", 3, {"text": SENTINEL.decode()})
        store.keep_policy("hash", '{"one": 1}')
        for number in range(3):
            store.commit(*ticked(number))
    outside: dict[str, Any] = {"head_dir": at.head_dir, "secrets_dir": at.secrets_dir}
    backup.make(at.database, None, at=NINE, reason="daily", **outside)
    with opened(at, None) as store:
        store.commit(*ticked(3))
    backup.make(at.database, None, at=NINE, reason="asked", **outside)
    records, _ = ticked(4)
    Spare(at.spare, lambda path: opened(at, None, path)).keep(records)
    return at


def everything(at: moving.Homes, keys: Keys | None) -> dict[str, Any]:
    """All that can be read of a home."""
    with opened(at, keys) as store:
        assert store.verify() == ()
        return {"kept": store.all_kept(), "facts": store.records(), "drafts": store.drafts(), "t": store.policy("hash")}


def waiting(at: moving.Homes, keys: Keys | None) -> Any:
    """What could not be saved."""
    return Spare(at.spare, lambda path: opened(at, keys, path)).records()


def plain_files(folder: Path) -> list[Path]:
    """Every file that is a plain database, or holds a word that was typed."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if (content := path.read_bytes()).startswith(b"SQLite") or SENTINEL in content]


def whole(at: moving.Homes, keys: Keys) -> tuple[dict[str, Any], Any]:
    """What is there after a kill: plain or encrypted, never neither."""
    kind = kinds.kind_of(at.database)
    spare_kind = kinds.kind_of(at.spare / FILE)
    found = everything(at, keys if kind == "encrypted" else None)
    return found, waiting(at, keys if spare_kind == "encrypted" else None)


class Killer:
    """Ends the process when this line is reached for the first time; without one it remembers the lines."""

    def __init__(self, line: tuple[str, int] | None) -> None:
        self.line = line
        self.seen: dict[tuple[str, int], None] = {}

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> "Killer | None":
        path = Path(frame.f_code.co_filename)
        if path.name not in TRACED or path.parent.name != "data":
            return None
        if event == "line":
            here = (path.name, frame.f_lineno)
            if here == self.line:
                os._exit(9)
            self.seen[here] = None
        return self


def kills(folder: Path, *, lose: bool = False, every: int = 1) -> int:
    """Kill it at every line (or every so-manieth); the answer is how often. Raises AssertionError."""
    source = folder / "source"
    at = plain_home(source)
    expected, unsaved = everything(at, None), waiting(at, None)
    keys, _ = vault.create(kinds.beside(at.database), PASSPHRASE, CHEAP, mac=moving.journals_key(at))
    if lose:
        _take_away_first()
    watched = Killer(None)
    shutil.copytree(source, folder / "watched")
    sys.settrace(watched)
    moving.move(homes(folder / "watched"), keys, NINE)
    sys.settrace(None)
    lines = list(watched.seen)[::every]
    for line in lines:
        home = folder / "home"
        shutil.copytree(source, home)
        at = homes(home)
        child = os.fork()
        if not child:
            sys.settrace(Killer(line))
            moving.move(at, keys, NINE)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 9, line
        assert whole(at, keys) == (expected, unsaved), line
        moving.move(at, keys, NINE)
        assert kinds.kind_of(at.database) == "encrypted"
        assert (everything(at, keys), waiting(at, keys)) == (expected, unsaved), line
        assert not moving.needed(at)
        assert plain_files(home) == [], line
        assert not list(home.rglob(".moving*")), line
        for one in backup.backups(backup.folder_of(at.database), at.database):
            with closing(connect(one.path, keys.data)):
                pass
        shutil.rmtree(home)
    return len(lines)


def _take_away_first() -> None:
    honest = conversion.convert

    def dishonest(plain: Path, ready: Path, keys: Keys, heads: Any = None) -> None:
        honest(plain, ready, keys, heads)
        plain.unlink()

    setattr(moving, conversion.convert.__name__, dishonest)


if __name__ == "__main__":
    print(kills(Path(sys.argv[1]), lose="--lose" in sys.argv, every=1 if "--all" in sys.argv else 4))
