"""A day of the real program in which words that tell of a person are typed into every kind of field, by keys.

Rule: every word typed here is in `WORDS`, so that one search finds each of them wherever the program put it. The words
are of one family: where only a part of one leaks, the family's name is still found.
"""

import os
import re
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from console.settings import Folders
from data import backup, kinds, recovery, vault
from data.values.keys import Keys
from data.values.time import Now
from tests.faults import homes
from tests.faults.faulty import faulty
from tests.faults.places import F2, F3
from tests.faults.program import CLOCK, Program, session_day, variant
from tests.faults.recording import Typist
from tests.faults.searching import Evidence, Needle, all_watched, outside, titles
from tests.journeys.harness import calendar, table

FAMILY = "Quillfinch"
PASSPHRASE, WRONG = f"{FAMILY} walks in soft shoes", f"{FAMILY} walks in hard shoes"
REFERENCE, INITIALS, OTHER = "QFY-77031", "Q.F.Y.", "QFX-77032"
PHONES = ("07700 900911", "07700 900912", "07700 900913", "07700 900914", "07700 900915")
NUMBERS = tuple(re.sub(r"\D", "", one)[1:] for one in PHONES)
TAB, SAVE, ENTER, ESCAPE, DOWN, LOCK = b"\t", b"\x13", b"\r", b"\x1b", b"\x1b[B", b"\x0c"
LONG = 45.0
"""Seconds after which something will not come, on a machine that has much else to do."""
DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}


def said(what: str) -> str:
    """The word of this family for one field."""
    return f"{FAMILY} {what}"


WORDS = (FAMILY, PASSPHRASE, REFERENCE, INITIALS, OTHER, *PHONES, *NUMBERS, "Wilhelmina-Sentinel")


class SentinelDay:
    """One home, its starts one after the other, and all that was written in them."""

    def __init__(self, base: Path, *, encrypted: bool, wrong: str = "") -> None:
        self.home, self.temporary, self._tools = base / "home", base / "tmp", base / "tools"
        self.here: Folders = homes.folders(self.home)
        self.encrypted = encrypted
        self.wrong = wrong
        self.evidence = Evidence()
        self.left: list[bytes] = []
        """What stays on a terminal after each start that ended by itself."""
        self.titles: list[bytes] = []
        self.answers: list[bytes] = []
        """What a command showed, as it was asked to."""
        self.recovery: tuple[str, ...] = ()
        self.here.config.mkdir(parents=True)
        self.temporary.mkdir()
        self._tools.mkdir()
        words = f"encrypted = {str(encrypted).lower()}\nnotify = true\nbell = false\n"
        self.here.settings.write_text(words, encoding="utf-8")
        stub = self._tools / "notify-send"
        stub.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
        stub.chmod(stat.S_IRWXU)

    # --- what is searched for -----------------------------------------------------------------------------------------
    def needles(self, *more: str) -> tuple[Needle, ...]:
        """Every word, the recovery words two by two, and the keys themselves; `more` are to be told apart."""
        pairs = [f"{one} {then}" for one, then in zip(self.recovery, self.recovery[1:], strict=False)]
        texts = tuple(Needle.of(word) for word in (*WORDS, *pairs, *more))
        keys = self.keys()
        if keys is None:
            return texts
        raw = (bytes(keys.data), bytes(keys.mac), bytes(recovery.secret_of(self.recovery)))
        return (*texts, *(Needle.of(one) for one in raw))

    def keys(self) -> Keys | None:
        """Of this home."""
        return vault.unlock(kinds.beside(self.here.database), PASSPHRASE) if self.encrypted else None

    # --- the starts ---------------------------------------------------------------------------------------------------
    @contextmanager
    def start(self, argv: list[str] | None = None, *, enter: bool = True) -> Iterator["Hand"]:
        """One start, watched; the passphrase is typed where it is asked for."""
        trace = self.home.with_name("trace")
        line = all_watched(argv or (variant(self.wrong) if self.wrong else session_day()), trace)
        tools = f"{self._tools}:/usr/bin:/bin"
        environment = {"PATH": tools, "TMPDIR": str(self.temporary), "PYTHONDONTWRITEBYTECODE": "1", **DESKTOP}
        with Program(self.home, line, env=environment) as program:
            hand = Hand(program)
            if enter and self.encrypted:
                hand.typist.passphrase(PASSPHRASE)
            yield hand
            if program.process.poll() is None:
                hand.leave()
            program.drain()
            if argv and "import" in argv:
                self.answers.append(program.raw)
            elif not hand.killed:
                self.left.append(outside(program.raw))
            self.titles.append(titles(program.raw))
        self.evidence.take(trace)
        trace.unlink()
        self.evidence.look(self.home, self.temporary)

    def begin(self, *, client: bool = True) -> None:
        """The first start of all: the passphrase, the practice, perhaps a client; left by its key."""
        with self.start(enter=False) as hand:
            if self.encrypted:
                hand.typist.new_passphrase(PASSPHRASE)
                self.recovery = hand.recovery
            hand.practice()
            if client:
                hand.client()

    def bring_in(self) -> None:
        """Clients from a table and sessions from a calendar; the files lie elsewhere."""
        away = self.home.with_name("away")
        away.mkdir()
        now = CLOCK.now().utc.astimezone(ZoneInfo(homes.ZONE))
        row = {"reference": OTHER, "initials": "Q.F.X.", "name": said("table"), "phone": PHONES[4], "call": "safe"}
        (away / "clients.csv").write_text(table(row), encoding="utf-8")
        later = (now + timedelta(days=1)).strftime("%Y-%m-%d 10:00")
        words = calendar(f"{later} 50 {OTHER}", f"{later[:10]} 12:00 50 {said('calendar')}")
        (away / "days.ics").write_text(words, encoding="utf-8")
        for name in ("clients.csv", "days.ics"):
            with self.start(session_day("import", str(away / name), "--yes"), enter=False) as hand:
                if self.encrypted:
                    hand.program.wait_for("Passphrase", LONG)
                    hand.program.send(PASSPHRASE.encode() + ENTER)
                hand.wait_exit(0)

    def work(self) -> None:
        """A session with everything that can be said of it; then the file is away, a form is open, and it is killed."""
        with self.start() as hand:
            hand.today()
            hand.session()
            hand.in_session()
            hand.addendum()
            hand.lock(wrong=self.encrypted)
            hand.until(lambda: any((self.here.data / backup.FOLDER).glob("*.db")))
            with faulty(self.home, "unlinked"):
                hand.not_saved(self.here.state / "aside")
                hand.half_typed()
                hand.kill()

    def incidents(self) -> None:
        """What was put aside is taken in; a drop and a crisis with words; the day note is written; told to end."""
        with self.start() as hand:
            hand.today()
            hand.until(lambda: not (self.here.state / "aside").exists())
            hand.drop_and_crisis()
            hand.export(self.here.documents)

    def crash(self) -> None:
        """A fault in a handler: a report, and the end."""
        with self.start(variant("crashing", "part", "later beat")) as hand:
            hand.wait_exit(70)


class Hand:
    """Types into one start."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.typist = Typist(program)
        self.killed = False
        self._typed: Now = CLOCK.now()

    # --- the means ----------------------------------------------------------------------------------------------------
    def press(self, keys: bytes, shows: str) -> None:
        """These keys lead there."""
        self.program.send(keys)
        self.program.wait_for(shows, LONG)

    def type(self, words: str) -> None:
        """These words, until they stand there."""
        self.program.send(words.encode())
        self.program.wait_for(lambda text: words[-12:] in text, LONG)
        self._typed = CLOCK.now()

    def typed_since(self, seconds: float) -> bool:
        """Whether so much time has passed since."""
        return CLOCK.now().boottime - self._typed.boottime > seconds

    def until(self, holds: object) -> None:
        """Something outside the screen."""
        assert callable(holds)
        self.program.wait_for(lambda _: holds(), LONG)

    def field(self, hint: str, words: str) -> None:
        """Go on to the field that has this line of help, and fill it."""
        for _ in range(40):
            if hint in self.program.text:
                self.program.send(b"\x15")  # what was put there by itself goes first
                self.program.settle()
                self.type(words)
                return
            before = self.program.raw
            self.program.send(TAB)
            self.until(lambda before=before: len(self.program.raw) > len(before))
            self.program.settle()
        raise AssertionError(f"no field says {hint!r}:\n{self.program.text}")

    def line(self, words: str) -> None:
        """Down to this line of the checklist."""
        for _ in range(30):
            if any("▌" in row and words in row for row in self.program.text.splitlines()):
                return
            self.program.send(DOWN)
            self.program.settle()
        raise AssertionError(f"no line says {words!r}:\n{self.program.text}")

    def away(self, words: str) -> None:
        """Until this stands there no longer, and everything is saved."""
        self.program.wait_for(lambda text: words not in text and "saving" not in text, LONG)
        self.program.settle()

    @property
    def recovery(self) -> tuple[str, ...]:
        """The recovery words, as they were typed back from the screen."""
        return self.typist.recovery

    # --- the ways -----------------------------------------------------------------------------------------------------
    def today(self) -> None:
        """The day is open and can be saved to."""
        self.program.ready("Today")

    def practice(self) -> None:
        """Whose practice it is."""
        self.program.wait_for("Your practice", LONG)
        self.field("What you meet on", "Zoom")
        self.field("As you give it on the phone", said("counsellor"))
        self.field("The number you ring from", PHONES[0])
        self.field("Their name", said("lead"))
        self.until(lambda: self.typed_since(1.2))  # it is kept as a draft
        self.program.send(SAVE)
        self.away("Your practice")
        self.today()

    def client(self) -> None:
        """A client with words in every field."""
        self.press(b"p", "New client")
        for hint, words in (
            ("As your record system", REFERENCE), ("Shown only when you reveal", said("name")),
            ("How this console shows", INITIALS), ("As dialled", PHONES[1]), ("ann@example.org", "a@quillfinch.test"),
            ("Their name", said("contact")), ("Sister, partner, friend", said("relation")),
            ("What they do or say", said("signal")),
        ):  # fmt: skip
            self.field(hint, words)
        self.program.send(SAVE)
        self.away("New client")

    def session(self) -> None:
        """One booked for now, and begun."""
        self.press(b"w", "New session")
        self.program.send(REFERENCE.encode())
        self.program.wait_for("Q.F.Y.  QFY", LONG)
        self.program.send(ENTER)
        self.program.settle()
        self.press(SAVE, "Time: this one is needed.")
        now = CLOCK.now().utc.astimezone(ZoneInfo(homes.ZONE))
        self.type(f"{now:%H:%M}")
        self.program.send(SAVE)
        self.away("New session")
        self.press(b"s", "in session")

    def in_session(self) -> None:
        """A reason, a place, what is owed, a contact, rules, a note."""
        self.press(b"o", "Go on without it")
        self.type(said("reason"))
        self.program.send(ENTER)
        self.away("Go on without it")
        self.line("Where are you now?")
        self.press(ENTER, "address")
        self.press(b"a", "Street and town")
        self.type(said("place"))
        self.program.send(ENTER)
        self.away("Street and town")
        self.press(b"f", "What is owed?")
        self.type(said("owed"))
        self.program.send(ENTER)
        self.away("What is owed?")
        self.press(b"k", "What was it for?")
        self.type(said("purpose"))
        self.program.send(ENTER)
        self.away("What was it for?")
        self.press(b"g", "Contact rules")
        self.program.send(b"w")
        self.program.wait_for("enter  keep", LONG)
        self.type(said("wording"))
        self.program.send(ENTER)
        self.away("enter  keep")
        self.program.send(ESCAPE)
        self.away("Contact rules")
        self.note("note")
        self.program.send(SAVE)
        self.away("leave, draft kept")
        self.program.send(b"t")
        self.program.settle()

    def note(self, what: str) -> None:
        """The note's page, with these words in it."""
        self.press(b"n", "leave, draft kept")
        self.type(said(what))

    def addendum(self) -> None:
        """More words in the note, left as a draft by Esc."""
        self.note("draft")
        self.until(lambda: self.typed_since(1.2))
        self.program.send(ESCAPE)
        self.away("leave, draft kept")

    def lock(self, *, wrong: bool) -> None:
        """Locked by its key and opened again, the second time with the right passphrase."""
        self.press(LOCK, "Locked.")
        if wrong:
            self.program.send(WRONG.encode() + ENTER)
            self.program.wait_for("does not open it", LONG)
        self.program.send((PASSPHRASE.encode() if wrong else b"") + ENTER)
        self.away("Locked.")

    def not_saved(self, aside: Path) -> None:
        """Something that cannot be saved is put aside."""
        self.program.owes(said("aside"))
        self.program.wait_for("NOT SAVED", LONG)
        self.until(aside.exists)

    def half_typed(self) -> None:
        """A form with words in it, still open."""
        self.press(b"p", "New client")
        self.field("Shown only when you reveal", said("half"))
        self.until(lambda: self.typed_since(2.0))

    def drop_and_crisis(self) -> None:
        """Two incidents with words."""
        self.program.settle()
        self.press(F2, "CONNECTION DROPPED")
        self.press(b"o", "It is written down.")
        self.type(said("override"))
        self.program.send(ENTER)
        self.away("It is written down.")
        self.press(F3, "CRISIS")
        self.press(b"v", "Street and town")
        self.type(said("moved"))
        self.program.send(ENTER)
        self.away("Street and town")
        self.program.send(ESCAPE)
        self.away("CRISIS")

    def export(self, documents: Path) -> None:
        """The day's note, written where the practitioner asked for it."""
        self.press(b"z", "Close the day")
        self.program.send(b"x")
        self.until(lambda: any(documents.glob("*-day-note.md")))
        self.program.settle()
        self.program.send(ESCAPE)
        self.away("Close the day")

    # --- the end ------------------------------------------------------------------------------------------------------
    def kill(self) -> None:
        """kill -9 of all that was started here; strace writes its trace to the end."""
        self.killed = True
        children = Path(f"/proc/{self.program.process.pid}/task/{self.program.process.pid}/children")
        for child in children.read_text(encoding="ascii").split():
            os.kill(int(child), signal.SIGKILL)
        self.program.wait_exit(LONG)

    def leave(self) -> None:
        """By its own key."""
        self.typist.leave()

    def wait_exit(self, code: int) -> None:
        """It ends by itself, with this code."""
        found, _seconds = self.program.wait_exit(LONG)
        assert found == code, f"it ended with {found} and not {code}:\n{self.program.text}"
