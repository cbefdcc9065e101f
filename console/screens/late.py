"""A late start: who was late, and when the session ends. Both ends are shown; the practitioner picks."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from console.screens.choose import ChooseScreen, Options
from data.text import lit
from data.values.session import EndChoice, Side
from widgets.key_line import cap

LateAnswer = tuple[EndChoice, Side]
SIDES = (("c", "the client", Side.CLIENT), ("m", "me", Side.MINE), ("n", "neither", Side.NEITHER))


class LateScreen(ChooseScreen[LateAnswer]):
    """See the module. `booked` and `full` are the two ends in words ("10:50"), `runs_into` what the later one meets.

    With the client late, as booked is in hand; with me late, the full length.
    """

    def __init__(self, lead: str, booked: str, full: str, *, runs_into: str = "", side: Side = Side.CLIENT) -> None:
        self.side = side
        self._ends = (booked, f"{full}  the full length{f', into {runs_into}' if runs_into else ''}")
        super().__init__("When does it end?", (lead,), self._made(), leave="decide later")
        self.at = self._usual()

    def _made(self) -> Options[LateAnswer]:
        booked, full = self._ends
        return (
            ("b", f"{booked}  as booked", (EndChoice.AS_BOOKED, self.side)),
            ("f", full, (EndChoice.FULL, self.side)),
        )

    def _usual(self) -> int:
        return 1 if self.side is Side.MINE else 0

    def body(self) -> ComposeResult:
        """Who was late, then the two ends."""
        yield Static(self._sides(), id="sides")
        yield from super().body()

    def _sides(self) -> Content:
        parts = [lit("Late:  ", "$secondary")]
        for key, words, side in SIDES:
            here = side is self.side
            parts += [cap(key), lit(f" ‹{words}›  " if here else f"  {words}   ", "bold $primary" if here else "")]
        return Content("").join(parts)

    def on_key(self, event: events.Key) -> None:
        """c, m and n say who was late; the rest is the question's."""
        side = next((side for key, _, side in SIDES if key == event.character), None)
        if side is None:
            return
        event.stop()
        event.prevent_default()
        self.side = side
        self.options = self._made()
        self.at = self._usual()
        self.query_one("#sides", Static).update(self._sides())
        self.redraw()
