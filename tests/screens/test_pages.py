"""Notes, contact rules and closing the day, by keys alone."""

from dataclasses import replace

from textual.events import Key

from console.core.entry import reading as forms
from console.screens.close_day import CloseDayScreen, NoteLine
from console.screens.contact_rules import ContactRulesScreen
from console.screens.note import ADDENDUM, NoteScreen, Written
from data.text import NOTE_CAP
from data.values.people import Channel, Client, Hours, Safety
from data.values.session import Note
from tests.core.build import LONDON, NOW, POLICY, a_client
from tests.screens.dialogs import Opened, press, running, text
from tests.screens.samples import COUNTS, NOTES, UNRESOLVED
from widgets.note_area import NoteArea

# --- notes ------------------------------------------------------------------------------------------------------------
FILED = Note("n", "s-1", "ak", "free", "Sleep is better.", NOW.utc, NOW.utc, ((NOW.utc, "And again."),))


def note(known: Note | None = None, draft: Written | None = None, form: str = "free") -> tuple[Opened, list[Written]]:
    kept: list[Written] = []

    def typed(kind: str, words: str) -> None:
        kept.append((kind, words))

    screen = NoteScreen(
        known,
        session="10:00",
        who="A.K.",
        on_typed=typed,
        zone=LONDON,
        facts=("Private 10:01",),
        draft=draft,
        form=form,
    )
    return Opened(screen), kept


async def test_a_note_is_written_below_the_facts_and_saved() -> None:
    app, _ = note()
    async with running(app) as pilot:
        assert "Private 10:01" in text(app)
        await press(pilot, "Calm.", "ctrl+s")
        assert app.results == [("free", "Calm.")]


async def test_the_last_letters_before_saving_are_saved_however_fast_they_come() -> None:
    app, _ = note()
    async with running(app) as pilot:
        driver = app._driver
        assert driver
        for key in (*"Calm.", "ctrl+s"):  # as a stalled machine hands them on
            driver.send_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert app.results == [("free", "Calm.")]


async def test_leaving_keeps_what_was_typed_as_a_draft_and_saves_nothing() -> None:
    app, kept = note()
    async with running(app) as pilot:
        await press(pilot, "Calm.", "escape")
        assert app.results == [None]
        assert kept[-1] == ("free", "Calm.")


async def test_the_draft_is_handed_on_while_typing_goes_on() -> None:
    app, kept = note()
    async with running(app) as pilot:
        await press(pilot, "C")
        await pilot.pause(1.0)
        assert kept == [("free", "C")]
        await press(pilot, "a")
        await pilot.pause(1.0)
        assert kept == [("free", "C"), ("free", "Ca")]


async def test_looking_at_a_note_makes_no_draft() -> None:
    app, kept = note(Note("n", "s", "c", "SOAP", "Well."))
    async with running(app) as pilot:
        await press(pilot, "escape")
        assert (kept, app.results) == ([], [None])


async def test_a_draft_is_resumed_and_said_not_to_be_saved() -> None:
    app, _ = note(draft=("DAP", "Data: half a"))
    async with running(app) as pilot:
        assert "This is what you were typing: not yet saved." in text(app)
        await press(pilot, " word", "ctrl+s")
        assert app.results == [("DAP", "Data: half a word")]


async def test_a_form_gives_its_headings_and_changing_it_keeps_the_words() -> None:
    app, _ = note(form="SOAP")
    async with running(app) as pilot:
        assert app.screen.query_one(NoteArea).text == forms.headings("SOAP")
        await press(pilot, "ctrl+t")
        assert app.screen.query_one(NoteArea).text == forms.headings("DAP")
        await press(pilot, "Words", "ctrl+t", "ctrl+s")
        form, words = app.results[0]
        assert form == "BIRP"
        assert "Data:\nWords" in words


async def test_an_empty_note_is_not_saved() -> None:
    app, _ = note()
    async with running(app) as pilot:
        await press(pilot, "ctrl+s")
        assert app.results == []
        assert "Nothing is written yet." in text(app)


async def test_a_filed_note_is_locked_and_later_words_are_an_addendum() -> None:
    app, kept = note(FILED)
    async with running(app) as pilot:
        assert "Sleep is better." in text(app)
        assert "And again." in text(app)
        await press(pilot, "x", "ctrl+s", "ctrl+t")
        assert (app.results, kept) == ([], [])
        await press(pilot, "a", "More.", "ctrl+s")
        assert app.results == [(ADDENDUM, "More.")]


async def test_a_note_never_holds_more_than_its_cap_and_says_what_it_left_out() -> None:
    app, _ = note(draft=("free", "x" * (NOTE_CAP - 2)))
    async with running(app) as pilot:
        area = app.screen.query_one(NoteArea)
        area.insert("abc\x1b]52;c;eA==\x07" * 5_000)
        await pilot.pause()
        assert len(area.text) == NOTE_CAP
        assert "A note holds 20,000 characters: the rest was left out." in text(app)


async def test_what_is_pasted_into_a_note_is_only_text() -> None:
    app, _ = note()
    async with running(app) as pilot:
        area = app.screen.query_one(NoteArea)
        area.insert("one\ttwo\r\nthree\x1b[31m\x9b")
        await pilot.pause()
        assert area.text == "one    two\nthree␛[31m\ufffd"


# --- contact rules ----------------------------------------------------------------------------------------------------
def contact_rules() -> tuple[Opened, list[Client]]:
    changes: list[Client] = []
    return Opened(ContactRulesScreen(a_client(), POLICY, NOW, LONDON, on_changed=changes.append)), changes


async def test_one_key_sets_a_rule_and_the_change_is_told_at_once() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "down", "s")
        rule = changes[-1].routes[0].rules[Channel.TEXT]
        assert (rule.safety, rule.confirmed) == (Safety.SAFE, NOW.utc)
        await press(pilot, "escape")
        assert app.results == changes


async def test_still_right_renews_the_date_and_says_so() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "k")
        assert changes[-1].routes[0].rules[Channel.CALL].confirmed == NOW.utc
        assert "07700 900123, call: confirmed today." in text(app)


async def test_hours_and_wording_are_asked_for_and_kept() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "h", "after 9", "enter", "w", "The dentist", "enter")
        rule = changes[-1].routes[0].rules[Channel.CALL]
        assert (rule.hours, rule.wording) == (Hours(after=forms.read_time("", "9")), "The dentist")
        assert rule.confirmed == a_client().routes[0].rules[Channel.CALL].confirmed


async def test_a_number_is_retired_by_a_second_press_only() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "r")
        assert changes == []
        assert "07700 900123 will never be used again." in text(app)
        await press(pilot, "r")
        assert changes[-1].routes[0].retired


async def test_moving_to_another_number_forgets_the_first_press() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "r", "down", "down", "down", "r", "up", "r")
        assert changes == []


async def test_who_may_answer_is_asked_for_and_kept() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "a", "only A.K.", "enter")
        assert changes[-1].routes[0].rules[Channel.CALL].who_may_answer == "only A.K."
        assert "answers: only A.K." in text(app)


async def test_a_contact_is_flagged_as_the_danger_by_one_key_and_unflagged_by_two() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "d", "c")
        assert changes == []
        assert "choose an emergency contact" in text(app)
        await press(pilot, "down", "down", "down", "d")
        assert changes[-1].emergency[0].may_be_danger
        assert "may be the danger: never rung" in text(app)
        await press(pilot, "d")
        assert len(changes) == 1
        assert "would be rung again" in text(app)
        await press(pilot, "d")
        assert not changes[-1].emergency[0].may_be_danger


async def test_that_a_contact_may_be_rung_is_said_by_one_key() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "down", "down", "down", "c")
        assert not changes[-1].emergency[0].consent
        assert "no consent recorded to ring them" in text(app)
        await press(pilot, "c")
        assert (changes[-1].emergency[0].consent, changes[-1].emergency[0].confirmed) == (True, NOW.utc)


async def test_retired_numbers_stay_on_the_page_and_take_no_key() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "r", "r")
        assert "07700 900123   retired: never used again" in text(app)
        await press(pilot, "up", "up", "up", "s")
        assert all(one.retired for one in changes[-1].routes)


async def test_taking_everything_back_ends_with_nothing_changed() -> None:
    app, changes = contact_rules()
    async with running(app) as pilot:
        await press(pilot, "u", "z", "escape")
        assert changes[-1] == a_client()
        assert app.results == [None]


async def test_a_client_without_numbers_says_where_to_add_them() -> None:
    app = Opened(ContactRulesScreen(a_client(routes=(), emergency=()), POLICY, NOW, LONDON))
    async with running(app) as pilot:
        assert "No number and no address yet" in text(app)
        await press(pilot, "s", "k", "h", "w", "r", "z", "escape")
        assert app.results == [None]


# --- closing the day --------------------------------------------------------------------------------------------------
def closing(clean: bool = False, told: list[str] | None = None, notes: tuple[NoteLine, ...] = NOTES) -> Opened:
    rows = () if clean else UNRESOLVED
    act = None if told is None else told.append
    return Opened(CloseDayScreen(rows, COUNTS, can_close_clean=clean, notes=notes, act=act))


async def test_what_is_unresolved_stands_first() -> None:
    app = closing()
    async with running(app):
        shown = text(app)
        assert shown.index("Still open, 3") < shown.index("Report Tuesday's breach") < shown.index("Notes")


async def test_a_day_with_nothing_open_closes_clean_with_one_key() -> None:
    app = closing(clean=True)
    async with running(app) as pilot:
        await press(pilot, "o")
        assert app.results == []
        await press(pilot, "c")
        assert app.results == ["clean"]


async def test_a_day_with_open_items_cannot_close_clean_and_closes_open_by_a_second_press() -> None:
    app = closing()
    async with running(app) as pilot:
        await press(pilot, "c")
        assert "3 still open: settle them, or o closes with open items." in text(app)
        await press(pilot, "o", "down", "o")
        assert app.results == []
        await press(pilot, "o")
        assert app.results == ["open"]


async def test_enter_goes_to_the_session_of_what_is_open() -> None:
    app = closing()
    async with running(app) as pilot:
        await press(pilot, "enter")
        assert app.results == ["go:s-1"]


async def test_a_clients_note_is_copied_and_said_to_be_filed_without_leaving() -> None:
    told: list[str] = []
    app = closing(told=told)
    async with running(app) as pilot:
        await press(pilot, "y")
        assert "Choose a client's note below first." in text(app)
        await press(pilot, "down", "down", "down", "down", "y", "f", "f")
        assert told == ["copy:s-1:ak", "filed:s-1:ak"]
        assert "Already filed." in text(app)
        await press(pilot, "down", "f")
        assert "R.T.: the note is not written yet." in text(app)
        assert app.results == []


async def test_without_somebody_to_tell_the_answer_ends_the_screen() -> None:
    app = closing(clean=True, notes=(replace(NOTES[1]),))
    async with running(app) as pilot:
        await press(pilot, "f")
        assert app.results == ["filed:s-1:ak"]


async def test_export_is_one_key_at_any_time() -> None:
    app = closing()
    async with running(app) as pilot:
        await press(pilot, "x")
        assert app.results == ["export"]
