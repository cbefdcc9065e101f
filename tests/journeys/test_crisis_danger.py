"""The only emergency contact may be the danger: no ladder, card, grab card or export offers them or tells a number."""

from collections.abc import Mapping
from pathlib import Path

from tests.journeys.drops import dropped, in_session
from tests.journeys.harness import SMALL, TALL, Day, folders
from tests.journeys.incidents import opened, pressed
from tests.journeys.people import JM

NUMBER = "07700 900126"
DANGEROUS: Mapping[str, str] = JM | {
    "emergency_name": "Rose Moss", "emergency_relation": "partner", "emergency_danger": "yes",
}  # fmt: skip
RISK = "may be dangerous: partner, may be present"
"""What the card says of them to the call handler, in the risks alone."""

WHY = "partner (Rose Moss): flagged: may be the danger"
"""What stands where their number would: NO CALL, and this."""


def told(text: str) -> list[str]:
    """What of the contact's number is in a text, however it is written."""
    bare = "".join(one for one in text if one.isdigit())
    return [one for one in (NUMBER, NUMBER.replace(" ", ""), "900126") if one in text or one.replace(" ", "") in bare]


async def walk(day: Day, *keys: str) -> None:
    """Key by key, at two sizes; the number is on no screen, and the contact is nobody to ring."""
    for key in ("", *keys):
        if key:
            await day.press(key)
        for size in (TALL, SMALL):
            await day.resize(*size)
            text = day.screen_text()
            assert not told(text), text
            lines = [line for line in text.splitlines() if "Rose Moss" in line or "partner" in line.replace(RISK, "")]
            assert all(WHY in line for line in lines), text


async def test_of_a_contact_who_is_the_danger_no_stage_and_no_file_has_the_number(tmp_path: Path) -> None:
    async with in_session(tmp_path, DANGEROUS) as day:
        await walk(day)
        await dropped(day)
        await walk(day, "d", "t", "5", "l")  # the ladder of the drop: nobody left, so the lead
        assert opened(day)[0].stage == "emergency.lead"
        await walk(day, "i", "f3")
        day.sees(RISK)
        await walk(day, "t", "l", "question_mark", "question_mark", "j", "1", "s")
        await walk(day, "l", "g", "escape")
        await walk(day, "v")  # names for some seconds; the client's own page alone has the record
        await pressed(day, "10:30:00", "f3", "escape")
        await day.export()
        await day.press("G")
        await day.until(lambda: list(day.here.documents.glob("*grab-card*")))
        await day.saved()
    files = [one for one in folders(tmp_path).documents.rglob("*") if one.is_file()]
    assert files
    for file in files:
        assert not told(file.read_bytes().decode("utf-8", "replace")), file
        assert b"Rose" not in file.read_bytes(), file
