"""A first session: every line of it is reached, and it cannot close before it is known who the client is."""

from pathlib import Path

import pytest

from tests.journeys.harness import SMALL, TALL
from tests.journeys.stories import first_session


@pytest.mark.parametrize("size", [TALL, SMALL])
async def test_a_first_session_reaches_every_line_and_closes_only_with_an_identity(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    day = await first_session(tmp_path, size)
    day.tells("first-session")
