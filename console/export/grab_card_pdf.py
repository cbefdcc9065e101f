"""The grab card as a PDF of one page, encrypted where a password is given; both libraries are the extra `pdf`.

The words go to typst as JSON, never as its markup: nothing that somebody typed is acted on. The letters get as small as
one page needs. Encrypted means AES-256 with the password: without it the file shows nothing, and nobody can recover it.
"""

import json
from importlib.util import find_spec
from io import BytesIO

from console.core.grab_card import GrabCard
from data.text import clean
from data.values.trouble import Trouble

MISSING = "A PDF needs the extra 'pdf' (pip install session-day[pdf]); the plain text needs nothing: --form txt."
_PAGE = """
#let card = json(bytes(sys.inputs.card))
#set page(paper: "a4", margin: 15mm)
#set document(title: "Grab card")
#set text(lang: "en", hyphenate: false)
#set par(leading: 0.5em, spacing: 0.7em)
#let body = {
  text(weight: "bold", size: 1.3em, card.title)
  linebreak()
  card.made
  parbreak()
  strong(card.only)
  parbreak()
  card.drop
  parbreak()
  card.colleagues
  for entry in card.entries {
    line(length: 100%, stroke: 0.5pt)
    strong(entry.head)
    for fact in entry.facts {
      grid(columns: (3.2em, 1fr), inset: (y: 0.12em), text(fill: luma(80), fact.at(0)), fact.at(1))
    }
  }
  line(length: 100%, stroke: 0.5pt)
  card.settled
}
#layout(room => {
  let sizes = (11pt, 10pt, 9pt, 8pt, 7pt, 6pt, 5pt)
  let fits(size) = measure(width: room.width, { set text(size: size); body }).height <= room.height
  let size = sizes.find(fits)
  set text(size: if size == none { 5pt } else { size })
  body
})
"""


def can() -> bool:
    """Whether this machine has what makes a PDF."""
    return find_spec("typst") is not None and find_spec("pikepdf") is not None


def pdf(card: GrabCard, password: str = "") -> bytes:
    """The file's content. Raises Trouble where the extra is not installed, or the page cannot be made."""
    if not can():
        raise Trouble(MISSING)
    import typst

    try:
        made: bytes = typst.compile(_PAGE.encode(), sys_inputs={"card": json.dumps(_words(card))}, format="pdf")
    except (RuntimeError, ValueError):  # typst's own message would show the words
        raise Trouble("The PDF could not be made; the plain text can: --form txt.") from None
    return _encrypted(made, password) if password else made


def _words(card: GrabCard) -> dict[str, object]:
    from console.export import grab_card

    entries = [
        {"head": _clean(grab_card.head(one)), "facts": [[word, _clean(said)] for word, said in grab_card.facts(one)]}
        for one in card.entries
    ]
    return {
        "title": grab_card.title(card),
        "made": grab_card.made(card),
        "only": grab_card.ONLY_TODAY,
        "drop": card.drop,
        "colleagues": _clean(" · ".join(card.colleagues)),
        "entries": entries,
        "settled": _clean("Nobody to ring: " + "; ".join(card.settled)) if card.settled else "",
    }


def _clean(words: str) -> str:
    return clean(words, cap=600)


def _encrypted(content: bytes, password: str) -> bytes:
    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner=password, user=password, R=6, aes=True))
    return out.getvalue()
