"""The text area of notes, and what stays of it: nothing."""

import gc
import weakref

from textual.app import App, ComposeResult
from textual.screen import ModalScreen

from widgets.forgetting import forget_what_was_drawn
from widgets.note_area import NoteArea


class Page(ModalScreen[None]):
    """A page with a note."""

    def compose(self) -> ComposeResult:
        """The note alone."""
        yield NoteArea("Slept better.")


async def test_nothing_of_a_note_stays_in_memory_once_its_page_was_left() -> None:
    forget_what_was_drawn()
    app: App[None] = App()
    async with app.run_test() as pilot:
        page = Page()
        await app.push_screen(page)
        await pilot.press("end", "W", "a", "l", "k")
        area = weakref.ref(page.query_one(NoteArea))
        drawn = weakref.ref(page.query_one(NoteArea)._styles_cache)
        page.dismiss()
        await pilot.pause()
        await pilot.press("a")
        del page
        gc.collect()
        for held in (area(), drawn()):
            assert held is None, f"held by {[type(one).__name__ for one in gc.get_referrers(held)]}"
