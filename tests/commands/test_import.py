"""`session-day import`, with a door that keeps what it is given as the store would."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.commands import importing
from console.core.apply import apply
from console.core.state import State
from data.values.facts import Record
from data.values.kept import Kept
from data.values.people import Client
from data.values.policy import Policy
from data.values.session import Session
from data.values.time import Now
from data.values.trouble import BadInput, NotSaved
from tests.core.build import a_policy

CALENDARS = Path(__file__).parent.parent / "calendars"
NOW = Now(datetime(2026, 11, 18, 9, tzinfo=UTC), "boot-1", 1000.0)
ANNA = Client("anna", "AK-014", "A.K.", name="Anna Kowalska", seen=3)
JO = Client("jo", "JM-002", "J.M.", seen=1)


class FakeDoor:
    """Keeps facts in a state; `broken` cannot save."""

    def __init__(self, *clients: Client, broken: bool = False) -> None:
        self.state = State(NOW.utc.date(), a_policy(), clients={one.id: one for one in clients})
        self.broken = broken
        self.given: list[tuple[Record, ...]] = []
        self.backups: list[tuple[str, int]] = []

    def known(self) -> Kept:
        state = self.state
        return Kept(
            clients=tuple(state.clients.values()),
            sessions=tuple(state.sessions.values()),
            series=tuple(state.series.values()),
        )

    def policy(self) -> Policy:
        return self.state.policy

    def backup(self, reason: str) -> None:
        self.backups.append((reason, len(self.given)))

    def apply(self, records: tuple[Record, ...]) -> None:
        if self.broken:
            raise NotSaved("The disk is full: nothing was saved.")
        self.given.append(records)
        for one in records:
            self.state = apply(self.state, one)

    @property
    def sessions(self) -> list[Session]:
        return sorted(self.state.sessions.values(), key=lambda one: one.begin)


@dataclass
class Import:
    """One practice at its keyboard: `types` are its answers, in order; none left is the end of its input."""

    door: FakeDoor = field(default_factory=lambda: FakeDoor(ANNA, JO))
    out: str = ""
    err: str = ""
    prompts: list[str] = field(default_factory=list)

    def run(self, *args: str, types: Iterable[str] | None = None) -> int:
        out, err, typed = io.StringIO(), io.StringIO(), iter(types or ())

        def ask(prompt: str) -> str:
            self.prompts.append(prompt)
            for answer in typed:
                return answer
            raise EOFError

        code = importing.run(list(args), out, err, None if types is None else ask, NOW, self.door)
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    def trouble(self, *args: str) -> str:
        with pytest.raises(BadInput) as caught:
            self.run(*args)
        assert "\n" not in str(caught.value)
        return str(caught.value)


@pytest.fixture
def desk() -> Import:
    return Import()


def calendar(name: str) -> str:
    return str(CALENDARS / f"{name}.ics")


def test_a_calendar_is_shown_first_and_kept_after_a_yes(desk: Import) -> None:
    assert desk.run(calendar("google_weekly"), types=["y"]) == 0
    assert "+ Tue 10:00  A.K. · Zoom · 8 sessions, 8 Dec to 9 Feb" in desk.out
    assert desk.out.endswith("Imported.\n")
    assert len(desk.door.sessions) == 9
    assert len(desk.door.given) == 1, "all of it in one piece"
    assert desk.door.backups == [("import", 0)], "a backup, before anything changed"


def test_a_second_import_finds_nothing_to_do_and_asks_nothing(desk: Import) -> None:
    desk.run(calendar("google_weekly"), "--yes")
    assert desk.run(calendar("google_weekly"), types=[]) == 0
    assert "Nothing to import" in desk.out
    assert (desk.prompts, len(desk.door.given)) == ([], 1)


@pytest.mark.parametrize("answer", ["n", "", "later"])
def test_anything_but_yes_imports_nothing(desk: Import, answer: str) -> None:
    assert desk.run(calendar("google_weekly"), types=[answer]) == 3
    assert desk.err == "Nothing imported.\n"
    assert not desk.door.given


@pytest.mark.parametrize("types", [None, []])
def test_with_nobody_there_the_preview_is_shown_and_the_cure_is_said(desk: Import, types: list[str] | None) -> None:
    assert desk.run(calendar("google_weekly"), types=types) == 3
    assert "A.K." in desk.out
    assert desk.err == "Nothing imported: nobody is here to confirm it; add --yes.\n"
    assert not desk.door.given


def test_yes_leaves_out_what_needs_an_answer_and_says_so(desk: Import) -> None:
    assert desk.run(calendar("feed_diary"), "--yes") == 0
    assert len(desk.door.sessions) == 2
    assert "3 are left out until you say who it is" in desk.out
    assert desk.run(calendar("outlook_teams"), "--yes") == 3
    assert desk.err.startswith("One is left out")


def test_who_is_who_is_asked_once_a_series(desk: Import) -> None:
    assert desk.run(calendar("outlook_teams"), types=["ak-014", "y"]) == 0
    assert "? who is “Anna weekly” (10 sessions, first Wed 18 Nov 11:00)? perhaps A.K. (AK-014)" in desk.out
    assert {one.participants for one in desk.door.sessions} == {("anna",)}
    assert desk.run(calendar("outlook_teams"), types=[]) == 0
    assert "Nothing to import" in desk.out


def test_every_kind_of_answer(desk: Import) -> None:
    answers = ["nobody I know", "+ XK-9 X.K.", "n", "q", "y"]
    assert desk.run(calendar("feed_diary"), types=answers) == 0
    assert "That reference is not known" in desk.out
    added = next(one for one in desk.door.state.clients.values() if one.reference == "XK-9")
    assert (added.initials, added.seen) == ("X.K.", 1)
    assert [one.participants for one in desk.door.sessions[2:]] == [(added.id,)] * 2
    assert "One is left out" in desk.out
    assert desk.run(calendar("feed_diary"), types=["", "n"]) == 3
    assert "2 to answer" not in desk.out
    assert "“Appointment” (Fri 27 Nov 10:00)" in desk.out


def test_several_references_are_a_group_and_g_is_a_group_without_names(desk: Import) -> None:
    desk.run(calendar("outlook_teams"), types=["AK-014, J.M.", "y"])
    assert (desk.door.sessions[0].group, desk.door.sessions[0].participants) == (True, ("anna", "jo"))
    other = Import()
    other.run(calendar("outlook_teams"), types=["g", "y"])
    assert (other.door.sessions[0].group, other.door.sessions[0].participants) == (True, ())


def test_a_reference_that_exists_is_not_added_again(desk: Import) -> None:
    desk.run(calendar("outlook_teams"), types=["+AK-014 X", "AK-014", "y"])
    assert len(desk.door.state.clients) == 2


def test_what_cannot_be_saved_is_told_and_not_called_imported() -> None:
    desk = Import(FakeDoor(ANNA, broken=True))
    with pytest.raises(NotSaved, match="disk is full"):
        desk.run(calendar("google_weekly"), "--yes")
    assert "Imported" not in desk.out
    assert not desk.door.sessions


def test_hostile_text_reaches_the_terminal_only_as_text(desk: Import) -> None:
    desk.run(calendar("hostile_text"), types=["q", "n"])
    assert "[TODO] plan [/oops]" in desk.out
    assert not any(ord(char) < 32 and char != "\n" for char in desk.out)


def test_a_cancellation_by_mail_cancels_the_session(desk: Import) -> None:
    desk.run(calendar("outlook_safelinks"), "--yes")
    assert desk.run(calendar("outlook_cancelled"), types=["1"]) == 0
    assert "- Thu 19 Nov 13:00  J.M. · cancelled in time (cancelled in the calendar)" in desk.out
    assert [one.state.value for one in desk.door.sessions] == ["cancelled in time", "agreed"]


# --- clients ----------------------------------------------------------------------------------------------------------
def clients_file(folder: Path, text: str) -> str:
    path = folder / "clients.csv"
    path.write_text(text)
    return str(path)


def test_clients_are_shown_and_kept_after_a_yes(desk: Import, tmp_path: Path) -> None:
    path = clients_file(tmp_path, "reference,name,phone,text\nAK-014,,0113 496 0123,not safe\nZO-1,Zoë Byrne,,\n")
    assert desk.run(path, types=["1"]) == 0
    assert desk.out == ("+ Z.B.\n~ A.K. · new number or address\nClients: 1 new, 1 changed, 0 unchanged.\nImported.\n")
    assert desk.door.state.clients["anna"].routes[0].value == "0113 496 0123"
    assert desk.run(path, types=[]) == 0
    assert "Nothing to import" in desk.out


def test_bad_cells_are_listed_a_line_each_and_nothing_is_imported(desk: Import, tmp_path: Path) -> None:
    path = clients_file(tmp_path, "reference,watch\nZO-1,yes\nZO-2,maybe\nZO-3,perhaps\n")
    assert desk.run(path, "--yes") == 2
    assert desk.err.splitlines() == [
        "Row 3, watch: write yes or no.",
        "Row 4, watch: write yes or no.",
        "Nothing was imported.",
    ]
    assert not desk.door.given


def test_the_template_can_be_filled_in_and_imported(desk: Import, tmp_path: Path) -> None:
    assert desk.run("--template") == 0
    desk.door = FakeDoor()
    assert desk.run(clients_file(tmp_path, desk.out), "--yes") == 0
    assert [one.initials for one in desk.door.state.clients.values()] == ["A.K."]


def test_clients_and_then_their_calendar(desk: Import, tmp_path: Path) -> None:
    desk.door = FakeDoor()
    desk.run(clients_file(tmp_path, "reference,initials,first_session\nAK-014,A.K.,yes\nJM-002,J.M.,\n"), "--yes")
    desk.run(calendar("feed_diary"), "--yes")
    assert [one.first for one in desk.door.sessions] == [True, False]


# --- the file ---------------------------------------------------------------------------------------------------------
def test_a_file_is_known_by_what_it_says_before_its_name(desk: Import, tmp_path: Path) -> None:
    for name, content in (
        ("calendar.csv", (CALENDARS / "google_weekly.ics").read_bytes()),
        ("download", (CALENDARS / "encoding_utf16.ics").read_bytes()),
        ("clients", b"reference;name\nZO-1;Zoe\n"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert desk.run(str(path), types=["n", "n"]) == 3, name


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.md", b"# Notes", "neither a calendar"),
        ("diary.ics", b"<html></html>", "web page"),
        ("diary.zip", b"PK\x03\x04", "compressed"),
        ("diary.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:FREQ=SECONDLY\r\n", "stops in the middle"),
        ("diary.ics", b"x" * 2_000_001, "larger than 2 MB"),
        ("a\x1b[2Jb.txt\n", b"", "neither"),
        ("clients.csv", b"", "first row must name the columns"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(
    desk: Import, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    words = desk.trouble(str(path))
    assert says in words
    assert "\x1b" not in words
    assert not desk.door.given


def test_files_that_are_not_there_or_are_no_files(desk: Import, tmp_path: Path) -> None:
    assert "There is no file gone.ics" in desk.trouble(str(tmp_path / "gone.ics"))
    assert "is not a file" in desk.trouble(str(tmp_path))
    assert "cannot be opened" in desk.trouble(str(tmp_path / "a\0b.ics"))
    assert "Say which file" in desk.trouble()
    assert "--nope" in desk.trouble("--nope")


def test_help_names_every_column(desk: Import) -> None:
    assert desk.run("--help") == 0
    assert "emergency_danger" in desk.out
    assert "--template" in desk.out


def test_the_sessions_of_a_client_stay_theirs_when_the_calendar_is_renamed(desk: Import, tmp_path: Path) -> None:
    desk.run(calendar("google_weekly"), "--yes")
    renamed = (CALENDARS / "google_weekly.ics").read_bytes().replace(b"SUMMARY:AK-014 weekly", b"SUMMARY:weekly")
    path = tmp_path / "renamed.ics"
    path.write_bytes(renamed)
    before = desk.door.sessions
    assert desk.run(str(path), types=[]) == 0
    assert [replace(one) for one in desk.door.sessions] == before


# --- what changes much ------------------------------------------------------------------------------------------------
MANY = "reference,name\n" + "".join(f"R-{number},New {number}\n" for number in range(3))


@pytest.fixture
def ten() -> Import:
    return Import(FakeDoor(*(Client(f"c{number}", f"R-{number}", "X.Y.", seen=1) for number in range(10))))


def test_what_changes_more_than_a_fifth_of_the_clients_is_agreed_to_by_number(ten: Import, tmp_path: Path) -> None:
    path = clients_file(tmp_path, MANY)
    for typed in ("y", "yes", "30", ""):
        assert ten.run(path, types=[typed]) == 3
    assert ten.prompts == ["Type 3 to change 3 of your 10 clients: "] * 4
    assert (ten.door.given, ten.door.backups) == ([], [])
    assert ten.run(path, types=[" 3 "]) == 0
    assert ten.door.backups == [("import", 0)], "a backup, before anything changed"


def test_yes_alone_does_not_change_many_and_a_number_must_be_theirs(ten: Import, tmp_path: Path) -> None:
    path = clients_file(tmp_path, MANY)
    assert ten.run(path, "--yes") == 3
    assert ten.err == ("Nothing imported: it would change 3 of your 10 clients; look at them, then add --changes 3.\n")
    assert ten.run(path, "--yes", "--changes", "4") == 3
    assert ten.err == "Nothing imported: it would change 3 of your 10 clients, and not 4.\n"
    assert ten.run(path, types=None) == 3
    assert ten.err == "Nothing imported: nobody is here to confirm it; add --yes --changes 3.\n"
    assert not ten.door.given
    assert ten.run(path, "--yes", "--changes", "3") == 0


def test_a_fifth_and_less_is_agreed_to_as_ever(ten: Import, tmp_path: Path) -> None:
    assert ten.run(clients_file(tmp_path, "reference,name\nR-0,New\nR-1,New\n"), types=["y"]) == 0
    assert ten.prompts == ["Import this? y or n: "]


def test_a_calendar_that_cancels_for_many_wants_their_number(desk: Import, tmp_path: Path) -> None:
    desk.run(calendar("google_weekly"), "--yes")
    path = tmp_path / "moved.ics"
    path.write_bytes((CALENDARS / "google_weekly.ics").read_bytes().replace(b"T10", b"T12"))
    assert desk.run(str(path), "--yes") == 3
    assert "it would change or cancel sessions of 1 of your 2 clients" in desk.err
    assert desk.run(str(path), types=["1"]) == 0
