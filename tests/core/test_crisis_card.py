"""The crisis card: what a call handler asks, in that order, with the age of everything; what is not known is named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.core.apply import apply
from console.core.state import State
from console.core.view.crisis_card import LOCAL_UNKNOWN, crisis_card
from data.values.facts import IncidentGiven, Record
from data.values.incident import Given
from data.values.people import Channel, Client, Colleague, Place, Role, Safety
from data.values.policy import About, CheckState, Scope
from data.values.session import Mode, Tick, TickKey
from data.values.views import CardLine, CardView, Tone
from tests.core.build import a_contact, a_route, a_rule, at, days_ago
from tests.core.incident_build import KEY, PRACTICE, Drop, a_day, later, running
from tests.stages import ANNA, in_stage

ORDER = ["WHERE", "WHO", "NOW", "RISKS", "PHONE", "CALL BACK"]


def card(client: Client = ANNA, *given: Given, **changes: object) -> CardView:
    state, incident = in_stage("crisis", "services", *given, client=client)
    return crisis_card(replace(state, **changes), incident, later(48))  # type: ignore[arg-type]


def line(view: CardView, label: str) -> CardLine:
    return next(one for one in (*view.read, *view.beside) if one.label == label)


def words(view: CardView) -> str:
    return " | ".join(f"{one.label} {one.text} {one.age}" for one in (*view.read, *view.beside)) + " ".join(
        view.missing
    )


def given(fact: str, value: str, said: str = "") -> Given:
    return Given(fact, value, KEY, words=said)


def test_it_stands_in_the_order_in_which_a_call_handler_asks() -> None:
    view = card()
    assert [one.label for one in view.read] == ORDER
    assert (view.read[0].text, view.read[0].age) == ("14 Elm Road, Leeds LS6 2AB", "said 10:02 today")
    assert view.read[1].text == "Anna Kowalska, 35, born 31.12.1990"
    assert view.read[2].text == "I am their counsellor, on a video call. I see and hear …"
    assert view.read[5].text == "020 7946 0123, Sam Reed"


# --- where ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "age"), [(1, "LAST KNOWN, 10:18 YESTERDAY"), (7, "LAST KNOWN, 7 DAYS")])
def test_an_old_place_is_never_where_the_client_is(days: int, age: str) -> None:
    where = card(replace(ANNA, last_place=Place("14 Elm Road", days_ago(days)))).read[0]
    assert where == CardLine("WHERE", "14 Elm Road", age, Tone.ATTENTION)


def test_a_place_of_this_morning_is_last_known_in_another_session() -> None:
    assert card(replace(ANNA, last_place=Place("14 Elm Road", at(8)))).read[0].age == "LAST KNOWN, 08:00 TODAY"


def test_without_a_place_it_says_none() -> None:
    assert card(replace(ANNA, last_place=None)).read[0] == CardLine("WHERE", "NOT KNOWN", "none", Tone.ATTENTION)


def refusing() -> dict[TickKey, Tick]:
    key = TickKey(Scope.SESSION, "s-1", "ak", "where")
    return {key: Tick(key, CheckState.REFUSED, "Where are you now?", at(10, 1), about=About.LOCATION)}


def test_a_refusal_is_said_beside_what_was_known_before() -> None:
    old = replace(ANNA, last_place=Place("14 Elm Road", days_ago(7)))
    assert card(old, ticks=refusing()).read[0].age == "REFUSED today · LAST KNOWN, 7 DAYS"
    assert card(replace(ANNA, last_place=None), ticks=refusing()).read[0].age == "REFUSED"


def test_who_has_left_the_place_is_not_there_any_more() -> None:
    assert card(ANNA, given("same_place", "no")).read[0].age == "LAST KNOWN, 10:02 TODAY"


def test_a_place_said_in_the_crisis_is_the_place() -> None:
    day = Drop(a_day(client=replace(ANNA, last_place=None)), "crisis")
    day.press("v", 20, "the library in Hyde Park Road")
    where = crisis_card(day.state, day.incident, later(30)).read[0]
    assert (where.text, where.age) == ("the library in Hyde Park Road", "said 10:19 today")


def test_a_place_said_before_it_is_known_who_it_is_stands_on_the_card_and_stays_theirs() -> None:
    day = Drop(a_day(client=ANNA, session=running(participants=())), "crisis")
    day.press("v", 20, "the library in Hyde Park Road")
    assert crisis_card(day.state, day.incident, later(25)).read[0].text == "the library in Hyde Park Road"
    day.press("0", 30, ANNA.initials)
    assert day.incident.client == ANNA.id
    where = crisis_card(day.state, day.incident, later(40)).read[0]
    assert (where.text, where.age) == ("the library in Hyde Park Road", "said 10:19 today")
    assert day.state.clients[ANNA.id].last_place == Place("the library in Hyde Park Road", later(20).utc)


def test_a_place_that_was_told_since_is_not_replaced_by_an_older_one() -> None:
    day = Drop(
        a_day(client=replace(ANNA, last_place=Place("14 Elm Road", later(25).utc)), session=running(participants=())),
        "crisis",
    )
    day.press("v", 20, "the library in Hyde Park Road")
    day.press("0", 30, ANNA.initials)
    assert crisis_card(day.state, day.incident, later(40)).read[0].text == "14 Elm Road"


def test_a_guardian_meant_before_it_is_known_who_it_is_leaves_every_ladder_once_it_is() -> None:
    mother = replace(ANNA.emergency[0], relation="mother", may_be_danger=False)
    state = a_day(client=replace(ANNA, emergency=(mother,)), session=running(participants=()))
    day = Drop(state, "disclosure")
    told = IncidentGiven(day.incident.id, Given("about_guardian", "yes", KEY))
    day.state = apply(day.state, Record("session:s-1", "", told, later(10), later(10).utc))
    day.press("0", 30, ANNA.initials)
    assert day.state.clients[ANNA.id].emergency[0].may_be_danger


def test_abroad_no_number_of_the_practices_own_country_is_given() -> None:
    view = card(replace(ANNA, last_place=Place("Calle Mayor 3, Cádiz", at(10, 2), "Spain")))
    told = view.read[1]
    assert (told.label, told.text, told.age) == ("", "abroad: Spain", LOCAL_UNKNOWN)
    assert line(view, "Emergency services").text == LOCAL_UNKNOWN
    assert "116 123" not in words(view)
    assert "the local emergency number" in view.missing


# --- who, what, risks -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("risk", "said"), [("client", "the client"), ("another", "another person"), ("child", "a child")]
)
def test_who_is_at_risk_is_said_with_the_name(risk: str, said: str) -> None:
    assert card(ANNA, given("at_risk", risk)).read[1].text.endswith(f"· at risk: {said}")


def test_nobody_chosen_is_said_plainly_and_shows_no_number() -> None:
    state, incident = in_stage("crisis", "services")
    view = crisis_card(state, replace(incident, client=""), later(48))
    assert view.read[1].text.startswith("NOT KNOWN") or view.read[2].text.startswith("NOT KNOWN")
    assert line(view, "PHONE").text == "NO CALL"


def test_a_lost_line_is_part_of_what_is_happening() -> None:
    assert (
        card(ANNA, given("line", "lost")).read[2].text
        == "I am their counsellor. The call broke off at 10:18. I saw and heard …"
    )


def test_by_phone_it_is_said_so() -> None:
    state, incident = in_stage("crisis", "stay")
    session = replace(state.sessions["s-1"], mode=Mode.PHONE)
    assert "on the phone" in crisis_card(replace(state, sessions={"s-1": session}), incident, later(9)).read[2].text


def test_whoever_may_be_dangerous_is_a_risk_and_nobody_to_ring() -> None:
    partner = a_contact("Tom", relation="partner", may_be_danger=True, routes=(a_route("07700 900999"),))
    view = card(replace(ANNA, emergency=(partner, *ANNA.emergency)))
    risks = line(view, "RISKS")
    assert risks.text == "may be dangerous: partner, may be present · access: hard of hearing"
    assert risks.tone is Tone.ATTENTION
    assert "07700 900999" not in words(view)
    assert not any("partner" in one.label or "Tom" in one.label for one in view.beside)


def test_a_number_that_the_dangerous_one_uses_too_is_no_call() -> None:
    own = ANNA.routes[0].value
    partner = a_contact("Tom", relation="partner", may_be_danger=True, routes=(a_route(own),))
    view = card(replace(ANNA, emergency=(partner,)))
    assert line(view, "PHONE").text == "NO CALL"
    assert own not in words(view)
    assert "an emergency contact who may be rung" in view.missing


# --- numbers ----------------------------------------------------------------------------------------------------------
def test_a_phone_that_is_not_safe_is_no_call_and_why() -> None:
    route = a_route("07700 900123", {Channel.CALL: a_rule(Safety.NOT_SAFE)})
    view = card(replace(ANNA, routes=(route,)))
    phone = line(view, "PHONE")
    assert phone.text == "NO CALL"
    assert phone.age.startswith("not safe")
    assert "07700 900123" not in words(view)


def test_what_nobody_entered_is_named() -> None:
    bare = replace(ANNA, emergency=(), safety_plan="", born=None, access_needs="")
    practice = replace(PRACTICE, me=Colleague(), roles={Role.LEAD: Colleague("Lee", "")})
    view = card(bare, practice=practice)
    assert view.missing == (
        "lead's number", "supervisor's number", "your call-back number", "an emergency contact", "date of birth",
        "safety plan",
    )  # fmt: skip
    assert line(view, "CALL BACK").text == "NOT KNOWN"
    assert "date of birth not known" in view.read[1].text


def test_lines_to_give_say_that_their_hours_are_to_be_checked() -> None:
    view = card()
    assert (line(view, "Samaritans").text, line(view, "Samaritans").age) == ("116 123", "check the hours")
    assert line(view, "Emergency services").text == "999"
    assert line(view, "Safety plan").text == ANNA.safety_plan


def test_it_is_made_from_the_state_alone_and_again_the_same() -> None:
    state, incident = in_stage("crisis", "services")
    assert isinstance(state, State)
    assert crisis_card(state, incident, later(5)) == crisis_card(state, incident, later(5))
    assert timedelta(seconds=later(48).boottime - later(5).boottime) == timedelta(seconds=43)
