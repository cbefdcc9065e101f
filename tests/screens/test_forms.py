"""First run, client and session by keys alone."""

from typing import Any

import pytest
from textual.events import Key

from console.core.entry.session import Booking
from console.screens.client_form import ClientForm
from console.screens.first_run import FirstRun, FirstRunScreen
from console.screens.session_form import Booked, SessionForm
from data.values.people import Channel, Client, Practice, Role, Safety
from data.values.session import Session
from tests.core.build import LONDON, NOW, POLICY, TODAY, a_client, a_session, at
from tests.screens.dialogs import Opened, press, running, text
from tests.screens.samples import POLICIES
from widgets.form import Form


def form(app: Opened) -> Form:
    return app.screen.query_one(Form)


async def to(pilot: Any, field: str) -> None:
    """Down to a field by keys."""
    for _ in range(60):
        if pilot.app.screen.query_one(Form).at == field:
            return
        await press(pilot, "tab")
    raise AssertionError(f"no line {field}")


# --- first run --------------------------------------------------------------------------------------------------------
def first_run(practice: Practice | None = None) -> Opened:
    return Opened(FirstRunScreen(practice or Practice(), POLICIES, "Europe/Dublin", lengths={"standard": 50}))


async def test_everything_can_be_left_for_later_with_one_key() -> None:
    app = first_run()
    async with running(app) as pilot:
        await press(pilot, "ctrl+s")
        assert app.results == [
            FirstRun(Practice(zone="Europe/Dublin", roles=app.results[0].practice.roles, set_up=True))
        ]


async def test_opened_again_it_is_the_practice_and_no_welcome() -> None:
    app = first_run(Practice(name="Mine", set_up=True))
    async with running(app):
        assert "The practice" in text(app)
        assert not any(words in text(app) for words in ("Welcome", "not now", "save and begin"))


async def test_what_is_missing_is_said_until_it_is_there() -> None:
    app = first_run()
    async with running(app) as pilot:
        assert "Missing: your name, your work phone, lead's number, supervisor's number." in text(app)
        for field, words in (
            ("name", "Sam"),
            ("phone", "01632 960001"),
            ("lead-phone", "01632 960002"),
            ("supervisor-phone", "01632 960003"),
        ):
            await to(pilot, field)
            await press(pilot, words)
        assert "The crisis card has what it needs." in text(app)
        await press(pilot, "enter")
        assert app.results[0].practice.roles[Role.SUPERVISOR].phone == "01632 960003"


async def test_right_chooses_another_policy_and_its_summary_is_shown() -> None:
    app = first_run()
    async with running(app) as pilot:
        await press(pilot, "right")
        assert "‹ Support service ›" in text(app)
        assert "Text first, then a new appointment" in text(app)
        await press(pilot, "ctrl+s")
        assert app.results[0].practice.policy == "support-service"


async def test_only_a_length_that_differs_from_the_policys_is_given_back() -> None:
    for typed, minutes in (("50", None), ("45", 45)):
        app = first_run()
        async with running(app) as pilot:
            await press(pilot, "enter", typed, "ctrl+s")
            assert app.results[0].session_minutes == minutes


async def test_a_line_that_reads_badly_is_shown_and_nothing_is_saved() -> None:
    app = first_run()
    async with running(app) as pilot:
        await to(pilot, "phone")
        await press(pilot, "my mobile", "ctrl+s")
        assert app.results == []
        assert form(app).at == "phone"
        assert "Work phone: only digits and blanks, like 07700 900123." in text(app)


# --- a client ---------------------------------------------------------------------------------------------------------
def client_form(client: Client | None = None) -> Opened:
    return Opened(ClientForm(client, policy=POLICY, now=NOW, zone=LONDON, taken={"C-001": "R.T."}))


async def test_a_name_proposes_initials_and_that_is_enough() -> None:
    app = client_form()
    async with running(app) as pilot:
        await press(pilot, "enter", "Ann Kay", "enter", "ctrl+s")
        made: Client = app.results[0]
        assert (made.name, made.initials, made.reference, made.routes) == ("Ann Kay", "A.K.", "", ())


async def test_a_client_without_reference_and_initials_is_refused_in_one_line() -> None:
    app = client_form()
    async with running(app) as pilot:
        await press(pilot, "ctrl+s")
        assert app.results == []
        assert "Reference or initials: one of them is needed." in text(app)


async def test_a_reference_belongs_to_one_client_only() -> None:
    app = client_form()
    async with running(app) as pilot:
        await press(pilot, "C-001", "ctrl+s")
        assert "Reference: C-001 is already R.T.'s. Use another." in text(app)
        assert app.results == []


async def test_channel_rules_are_set_by_their_letters() -> None:
    app = client_form()
    async with running(app) as pilot:
        await press(pilot, "C-9")
        await to(pilot, "phone")
        await press(pilot, "07700 900123", "enter", "n", "enter", "s", "ctrl+s")
        route = app.results[0].routes[0]
        assert route.rules[Channel.TEXT].safety is Safety.NOT_SAFE
        assert route.rules[Channel.CALL].confirmed == NOW.utc
        assert Channel.VOICEMAIL not in route.rules


async def test_another_number_visibly_starts_with_unknown_rules_and_the_old_one_brings_them_back() -> None:
    app = client_form(a_client())
    async with running(app) as pilot:
        await to(pilot, "phone")
        await press(pilot, "4", "tab")
        assert [form(app).values[name] for name in ("text", "call", "voicemail")] == ["unknown"] * 3
        await press(pilot, "up", "backspace", "tab")
        assert form(app).values["call"] == "safe"


@pytest.mark.parametrize("between", ["enter", "tab", "down"])
async def test_keys_that_come_all_at_once_are_read_in_their_order(between: str) -> None:
    app = client_form()
    async with running(app) as pilot:
        driver = app._driver
        assert driver
        for key in (*"C-0042", between, *"AnnKay", "ctrl+s"):  # as a stalled machine hands them on
            driver.send_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        made: Client = app.results[0]
        assert (made.reference, made.name, made.initials) == ("C-0042", "AnnKay", "A.")


async def test_saving_from_the_line_of_the_name_proposes_initials_too() -> None:
    app = client_form()
    async with running(app) as pilot:
        await press(pilot, "enter", "Ann Kay", "ctrl+s")
        assert app.results[0].initials == "A.K."


async def test_saving_from_the_line_of_another_number_keeps_no_rule_of_the_old_one() -> None:
    app = client_form(a_client())
    async with running(app) as pilot:
        await to(pilot, "phone")
        await press(pilot, "4", "ctrl+s")
        old, new = app.results[0].routes
        assert (old.retired, new.value, new.rules) == (True, "07700 9001234", {})


async def test_consent_is_asked_for_a_child_only() -> None:
    app = client_form()
    async with running(app, (80, 60)) as pilot:
        assert "Consent" not in text(app)
        await to(pilot, "born")
        await press(pilot, "3.5.14", "tab")
        assert "Consent" in text(app)
        assert form(app).values["born"] == "03/05/2014"


async def test_a_form_with_something_typed_is_left_only_by_a_second_escape() -> None:
    app = client_form()
    async with running(app) as pilot:
        await press(pilot, "x", "escape")
        assert app.results == []
        assert "Not saved yet: ctrl+s saves, esc once more leaves without." in text(app)
        await press(pilot, "escape")
        assert app.results == [None]


async def test_a_client_saved_as_shown_is_the_same_client() -> None:
    app = client_form(a_client())
    async with running(app) as pilot:
        await press(pilot, "ctrl+s")
        assert app.results == [a_client()]


# --- a session --------------------------------------------------------------------------------------------------------
PEOPLE = (a_client(), a_client("rt", initials="R.T.", reference="C-002", seen=0, mode="phone"))


def session_form(session: Session | None = None, *others: Session) -> Opened:
    booking = Booking(PEOPLE, Practice(), POLICY, TODAY)

    def new_client() -> ClientForm:
        return ClientForm(None, policy=POLICY, now=NOW, zone=LONDON)

    return Opened(SessionForm(session, booking, new_client=new_client, others=others))


async def test_a_session_is_booked_with_a_few_keys() -> None:
    app = session_form()
    async with running(app) as pilot:
        await press(pilot, "rt", "enter")
        await to(pilot, "date")
        await press(pilot, "mon", "enter", "1420")
        assert "Mon 23 Nov, 14:20 to 15:10" in text(app)
        await press(pilot, "ctrl+s")
        booked: Booked = app.results[0]
        (made,) = booked.sessions
        assert (made.participants, made.begin) == (("rt",), at(14, 20, day=made.day))
        assert (made.first, made.mode.value, made.number) == (True, "phone", 1)


async def test_an_ambiguous_or_missing_time_is_said_where_it_is_typed() -> None:
    app = session_form()
    async with running(app) as pilot:
        await press(pilot, "ak", "enter")
        await to(pilot, "date")
        await press(pilot, "31/10/2027", "enter", "1:30")
        assert "this time comes twice, the first is taken" in " ".join(text(app).split())
        await press(pilot, "up", "28/3/2027", "enter", "1:30", "enter")
        assert "Time: 01:30 does not exist on 28/03/2027" in text(app)
        await press(pilot, "ctrl+s")
        assert app.results == []


async def test_weekly_books_as_many_sessions_as_asked() -> None:
    app = session_form()
    async with running(app) as pilot:
        await press(pilot, "ak", "enter")
        await to(pilot, "time")
        await press(pilot, "14:00")
        await to(pilot, "weeks")
        await press(pilot, "6", "ctrl+s")
        assert len(app.results[0].sessions) == 6


async def test_a_session_without_a_client_is_refused_where_the_client_goes() -> None:
    app = session_form()
    async with running(app) as pilot:
        await to(pilot, "time")
        await press(pilot, "14:00", "ctrl+s")
        assert app.results == []
        assert form(app).at == "client"
        assert "Client: choose one, or ctrl+n for a new one." in text(app)


async def test_somebody_new_is_added_on_the_way_and_given_back_to_be_saved_first() -> None:
    app = session_form()
    async with running(app) as pilot:
        await press(pilot, "ctrl+n", "C-7", "ctrl+s")
        await to(pilot, "time")
        await press(pilot, "14:00", "ctrl+s")
        booked: Booked = app.results[0]
        assert [client.reference for client in booked.clients] == ["C-7"]
        assert booked.sessions[0].participants == (booked.clients[0].id,)
        assert booked.sessions[0].first


async def test_a_session_that_runs_into_another_is_said_once_and_then_taken() -> None:
    app = session_form(None, a_session())
    async with running(app) as pilot:
        await press(pilot, "rt", "enter")
        await to(pilot, "time")
        await press(pilot, "10:30", "ctrl+s")
        assert "Time: this runs into the session of 10:00 to 10:50." in " ".join(text(app).split())
        assert app.results == []
        await press(pilot, "ctrl+s")
        assert len(app.results) == 1


async def test_a_group_is_made_of_several_members() -> None:
    app = session_form()
    async with running(app) as pilot:
        await to(pilot, "kind")
        await press(pilot, "g", "up", "rt", "enter", "ak", "enter")
        await to(pilot, "time")
        await press(pilot, "14:00", "ctrl+s")
        made = app.results[0].sessions[0]
        assert (made.group, made.participants) == (True, ("rt", "ak"))


async def test_a_session_saved_as_shown_is_the_same_session() -> None:
    app = session_form(a_session())
    async with running(app) as pilot:
        await press(pilot, "ctrl+s")
        assert app.results == [Booked((a_session(),))]
