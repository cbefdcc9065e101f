"""Boxes and the lines between them as SVG: a column of boxes with ways on, lanes beside it, and goals at the right.

Rule: whole pixels and no sets, so that the same boxes make the same bytes; nothing lies upon anything else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap

from console.theme import DARK

FONT = "'DejaVu Sans Mono', 'Menlo', 'Consolas', 'Liberation Mono', monospace"
SIZE, LETTER = 12, 7.23
"""Pixels: a letter's height and, in this font, its width."""
MARGIN, BOX, ROW, GAP, LANE, ABOUT = 28, 470, 21, 26, 13, 300
LINE, TITLE = 17, 25
INK, SOFT, LIVE, TIMED = DARK.foreground, DARK.secondary, DARK.primary, DARK.warning
EDGE, WIRE, EDGE_WORDS = "#39444b", "#55626a", "#6b777e"
TOP = MARGIN + 48
"""Where the first box stands, below the title."""
BEFORE = "before"
"""The goal of a key that leads back to where one came from: no lane leads there."""
KEY, TIME, SELF = "key", "time", "self"
PEN = {KEY: LIVE, TIME: TIMED, SELF: SOFT}


@dataclass(frozen=True, slots=True)
class Port:
    """One way on: by a key, by time or by itself; `to` is "stage.phone", "outcome.landed" or "flow.covert"."""

    kind: str
    sign: str
    words: str
    to: str
    goal: str = ""


@dataclass(slots=True)
class Box:
    """A box of the left column, or a goal of the right one (without ports)."""

    id: str
    title: tuple[str, ...]
    lines: tuple[str, ...] = ()
    ports: tuple[Port, ...] = ()
    dashed: bool = False
    rounded: bool = False
    y: int = 0

    @property
    def words(self) -> int:
        """The height of its words above the ports, in pixels."""
        return 8 + LINE * (len(self.title) + len(self.lines))

    @property
    def height(self) -> int:
        """In pixels, with its ports."""
        return self.words + ROW * len(self.ports) + 10

    @property
    def entrance(self) -> int:
        """Where the arrow to it ends: beside the title of a stage, in the middle of a goal."""
        return self.y + (TITLE if self.ports or not (self.dashed or self.rounded) else self.height) // 2

    def port_y(self, number: int) -> int:
        """Where the line of this port leaves the box."""
        return self.y + self.words + ROW * number + ROW // 2 + 2


@dataclass(slots=True)
class Lane:
    """All the lines to one goal: from where to where it runs, and which of the lanes it is."""

    to: str
    top: int
    bottom: int
    number: int = 0
    starts: list[tuple[int, str]] = field(default_factory=list)


def drawn(title: str, use_when: str, left: list[Box], right: list[Box], lanes: list[Lane], *, red: bool) -> str:
    """The SVG of these boxes, whose places are known; lanes find theirs here."""
    apart(lanes, {box.id: box.entrance for box in (*left, *right)})
    x = MARGIN + BOX + 30 + LANE * (1 + max((one.number for one in lanes), default=0)) + 34
    bottom = max(box.y + box.height for box in (*left, *right))
    parts = [*_frame(title, use_when, (x + ABOUT + MARGIN, bottom + MARGIN), red=red), *_wires(lanes, left, right, x)]
    for box in left:
        parts += _box(box, MARGIN, BOX)
    for box in right:
        parts += _box(box, x, ABOUT)
    return "\n".join([*parts, "</svg>", ""])


def lanes_of(left: list[Box]) -> list[Lane]:
    """A lane for each goal, with all the lines that lead to it."""
    found: dict[str, Lane] = {}
    for box in left:
        for number, port in enumerate(box.ports):
            if port.to not in {BEFORE, box.id}:
                y = box.port_y(number)
                found.setdefault(port.to, Lane(port.to, y, y)).starts.append((y, port.kind))
    return list(found.values())


def apart(lanes: list[Lane], ends: Mapping[str, int]) -> None:
    """Give each lane its place: those of other stages and short ones nearest to the boxes, and none upon another."""
    for lane in lanes:
        ys = [*(y for y, _ in lane.starts), ends[lane.to]]
        lane.top, lane.bottom = min(ys), max(ys)
    taken: list[list[tuple[int, int]]] = []
    for lane in sorted(lanes, key=lambda one: (not one.to.startswith("stage."), one.bottom - one.top, one.to)):
        free = (n for n, spans in enumerate(taken) if all(lane.bottom + 12 < a or lane.top - 12 > b for a, b in spans))
        lane.number = next(free, len(taken))
        if lane.number == len(taken):
            taken.append([])
        taken[lane.number].append((lane.top, lane.bottom))


def _frame(title: str, use_when: str, size: tuple[int, int], *, red: bool) -> Iterator[str]:
    width, height = size
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FONT}" font-size="{SIZE}">'
    )
    yield f"<title>{escape(title)}: the flow, drawn from its data</title>"
    yield f'<rect width="{width}" height="{height}" fill="{DARK.background}"/>'
    yield _text(MARGIN, MARGIN + 6, title, DARK.error if red else LIVE, bold=True, size=17)
    yield _text(MARGIN, MARGIN + 27, use_when, SOFT)
    x = width - MARGIN - ABOUT
    for sign, words, pen in (("", "a key", LIVE), ("5 4", "time", TIMED), ("", "by itself", SOFT)):
        dash = f' stroke-dasharray="{sign}"' if sign else ""
        yield f'<path d="M{x} {MARGIN + 2}h22" stroke="{pen}" stroke-width="1.6"{dash}/>'
        yield _text(x + 29, MARGIN + 6, words, SOFT)
        x += 46 + round(LETTER * len(words))


def _box(box: Box, x: int, width: int) -> Iterator[str]:
    dash = ' stroke-dasharray="5 4"' if box.dashed else ""
    radius = 17 if box.rounded else 4
    fill = "none" if box.dashed else DARK.panel if box.rounded else DARK.surface
    yield (
        f'<rect x="{x}" y="{box.y}" width="{width}" height="{box.height}" rx="{radius}" fill="{fill}" '
        f'stroke="{EDGE}"{dash}/>'
    )
    inside = x + (16 if box.rounded else 12)
    y = box.y + 18
    for line in box.title:
        yield _text(inside, y, line, INK, bold=True)
        y += LINE
    owed = False
    for line in box.lines:
        owed = owed or line.startswith("owed: ")
        yield _text(inside, y, line, TIMED if owed else SOFT)
        y += LINE
    for number, port in enumerate(box.ports):
        yield from _port(port, x, width, box.port_y(number))


def _port(port: Port, x: int, width: int, y: int) -> Iterator[str]:
    pen = PEN[port.kind]
    if port.kind == KEY:
        yield f'<rect x="{x + 12}" y="{y - 8}" width="17" height="16" rx="3" fill="{DARK.panel}" stroke="{pen}"/>'
        yield _text(x + 17, y + 4, port.sign, pen)
    elif port.kind == TIME:
        yield f'<path d="M{x + 20} {y - 6}a6 6 0 1 0 .1 0zM{x + 20} {y - 3}v3l3 2" fill="none" stroke="{pen}"/>'
    else:
        yield f'<path d="M{x + 16} {y - 4}l7 4l-7 4z" fill="{pen}"/>'
    yield _text(x + 38, y + 4, port.words, INK if port.kind == KEY else pen)
    room = width - 38 - 12 - round(LETTER * (len(port.words) + 2))
    goal = _cut(port.goal, room)
    yield _text(x + width - 12, y + 4, goal, EDGE_WORDS, right=True)


def _wires(lanes: list[Lane], left: list[Box], right: list[Box], x: int) -> Iterator[str]:
    """Every lane with the lines that join it, and the arrow at its end."""
    ends = {box.id: (box.entrance, MARGIN + BOX, -1) for box in left}
    ends |= {box.id: (box.entrance, x, 1) for box in right}
    edge = MARGIN + BOX
    for lane in lanes:
        at = edge + 30 + LANE * lane.number
        y, goal, way = ends[lane.to]
        ys = [*(one for one, _ in lane.starts), y]
        yield f'<path d="M{at} {min(ys)}V{max(ys)}" fill="none" stroke="{WIRE}" stroke-width="1.3"/>'
        yield f'<path d="M{at} {y}H{goal - 7 * way}" fill="none" stroke="{WIRE}" stroke-width="1.3"/>'
        yield f'<path d="M{goal} {y}l{-8 * way} -4v8z" fill="{INK}"/>'
        for start, kind in lane.starts:
            dash = ' stroke-dasharray="5 4"' if kind == TIME else ""
            yield f'<path d="M{edge} {start}H{at}" fill="none" stroke="{PEN[kind]}" stroke-width="1.3"{dash}/>'
            yield f'<circle cx="{at}" cy="{start}" r="2.6" fill="{PEN[kind]}"/>'


def _text(
    x: int, y: int, words: str, fill: str | None, *, bold: bool = False, size: int = 0, right: bool = False
) -> str:
    more = ' text-anchor="end"' if right else ""
    more += (' font-weight="bold"' if bold else "") + (f' font-size="{size}"' if size else "")
    return f'<text x="{x}" y="{y}" fill="{fill}"{more} xml:space="preserve">{escape(words)}</text>'


def wrapped(words: str, width: int) -> tuple[str, ...]:
    """The words in lines that fit into a box of this width, in pixels."""
    return tuple(wrap(words, int((width - 32) / LETTER)))


def _cut(words: str, width: int) -> str:
    most = int(width / LETTER)
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
