"""The grab card on paper: one page, the owner's alone, encrypted where wanted, and without anybody's safe word."""

import stat
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from console.core.state import State
from console.export import grab_card, grab_card_pdf
from data.values.people import Place
from data.values.session import SessionState
from data.values.trouble import BadInput, Trouble
from tests.core.build import a_client, a_session, a_state, at, now_at
from tests.export.days import a_day

NOW = now_at(8, 30)


def a_full_day() -> State:
    people = [
        a_client(f"c{n}", initials=f"C.{n}.", last_place=Place("1 [High] *Street* #x $y", at(8))) for n in range(12)
    ]
    sessions = [a_session("g", participants=tuple(one.id for one in people), group=True)]
    sessions += [a_session(f"s{n}", participants=(f"c{n}",), begin=at(10 + n), end=at(10 + n, 50)) for n in range(8)]
    return a_state(clients=people, sessions=sessions)


def test_the_text_is_lines_of_at_most_78_columns_that_say_when_it_was_made() -> None:
    text = grab_card.text(grab_card.card_of(a_full_day(), NOW))
    assert max(map(len, text.splitlines())) <= 78
    assert text.startswith(
        "GRAB CARD · Saturday 21 November 2026\nMade Sat 21 Nov 08:30 · all times Europe/London (GMT)\n"
    )
    assert "do not use it, make" in text
    assert "1 [High] *Street* #x $y (08:00 today)" in text


def test_a_safe_word_is_taken_out_wherever_somebody_typed_it() -> None:
    state = a_state(clients=(a_client(last_place=Place("Pineapple House", at(8))),))
    assert "[withheld] House" in grab_card.text(grab_card.card_of(state, NOW))


def test_nothing_secret_of_a_believable_day_is_on_it() -> None:
    state = a_day()
    sessions = {
        key: a_session(key, participants=one.participants, group=one.group, state=SessionState.AGREED)
        for key, one in state.sessions.items()
    }
    text = grab_card.text(grab_card.card_of(replace(state, sessions=sessions), NOW))
    assert "A.K." in text
    assert "SECRET" not in text
    assert "Alex" not in text


@pytest.mark.parametrize("form", ["pdf", "txt"])
def test_it_is_the_owners_alone_and_replaces_the_cards_before_it(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name in ("2026-11-20-grab-card.txt", "2026-11-21-grab-card.pdf", "2026-11-20-day-note.md", "my-grab-card.txt"):
        (folder / name).write_text("old", "utf-8")
    path = grab_card.write(folder, a_full_day(), NOW, form)
    assert path.name == f"2026-11-21-grab-card.{form}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        {path.name, "2026-11-20-day-note.md", "my-grab-card.txt"}
    )


def test_a_full_day_is_one_page() -> None:
    with pikepdf.open(BytesIO(grab_card_pdf.pdf(grab_card.card_of(a_full_day(), NOW)))) as file:
        assert len(file.pages) == 1


def test_with_a_password_it_opens_with_that_alone(tmp_path: Path) -> None:
    path = grab_card.write(tmp_path / "notes", a_full_day(), NOW, password="long enough")
    assert b"High" not in path.read_bytes()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password="long enough") as file:
        assert file.encryption.bits == 256


def test_a_text_cannot_be_encrypted_and_an_unknown_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Only the PDF can be encrypted"):
        grab_card.write(tmp_path / "notes", a_full_day(), NOW, "txt", "long enough")
    with pytest.raises(BadInput, match="'doc' is no form of the grab card"):
        grab_card.write(tmp_path / "notes", a_full_day(), NOW, "doc")
    assert not (tmp_path / "notes").exists()


def test_without_the_extra_it_is_plain_text_and_a_pdf_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grab_card_pdf, "find_spec", lambda _: None)
    assert grab_card.write(tmp_path, a_full_day(), NOW).suffix == ".txt"
    with pytest.raises(Trouble, match="needs the extra 'pdf'"):
        grab_card.write(tmp_path, a_full_day(), NOW, "pdf")
