"""The script of a long working day: who comes when, every key of it, and the timeline that must be told afterwards.

Rule: what is expected is written beside the key that brings it about, or follows by the rules of PRODUCT (when a
warning is due, what sleep makes late). Nothing here is read from the application.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tests.faults.day_acts import Act, clock, settle
from tests.faults.day_incidents import KINDS
from tests.faults.day_stories import LEAFLET, OWED_TILL_EVENING, Story

OPENS = "07:40:00"
FIRST = "08:00:00"
OPENING, CLOSING, LEAD = 9 * 3600, 18 * 3600, 3 * 3600
"""The practice's working hours, and how long before a session its reminder is due."""
LATE = 5
"""Shown so many seconds after it was due, a warning says that it is late."""
BUFFER = 600
LUNCH, LUNCH_SLEEP = 36 * 60, 25 * 60
THE_DAY = -1
WHOLE = "SK1SS2SSSSSSRSSZSSS3SSSSSSSSLSSSSSSSS4SSSSSSCSSSSSS5SSSSSS6SS"
"""Sixty sessions from eight to eight: plain ones, six drops (1 to 6), two crises (R, C), one kill (K), sleep in a
session (Z), over lunch (L) and in a drop (6)."""
SHORT, SHORTEST = "1KS", "SS"
"""A drop, the kill, and a plain session; two plain ones."""


def seconds(words: str) -> int:
    """ "08:00:30" as seconds since midnight."""
    hours, minutes, rest = words.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


@dataclass(frozen=True, slots=True)
class Booked:
    """One session of the day."""

    number: int
    begin: int
    story: Story

    @property
    def end(self) -> int:
        """The booked end."""
        return self.begin + self.story.length

    @property
    def initials(self) -> str:
        """Of its client; nobody else's."""
        first, second = divmod(self.number, 26)
        return f"{'ABCDE'[first]}.{chr(65 + second)}."

    @property
    def reference(self) -> str:
        """Of its client."""
        return f"{self.initials.replace('.', '')}-{self.number:03}"

    @property
    def heading(self) -> str:
        """As the day note heads it."""
        return f"{clock(self.begin)[:5]} to {clock(self.end)[:5]} · {self.initials} ({self.reference})"


@dataclass(slots=True)
class Script:
    """The whole day. `away` are the spans in which nobody sees a warning: sleep, and the program off."""

    booked: list[Booked] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    away: list[tuple[int, int]] = field(default_factory=list)

    @property
    def ends(self) -> int:
        """When the last act is done."""
        return self.acts[-1].at

    def expected(self) -> dict[str, list[tuple[str, str]]]:
        """The timeline of each session and of the day, by heading: (when, words)."""
        told = {one.heading: self._told(one) for one in self.booked}
        opened, *rest = [(clock(act.at), words) for act in self.acts if act.session == THE_DAY for words in act.told]
        told["The day"] = [opened, *[(OPENS, "A short break today: shown")] * self._short_breaks(), *rest]
        return told

    def _told(self, one: Booked) -> list[tuple[str, str]]:
        """Warnings come with the heartbeat, before the key of the same second."""
        lines = [(at, due, words) for at, due, words in self._warnings(one)]
        lines += [(act.at, 10**9, words) for act in self.acts if act.session == one.number for words in act.told]
        lines.sort(key=lambda line: line[:2])
        first = f"Session entered: Wed 18 Nov {clock(one.begin)[:5]} to {clock(one.end)[:5]}, video"
        return [("Tue 17 Nov 17:30:40", first), *((clock(at), words) for at, _, words in lines)]

    def _warnings(self, one: Booked) -> Iterator[tuple[int, int, str]]:
        """(when shown, when due, words) of every warning of a session."""
        dues = [(reminder(one.begin), "A reminder is due"), (one.begin - 600, "An invitation is due")]
        dues += [(one.begin - 300, "A session begins soon"), (one.begin, "A session is due")]
        dues += [(one.end - 60 * n, f"{n} minute{'s' * (n > 1)} left") for n in (10, 5, 1) if 60 * n < one.story.length]
        for due, words in dues:
            shown = self._shown(due)
            if due > one.begin:
                begin, until = (one.begin + at for at in one.story.silent)
                shown = until + 1 if begin <= due <= until else shown
                if shown >= one.begin + one.story.ended:
                    continue
            late = f" late, was due {when(due)}" if shown - due > LATE else ""
            yield shown, due, f"{words}: shown{late}"

    def _shown(self, due: int) -> int:
        """The first instant from then on at which somebody watched."""
        shown = max(due, seconds(OPENS))
        return next((back for gone, back in self.away if gone < shown < back), shown)

    def _short_breaks(self) -> int:
        pairs = zip(self.booked, self.booked[1:], strict=False)
        return sum(then.begin - first.end < BUFFER for first, then in pairs)


def reminder(begin: int) -> int:
    """When a session's text reminder is due: three hours before, within the working hours; see `reminder_at`."""
    at = begin - LEAD
    if OPENING <= at < CLOSING:
        return at
    return OPENING if begin - 1800 >= OPENING else CLOSING - 3600 - 86400


def when(due: int) -> str:
    """An instant as a late warning names it."""
    return clock(due) if due >= 0 else f"Tue 17 Nov {clock(due + 86400)}"


def script(kinds: str = WHOLE) -> Script:
    """The day of these kinds, one after the other from eight."""
    made = Script()
    at = seconds(FIRST)
    made.acts += _morning()
    for kind in kinds:
        if kind == "L":
            made.acts.append(Act(at + 300, "sleep", (str(LUNCH_SLEEP),)))
            at += LUNCH
            continue
        one = Booked(len(made.booked), at, KINDS[kind])
        made.booked.append(one)
        made.acts += _acts(one)
        at += one.story.pitch
    made.acts += _evening(at, made.booked)
    made.acts.sort(key=lambda act: act.at)
    made.away = [(act.at, act.at + int(act.given[0])) for act in made.acts if act.do in {"sleep", "kill"}]
    return made


def _acts(one: Booked) -> Iterator[Act]:
    words = {"who": one.initials, "row": f"{clock(one.begin)[:5]} ", "n": str(one.number), "ends": clock(one.end)[:5]}
    for act in one.story.acts(one.number):
        given = tuple(part.format(**words) for part in act.given)
        told = tuple(line.format(**words) for line in act.told)
        yield replace(act, at=one.begin + act.at, given=given, told=told, session=one.number)


def _morning() -> Sequence[Act]:
    lines = (
        "My room is closed; nobody can see or hear", "Headphones and microphone work", "Laptop and headset are charged",
        "Updates done; none waits to restart", "Wi-Fi is steady and has a password",
        "Work phone charged and on the desk",
    )  # fmt: skip
    at = seconds(OPENS)
    acts = [Act(at, "open", (), ("Day opened",), THE_DAY)]
    acts += [Act(at + 10 * n, "tick", (line,), (f"{line}: done",), THE_DAY) for n, line in enumerate(lines, 1)]
    told = "Supervisor or lead can be reached today: yes"
    return [*acts, Act(at + 70, "check", ("Supervisor or lead", "y"), (told,), THE_DAY)]


def _evening(at: int, booked: Sequence[Booked]) -> Sequence[Act]:
    owed = [(one, LEAFLET.format(who=one.initials)) for one in booked if one.number % 10 == OWED_TILL_EVENING]
    settled = [replace(settle(at + 5, words, "handed to the office"), session=one.number) for one, words in owed]
    lines = (
        "Reports and call-backs of today are with somebody", "Rooms closed, pages closed, papers away",
        "Tomorrow's first session is ready", "Something for myself before I go on",
    )  # fmt: skip
    ticks = [Act(at + 10 + n, "tick", (line,), (f"{line}: done",), THE_DAY) for n, line in enumerate(lines)]
    closed = Act(at + 20, "close", (), ("Day closed clean",), THE_DAY)
    return [*settled, Act(at + 9, "row", ("Day end",)), *ticks, closed]
