"""The text area of notes."""

import gc
import weakref

from textual.app import App, ComposeResult
from textual.screen import ModalScreen

from widgets.note_area import NoteArea


class Page(ModalScreen[None]):
    """A page with a note."""

    def compose(self) -> ComposeResult:
        """The note alone."""
        yield NoteArea("Slept better.")


async def test_nothing_of_a_note_stays_in_memory_once_its_page_was_left() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        page = Page()
        await app.push_screen(page)
        await pilot.press("end", "W", "a", "l", "k")
        area = weakref.ref(page.query_one(NoteArea))
        page.dismiss()
        await pilot.pause()
        await pilot.press("a")
        del page
        gc.collect()
        held = area()
        assert held is None, f"held by {[type(one).__name__ for one in gc.get_referrers(held)]}"
