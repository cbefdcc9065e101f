"""A practice's own policy that writes the drop itself, as it is shipped, for faults to be planted in."""

from pathlib import Path

from data.flows import FOLDER

HEAD = 'extends = "standard"\n\n'
NEAR = (
    'extends = "standard"\nflows = ["drop", "covert", "late", "emergency", "ended-suddenly", "safe-word", "crisis"]\n\n'
)
"""Only the flows that a drop can lead to: a fault in the drop needs no others to be found."""


def own_drop() -> str:
    """The shipped drop as `[flow.drop]` inside a policy that extends the standard."""
    text = (FOLDER / "drop.toml").read_text(encoding="utf-8")
    return HEAD + text.replace("\n[drop", "\n[flow.drop").replace("\n[[drop", "\n[[flow.drop")


def planted(folder: Path, *edits: tuple[str, str]) -> tuple[Path, int]:
    """The file with a fault planted by these edits, and the line that holds `«` in it (taken out again)."""
    text = own_drop().replace(HEAD, NEAR, 1)
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    assert text.count("«") == 1
    line = text[: text.index("«")].count("\n") + 1
    file = folder / "ours.toml"
    file.write_text(text.replace("«", ""), encoding="utf-8")
    return file, line
