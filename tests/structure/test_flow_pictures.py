"""The pictures of the flows are those of the data: drawn, never touched, complete, and nothing lies upon another."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from data.flows import load_flows
from data.policies import load
from tests.flow_drawing import ABOUT, BOX, LETTER, MARGIN, Lane, apart
from tests.flow_pictures import FOLDER, pictures

DRAWN = pictures()
FLOWS = load_flows(load("standard"))
SVG = "{http://www.w3.org/2000/svg}"


def _texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text")]


def _boxes(svg: str) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of every box, those of keys left out."""
    found = [one.attrib for one in ET.fromstring(svg).iter(f"{SVG}rect") if "x" in one.attrib]
    places = [(int(one["x"]), int(one["y"]), int(one["width"]), int(one["height"])) for one in found]
    return [one for one in places if one[2] in {BOX, ABOUT}]


def test_the_pictures_that_are_kept_are_those_of_the_data() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.svg")}
    assert sorted(kept) == sorted(DRAWN), "draw them again: python -m tests.flow_pictures"
    stale = [name for name in DRAWN if kept[name] != DRAWN[name]]
    assert stale == [], "the flows changed; draw them again: python -m tests.flow_pictures"


def test_the_same_data_makes_the_same_bytes() -> None:
    assert pictures() == DRAWN


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_every_stage_every_way_on_and_every_outcome_stands_in_the_picture(name: str) -> None:
    flow, svg = FLOWS[name], DRAWN[f"{name}.svg"]
    texts = _texts(svg)
    said = " ".join(texts)
    for stage in flow.stages.values():
        assert any(stage.title in text for text in texts)
        assert {one.text for one in stage.exits} <= {text.removesuffix("…") for text in texts}
        assert {one.level for one in stage.routes} <= set(texts)
    assert {one.level for one in flow.routes} <= set(texts)
    led = {one.to for stage in flow.stages.values() for one in stage.exits}
    assert all(outcome.text in said for outcome in flow.outcomes.values() if outcome.id in led)
    assert all(line in said for line in flow.first)
    assert svg.count("stroke-dasharray") >= len({one for one in led if one.partition(".")[0] in FLOWS})


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_no_box_lies_upon_another_and_no_words_stick_out(name: str) -> None:
    svg = DRAWN[f"{name}.svg"]
    boxes = _boxes(svg)
    for width in (BOX, ABOUT):
        column = sorted((y, height) for _, y, wide, height in boxes if wide == width)
        assert all(above[0] + above[1] < below[0] for above, below in pairwise(column))
    for one in ET.fromstring(svg).iter(f"{SVG}text"):
        x, y, length = int(one.attrib["x"]), int(one.attrib["y"]), LETTER * len("".join(one.itertext()))
        start = x - length if one.attrib.get("text-anchor") == "end" else x
        inside = [box for box in boxes if box[0] <= x <= box[0] + box[2] and box[1] < y < box[1] + box[3]]
        assert y < MARGIN + 48 or len(inside) == 1
        assert all(box[0] < start and start + length <= box[0] + box[2] for box in inside), "".join(one.itertext())


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_no_words_of_a_line_run_into_each_other(name: str) -> None:
    lines: dict[int, list[tuple[float, float]]] = {}
    for one in ET.fromstring(DRAWN[f"{name}.svg"]).iter(f"{SVG}text"):
        x, length = int(one.attrib["x"]), LETTER * len("".join(one.itertext()))
        start = x - length if one.attrib.get("text-anchor") == "end" else float(x)
        lines.setdefault(int(one.attrib["y"]), []).append((start, start + length))
    for spans in lines.values():
        assert all(left[1] < right[0] for left, right in pairwise(sorted(spans)))


def test_lanes_that_run_side_by_side_are_apart() -> None:
    lanes = [Lane(f"stage.{n}", 0, 0, starts=[(start, "key")]) for n, start in enumerate((10, 20, 200, 30))]
    apart(lanes, {"stage.0": 100, "stage.1": 90, "stage.2": 300, "stage.3": 35})
    spans = [(one.number, one.top, one.bottom) for one in lanes]
    for number, top, bottom in spans:
        others = [one for one in spans if one[0] == number and one != (number, top, bottom)]
        assert all(bottom < one[1] or top > one[2] for one in others)
    assert len({one[0] for one in spans}) == 3


def test_a_picture_asks_for_nothing_from_anywhere() -> None:
    for svg in DRAWN.values():
        assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", svg) == []
        assert "href" not in svg
