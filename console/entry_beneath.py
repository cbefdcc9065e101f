"""The part of the App for a closed home: what stands before the day lies at the bottom of the stack, the day on it."""

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from console.keymap import INCIDENT

if TYPE_CHECKING:
    from textual.app import App

    from console.screens.day import DayScreen

    _Base = App[None]
else:
    _Base = object


_CAPS = {key.id.partition(".")[2]: key.cap for key in INCIDENT[:4]}


class EntryBeneath(_Base):
    """Mixed into the App. `entry` is None where nothing stands before the day."""

    entry: Screen[Any] | None = None
    day: "DayScreen"
    early: list[tuple[str, str, str, dict[str, str]]]

    async def show_entry(self, screen: Screen[Any]) -> None:
        """One of the screens before the day, in place of the one that was there."""
        if screen is self.entry:
            while len(self.screen_stack) > 1:
                await self.pop_screen()
        elif len(self.screen_stack) == 1:
            await self.push_screen(screen)
        else:
            await self.switch_screen(screen)
        self.say_noted()

    def say_noted(self) -> None:
        """Which incident keys were pressed before the data is open: none of them is lost."""
        if self.entry is None or not getattr(self, "early", ()):
            return
        from console.screens.entry import EntryScreen

        pressed = dict.fromkeys(_CAPS[action] for action, *_ in self.early if action in _CAPS)
        if pressed and isinstance(self.screen, EntryScreen):
            verb = "opens" if len(pressed) == 1 else "open"
            kept = f"{' and '.join(pressed)}: noted, and {verb} with your passphrase."
            self.screen.noted(f"Danger now: ring the emergency services. {kept}")

    async def make_day(self) -> None:
        """Make the day behind what stands before it, so that opening only shows it."""
        _screen, made = self._get_screen(self.day)
        await made

    async def enter(self) -> None:
        """The day, once the data is open."""
        if self.entry is None:
            return
        if len(self.screen_stack) == 1:
            await self.push_screen(self.day)
        else:
            await self.switch_screen(self.day)
