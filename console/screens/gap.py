"""The console could not watch for a while: did the session run? Yes, no, or partly with the minutes it lost."""

from datetime import timedelta
from functools import partial

from console.core.entry import reading as forms
from console.screens.ask_text import AskTextScreen
from console.screens.choose import ChooseScreen

GapAnswer = tuple[str, timedelta | None]
YES: GapAnswer = ("yes", None)
NO: GapAnswer = ("no", None)
PARTLY: GapAnswer = ("partly", None)


class GapScreen(ChooseScreen[GapAnswer]):
    """See the module. `words` say what happened ("Asleep for 14 min, 10:20 to 10:34"); `longest` is the gap itself."""

    def __init__(self, words: str, longest: timedelta, *, lines: tuple[str, ...] = ()) -> None:
        options = (
            ("y", "yes, the session went on", YES),
            ("n", "no, all of it was lost", NO),
            ("p", "partly", PARTLY),
        )
        super().__init__("Was the session running?", (words, *lines), options, leave="answer later")
        self.longest = max(1, -(-int(longest.total_seconds()) // 60))

    def take(self, value: GapAnswer) -> None:
        """Partly asks how many minutes were lost."""
        if value != PARTLY:
            self.dismiss(value)
            return
        check = partial(forms.read_minutes, "Minutes lost", high=self.longest)
        ask = AskTextScreen("Partly", f"Minutes lost, {self.longest} at most", cap=8, check=check)
        self.app.push_screen(ask, self._minutes)

    def _minutes(self, typed: str | None) -> None:
        if typed is not None:
            self.dismiss(("partly", timedelta(minutes=forms.read_minutes("Minutes lost", typed, high=self.longest))))
