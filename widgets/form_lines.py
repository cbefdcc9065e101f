"""The lines of a form as they are drawn: pure, from fields and values to content. State never shows by colour alone."""

import textwrap
from collections.abc import Mapping

from textual.content import Content

from data.text import clean, lit
from data.values.quick import dataclass
from widgets.form_items import EXAMPLE, Field, Heading, Item, Kind, Option, Values, shown

MATCHES = 5
QUIET = "$secondary"


@dataclass(frozen=True, slots=True)
class Look:
    """What decides the drawing besides the fields: the field in hand, what is typed to find, which match is in hand."""

    width: int
    at: str = ""
    query: str = ""
    match: int = 0


def label_width(items: tuple[Item, ...]) -> int:
    """The cells before the values."""
    return min(max((len(item.label) for item in items if isinstance(item, Field)), default=8), 22) + 4


def picked(field: Field, value: str) -> str:
    """The words of what was taken in a PICK."""
    words = {option.value: option.words for option in field.options}
    return ", ".join(words.get(name, name) for name in value.split(",") if name)


def matches(field: Field, value: str, query: str) -> list[Option]:
    """The options that hold every word typed, dots aside ("ak" finds A.K.); of `many`, only those not yet taken.

    None while something is chosen and nothing typed.
    """
    wanted = _plain(query).split()
    if value and not wanted:
        return []  # somebody is chosen already: the list opens with the first letter
    taken = set(value.split(",")) if field.many else set()
    return [
        option
        for option in field.options
        if option.value not in taken and all(part in _plain(option.words) for part in wanted)
    ]


def _plain(words: str) -> str:
    return words.casefold().replace(".", "")


def draw(
    items: tuple[Item, ...], values: Values, problems: Mapping[str, str], look: Look
) -> tuple[list[Content], list[str]]:
    """The lines, and for each the id of its field ("" for a heading)."""
    lines: list[Content] = []
    owners: list[str] = []
    labels = label_width(items)
    for item in items:
        if not shown(item, values):
            continue
        if isinstance(item, Heading):
            drawn = _heading(item, look.width, bool(lines))
        else:
            drawn = _rows(item, values[item.id], problems.get(item.id, ""), labels, look)
        lines += drawn
        owners += [item.id if isinstance(item, Field) else ""] * len(drawn)
    return lines, owners


def _heading(item: Heading, width: int, gap: bool) -> list[Content]:
    line = Content.assemble(lit(item.words, "bold $primary"), "  ", lit(item.hint, QUIET))
    return [*([Content("")] if gap else []), line.truncate(width, ellipsis=True)]


def _rows(field: Field, value: str, problem: str, labels: int, look: Look) -> list[Content]:
    here = field.id == look.at
    mark = lit("! ", "bold $warning") if problem else lit("› " if here else "  ", "bold $primary")
    label = lit(field.label, "bold" if here else QUIET)
    label = label.pad_right(max(labels - 2 - label.cell_length, 1))
    room = max(look.width - labels, 20)
    row = Content.assemble(mark, label, _value(field, value, here, room)).truncate(look.width, ellipsis=True)
    rows = [row.pad_right(max(look.width - row.cell_length, 0)).stylize_before("on $primary 14%") if here else row]
    rows += [lit(f"  {part}", "$warning") for part in textwrap.wrap(clean(problem), look.width - 3)]
    return [*rows, *_matches(field, value, labels, look)] if here and field.kind is Kind.PICK else rows


def _value(field: Field, value: str, here: bool, room: int) -> Content:
    if field.kind is Kind.PICK:
        return lit(picked(field, value) or "–", "" if value else QUIET)
    if field.typed:
        return lit(value) if value else lit((field.example or EXAMPLE.get(field.kind, "–")) if here else "–", QUIET)
    chosen = next((option for option in field.choices if option.value == value), None)
    if here:
        return _open_choice(field, chosen, room)
    return lit(chosen.words, chosen.style if chosen.value else QUIET) if chosen else lit("–", QUIET)


def _open_choice(field: Field, chosen: Option | None, room: int) -> Content:
    """All options side by side where they fit, the chosen one between ‹ ›; otherwise only that one."""
    options = field.choices
    if sum(len(option.words) + 4 for option in options) > room:
        options = (chosen,) if chosen else options[:1]
    parts = [
        lit(f"‹ {one.words} ›", "bold $primary") if one is chosen else lit(f"  {one.words}  ", QUIET) for one in options
    ]
    return Content("").join(parts)


def _matches(field: Field, value: str, labels: int, look: Look) -> list[Content]:
    found = matches(field, value, look.query)
    first = max(0, min(look.match - MATCHES + 1, len(found) - MATCHES))
    rows = []
    for index, option in enumerate(found[first : first + MATCHES], first):
        mark = "› " if index == look.match else "  "
        line = lit(" " * (labels - 2) + mark + option.words, "bold $primary" if index == look.match else "")
        rows.append(line.truncate(look.width, ellipsis=True))
    if len(found) > MATCHES:
        rows.append(lit(f"{' ' * labels}{len(found)} in all", QUIET))
    return rows


def help_line(field: Field, values: Values) -> Content:
    """What helps with the field in hand: its hint, and the letters of its options."""
    hint = field.hint(values) if callable(field.hint) else field.hint
    if field.typed:
        return lit(hint)
    chosen = next((option for option in field.choices if option.value == values[field.id]), None)
    keys = "   ".join(f"{option.key} {option.words}" for option in field.choices if option.key)
    hint = (chosen.hint if chosen else "") or hint
    return lit(f"{hint}   {keys}" if hint and keys else hint or keys)
