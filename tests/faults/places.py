"""Every place of the console that keys lead to from the day screen of the faults' home, and what stands there then."""

from dataclasses import dataclass

from tests.faults.program import Program

F1, F2, F3, F4, F5 = b"\x1bOP", b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[15~"


@dataclass(frozen=True, slots=True)
class Place:
    """The key that leads there, and words that stand there and not on the day screen."""

    name: str
    keys: bytes
    shows: str
    typing: bool = False

    def go(self, program: Program) -> None:
        """From the day screen."""
        if self.keys:
            program.send(self.keys)
            program.wait_for(self.shows)


NOTE = Place("note", b"n", "leave, draft kept", typing=True)
CLIENT = Place("new client", b"p", "New client", typing=True)
OWED = Place("what is owed", b"f", "What is owed?", typing=True)
TYPING = (NOTE, CLIENT, OWED)
PLACES = (
    Place("day", b"", "in session"),
    *TYPING,
    Place("client", b"c", "Asha Kaur"),
    Place("new session", b"w", "New session"),
    Place("contact rules", b"g", "Contact rules"),
    Place("contact", b"k", "What was it for?"),
    Place("practice", b",", "The practice"),
    Place("commands", b"\x10", "What would you like to do?"),
    Place("help", F1, "When something happens"),
    Place("why", b"?", "taken over from"),
    Place("close the day", b"z", "Close the day"),
    Place("leave", b"q", "Leave Session Day?"),
    Place("longer", b"+", "go on for longer?"),
    Place("answers", b"\x1b[F\r", "esc"),
    Place("mode", b"M", "How is it held"),
    Place("list", F5, "esc"),
    Place("drop", F2, "CONNECTION DROPPED"),
    Place("crisis", F3, "CRISIS"),
    Place("safe word", F4, "We can stop here"),
)
