"""The small dialogs: one key answers, Esc leaves, a bad answer is refused with its cure."""

from datetime import timedelta

from console.screens.ask_text import AskTextScreen
from console.screens.ask_time import AskTimeScreen
from console.screens.choose import ChooseScreen
from console.screens.gap import GapScreen
from console.screens.late import LateScreen
from console.screens.questions import cancel_question, extend_question, leave_question
from data.values.session import EndChoice, Side
from tests.core.build import LONDON, NOW, at
from tests.screens.dialogs import Opened, press, running, text

FRUIT = (("a", "apple", "A"), ("p", "pear", "P"))


async def test_the_key_of_an_answer_ends_the_question_with_its_value() -> None:
    app = Opened(ChooseScreen("Which?", (), FRUIT))
    async with running(app) as pilot:
        await press(pilot, "z", "enter")
        assert app.results == []
        await press(pilot, "p")
        assert app.results == ["P"]


async def test_enter_takes_the_answer_in_hand_and_arrows_choose_another() -> None:
    app = Opened(ChooseScreen("Which?", (), FRUIT, "A"))
    async with running(app) as pilot:
        assert "›  a   apple" in text(app)
        await press(pilot, "down", "enter")
        assert app.results == ["P"]


async def test_a_value_that_is_nothing_can_be_a_default_only_when_it_is_named() -> None:
    app = Opened(leave_question("A.K."))
    async with running(app) as pilot:
        assert "A.K. is still running" in text(app)
        await press(pilot, "enter")
        assert app.results == [False]


async def test_late_on_the_clients_side_ends_as_booked_by_default() -> None:
    app = Opened(LateScreen("A.K. began 7 min late.", "10:50", "10:57"))
    async with running(app) as pilot:
        await press(pilot, "enter")
        assert app.results == [(EndChoice.AS_BOOKED, Side.CLIENT)]


async def test_late_on_my_side_makes_the_full_length_the_default() -> None:
    app = Opened(LateScreen("A.K. began 7 min late.", "10:50", "10:57", runs_into="R.T. at 11:00"))
    async with running(app) as pilot:
        assert "10:57  the full length, into R.T. at 11:00" in text(app)
        await press(pilot, "m", "enter")
        assert app.results == [(EndChoice.FULL, Side.MINE)]


async def test_either_end_can_be_taken_whoever_was_late() -> None:
    app = Opened(LateScreen("A.K. began 7 min late.", "10:50", "10:57"))
    async with running(app) as pilot:
        await press(pilot, "n", "f")
        assert app.results == [(EndChoice.FULL, Side.NEITHER)]


async def test_a_gap_is_answered_by_yes_or_no_at_once() -> None:
    app = Opened(GapScreen("Asleep for 14 min.", timedelta(minutes=14)))
    async with running(app) as pilot:
        await press(pilot, "n")
        assert app.results == [("no", None)]


async def test_partly_asks_for_minutes_that_the_gap_can_hold() -> None:
    app = Opened(GapScreen("Asleep for 14 min.", timedelta(minutes=13, seconds=30)))
    async with running(app) as pilot:
        await press(pilot, "p", "20", "enter")
        assert "Minutes lost: between 1 and 14 minutes." in text(app)
        await press(pilot, "backspace", "backspace", "6", "enter")
        assert app.results == [("partly", timedelta(minutes=6))]


async def test_leaving_the_minutes_leads_back_to_the_question() -> None:
    app = Opened(GapScreen("Asleep for 14 min.", timedelta(minutes=14)))
    async with running(app) as pilot:
        await press(pilot, "p", "escape")
        assert app.results == []
        await press(pilot, "y")
        assert app.results == [("yes", None)]


async def test_what_an_extension_runs_into_is_shown_before_it_is_taken() -> None:
    app = Opened(extend_question("A.K.", ((5, "10:55", ""), (10, "11:00", "R.T. at 11:00"))))
    async with running(app) as pilot:
        assert "+10 min  to 11:00   into R.T. at 11:00" in text(app)
        await press(pilot, "2")
        assert app.results == [timedelta(minutes=10)]


async def test_a_cancellation_is_the_practitioners_to_judge() -> None:
    app = Opened(cancel_question("A.K.", "24 h", in_time=False))
    async with running(app) as pilot:
        await press(pilot, "t")
        assert app.results == ["in time"]


async def test_words_that_are_needed_are_asked_for_again() -> None:
    app = Opened(AskTextScreen("Override", "Why?"))
    async with running(app) as pilot:
        await press(pilot, " ", "enter")
        assert "Why: some words are needed here." in text(app)
        await press(pilot, "agreed by phone", "enter")
        assert app.results == ["agreed by phone"]


async def test_words_that_are_not_needed_may_stay_away_and_never_exceed_the_cap() -> None:
    app = Opened(AskTextScreen("Note", "Anything?", required=False, cap=4))
    async with running(app) as pilot:
        await press(pilot, "abcdef", "enter")
        assert app.results == ["abcd"]


async def test_a_time_is_understood_while_it_is_typed() -> None:
    app = Opened(AskTimeScreen("Start", "It began", NOW, LONDON))
    async with running(app) as pilot:
        await press(pilot, "10:11")
        assert "10:11, 7 min ago" in text(app)
        await press(pilot, "enter")
        assert app.results == [at(10, 11)]


async def test_enter_on_no_time_is_now_and_a_time_to_come_or_too_early_is_refused() -> None:
    app = Opened(AskTimeScreen("Start", "It began", NOW, LONDON, not_before=at(10)))
    async with running(app) as pilot:
        await press(pilot, "9:30", "enter")
        assert "Time: not before 10:00." in text(app)
        await press(pilot, "ctrl+u", "10:40", "enter")
        assert "Time: 10:40 is still to come; it is 10:18." in text(app)
        await press(pilot, "ctrl+u", "enter")
        assert app.results == [NOW.utc]
