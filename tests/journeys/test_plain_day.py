"""A plain day, from the calendar's import to the export."""

from pathlib import Path

import pytest

from tests.journeys.harness import SMALL, TALL
from tests.journeys.stories import plain_day


@pytest.mark.parametrize("size", [TALL, SMALL])
async def test_a_plain_day_from_import_to_export(tmp_path: Path, size: tuple[int, int]) -> None:
    day = await plain_day(tmp_path, size)
    day.tells("plain-day")
