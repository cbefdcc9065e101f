"""The reference for the cursor: a DataTable with a dozen rows, as many as Today has."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class BareTable(App[None]):
    """Nothing but that."""

    def compose(self) -> ComposeResult:
        """One table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Its rows."""
        table = self.query_one(DataTable)
        table.add_columns("Time", "Who", "How")
        for at in range(12):
            table.add_row(f"{8 + at:02}:00", f"S{at}.Z.", "weekly")


if __name__ == "__main__":
    BareTable().run()
