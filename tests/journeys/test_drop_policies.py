"""The same drop under four policies, side by side: a clean hang-up, no concern, nobody answers, the contact is safe."""

from pathlib import Path

import pytest

from tests.journeys.drops import dropped, in_session, is_in, tells

AFTERWARDS = {
    "standard": "Another appointment",
    "support-service": "Another appointment",
    "online-working": "Another appointment",
    "remote-protocol": "Emergency contact",
}
"""What follows, by each policy, when nobody was reached and there is no concern."""


@pytest.mark.parametrize("policy", AFTERWARDS)
async def test_the_same_drop_ends_as_each_policy_says(tmp_path: Path, policy: str) -> None:
    async with in_session(tmp_path, policy=policy, place="") as day:
        await dropped(day)
        await day.press("h", "n")
        await day.at("10:22:59")
        await is_in(day, "They hung up: any concern?", "0:01")
        await day.at("10:23:00")
        await is_in(day, "Phone: you ring")
        await day.press("5")
        await day.at("10:26:00")
        await day.press("4")
        await is_in(day, AFTERWARDS[policy])
        if policy == "remote-protocol":
            day.sees("must")
            await day.press("l")
            day.sees("Not done: Ring the contact, from the work phone. Why?")
            await day.press("enter")  # no reason: the question stays
            day.sees("Not done: Ring the contact, from the work phone. Why?")
            await day.press("escape")
            await is_in(day, "Emergency contact")
            await day.at("10:27:00")
            await day.press("1")
            await is_in(day, "Safe, says the contact")
        await day.at("10:28:00")
        await day.press("g")
        assert day.incident is None
        await tells(day, f"drop-{policy}")


async def test_a_must_left_undone_needs_a_reason_which_is_not_told(tmp_path: Path) -> None:
    async with in_session(tmp_path, policy="remote-protocol", place="") as day:
        await dropped(day)
        await day.press("h", "n", "t")
        await day.at("10:18:40")
        await day.press("5", "l")
        await is_in(day, "Emergency contact")
        await day.at("10:19:00")
        await day.press("l")
        await day.type("she is abroad")
        await day.press("enter")
        await is_in(day, "Lead or supervisor")
        await day.at("10:22:00")
        await day.press("1")
        await day.press("enter")
        await day.press("g")
        assert day.incident is None
        await tells(day, "drop-must-skipped")
        assert "abroad" not in day.day_note()
