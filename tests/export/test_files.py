"""Day notes on the disk: in their folder, the owner's alone, whole or not at all (S12)."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from console.export import files
from console.export.exporter import Exporter
from data.values.trouble import BadInput, Trouble
from tests.export.days import NOW, a_day, records_of

NAME = "2026-11-21-day-note.md"


def an_exporter(folder: Path) -> Exporter:
    return Exporter(folder, records_of, lambda: "seq 1")


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_all_forms_are_written_under_the_date_into_a_folder_of_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "notes" / "here"
    assert an_exporter(folder).write(a_day(), ("md", "json", "csv", "md"), True, NOW) == str(folder)
    assert names(folder) == [f"2026-11-21-day-note.{form}" for form in ("csv", "json", "md")]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}
    assert "A.K. (REF-ak)" in (folder / NAME).read_text("utf-8")


def test_a_second_export_replaces_the_first_whole(tmp_path: Path) -> None:
    exporter = an_exporter(tmp_path / "notes")
    exporter.write(a_day(), ("md",), True, NOW)
    exporter.write(a_day(), ("md",), False, NOW)
    assert names(tmp_path / "notes") == [NAME]
    assert "Subjective" not in (tmp_path / "notes" / NAME).read_text("utf-8")


def test_an_unknown_form_is_refused_in_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="'pdf' is no form of the day note"):
        an_exporter(tmp_path / "notes").write(a_day(), ("md", "pdf"), True, NOW)
    assert not (tmp_path / "notes").exists()


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../2026-11-21-day-note.md",
        "/etc/2026-11-21-day-note.md",
        "2026-11-21-../x.md",
        "2026-11-21-a/b.md",
        "2026-11-21-a\\b.md",
        "2026-11-21-a\x00.md",
        "2026-11-21-a\n.md",
        "2026-11-21-Alex King.md",
        "2026-11-21-day-note.sh",
        "2026-11-21-day-note.md\n",
        "-rf",
        "CON",
        "2026-11-21-" + "x" * 300 + ".md",
    ],
)
def test_a_name_that_is_not_a_date_and_a_word_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="is no name for a day note"):
        files.write(tmp_path / "notes", name, "text")
    assert not (tmp_path / "notes").exists()


def test_a_link_planted_in_place_of_the_file_is_replaced_and_never_followed(tmp_path: Path) -> None:
    folder, victim = tmp_path / "notes", tmp_path / "victim"
    folder.mkdir(mode=0o700)
    victim.write_text("untouched", "utf-8")
    (folder / NAME).symlink_to(victim)
    files.write(folder, NAME, "text")
    assert victim.read_text("utf-8") == "untouched"
    assert not (folder / NAME).is_symlink()
    assert (folder / NAME).read_text("utf-8") == "text"


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "notes").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Trouble, match="is a link to another place"):
        files.write(tmp_path / "notes", NAME, "text")
    assert names(tmp_path / "elsewhere") == []


def test_a_folder_that_was_there_keeps_its_rights_and_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "chosen"
    folder.mkdir()
    folder.chmod(0o755)
    path = files.write(folder, NAME, "text")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_in_place_of_the_folder_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("", "utf-8")
    with pytest.raises(OSError, match="is not a folder"):
        files.write(tmp_path / "notes", NAME, "text")


@pytest.mark.parametrize("fails", ["open", "write", "fsync", "rename"])
def test_when_the_disk_says_no_the_old_file_stays_whole_and_nothing_else_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    folder = tmp_path / "notes"
    files.write(folder, NAME, "the old one")
    full = OSError(errno.ENOSPC, "No space left on device")

    def refuse(*_: object, **__: object) -> None:
        raise full

    class FullFile:
        def __init__(self, descriptor: int) -> None:
            self.descriptor = descriptor

        def __enter__(self) -> "FullFile":
            return self

        def __exit__(self, *_: object) -> None:
            os.close(self.descriptor)

        def write(self, _: bytes) -> None:
            raise full

    match fails:
        case "open":
            monkeypatch.setattr(os, "open", refuse)
        case "write":
            monkeypatch.setattr(os, "fdopen", lambda descriptor, *_: FullFile(descriptor))
        case "fsync":
            monkeypatch.setattr(os, "fsync", refuse)
        case "rename":
            monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        files.write(folder, NAME, "the new one")
    monkeypatch.undo()
    assert names(folder) == [NAME]
    assert (folder / NAME).read_text("utf-8") == "the old one"


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from console.export import files

def die(*_, **__):
    os._exit(9)

where = sys.argv[3]
if where == "rename":
    Path.replace = die
else:
    setattr(os, where, die)
files.write(Path(sys.argv[2]), "2026-11-21-day-note.md", "the new one")
"""


@pytest.mark.parametrize("where", ["fdopen", "fsync", "rename"])
def test_killed_at_any_step_it_leaves_the_old_file_and_the_next_writing_clears_up(tmp_path: Path, where: str) -> None:
    folder = tmp_path / "notes"
    files.write(folder, NAME, "the old one")
    root = str(Path(files.__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", KILLED, root, str(folder), where], check=False, timeout=60)
    assert done.returncode == 9
    assert (folder / NAME).read_text("utf-8") == "the old one"
    assert len(names(folder)) == 2
    files.write(folder, NAME, "the new one")
    assert names(folder) == [NAME]
    assert (folder / NAME).read_text("utf-8") == "the new one"


def test_one_clients_text_is_given_without_reading_a_single_fact() -> None:
    def no_facts(stream: str) -> list[object]:
        raise AssertionError(stream)

    exporter = Exporter(Path("/nowhere"), no_facts)  # type: ignore[arg-type]  # it must not be called
    text = exporter.note_text(a_day(), "s-1", "ak", True, NOW)
    assert text.startswith("A.K. (REF-ak) · ")
    assert exporter.note_text(a_day(), "s-9", "ak", True, NOW) == ""


def test_what_a_person_is_called_never_becomes_part_of_a_name_on_the_disk(tmp_path: Path) -> None:
    an_exporter(tmp_path / "notes").write(a_day(), ("md", "json", "csv"), True, NOW)
    joined = " ".join(names(tmp_path / "notes"))
    assert not [word for word in ("ak", "A.K.", "REF", "Alex", "King") if word in joined]
