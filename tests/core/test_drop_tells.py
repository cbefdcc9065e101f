"""What a drop tells the rest of the console: where the client is, about whom something is owed, how it goes on."""

from dataclasses import replace

import pytest

from console.core import events
from console.core.state import Saving
from console.core.view import Look, day_view
from data.values.people import Channel, Place, Plan
from tests.core.build import a_client, a_route, a_rule, at
from tests.core.incident_build import Drop, a_day, later


def back(drop: Drop) -> Drop:
    drop.press("b", 60)
    return drop


def place_shown(drop: Drop) -> str:
    drop.press("i", 70)
    (row,) = [one for one in drop.view().rows if one.id == "place"]
    return " ".join(part.text for part in row.value)


def test_a_client_who_has_moved_is_at_the_new_place_for_everything_that_could_send_help() -> None:
    drop = back(Drop(a_day(client=a_client(last_place=Place("14 Elm Road", at(10, 1))))))
    drop.press("6", 65, "the library, York")
    assert drop.state.clients["ak"].last_place == Place("the library, York", at(10, 19, 45))
    assert "the library, York" in place_shown(drop)


def test_a_client_who_has_moved_and_did_not_say_where_is_no_more_at_the_old_place() -> None:
    drop = back(Drop(a_day(client=a_client(last_place=Place("14 Elm Road", at(10, 1))))))
    drop.press("6", 65)
    assert "LAST KNOWN" in place_shown(drop)


def test_no_sign_from_a_frozen_client_is_concern_until_somebody_says_otherwise() -> None:
    drop = Drop()
    drop.press("f", 2)
    drop.press("w", 62)
    drop.press("t", 63)
    drop.press("5", 64)
    drop.press("l", 65)
    assert drop.stage == "emergency.contact"
    drop = Drop()
    drop.press("f", 2)
    drop.press("w", 62)
    drop.press("n", 63)
    drop.press("t", 64)
    drop.press("l", 65)
    assert drop.stage == "drop.alternative"


def test_what_is_owed_says_about_whom() -> None:
    drop = Drop()
    for key in "hntl":
        drop.press(key, 5)
    drop.press("g", 6)
    assert [one.text for one in drop.state.follow_ups.values()] == ["A.K.: Was the other appointment answered?"]


def test_a_question_to_decide_is_the_next_thing() -> None:
    drop = Drop()
    drop.press("t", 5)
    drop.press("l", 6)
    assert [row.text for row in drop.view().rows if row.next] == ["Concern: press y, n or u."]


def test_an_override_is_never_the_next_thing() -> None:
    drop = Drop(a_day(client=a_client(routes=(a_route(rules={}),))))
    drop.press("t", 5)
    view = drop.view()
    assert view.stage == "No call that is safe"
    assert [row.id for row in view.rows if row.next] == ["rejoin"]


@pytest.mark.parametrize("by", ["text", "chat"])
def test_a_plan_by_text_is_one_by_message(by: str) -> None:
    phone = a_route(rules={Channel.CALL: a_rule(), Channel.TEXT: a_rule()})
    drop = Drop(a_day(client=replace(a_client(), plan=Plan(by=by), routes=(phone,))))
    drop.press("t", 5)
    assert drop.stage == "drop.chat"


def test_sleep_in_a_drop_is_said_and_asks_nothing_because_the_drop_counts_its_minutes() -> None:
    drop = Drop()
    drop.wait(30)
    drop.send(events.Beat(), 450)
    assert drop.stage == "drop.ring"
    assert "asleep 7 min" in drop.view().clock
    (session,) = drop.state.sessions.values()
    assert [one.ran for one in session.gaps] == ["dropped"]


def test_what_cannot_be_saved_says_so_on_the_screen_of_an_incident() -> None:
    drop = Drop()
    assert drop.view().saving == ""
    drop.state = replace(drop.state, saving=Saving(failed="the file is not there"))
    assert drop.view().saving == "NOT SAVED"


def test_a_session_that_goes_on_by_phone_says_so() -> None:
    drop = Drop()
    for key in "t113g":
        drop.press(key, 5)
    (session,) = drop.state.sessions
    view = day_view(drop.state, Look(session=session), later(6))
    assert view.detail is not None
    assert "phone" in view.detail.subtitle
