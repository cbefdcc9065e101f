"""The pictures of the README, from the journeys: `python -m tests.screenshots`, or `make screenshots`.

Rule: never made by hand. The clock is the journeys' own and every name in them is invented, so the same code makes the
same files; an SVG asks for nothing from anywhere, and a PNG is drawn from it.
"""

import asyncio
import html
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import cairosvg

from tests import flow_pictures
from tests.journeys.drops import drop_in_pictures, safety_in_pictures
from tests.journeys.groups import group_in_pictures
from tests.journeys.harness import SMALL, TALL, Day
from tests.journeys.incident_pictures import incidents_in_pictures
from tests.journeys.lock_pictures import lock_in_pictures
from tests.journeys.stories import first_session, plain_day

FOLDER = Path(__file__).resolve().parent.parent / "screenshots"
FONT = "'DejaVu Sans Mono', 'Menlo', 'Consolas', 'Liberation Mono', monospace"
TALLER = 1.08
_BOXES = frozenset("│╷╵╭╮╰╯├┤┼╶╴┃╻╹┏┓┗┛┣┫╋╺╸┬┴")
STORIES: tuple[Callable[[Path, tuple[int, int]], Awaitable[Day]], ...] = (
    plain_day,
    first_session,
    drop_in_pictures,
    safety_in_pictures,
    incidents_in_pictures,
    group_in_pictures,
    lock_in_pictures,
)
COLUMN = 12.2
"""Pixels: the width of a column in the pictures."""
PNG_SCALE = 18 / COLUMN
"""A column of the PNG is 18 whole pixels and a row 36, so that no line has a seam."""
ROW = 24.4
ABOVE = 18.5
"""Pixels: a row of the pictures, and how much of it is above the line that its letters stand on."""
BLOCKS = {"█": (0.0, ROW), "▀": (0.0, ROW / 2), "▄": (ROW / 2, ROW / 2)}
FONT_SIZE = COLUMN / (1233 / 2048)
"""Pixels: at this size a letter of DejaVu Sans Mono is as wide as the picture's columns, so lines and boxes join."""


def plain_svg(svg: str, name: str) -> str:
    """The picture with a font that every machine has, ids that do not depend on the content, and no address in it."""
    svg = re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*;", f"font-family: {FONT};", svg)
    svg = svg.replace("font-size: 20px;", f"font-size: {FONT_SIZE:.3f}px;")
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    svg = _drawn_blocks(re.sub(r"terminal-\d+", f"terminal-{name}", svg))
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def _drawn_blocks(svg: str) -> str:
    """Runs of blocks drawn as what they are: a font's own leave a seam between two lines."""

    def drawn(found: re.Match[str]) -> str:
        left, top = float(found["x"]), float(found["y"]) - ABOVE
        rects = []
        for block in re.finditer(r"█+|▀+|▄+", html.unescape(found["words"])):
            upper, height = BLOCKS[block[0][0]]
            at = f'x="{left + COLUMN * block.start():.1f}" y="{top + upper:.1f}"'
            size = f'width="{COLUMN * len(block[0]):.1f}" height="{height:.1f}"'
            rects.append(f'<rect class="{found["pen"]}" {at} {size} shape-rendering="crispEdges"/>')
        return "".join(rects)

    run = r'<text class="(?P<pen>[^"]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)"[^>]*>(?P<words>(?:[█▀▄ ]|&#160;)+)</text>'
    return re.sub(run, drawn, svg)


def letter_by_letter(svg: str) -> str:
    """The same picture with a place for every letter: what draws the PNG rounds the width of a run of letters."""

    def placed(found: re.Match[str]) -> str:
        start, letters = float(found["x"]), len(html.unescape(found["words"]))
        places = " ".join(f"{start + COLUMN * at:.1f}" for at in range(letters))
        taller = "" if _BOXES.isdisjoint(html.unescape(found["words"])) else _stretched(float(found["y"]))
        return f'{found["head"]}x="{places}" y="{found["y"]}"{taller}>{found["words"]}<'

    run = r'(?P<head><text [^>]*?)x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+"[^>]*>(?P<words>[^<]*)<'
    return re.sub(run, placed, svg)


def _stretched(y: float) -> str:
    """Strokes drawn a little taller than the font has them, so that those of two rows meet."""
    return f' transform="matrix(1 0 0 {TALLER} 0 {(1 - TALLER) * (y - FONT_SIZE * 0.35):.2f})"'


def keep(pictures: dict[str, str], size: tuple[int, int]) -> None:
    """Each picture as SVG and PNG."""
    FOLDER.mkdir(exist_ok=True)
    for name, svg in pictures.items():
        path = FOLDER / f"{name}-{size[0]}x{size[1]}.svg"
        text = plain_svg(svg, path.stem)
        path.write_text(text, encoding="utf-8")
        cairosvg.svg2png(
            bytestring=letter_by_letter(text).encode(), write_to=str(path.with_suffix(".png")), scale=PNG_SCALE
        )
        print(f"screenshots/{path.name} and .png")


async def main() -> None:
    """Every story at both sizes, and every flow from its data."""
    for size in (TALL, SMALL):
        for story in STORIES:
            with tempfile.TemporaryDirectory() as base:
                keep((await story(Path(base), size)).pictures, size)
    flow_pictures.main()


if __name__ == "__main__":
    asyncio.run(main())
