"""The form made from data, driven by keys."""

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input, Static

from data.text import clean
from data.values.trouble import BadInput
from widgets.form import Form
from widgets.form_items import Field, Heading, Item, Kind, Option
from widgets.form_lines import Look, draw
from widgets.form_sheet import Body, Sheet

SAFETY = (Option("safe", "safe", "s"), Option("not safe", "not safe", "n"), Option("unknown", "unknown", "u"))
PEOPLE = tuple(Option(name.lower(), f"{name[0]}.{name[1]}.  C-00{n}") for n, name in enumerate(("AK", "AB", "RT")))


def number(typed: str) -> str:
    if not typed.isdigit():
        raise BadInput("Number: digits only, like 50.")
    return str(int(typed))


ITEMS: tuple[Item, ...] = (
    Field("name", "Name"),
    Field("number", "Number", Kind.NUMBER, check=number),
    Heading("How", "said aside"),
    Field("text", "Text", Kind.CHOICE, "unknown", options=SAFETY),
    Field("why", "Why", when=lambda values: values["text"] == "not safe"),
    Field("who", "Who", Kind.PICK, options=PEOPLE),
    Field("members", "Members", Kind.PICK, options=PEOPLE, many=True),
    Field("last", "Last", required=True),
)


class Shown(App[None]):
    BINDINGS = [Binding("f2", "incident", priority=False), Binding("x", "letter")]  # noqa: RUF012

    def __init__(self, items: tuple[Item, ...] = ITEMS) -> None:
        super().__init__()
        self.items = items
        self.arrived = 0
        self.letters = 0
        self.finished = 0

    def compose(self) -> ComposeResult:
        yield Form(self.items)

    def action_incident(self) -> None:
        self.arrived += 1

    def action_letter(self) -> None:
        self.letters += 1

    def on_form_finished(self) -> None:
        self.finished += 1


def form(pilot: Pilot[None]) -> Form:
    return pilot.app.query_one(Form)


async def typed(pilot: Pilot[None], *words: str) -> None:
    for word in words:
        await pilot.press(*([word] if len(word) > 1 and word in KEYS else list(word)))


KEYS = {"enter", "tab", "up", "down", "left", "right", "space", "backspace", "f2", "shift+tab", "escape"}


async def test_enter_takes_what_was_typed_and_goes_to_the_next_line() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        await typed(pilot, "Ann", "enter")
        assert (form(pilot).values["name"], form(pilot).at) == ("Ann", "number")


async def test_cutting_nothing_leaves_the_clipboard_as_it_was() -> None:
    async with Shown().run_test() as pilot:
        pilot.app.copy_to_clipboard("from elsewhere")
        await pilot.press("ctrl+x")
        assert pilot.app.clipboard == "from elsewhere"
        await pilot.press("A", "n", "shift+home", "ctrl+x")
        assert pilot.app.clipboard == "An"


async def test_a_problem_is_said_under_its_field_and_holds_nobody_back() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        await typed(pilot, "enter", "abc", "enter")
        assert form(pilot).at == "text"
        assert form(pilot).problems == {"number": "Number: digits only, like 50."}
        assert "Number: digits only, like 50." in str(pilot.app.query_one(Sheet).content)
        await typed(pilot, "up", "backspace", "backspace", "backspace", "007", "enter")
        assert (form(pilot).problems, form(pilot).values["number"]) == ({}, "7")


async def test_letters_choose_in_a_choice_and_are_text_in_a_text() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        await typed(pilot, "sns", "tab", "tab", "n")
        assert (form(pilot).values["name"], form(pilot).values["text"]) == ("sns", "not safe")
        await typed(pilot, "left", "left")
        assert form(pilot).values["text"] == "unknown"


async def test_no_letter_typed_into_a_form_reaches_a_key_of_the_app_and_a_function_key_always_does() -> None:
    app = Shown()
    async with app.run_test(notifications=True, tooltips=True) as pilot:
        await typed(pilot, "x", "f2", "tab", "x", "f2", "tab", "x", "f2")
        assert form(pilot).at == "text"
        assert (app.letters, app.arrived) == (0, 3)


async def test_a_field_is_there_only_when_the_other_values_ask_for_it() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        await typed(pilot, "tab", "tab", "tab")
        assert form(pilot).at == "who"
        await typed(pilot, "up", "n", "down")
        assert form(pilot).at == "why"
        assert "why" in form(pilot).filled()
        await typed(pilot, "up", "s")
        assert "why" not in form(pilot).filled()


async def test_a_person_is_found_by_some_letters_and_taken_with_enter() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        form(pilot).go_to("who")
        await typed(pilot, "a", "down", "enter")
        assert (form(pilot).values["who"], form(pilot).at) == ("ab", "members")


async def test_with_somebody_chosen_the_list_opens_only_by_typing_and_enter_keeps_them() -> None:
    async with Shown((Field("who", "Who", Kind.PICK, "rt", options=PEOPLE), Field("last", "Last"))).run_test() as pilot:
        assert "A.K." not in str(pilot.app.query_one(Sheet).content)
        await typed(pilot, "enter")
        assert (form(pilot).values["who"], form(pilot).at) == ("rt", "last")
        await typed(pilot, "up", "a", "enter")
        assert form(pilot).values["who"] == "ak"


async def test_nobody_found_is_said_and_stays() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        form(pilot).go_to("who")
        await typed(pilot, "zz", "enter")
        assert (form(pilot).at, form(pilot).values["who"]) == ("who", "")
        assert form(pilot).problems["who"] == "Who: nobody with these letters. Try initials or reference."


async def test_several_members_are_taken_one_by_one_each_once() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        form(pilot).go_to("members")
        await typed(pilot, "rt", "enter", "rt", "enter")
        assert form(pilot).problems["members"] == "Members: nobody with these letters. Try initials or reference."
        await typed(pilot, "backspace", "backspace", "a", "enter", "enter")
        assert (form(pilot).values["members"], form(pilot).at) == ("rt,ak", "last")


async def test_backspace_takes_out_the_member_chosen_last() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        form(pilot).go_to("members")
        await typed(pilot, "rt", "enter", "ak", "enter", "backspace")
        assert form(pilot).values["members"] == "rt"
        await typed(pilot, "backspace", "backspace")
        assert form(pilot).values["members"] == ""


async def test_checking_goes_to_the_first_line_with_a_problem() -> None:
    app = Shown()
    async with app.run_test(notifications=True, tooltips=True) as pilot:
        form(pilot).go_to("last")
        assert not form(pilot).check()
        assert form(pilot).problems == {"last": "Last: this one is needed."}
        await typed(pilot, "done", "enter")
        assert form(pilot).check()
        assert app.finished == 1


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (120, 36)])
async def test_the_field_in_hand_is_always_in_view_and_the_input_stands_on_its_line(size: tuple[int, int]) -> None:
    items = tuple(Field(f"f{n}", f"Field {n}", value=f"value {n}") for n in range(40))
    async with Shown(items).run_test(size=size, notifications=True, tooltips=True) as pilot:
        for _ in range(39):
            await pilot.press("down")
        await pilot.pause()
        entry = pilot.app.query_one(Input)
        assert (form(pilot).at, entry.value) == ("f39", "value 39")
        assert pilot.app.query_one("Body").region.contains_region(entry.region)
        assert entry.region.y == pilot.app.query_one(Sheet).region.y + 39


async def test_a_click_takes_the_line_in_hand() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        await pilot.click(Sheet, offset=(4, 1))
        assert form(pilot).at == "number"


HOSTILE = "A[/oops] [red]K\x1b]52;c;eA==\x07\x9b31m\u202eevil"


async def test_hostile_text_is_shown_as_text_and_a_paste_of_it_is_cleaned() -> None:
    hostile: tuple[Item, ...] = (
        Heading(HOSTILE, HOSTILE),
        Field("one", HOSTILE, value=HOSTILE, hint=HOSTILE, example=HOSTILE),
        Field("two", "Two", Kind.CHOICE, HOSTILE, options=(Option(HOSTILE, HOSTILE, "h", HOSTILE),)),
        Field("who", "Who", Kind.PICK, options=(Option("h", HOSTILE),)),
    )
    async with Shown(hostile).run_test(notifications=True, tooltips=True) as pilot:
        for field in ("two", "who", "one"):
            form(pilot).go_to(field)
            form(pilot).say(field, HOSTILE)
            await pilot.pause()
        assert "[/oops]" in str(pilot.app.query_one(Sheet).content)
        assert not set("\x1b\x07\x9b\u202e") & set(str(pilot.app.query_one(Sheet).content))
        entry = pilot.app.query_one(Input)
        entry.value = ""
        entry.insert_text_at_cursor(HOSTILE)
        assert entry.value == clean(HOSTILE)
        assert not set("\x1b\x07\x9b\u202e") & set(str(pilot.app.query_one("#help", Static).content))


def test_a_chosen_option_a_problem_and_the_field_in_hand_show_without_colour() -> None:
    values = {"name": "x", "number": "", "text": "not safe", "why": "", "who": "", "members": "", "last": ""}
    lines, owners = draw(ITEMS, values, {"name": "Name: wrong."}, Look(60, "text"))
    plain = {owner: line.plain for owner, line in zip(owners, lines, strict=True) if line.plain.startswith(("!", "›"))}
    assert plain["name"].startswith("! Name")
    assert plain["text"].startswith("› Text")
    assert "‹ not safe ›" in plain["text"]
    assert all(line.cell_length <= 60 for line in lines)


async def test_a_form_that_is_taken_away_before_its_next_frame_is_no_fault() -> None:
    async with Shown().run_test(notifications=True, tooltips=True) as pilot:
        here = form(pilot)
        here.go_to("last")
        here.query_one(Body).remove()
        here.go_to("name")
        await pilot.pause()
        assert not here.query(Body)
