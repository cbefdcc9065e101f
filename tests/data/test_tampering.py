"""S8 and R6 in short: whatever was done to what was saved is found; and the proof itself can fail."""

from pathlib import Path

import pytest

from data.values.trouble import Trouble
from tests.data.conftest import RAW_KEY, Home
from tests.data.samples import first_day
from tests.faults.tampering import TAMPERINGS, damages, ours, sqlites_own, tamperings

KEYS = pytest.mark.parametrize("key", [None, RAW_KEY], ids=["plain", "encrypted"])


@KEYS
def test_seven_tamperings_are_all_found(tmp_path: Path, key: bytes | None) -> None:
    counted = tamperings(3, tmp_path, key)
    assert counted.tries == 3 * len(TAMPERINGS) == 21
    assert counted.missed == []


@KEYS
def test_damage_to_file_log_and_head_is_never_silent(tmp_path: Path, key: bytes | None) -> None:
    counted = damages(40, tmp_path, key)
    assert counted.missed == []
    assert counted.changed >= 10  # the damage is real


def test_sqlites_own_check_in_place_of_ours_would_miss_most(tmp_path: Path) -> None:
    assert len(tamperings(2, tmp_path / "s8", None, judge=sqlites_own).missed) >= 12
    assert damages(40, tmp_path / "r6", None, judge=sqlites_own).missed


def test_a_page_that_is_no_text_any_more_is_said_in_one_line(tmp_path: Path) -> None:
    """The driver quotes such a page in its own error, and cannot read the quotation."""
    home = Home(tmp_path, None)
    with home.open() as store:
        store.commit(*first_day())
    content = home.path.read_bytes()
    assert b"CREATE TABLE meta (" in content
    home.path.write_bytes(content.replace(b"CREATE TABLE meta (", b"\xa8REATE TABLE meta ("))
    with pytest.raises(Trouble, match="damaged"):
        home.open()
    assert ours(home)
