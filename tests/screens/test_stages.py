"""Every stage of every shipped flow: what never leaves the screen, and what the covert look never tells."""

import re

import pytest

from console.acts.incidents import explained
from console.keymap import CAPS
from console.screens.incident import covert_sheet, open_sheet, places
from data.values.flow import Look
from data.values.views import IncidentView
from tests.screens.forbidden import FORBIDDEN
from tests.stages import in_stage, shown, stages
from widgets.digits import large
from widgets.lines import lined
from widgets.sheet import Make

ALL = tuple(stages())
OPEN = [(flow, stage) for flow, stage, look in ALL if look is not Look.COVERT]
COVERT = [(flow, stage) for flow, stage, look in ALL if look is Look.COVERT]
SMALL, LEAST, CARD, TALL = (80, 24), (60, 18), (59, 17), (120, 36)


def text(make: Make, width: int, height: int) -> str:
    """The words of a sheet, without any colour."""
    bands = make(width, height)
    assert len(bands) <= height
    rows = ["".join(run.text for run in lined(band.row, width)) for band in bands]
    assert {len(row) for row in rows} <= {width}
    return "\n".join(rows)


def page(view: IncidentView, size: tuple[int, int]) -> str:
    sheet = places(*size, lambda _width: 0)["sheet"]
    return text(open_sheet(view), sheet.width, sheet.height)


def has_clock(view: IncidentView, words: str) -> bool:
    return view.digits in words or all(line.rstrip() in words for line in large(view.digits))


def begins(following: str) -> str:
    """The next thing with its mark; a long one goes on in the next line, under its keys."""
    return f"› {' '.join(following.split()[:3])}"


def never_missing(view: IncidentView, words: str) -> None:
    """The clock, who, the next thing, and the crisis key."""
    running = " ".join(words.split())
    assert has_clock(view, words), words
    assert view.title.upper() in words, words
    assert view.who in words, words
    following = [row.text for row in view.rows if row.next]
    following += [f"{one.key} {one.words}" for one in view.exits if one.offered]
    assert following, "nothing is next"
    assert any(begins(one) in running for one in following), words
    assert any(all(word in running for word in one.split()) for one in following), words
    assert re.search(r"\bF3\b", words), words


@pytest.mark.parametrize("size", [SMALL, LEAST, CARD, TALL])
@pytest.mark.parametrize(("flow", "stage"), OPEN)
def test_the_clock_who_the_next_thing_and_the_crisis_key_are_there(
    flow: str, stage: str, size: tuple[int, int]
) -> None:
    never_missing(shown(flow, stage), page(shown(flow, stage), size))


@pytest.mark.parametrize(("flow", "stage"), OPEN)
def test_at_80_by_24_the_drop_has_its_key_everywhere_but_in_the_drop_and_the_way_out_is_there(
    flow: str, stage: str
) -> None:
    last = page(shown(flow, stage), SMALL).splitlines()[-1]
    assert bool(re.search(r"F2 +Drop", last)) is (flow not in {"drop", "ended-suddenly"}), last
    assert re.search(r"F3 +Crisis +F4 +Safe word +F5", last), last
    assert "x entered in error   esc day" in last, last


@pytest.mark.parametrize(("flow", "stage"), OPEN)
def test_at_80_by_24_every_key_stands_with_its_words_and_the_session_with_its_time(flow: str, stage: str) -> None:
    view = shown(flow, stage)
    words = page(view, SMALL)
    running = " ".join(words.split())
    assert view.clock in running
    for one in (*(key for row in view.rows for key in row.keys), *view.exits, *view.answers):
        assert re.search(rf"(?<!\w){re.escape(one.key)} +{re.escape(one.words)}", words), f"{one}\n{words}"
    for key, word in CAPS[1:]:
        assert re.search(rf"\b{key}\b", words), (key, word)
    assert "more lines" not in words, words


@pytest.mark.parametrize(("flow", "stage"), [(flow, stage) for flow, stage in OPEN if shown(flow, stage).card])
@pytest.mark.parametrize("size", [SMALL, LEAST, TALL])
def test_no_line_of_the_crisis_card_is_missing_or_cut(flow: str, stage: str, size: tuple[int, int]) -> None:
    view = shown(flow, stage)
    words = page(view, size)
    assert view.card
    running = " ".join(re.sub(r"│.*", "", words).split())
    for line in view.card.read:
        for word in f"{line.label} {line.text} {line.age}".split():
            assert word in running, f"{word}\n{words}"
    assert view.card.read[0].label == "WHERE"


@pytest.mark.parametrize("size", [TALL, SMALL, LEAST, (50, 12), (24, 6)])
@pytest.mark.parametrize(("flow", "stage"), COVERT)
def test_the_covert_look_tells_nothing(flow: str, stage: str, size: tuple[int, int]) -> None:
    view = shown(flow, stage)
    assert view.look == "covert"
    words = text(covert_sheet(view), *size)
    told = [word for word in FORBIDDEN if re.search(word, words, re.IGNORECASE)]
    assert not told, f"{told} is on the covert screen:\n{words}"
    assert view.who not in words
    assert has_clock(view, words)
    assert view.title.casefold() not in words.casefold()


@pytest.mark.parametrize(("flow", "stage"), COVERT)
def test_behind_the_covert_look_are_the_clock_who_and_the_next_thing(flow: str, stage: str) -> None:
    """After Esc twice."""
    view = shown(flow, stage)
    words = page(view, SMALL)
    assert has_clock(view, words)
    assert view.who in words
    assert "› " in words
    assert "F3" in words


def test_there_are_covert_stages_of_the_drop_the_safe_word_and_the_crisis() -> None:
    assert {"covert", "safe-word", "crisis"} <= {flow for flow, _stage in COVERT}
    assert len(OPEN) > 50


@pytest.mark.parametrize("size", [SMALL, LEAST])
@pytest.mark.parametrize(("flow", "stage"), OPEN)
def test_where_the_lines_come_from_is_told_in_the_crisis_too(flow: str, stage: str, size: tuple[int, int]) -> None:
    state, incident = in_stage(flow, stage)
    words = page(explained(state, incident, shown(flow, stage)), size)
    assert re.search(r"Polic|Session Day standard|lines? \d", words), words
    assert "esc steps" in words or size == LEAST, words
