"""The grab card as plain text, for a printer or a pipe; and on the disk, as text or as a PDF.

It is written as day notes are: in their folder, the owner's alone, whole or not at all. A card of an earlier day is
taken away when a new one is written: old numbers and places are no help to anybody.
"""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from console.core.grab_card import CardEntry, GrabCard, grab_card
from console.core.state import State
from console.export import files, withhold
from data.text import clean
from data.values.time import Now
from data.values.trouble import BadInput

FORMS = ("pdf", "txt")
WIDTH = 78
ONLY_TODAY = "For this day only. Older, or something has changed since: do not use it, make it again."
_OLD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-grab-card\.(?:txt|pdf)")


def card_of(state: State, now: Now) -> GrabCard:
    """The card of the state's day, with every safe word taken out, wherever somebody typed it."""
    words = withhold.pattern(client.safe_word for client in state.clients.values())
    return withhold.without(grab_card(state, now), words, withhold.SAFE_WORD)


def write(folder: Path, state: State, now: Now, form: str = "", password: str = "") -> Path:
    """Write today's card; the answer is the file. `form` "" is a PDF where that can be made, else plain text.

    With a password the PDF is encrypted (AES-256). Raises BadInput for a form that is not known or an encrypted text,
    Trouble where a PDF was asked for and cannot be made, and OSError.
    """
    from console.export import grab_card_pdf

    wanted = form or ("pdf" if password or grab_card_pdf.can() else "txt")
    if wanted not in FORMS:
        raise BadInput(f"{form!r} is no form of the grab card: choose pdf or txt.")
    if password and wanted != "pdf":
        raise BadInput("Only the PDF can be encrypted: leave --form txt away.")
    card = card_of(state, now)
    content = grab_card_pdf.pdf(card, password) if wanted == "pdf" else text(card)
    path = files.write(folder, f"{card.day.isoformat()}-grab-card.{wanted}", content)
    for old in folder.iterdir():
        if old != path and _OLD.fullmatch(old.name):
            old.unlink(missing_ok=True)
    return path


def text(card: GrabCard) -> str:
    """The card in lines of at most 78 columns."""
    return "\n".join(line.rstrip() for line in _lines(card)) + "\n"


def title(card: GrabCard) -> str:
    """What it is, and of which day."""
    return f"GRAB CARD · {card.day:%A} {card.day.day} {card.day:%B %Y}" + (" · DEMO" if card.demo else "")


def made(card: GrabCard) -> str:
    """When it was made, and by which clock all times are."""
    return f"Made {card.made} · all times {card.zone}"


def facts(entry: CardEntry) -> tuple[tuple[str, str], ...]:
    """The lines of one client: a word, and what is to be known."""
    ring = " · ".join(one for one in (entry.rings, entry.number, entry.text, entry.voicemail) if one)
    say = (("Say", entry.say),) if entry.say else ()
    return (("Call", ring), *say, ("Place", entry.place), ("Then", " → ".join(entry.ladder)))


def head(entry: CardEntry) -> str:
    """When, who, and by what."""
    return f"{entry.time}  {entry.who}  ({entry.how})"


def _lines(card: GrabCard) -> Iterator[str]:
    yield title(card)
    yield made(card)
    yield from _wrapped(ONLY_TODAY)
    yield ""
    yield from _wrapped(card.drop)
    yield from _wrapped(" · ".join(card.colleagues))
    for entry in card.entries:
        yield ""
        yield from _wrapped(head(entry))
        for word, said in facts(entry):
            yield from _wrapped(said, f"  {word:<6}", " " * 8)
    if not card.entries:
        yield from ("", "No session is still to come today.")
    if card.settled:
        yield ""
        yield from _wrapped("Nobody to ring: " + "; ".join(card.settled))


def _wrapped(words: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        clean(words, cap=600), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
