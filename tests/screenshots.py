"""The pictures of the README, from the journeys: `python -m tests.screenshots`, or `make screenshots`.

Rule: never made by hand. The clock is the journeys' own and every name in them is invented, so the same code makes the
same files; an SVG asks for nothing from anywhere, and a PNG is drawn from it.
"""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import cairosvg

from tests.journeys.harness import SMALL, TALL, Day
from tests.journeys.stories import first_session, plain_day

FOLDER = Path(__file__).resolve().parent.parent / "screenshots"
FONT = "'DejaVu Sans Mono', 'Menlo', 'Consolas', 'Liberation Mono', monospace"
STORIES: tuple[Callable[[Path, tuple[int, int]], Awaitable[Day]], ...] = (plain_day, first_session)
PNG_SCALE = 1.0


def plain_svg(svg: str, name: str) -> str:
    """The picture with a font that every machine has, ids that do not depend on the content, and no address in it."""
    svg = re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*;", f"font-family: {FONT};", svg)
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", f"terminal-{name}", svg)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def keep(pictures: dict[str, str], size: tuple[int, int]) -> None:
    """Each picture as SVG and PNG."""
    FOLDER.mkdir(exist_ok=True)
    for name, svg in pictures.items():
        path = FOLDER / f"{name}-{size[0]}x{size[1]}.svg"
        text = plain_svg(svg, path.stem)
        path.write_text(text, encoding="utf-8")
        cairosvg.svg2png(bytestring=text.encode(), write_to=str(path.with_suffix(".png")), scale=PNG_SCALE)
        print(f"screenshots/{path.name} and .png")


async def main() -> None:
    """Every story at both sizes."""
    for size in (TALL, SMALL):
        for story in STORIES:
            with tempfile.TemporaryDirectory() as base:
                keep((await story(Path(base), size)).pictures, size)


if __name__ == "__main__":
    asyncio.run(main())
