"""What lies over everything: the locked screen, and the cover of a page while others see the screen.

Rule: it knows the order of the screens and nothing of what they show. An incident that a person begins lies over both,
and leads back to them.
"""

from typing import TYPE_CHECKING

from textual.screen import Screen

from console.core.view.whole import SHARING
from console.keymap import CAPS
from console.screens.neutral import NeutralScreen
from data.values.views import DayView, LockedView

if TYPE_CHECKING:
    from console.app import SessionDayApp

COVERED = "Hidden while others see this screen. ^o shows it again."


class Curtain:
    """One for a console. `locked` until it is opened again, also while an incident lies over the locked screen."""

    def __init__(self, app: "SessionDayApp") -> None:
        self._app = app
        self.locked = False
        self._cover: NeutralScreen | None = None

    def lock(self) -> None:
        """The locked screen over everything, also over an incident."""
        self.locked = True
        self.stay()

    def stay(self) -> None:
        """While it is locked, the locked screen lies there: put back where it was taken away."""
        if self.locked and self._app.locked not in self._app.screen_stack:
            self._app.push_screen(self._app.locked)

    def unlock(self) -> None:
        """What was under it is back; an incident that lies over it stays."""
        self.locked = False
        self._take_away(self._app.locked)

    def cover(self) -> None:
        """A page or a dialog that is open is not to be seen; the day and an incident hide what is theirs themselves."""
        if self._app.screen not in (self._app.day, self._app.flow):
            self._cover = NeutralScreen(_ignore, _ignore)
            self._app.push_screen(self._cover)

    def uncover(self) -> None:
        """It may be seen again."""
        if self._cover is not None:
            self._take_away(self._cover)
            self._cover = None

    def show(self, view: DayView) -> None:
        """Draw the cover, where there is one."""
        if self._cover is not None:
            self._cover.show(covered(view))

    def alone(self) -> None:
        """Every screen over the day goes, with what it held."""
        self._cover = None
        while self._app.screen is not self._app.day and len(self._app.screen_stack) > 1:
            self._app.pop_screen()

    def _take_away(self, screen: Screen[None]) -> None:
        """This one goes; an incident that lies over it stays."""
        if self._app.screen is screen:
            self._app.pop_screen()
        elif screen in self._app.screen_stack and self._app.screen is self._app.flow:
            self._app.pop_screen()
            self._app.pop_screen()
            self._app.push_screen(self._app.flow)


def covered(view: DayView) -> LockedView:
    """A page that others must not see: of the day's screen only what never leaves the screen."""
    clock = view.clock
    waits = (view.banner.words,) if view.banner and view.banner.id != SHARING else ()
    caption = " · ".join(filter(None, (clock.who, clock.caption)))
    return LockedView(clock.digits, COVERED, caption, warnings=waits, next=clock.next, keys=CAPS)


def _ignore(*_: object) -> None:
    """Nothing can be done there."""
