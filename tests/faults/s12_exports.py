"""S12: what is written out stays in its folder, is the owner's alone, is the old file or the new one, and no formula.

Each kind of file is written with the disk full after some bytes, killed there, and with no room or killed at each of
its opens, renames and removals; backups to a folder with the same faults, read back; names and folders that would lead
elsewhere; links planted at every path of a home, whether they lead to something or to nothing. The canary writes
straight onto the name.
"""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from console.adapters.clock import SystemClock
from console.export import files
from console.export.as_csv import safe
from console.export.exporter import Exporter
from console.tries import Tries
from console.wiring.care import Care
from data import shelf, vault
from data.files import private_folder
from data.values.trouble import BadInput, Trouble
from tests import homes as homes_of_tests
from tests.export.days import NOW, a_day, records_of
from tests.faults import homes
from tests.faults.places import F2
from tests.faults.program import Program, session_day, variant
from tests.faults.result import Result
from tests.faults.writing import WRITERS
from tests.term import ROOT

NAMES = (
    "../2026-11-21-day-note.md", "/tmp/2026-11-21-day-note.md", "2026-11-21-day-note.md\0", "2026-11-21-day\nnote.md",
    "CON", "2026-11-21-" + "x" * 300 + ".md", "-rf.md", ".", "..", "", "2026-11-21-day-note.md.", "2026-11-21-dаy.md",
    "2026-11-21-day/../../x.md", "2026-11-21-DAY.exe", "２026-11-21-day-note.md", "2026-11-21-day\u202edm.md", "~/x.md",
)  # fmt: skip
"""One letter of two of them is of another script; one digit is a wide one."""
CLIENTS = (
    "../../x",
    "/etc/passwd",
    "a\0b",
    "a\nb",
    "CON",
    "x" * 300,
    "-rf",
    "..",
    "",
    "$(id)",
    "аnna",
    "a/b",
    "C:\\x",
    "😀",
)
CELLS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "x\n=1", ";=1", "\uff1d1", "\u00a0=1", "=cmd|' /C calc'!A0")
FORMULA = re.compile("(?:^|[\n;\t])[ \u00a0]*[=+@\uff1d\uff0b\uff20-]")
LINKS = (
    "data/session-day.db", "data/session-day.db-wal", "data/session-day.db.lock", "data/backups", "config/secrets",
    "config/secrets/journal.key", "state/head", "state/policies", "state/crashes", "state/wrong-tries.json",
    "documents", "documents/*-day-note.md", "documents/*-grab-card.txt", "state/head/*.head", "state/policies/flows-*",
    "data", "state", "config", "data/session-day.key", "data/session-day.db.sock",
)  # fmt: skip
UMASK = ("/bin/sh", "-c", 'umask 000; exec "$@"', "sh")
ACTS = (("import", "{away}/new.csv", "--yes"), ("export",), ("grab-card", "--form", "txt"))
"""An import makes a backup, reads the policy, and opens everything there is."""


def run(count: int, seed: int) -> Result:
    """So many faults and links: of each `count` a third of the bytes at which something is cut, and a link."""
    result = Result("S12 exports stay whole and private", "old or new, never half; 0600; no link followed")
    canary = Result("canary", "")
    random = Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        writers = [name for name in WRITERS if name != "careless"]
        cuts = max(1, count // 3)
        for name in writers if count > len(LINKS) else random.sample(writers, 2):
            with result.trying(name):
                _faults(base / "out", result, name, cuts, seed)
        with result.trying("names"):
            _names(base / "names", result)
        home = _home(base)
        for number in range(cuts if count > len(LINKS) else 2):
            with result.trying(f"backup {number}"):
                _backup(base, home, result, random)
        with result.trying("a session"):
            _session(base, result)
        links = list(LINKS)
        random.shuffle(links)
        for link in links[:count]:
            for leads in ("to something", "to nothing"):
                with result.trying(f"{link} {leads}"):
                    _link(base, home, result, link, leads)
        _faults(base / "out", canary, "careless", 2, seed)
    result.canary = "a writer straight onto the name"
    result.canary_failed = any("half written" in words for words in canary.failures)
    return result


def _faults(folder: Path, result: Result, name: str, cuts: int, seed: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.writing", name, str(folder), str(cuts), str(seed)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    found = json.loads(done.stdout)
    result.tries += found["tries"]
    result.failures += [f"{name}: {words}" for words in found["wrong"]]


def _names(folder: Path, result: Result) -> None:
    """Names and clients' ids that lead elsewhere, cells that a spreadsheet would work out, a folder that is a link."""
    assert all(FORMULA.search(cell) for cell in CELLS), "a cell that is no danger proves nothing"
    home = private_folder(folder / "notes")
    for name in NAMES:
        result.tries += 1
        try:
            files.write(home, name, "x")
            result.failures.append(f"{name!r} was written")
        except BadInput:
            pass
    exporter = Exporter(home, records_of)
    for client in CLIENTS:
        result.tries += 1
        exporter.write(a_day(), ["md"], True, NOW, client)
    for cell in CELLS:
        result.tries += 1
        result.expect(not FORMULA.search(safe(cell)), f"{cell!r} can be worked out: {safe(cell)!r}")
    for path in folder.rglob("*"):
        result.expect(home in {path, path.parent}, f"{path} is outside")
        result.expect(not stat.S_IMODE(path.lstat().st_mode) & 0o077, f"{path.name} is open to others")
    (folder / "link").symlink_to(home)
    try:
        files.write(folder / "link", "2026-11-21-day-note.md", "x")
        result.failures.append("a folder that is a link was written into")
    except Trouble:
        pass


def _session(base: Path, result: Result) -> None:
    """A whole session under umask 000: every file and folder of the home is the owner's alone."""
    home = homes.fresh(base / "session")
    here = homes.folders(home)
    shutil.rmtree(here.state / "policies")
    with Program(home, [*UMASK, *session_day()]) as console:
        console.ready()
        for keys_ in ((b"n", b"words", b"\x13"), (F2, b"\x1b\x1b"), (b"z", b"x")):
            for one in keys_:
                console.send(one)
                console.for_(0.3)
        result.expect(any(here.data.glob("*.sock")), "there was no socket to look at")
        _private(home, result)
        console.signal(signal.SIGTERM)
        console.wait_exit(30)
    with Program(home, [*UMASK, *variant("crashing", "part", "later beat")]) as console:
        console.wait_exit(60)
    Tries(here.state).failed(SystemClock().now())
    shelf.write_own(here.config, "standard", 45)
    vault.make(homes_of_tests.PASSPHRASE, homes_of_tests.CHEAP).keep(home / "other" / "session-day.key")
    for words in (
        "state/crashes/*.txt",
        "state/wrong-tries.json",
        "config/policy.toml",
        "documents/*.md",
        "other/*.key",
    ):
        result.expect(any(home.glob(words)), f"there is no {words} to look at")
    _private(home, result)


def _private(home: Path, result: Result) -> None:
    for path in (one for one in home.rglob("*") if not one.is_symlink()):
        result.tries += 1
        mode = stat.S_IMODE(path.stat().st_mode)
        result.expect(not mode & 0o077, f"{path.relative_to(home)} is open to others ({mode:o})")


# --- a home -----------------------------------------------------------------------------------------------------------
def _home(base: Path) -> Path:
    """One in which every command has been run."""
    home = homes.fresh(base / "whole")
    (base / "new.csv").write_text("reference,name\nN-1,New\n", encoding="utf-8")
    here = homes.folders(home)
    if not homes_of_tests.keys(here):
        for words in (("export",), ("grab-card", "--form", "txt"), ("backup",)):
            _ran(home, base, words)
    return home


def _ran(home: Path, base: Path, words: tuple[str, ...]) -> tuple[int, str]:
    done = subprocess.run(
        [*UMASK, *session_day(*(one.format(away=base) for one in words))],
        env={**os.environ, **homes.environment(home)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stderr


def _backup(base: Path, home: Path, result: Result, random: Random) -> None:
    """A backup into a folder whose disk is full, or that is killed, after so many bytes: none, or a whole one."""
    folder, here = base / "stick", homes.folders(home)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    size, dies = random.randrange(here.database.stat().st_size + 50_000), random.random() < 0.5
    script = (
        "import resource, signal, sys; from pathlib import Path;"
        "from tests.faults import homes; from tests import homes as h;"
        "from console.wiring.care import Care; from console.adapters.clock import SystemClock;"
        f"here = homes.folders(Path({str(home)!r})); care = Care(here, h.keys(here)); care.backups();"
        f"signal.signal(signal.SIGXFSZ, signal.{'SIG_DFL' if dies else 'SIG_IGN'});"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}));"
        f"care.backup('asked', SystemClock().now().utc, Path({str(folder)!r}))"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False, timeout=60)
    care = Care(here, homes_of_tests.keys(here))
    for path in folder.glob("*.db"):
        result.expect(not care.look_at(path).damaged, f"{path.name} is damaged, cut after {size}")
    for path in folder.iterdir():
        result.expect(not stat.S_IMODE(path.stat().st_mode) & 0o077, f"{path.name} is open to others")
    made = care.backup("asked", SystemClock().now().utc, folder)
    result.expect(made and not care.look_at(made.path).damaged, "the next backup is not whole")


def _link(base: Path, home: Path, result: Result, link: str, leads: str) -> None:
    """A link at this path of the home: what it leads to is as it was, and nothing new is made there."""
    mine = homes.copy(home, base / "mine")
    out = base / "elsewhere"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    place = next(iter(sorted(mine.glob(link))), mine / link.replace("*", "2026-11-21"))
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.is_dir():
        shutil.move(place, out / "it") if leads == "to something" else shutil.rmtree(place)
    elif place.exists():
        shutil.move(place, out / "it") if leads == "to something" else place.unlink()
    elif leads == "to something":
        (out / "it").write_bytes(b"somebody's")
    place.symlink_to(out / "it")
    before = _seen(out)
    for words in ACTS:
        code, told = _ran(mine, base, words)
        result.expect(code in {0, 1, 2, 3}, f"{words[0]} ended with {code}: {told[:200]}")
        result.expect("Traceback" not in told, f"{words[0]} said {told[:200]}")
    result.expect(_seen(out) == before, f"it was followed: {sorted(_seen(out).keys() ^ before.keys()) or 'changed'}")
    _private(mine, result)


def _seen(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }
