"""Every store test runs twice: on a plain file and on one encrypted with a raw key. Real files, never in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.driver import connect
from data.store import Store, open_store

RAW_KEY = bytes(range(32))


@dataclass(frozen=True)
class Home:
    """One practice's folders, and how to open what is in them."""

    folder: Path
    key: bytes | None

    @property
    def path(self) -> Path:
        return self.folder / "data" / "practice.db"

    @property
    def head_dir(self) -> Path:
        return self.folder / "heads"

    @property
    def secrets_dir(self) -> Path:
        return self.folder / "secrets"

    def open(self, **more: Any) -> Store:
        return open_store(self.path, self.key, head_dir=self.head_dir, secrets_dir=self.secrets_dir, **more)

    def tamper(self, *statements: str) -> None:
        """Change the closed file by hand, as somebody with the key could: without the triggers."""
        connection = connect(self.path, self.key)
        try:
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            for _, sql in triggers:
                connection.execute(sql)
        finally:
            connection.close()


@pytest.fixture(params=["plain", "encrypted"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    return Home(tmp_path, RAW_KEY if request.param == "encrypted" else None)


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    with home.open() as opened:
        yield opened
