"""The vault: what opens it, what does not, and that damage is never taken for a wrong passphrase."""

import json
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from data import header, kinds, recovery, vault
from data.strength import strength
from data.values.keys import Keys
from data.values.trouble import BadInput, Trouble, WrongPassphrase

CHEAP = vault.Cost(8, 1)
PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "session-day.key"


def opened(path: Path, passphrase: str = PASSPHRASE) -> tuple[bytes, bytes]:
    return both(vault.unlock(path, passphrase))


def both(keys: Keys) -> tuple[bytes, bytes]:
    return bytes(keys.data), bytes(keys.mac)


# --- what opens it ----------------------------------------------------------------------------------------------------
def test_the_passphrase_gives_the_very_keys_again(path: Path) -> None:
    keys, _ = vault.create(path, PASSPHRASE, CHEAP)
    assert opened(path) == both(keys)
    assert len(set(both(keys))) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_of_the_keys_or_the_words_stands_in_the_file_or_in_a_repr(path: Path) -> None:
    made = vault.make(PASSPHRASE, CHEAP)
    made.keep(path)
    content = path.read_bytes()
    for one in (*both(made.keys), made.words.secret):
        assert bytes(one) not in content
        assert bytes(one).hex().encode() not in content
        assert bytes(one).hex() not in repr(made) + repr(made.keys) + repr(made.words)
    assert not any(f'"{word}"' in repr(made.words) for word in made.words.words)


def test_the_same_letters_open_it_however_the_keyboard_composed_them(path: Path) -> None:
    vault.create(path, "Café Zürich", CHEAP)
    assert opened(path, "Cafe\u0301 Zu\u0308rich")


def test_what_no_keyboard_types_counts_for_nothing_and_everything_else_counts(path: Path) -> None:
    vault.create(path, "👍🏽 \u200dx\ufe0f ❤", CHEAP)
    assert opened(path, "\x1b👍🏽 \u200dx\ufe0f\u202e ❤\x00\ud800")
    for wrong in ("👍 \u200dx\ufe0f ❤", "👍🏽 x\ufe0f ❤", "👍🏽 \u200dx ❤"):
        with pytest.raises(WrongPassphrase):
            vault.unlock(path, wrong)
    with pytest.raises(BadInput, match="cannot be empty"):
        vault.make("\x00\u202e", CHEAP)


def test_every_wrong_passphrase_gets_the_same_sentence(path: Path) -> None:
    vault.create(path, PASSPHRASE, CHEAP)
    said = set()
    for wrong in ("", " ", PASSPHRASE + " ", PASSPHRASE.upper(), "x" * 5000, "\ud800", "\x00"):
        with pytest.raises(WrongPassphrase) as trouble:
            vault.unlock(path, wrong)
        said.add(str(trouble.value))
    assert said == {vault.WRONG}


def test_a_wrong_passphrase_goes_the_same_way_as_the_right_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One derivation at the full cost, whatever was typed: nothing is looked at before it, nothing is left out."""
    from argon2 import low_level

    vault.create(path, PASSPHRASE, CHEAP)
    asked: list[tuple[int, ...]] = []
    real = low_level.hash_secret_raw

    def counted(secret: bytes, salt: bytes, *numbers: int) -> bytes:
        asked.append(numbers[:3])
        return bytes(real(secret, salt, *numbers))  # type: ignore[arg-type]

    monkeypatch.setattr(low_level, "hash_secret_raw", counted)
    for typed in ("", "a", PASSPHRASE, PASSPHRASE[:-1], "x" * 1000):
        with suppress(WrongPassphrase):
            vault.unlock(path, typed)
    assert asked == [(1, 8, 1)] * 5


def test_an_empty_passphrase_is_the_only_one_refused(path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be empty"):
        vault.create(path, "", CHEAP)
    assert not path.exists()
    vault.create(path, "a", CHEAP)
    with pytest.raises(BadInput, match="cannot be empty"):
        vault.rewrap(path, vault.unlock(path, "a"), "", CHEAP)
    assert opened(path, "a")


def test_a_key_file_that_is_there_is_never_overwritten(path: Path) -> None:
    keys, _ = vault.create(path, PASSPHRASE, CHEAP)
    with pytest.raises(BadInput, match="already"):
        vault.create(path, "another", CHEAP)
    assert opened(path) == both(keys)


def test_keys_made_and_not_kept_leave_nothing_behind(path: Path) -> None:
    vault.make(PASSPHRASE, CHEAP)
    assert not path.parent.exists()


def test_the_journals_key_that_there_was_stays_the_journals_key(path: Path) -> None:
    keys, _ = vault.create(path, PASSPHRASE, CHEAP, mac=bytes(range(32)))
    assert opened(path)[1] == bytes(keys.mac) == bytes(range(32))


def test_wiping_leaves_nothing_where_the_keys_stood(path: Path) -> None:
    keys, _ = vault.create(path, PASSPHRASE, CHEAP)
    data, mac = keys.data, keys.mac
    assert not keys.wiped
    keys.wipe()
    assert keys.wiped
    assert (bytes(data), bytes(mac)) == (bytes(32), bytes(32))


def test_the_cost_is_that_of_the_file(path: Path) -> None:
    vault.create(path, PASSPHRASE, vault.Cost(64, 2, 2))
    (slot,) = (one for one in json.loads(path.read_bytes())["slots"] if one["kind"] == "passphrase")
    assert (slot["memory"], slot["rounds"], slot["lanes"]) == (64, 2, 2)
    assert opened(path)


# --- a new passphrase -------------------------------------------------------------------------------------------------
def test_after_a_change_the_new_passphrase_opens_the_same_keys_and_the_old_one_nothing(path: Path) -> None:
    keys, words = vault.create(path, PASSPHRASE, CHEAP)
    vault.rewrap(path, keys, "a new one", CHEAP)
    assert opened(path, "a new one") == both(keys)
    with pytest.raises(WrongPassphrase):
        vault.unlock(path, PASSPHRASE)
    assert both(vault.unlock_by_words(path, str(words))) == both(keys)


def test_the_copy_among_the_backups_changes_with_it(path: Path) -> None:
    keys, _ = vault.create(path, PASSPHRASE, CHEAP)
    copy = header.spare_copy(path)
    header.copy_to(path, copy)
    vault.rewrap(path, keys, "a new one", CHEAP)
    assert copy.read_bytes() == path.read_bytes()


def test_a_copy_put_elsewhere_opens_with_what_opened_it_then(path: Path, tmp_path: Path) -> None:
    keys, words = vault.create(path, PASSPHRASE, CHEAP)
    elsewhere = tmp_path / "stick" / "x.db.key"
    header.copy_to(path, elsewhere)
    vault.rewrap(path, keys, "a new one", CHEAP)
    assert opened(elsewhere) == both(vault.unlock_by_words(elsewhere, words.words)) == both(keys)


def test_a_copy_never_takes_the_place_of_other_keys(path: Path, tmp_path: Path) -> None:
    vault.create(path, PASSPHRASE, CHEAP)
    other = tmp_path / "other.key"
    vault.create(other, "other", CHEAP)
    with pytest.raises(Trouble, match="belongs to other data"):
        header.copy_to(path, other)
    assert opened(other, "other")


def test_keys_of_another_file_change_nothing(path: Path, tmp_path: Path) -> None:
    keys, _ = vault.create(path, PASSPHRASE, CHEAP)
    other, _ = vault.create(tmp_path / "other.key", "other", CHEAP)
    wiped = vault.unlock(path, PASSPHRASE)
    wiped.wipe()
    before = path.read_bytes()
    for wrong in (other, wiped):
        for change in (vault.new_words, vault.add_keyring, lambda at, one: vault.rewrap(at, one, "x", CHEAP)):
            with pytest.raises(BadInput, match="other keys"):
                change(path, wrong)
    assert path.read_bytes() == before
    assert vault.fits(path, keys)
    assert not vault.fits(path, other)


# --- the recovery words -----------------------------------------------------------------------------------------------
def test_the_words_open_it_when_the_passphrase_is_gone_and_a_new_one_is_chosen(path: Path) -> None:
    keys, words = vault.create(path, PASSPHRASE, CHEAP)
    assert len(words.words) == 12
    found = vault.unlock_by_words(path, str(words))
    vault.rewrap(path, found, "a new one", CHEAP)
    assert opened(path, "a new one") == both(keys)


def test_words_may_be_typed_as_a_person_types_them(path: Path) -> None:
    keys, words = vault.create(path, PASSPHRASE, CHEAP)
    numbered = "\n".join(f"{number}. {word.upper()}," for number, word in enumerate(words.words, 1))
    first_four = "  ".join(word[:4] for word in words.words)
    for typed in (numbered, first_four, list(words.words)):
        assert both(vault.unlock_by_words(path, typed)) == both(keys)
        words.check(typed)


def test_a_word_that_is_none_is_named_by_its_place(path: Path) -> None:
    _, words = vault.create(path, PASSPHRASE, CHEAP)
    wrong = [*words.words]
    wrong[4] = "lether"
    with pytest.raises(BadInput, match=r"The 5th word is not in the list \(perhaps “leader”|The 5th word is not in"):
        vault.unlock_by_words(path, wrong)
    with pytest.raises(BadInput, match=r"The 5th word is another one"):
        words.check(wrong)


@pytest.mark.parametrize(("number", "nth"), [(0, "1st"), (1, "2nd"), (2, "3rd"), (10, "11th"), (11, "12th")])
def test_every_place_is_said_as_a_person_says_it(number: int, nth: str) -> None:
    words = [*recovery.new().words]
    words[number] = "qqqq"
    with pytest.raises(BadInput, match=f"The {nth} word is not in the list"):
        recovery.secret_of(words)


def test_too_few_words_are_counted() -> None:
    for typed, said in (("", "none were typed"), ("abandon", "1 was typed"), ("abandon ability", "2 were typed")):
        with pytest.raises(BadInput, match=f"There are 12 words, and {said}"):
            recovery.secret_of(typed)


def test_words_in_another_order_do_not_fit_together() -> None:
    with pytest.raises(BadInput, match="do not fit together"):
        recovery.secret_of("abandon " * 12)


def test_right_words_of_another_paper_open_nothing(path: Path) -> None:
    vault.create(path, PASSPHRASE, CHEAP)
    with pytest.raises(WrongPassphrase, match="open something else"):
        vault.unlock_by_words(path, recovery.new().words)


def test_new_words_take_the_place_of_the_old_ones(path: Path) -> None:
    keys, old = vault.create(path, PASSPHRASE, CHEAP)
    new = vault.new_words(path, keys)
    assert both(vault.unlock_by_words(path, new.words)) == opened(path) == both(keys)
    with pytest.raises(WrongPassphrase):
        vault.unlock_by_words(path, old.words)


def test_either_the_passphrase_or_the_words_may_be_typed_in_one_place(path: Path) -> None:
    keys, words = vault.create(path, PASSPHRASE, CHEAP)
    assert both(vault.unlock_by_either(path, PASSPHRASE)) == both(vault.unlock_by_either(path, str(words)))
    assert vault.fits(path, keys)
    for wrong in ("nothing", " ".join(recovery.new().words), "abandon " * 12):
        with pytest.raises(WrongPassphrase):
            vault.unlock_by_either(path, wrong)


def test_a_passphrase_of_twelve_words_of_its_own_is_a_passphrase(path: Path) -> None:
    own = " ".join(["ability"] * 12)
    vault.create(path, own, CHEAP)
    assert vault.unlock_by_either(path, own)


# --- the keyring's slot -----------------------------------------------------------------------------------------------
def test_a_secret_in_the_keyring_opens_it_until_it_is_dropped(path: Path) -> None:
    keys, _ = vault.create(path, PASSPHRASE, CHEAP)
    assert not vault.has_keyring(path)
    secret = vault.add_keyring(path, keys)
    assert vault.has_keyring(path)
    assert both(vault.unlock_by_secret(path, secret)) == opened(path) == both(keys)
    with pytest.raises(WrongPassphrase, match="type the passphrase"):
        vault.unlock_by_secret(path, bytes(32))
    vault.rewrap(path, keys, "a new one", CHEAP)
    assert vault.unlock_by_secret(path, secret)
    vault.drop_keyring(path)
    assert not vault.has_keyring(path)
    with pytest.raises(WrongPassphrase):
        vault.unlock_by_secret(path, secret)
    assert opened(path, "a new one")


# --- damage -----------------------------------------------------------------------------------------------------------
def test_every_flipped_byte_is_damage_and_never_a_wrong_passphrase(path: Path) -> None:
    keys, words = vault.create(path, PASSPHRASE, CHEAP)
    secret = vault.add_keyring(path, keys)
    content = path.read_bytes()
    for at in range(len(content)):
        for mask in (0x01, 0x20, 0x80):
            with pytest.raises(Trouble, match="is damaged, so no passphrase can open it") as trouble:
                header.parse(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :], path)
            assert not isinstance(trouble.value, WrongPassphrase), at
    path.write_bytes(content[:900] + bytes([content[900] ^ 1]) + content[901:])
    with pytest.raises(Trouble, match="is damaged"):
        vault.unlock(path, PASSPHRASE)
    with pytest.raises(Trouble, match="is damaged"):
        vault.unlock_by_words(path, words.words)
    with pytest.raises(Trouble, match="is damaged"):
        vault.unlock_by_secret(path, secret)


def test_a_file_that_was_cut_or_filled_up_is_damage(path: Path) -> None:
    vault.create(path, PASSPHRASE, CHEAP)
    content = path.read_bytes()
    cut = [content[:at] for at in range(0, len(content), 7)]
    for bad in (*cut, content + b"\n", content + content, b"[]", b"{}", b"null", b"[" * 60_000, b"\0" * 500_000):
        path.write_bytes(bad)
        with pytest.raises(Trouble, match="is damaged"):
            vault.unlock(path, PASSPHRASE)


def test_a_cost_that_nobody_can_pay_is_damage_even_with_a_right_checksum(path: Path) -> None:
    vault.create(path, PASSPHRASE, CHEAP)
    good = json.loads(path.read_bytes())
    for name, number in (("memory", 1 << 40), ("rounds", 0), ("lanes", 99), ("memory", "8"), ("memory", True)):
        body = json.loads(json.dumps(good))
        del body["checksum"]
        body["slots"][0][name] = number
        path.write_bytes(header._summed(body))
        with pytest.raises(Trouble, match="is damaged"):
            vault.unlock(path, PASSPHRASE)


def test_a_cheaper_cost_written_in_by_somebody_else_opens_nothing(path: Path) -> None:
    vault.create(path, PASSPHRASE, vault.Cost(64, 2))
    body = json.loads(path.read_bytes())
    del body["checksum"]
    body["slots"][0]["rounds"] = 1
    path.write_bytes(header._summed(body))
    with pytest.raises(WrongPassphrase):
        vault.unlock(path, PASSPHRASE)


def test_a_newer_version_is_said_with_its_cure(path: Path) -> None:
    vault.create(path, PASSPHRASE, CHEAP)
    body = {**json.loads(path.read_bytes()), "version": 2, "more": "things"}
    del body["checksum"]
    path.write_bytes(header._summed(body))
    with pytest.raises(Trouble, match="of a newer Session Day: install the newest one"):
        vault.unlock(path, PASSPHRASE)


def test_a_missing_key_file_is_said_with_where_another_is(path: Path) -> None:
    vault.create(path, PASSPHRASE, CHEAP)
    header.copy_to(path, header.spare_copy(path))
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(Trouble, match=rf"is missing.*copy {header.spare_copy(path)} there"):
        vault.unlock(path, PASSPHRASE)
    path.write_bytes(content[:-5])
    with pytest.raises(Trouble, match=rf"is damaged.*put {header.spare_copy(path)} in its place"):
        vault.unlock(path, PASSPHRASE)
    header.spare_copy(path).unlink()
    with pytest.raises(Trouble, match=r"put the key file of a backup \(.key\) in its place"):
        vault.unlock(path, PASSPHRASE)


def test_a_link_that_somebody_planted_is_not_followed(path: Path, tmp_path: Path) -> None:
    vault.create(tmp_path / "real.key", PASSPHRASE, CHEAP)
    path.parent.mkdir()
    path.symlink_to(tmp_path / "real.key")
    with pytest.raises(Trouble, match="cannot be read"):
        vault.unlock(path, PASSPHRASE)


def test_a_change_that_cannot_be_written_leaves_what_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys, _ = vault.create(path, PASSPHRASE, CHEAP)

    def full(at: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(header, "write_atomic", full)
    with pytest.raises(Trouble, match="nothing was changed: the disk is full"):
        vault.rewrap(path, keys, "a new one", CHEAP)
    assert opened(path) == both(keys)


def test_nothing_is_written_to_the_terminal(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    vault.create(path, PASSPHRASE, CHEAP)
    for number in range(20):
        with pytest.raises(WrongPassphrase):
            vault.unlock(path, f"wrong {number}")
    assert capfd.readouterr() == ("", "")


# --- what a file is, and how good a passphrase is ---------------------------------------------------------------------
def test_plain_and_encrypted_files_are_told_apart_by_their_beginning(tmp_path: Path) -> None:
    file = tmp_path / "session-day.db"
    assert kinds.kind_of(file) == "none"
    for content, kind in ((b"", "none"), (b"SQLite format 3\0more", "plain"), (bytes(range(99)), "encrypted")):
        file.write_bytes(content)
        assert kinds.kind_of(file) == kind


def test_strength_is_said_in_time_and_never_refuses() -> None:
    assert strength("") == "nothing typed yet"
    assert strength("password") == "weak: less than a second to guess"
    assert strength("correct horse battery staple").startswith("good: ")
    assert strength("Räucherlachs ΨΔ" * 40) == "good: centuries to guess"
    assert strength("\ud800\x00").startswith("weak: ")
