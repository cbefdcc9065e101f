"""A plain session of the long day, second by second; and the one with the kill, and the one with sleep."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.faults.day_acts import Act, check, enter, press, settle, tick

LENGTH, PITCH = 8 * 60, 9 * 60
"""A plain session of that day, and from its beginning to the next one's."""
LONG, LONG_PITCH = 25 * 60, 27 * 60
"""One in which something happens."""
PLACE = "{n} Mill Lane, York"
OFF, ASLEEP, ASLEEP_IN_DROP = 64, 62, 120
NONE = (0, 0)
LEAFLET = "Leaflet for {who}"
OWED_AT_ONCE, OWED_TILL_EVENING = 2, 7
"""The last digit of the sessions after which something is owed, and when that is settled."""


def _nothing() -> tuple[Act, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of session. `middle` comes between arriving and parting; `silent` is the span in which a crisis keeps
    the end warnings back, `ended` when the session ends, all in seconds after its beginning.
    """

    middle: Callable[[], tuple[Act, ...]] = _nothing
    length: int = LENGTH
    pitch: int = PITCH
    silent: tuple[int, int] = NONE
    ended: int = 0
    parts: bool = True

    def acts(self, number: int) -> Iterator[Act]:
        """All of it, from the invitation to the closed session."""
        yield from _before()
        yield from self.middle()
        yield from _end_warnings(self)
        yield from _after(self.ended, number)


def _before() -> Iterator[Act]:
    yield Act(-30, "row", ("{row}",))
    yield press(-25, "i i", "Invitation sent by the practitioner", "Invitation sent: done")
    yield press(
        0, "s", "Session started, ends {ends} as booked",
        "On an approved platform: passes, Zoom is approved (seen by the console)",
        "A new link, used for nobody else: passes, the link is new (seen by the console)",
        "The meeting has a passcode: passes, the link has a passcode (seen by the console)",
        "An emergency contact is on record: passes, wife, 7 days old (seen by the console)",
        "Contact rules were confirmed lately: passes, 7 days old (seen by the console)",
    )  # fmt: skip
    yield check(20, "Private and alone?", "a", "", "Private and alone? alone")
    yield check(40, "Who is there?", "o", "", "Who is there? only them")
    yield check(55, "Where are you now?", "a", PLACE, f"Where are you now? address, {PLACE}")
    yield check(80, "Emergency contact still right?", "s", "", "Emergency contact still right? done")
    line = "Still safe to ring, text and write as agreed?"
    yield check(90, line, "s", "", f"{line} done")


def _end_warnings(story: Story) -> Iterator[Act]:
    """Acknowledged as they come; with five minutes left, the lines of the ending."""
    for left in (10, 5, 1):
        at = story.length - 60 * left
        if 0 < at < story.ended and not story.silent[0] <= at <= story.silent[1] and 60 * left < story.length:
            yield press(at + 2, "a", "Acknowledged")
    at = story.length - 300
    if story.parts:
        yield tick(at + 3, "Say there are five minutes left")
        activity = "What will you do after this?"
        yield check(at + 30, activity, "c", "a walk by the river", f"{activity} chosen, a walk by the river")
        yield check(at + 50, "Next session", "a", "25 Nov 10:00", "Next session: agreed, 25 Nov 10:00")
        yield tick(at + 70, "Remind them to close pages; close mine")
        yield tick(at + 75, "Say goodbye")
        yield check(at + 80, "The client left first", "a", "", "The client left first: after goodbye")


def _after(ended: int, number: int) -> Iterator[Act]:
    yield press(ended, "e", "Session ended")
    words = f"Slept {number % 7 + 2} hours. The diary goes on; said that it helps to walk in the morning."
    yield Act(ended + 5, "note", (words,), ("Note saved",))
    yield tick(ended + 15, "Note written")
    for line in ("Anything technical or unsafe to report?", "Do I need a debrief?", "Take this to supervision?"):
        yield check(ended + 16, line, "n", "", f"{line} no")
    feedback = "Feedback invited, where that is safe"
    yield check(ended + 20, feedback, "n", "", f"{feedback}: not now")
    yield press(ended + 25, "e", "Session closed")
    if number % 10 in {OWED_AT_ONCE, OWED_TILL_EVENING}:
        yield enter(ended + 30, "f", LEAFLET, f"Owed: {LEAFLET}")
    if number % 10 == OWED_AT_ONCE:
        yield settle(ended + 31, LEAFLET, "sent by post")


def checked_in() -> tuple[Act, ...]:
    return (tick(120, "Check in: are we understanding each other?"),)


def killed() -> tuple[Act, ...]:
    """In the middle of a note; the next start asks about the time between."""
    off = f"Off for {OFF // 60} min"
    return (
        Act(95, "draft", ("Half a sentence",)),
        Act(97, "kill", (str(OFF),)),
        Act(97 + OFF, "wait", (), (off,)),
        Act(97 + OFF + 9, "resume", ("Half a sentence", ", and all."), (f"{off}; session ran: yes", "Note saved")),
    )  # fmt: skip


def slept() -> tuple[Act, ...]:
    words = f"Asleep {ASLEEP // 60} min"
    return (
        Act(100, "sleep", (str(ASLEEP),)),
        Act(100 + ASLEEP, "wait", (), (words,)),
        press(100 + ASLEEP + 10, "y", f"{words}; session ran: yes"),
    )
