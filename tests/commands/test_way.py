"""Which way leads into a home, told before anybody types."""

from pathlib import Path

import pytest

from console.settings import Folders, Settings, folders
from console.way_in import CHANGE, CHOOSE, MOVE, UNLOCK
from console.wiring.way import way_of
from data import kinds, vault
from data.values.trouble import Trouble
from tests.fakes import FakeClock
from tests.homes import CHEAP, PASSPHRASE


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("SESSION_DAY_HOME", str(tmp_path / "home"))
    found = folders()
    found.make()
    return found


def kind(here: Folders, settings: Settings | None = None, *, change: bool = False) -> str:
    way = way_of(here, settings or Settings(), FakeClock(), change=change)
    return way.kind if way else "plain"


def test_nothing_kept_is_to_be_encrypted_unless_the_settings_say_otherwise(here: Folders) -> None:
    assert kind(here) == CHOOSE
    assert kind(here, Settings(encrypted=False)) == "plain"


def test_plain_data_is_moved_over_unless_the_settings_say_otherwise(here: Folders) -> None:
    here.database.write_bytes(b"SQLite format 3\0" + bytes(100))
    assert kind(here) == MOVE
    assert kind(here, Settings(encrypted=False)) == "plain"


def test_a_key_file_asks_whatever_the_settings_say(here: Folders) -> None:
    vault.create(kinds.beside(here.database), PASSPHRASE, CHEAP)[0].wipe()
    assert kind(here) == UNLOCK
    assert kind(here, Settings(encrypted=False)) == UNLOCK
    assert kind(here, change=True) == CHANGE


def test_a_damaged_key_file_is_said_before_anybody_types_a_passphrase(here: Folders) -> None:
    path = kinds.beside(here.database)
    vault.create(path, PASSPHRASE, CHEAP)[0].wipe()
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(Trouble, match="is damaged, so no passphrase can open it"):
        kind(here)


def test_encrypted_data_without_its_key_file_is_said_with_the_cure(here: Folders) -> None:
    here.database.write_bytes(bytes(range(200)))
    with pytest.raises(Trouble, match=r"key file session-day\.key is missing"):
        kind(here)
