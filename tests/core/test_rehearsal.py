"""The score of a rehearsal: what was done, when, what was left out, and which keys, from the facts alone."""

from datetime import timedelta

from console.core import events
from console.core.rehearsal import Moment, Score, scores
from console.core.rehearsal_sheet import NOTHING_BEGAN, sheet
from console.core.state import Step
from tests.core.build import a_client
from tests.core.incident_build import Drop, a_day, later


class Rehearsed(Drop):
    """A drop that remembers its moments, as the console of a rehearsal does."""

    def __init__(self, policy: str = "standard", **changes: object) -> None:
        self.course: list[Moment] = []
        super().__init__(a_day(policy, **changes))  # type: ignore[arg-type]

    def send(self, event: events.Event, seconds: float | None = None) -> Step:
        before = self.state
        result = super().send(event, seconds)
        self.course.append(Moment(later(self.at), event, before, self.state))
        return result

    @property
    def score(self) -> Score:
        (found,) = scores(self.course)
        return found


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_the_time_to_the_first_key_and_every_key_with_what_it_meant() -> None:
    drop = Rehearsed()
    drop.press("f", 4)
    drop.press("z", 6)
    drop.press("b", 40)
    assert drop.score.first == seconds(4)
    assert [(one.at, one.key, one.words) for one in drop.score.pressed] == [
        (seconds(4), "f", "frozen"),
        (seconds(6), "z", ""),
        (seconds(40), "b", "BACK"),
    ]


def test_each_stage_says_how_long_it_was_open_and_what_opened_it() -> None:
    drop = Rehearsed()
    drop.press("m", 3)
    drop.wait(300)
    drop.wait(330)
    first, *_, last = drop.score.visits
    assert (first.opened, first.lasted, first.why) == (seconds(0), seconds(300), "")
    assert (last.opened, last.lasted) == (seconds(300), seconds(30))


def test_a_line_that_was_done_says_when_and_one_that_was_not_is_left_out() -> None:
    drop = Rehearsed()
    drop.press("r", 5)
    drop.press("t", 60)
    lines = {line.text: line for line in drop.score.visits[0].lines}
    assert lines["Rejoin the room; try again"].at == seconds(5)
    assert drop.score.skipped == ()


def test_a_line_that_could_be_done_and_was_not_is_left_out() -> None:
    drop = Rehearsed()
    drop.press("t", 60)
    assert [line.text for line in drop.score.skipped] == ["Rejoin the room; try again"]
    assert drop.score.unanswered[:2] == ("What did you see?", "Any concern in the last minutes?")


def test_what_the_gate_refuses_is_not_called_left_out() -> None:
    drop = Rehearsed(client=a_client(routes=(), emergency=()))
    drop.press("t", 5)
    drop.wait(100)
    told = {line.text for line in drop.score.skipped}
    assert not any("Tell" in text or "Ring" in text for text in told)


def test_a_must_that_was_left_out_is_named_and_one_that_was_done_says_when() -> None:
    drop = Rehearsed("remote-protocol")
    drop.press("n", 2)
    drop.press("t", 10)
    drop.press("5", 30)
    drop.press("5", 220)
    drop.wait(400)
    assert "Musts not done: Ring the contact, from the work phone" in sheet((drop.score,))
    drop.press("1", 410)
    (must,) = (line for visit in drop.score.visits for line in visit.lines if line.must)
    assert (must.at, must.what) == (seconds(190), "safe")


def test_how_it_ended_and_who_decided_stand_on_the_sheet() -> None:
    drop = Rehearsed()
    drop.press("x", 12)
    told = sheet((drop.score,), speed=10)
    assert told[0].startswith("Score sheet of the rehearsal at 10×.")
    assert "CONNECTION DROPPED" in told
    assert "Ended after 0:12: Entered in error" in "\n".join(told)


def test_one_that_goes_on_is_left_open_until_the_last_moment() -> None:
    drop = Rehearsed()
    drop.wait(95)
    assert drop.score.lasted == seconds(95)
    assert "Left open after 1:35" in sheet((drop.score,))


def test_without_an_incident_there_is_nothing_to_score() -> None:
    assert scores(()) == ()
    assert sheet(()) == (NOTHING_BEGAN,)


def test_two_incidents_are_scored_in_the_order_in_which_they_began() -> None:
    drop = Rehearsed()
    drop.press("x", 5)
    drop.send(events.IncidentPressed("drop"), 30)
    assert [one.lasted for one in scores(drop.course)] == [seconds(5), seconds(0)]
