"""The reference for the store: Textual with SQLModel, one table, one row written, and the words that say so."""

import sys
from pathlib import Path

from sqlmodel import Field, Session, SQLModel, create_engine
from textual.app import App, ComposeResult
from textual.widgets import Static


class Row(SQLModel, table=True):
    """One table."""

    id: int | None = Field(default=None, primary_key=True)
    words: str = ""


class BareStore(App[None]):
    """The first frame, then one commit, then the words."""

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("Session Day")

    def on_mount(self) -> None:
        """After the first frame."""
        self.call_after_refresh(self.write)

    def write(self) -> None:
        """Make the engine and the table, write a row."""
        engine = create_engine(f"sqlite:///{Path(sys.argv[1]) / 'bare.db'}")
        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Row(words="a"))
            session.commit()
        self.query_one(Static).update("saved 00:00:00")


if __name__ == "__main__":
    BareStore().run()
