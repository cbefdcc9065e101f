"""A state that others may see: whatever was typed, and whoever somebody is, no view made of it tells."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from console.core import events
from console.core.incident.incidents import open_incidents
from console.core.state import Said, State
from console.core.step import step
from console.core.view import Look, day_view
from console.core.view.hidden import Hiding, names
from console.core.view.incident import incident_view
from data.values.people import Colleague, Consent, ConsentKind, OwnDate, Place, Practice, Role
from data.values.session import Contact, DayRecord, FollowUp, LostTime, MeetingLink, Note, Side, Warned
from tests.core.build import NOW, PRIVATE, TODAY, WHERE, a_client, a_session, a_tick, at
from tests.core.incident_build import a_day, flows_of, later

SIGN = "ZQX"
KEPT = ("practice", "clients", "ticks", "follow_ups", "notes", "contacts", "days", "warned", "losses")
OURS = frozenset({
    "id", "zone", "country", "mode", "platform", "contact_route", "kind", "session", "client", "check", "scope_id",
    "participant", "flow", "flow_hash", "stage", "policy", "policy_hash", "series", "came_from", "key", "route", "by",
    "fact", "agreed_by", "source", "form", "channel", "alert_seen", "how", "step",
    "party", "person", "suspended_by", "boot", "answer", "passcode",
})  # fmt: skip
"""Names of fields whose words are the program's own: ids, enumerations, words of the policy."""


def sown(value: Any, keep: frozenset[str] = OURS) -> Any:
    """The same value with a sign in every word that a person may have typed."""
    if is_dataclass(value) and not isinstance(value, type):
        made = {one.name: _field(one.name, getattr(value, one.name), keep) for one in fields(value)}
        return replace(value, **made)
    if isinstance(value, tuple):
        return tuple(sown(one, keep) for one in value)
    if isinstance(value, Mapping):
        return {key: sown(one, keep) for key, one in value.items()}
    return value


def _field(name: str, value: Any, keep: frozenset[str]) -> Any:
    if isinstance(value, str):
        return value if name in keep else f"{SIGN} {name}"
    return sown(value, keep)


def a_full_day() -> State:
    """Something in every field of everybody and everything."""
    client = a_client(
        consent=Consent(ConsentKind.OWN, "x", date(2026, 1, 1), "x"), last_place=Place("x", at(9), "x"), watch=True
    )
    state = a_day(client=client)
    first = next(iter(state.sessions.values()))
    first = replace(first, link=MeetingLink("x"), lost=(LostTime(at(10) - at(9), Side.MINE, "x"),))
    group = a_session("s-2", begin=at(14), end=at(15), group=True, title="x", participants=("bk",), co_facilitator="x")
    made = NOW.utc
    full: dict[str, Any] = {
        "practice": Practice("x", Colleague("x", "x"), roles={Role.LEAD: Colleague("x", "x")},
            own_dates=(OwnDate("o", "x", TODAY),), set_up=True),
        "clients": {"ak": client, "bk": a_client("bk")},
        "sessions": {"s-1": first, "s-2": group},
        "ticks": {one.key: one for one in (a_tick(PRIVATE, answer="adjusted", detail="x"), a_tick(WHERE, detail="x"))},
        "follow_ups": {n: FollowUp(n, "call", "x", made, "ak", "s-1", made) for n in ("f", "g")},
        "notes": {"n": Note("n", "s-1", "ak", "free", "x", addenda=((made, "x"),))},
        "contacts": {"c": Contact("c", "ak", made, "text", "x", "x")},
        "days": {TODAY: DayRecord(TODAY, made, open_items=("x", "y"))},
        "warned": {"w": Warned("w", "s-2", "late-5", "x", made, made)},
        "losses": ("x",),
    }  # fmt: skip
    return replace(state, **sown(full))


def sharing() -> State:
    """The full day while others see the screen; policy and flows are the practice's own words."""
    state, own = a_full_day(), a_day()
    ticks = {key: replace(one, text="A line of the policy") for key, one in state.ticks.items()}
    return replace(
        state, ticks=ticks, policy=own.policy, policies=own.policies, flows=flows_of("standard"), sharing=True
    )


def signs(value: object) -> list[str]:
    """Every place where a sign is left."""
    text = repr(value)
    return [text[at : at + 40] for at in range(len(text)) if text.startswith(SIGN, at)]


def test_the_sowing_reaches_what_a_practitioner_types() -> None:
    text = repr([getattr(a_full_day(), name) for name in (*KEPT, "sessions")])
    wanted = ("initials", "name", "reference", "value", "safety_plan", "text", "detail", "wording", "purpose", "title")
    assert [word for word in wanted if f"{SIGN} {word}" not in text] == []


def test_nothing_that_was_typed_is_left_in_what_is_drawn_from() -> None:
    hidden = Hiding()(sharing())
    for name in KEPT:
        assert signs(getattr(hidden, name)) == [], name
    for session in hidden.sessions.values():
        drawn = replace(session, came_from="", series="")
        assert signs(drawn) == []


@pytest.mark.parametrize("look", [Look(), Look(names=True), Look("s-2"), Look("s-2", member="bk"), Look("@start")])
def test_the_day_shows_times_and_numbered_sessions(look: Look) -> None:
    hidden = Hiding()(sharing())
    view = day_view(hidden, look, NOW)
    assert signs(view) == []
    assert "A.K." not in repr(view)
    assert [row.who for row in view.rows if row.session.startswith("s-")] == ["Session 1", "Session 2"]
    assert view.banner is not None


def test_what_the_console_last_said_names_nobody() -> None:
    state = replace(sharing(), clients={"ak": a_client()})
    state = replace(state, said=Said("A.K. is already running. Alex King: 07700 900123.", at=NOW.utc))
    said = Hiding()(state).said
    assert said is not None
    assert said.words == "Session 1 is already running. Session 1: Session 1."


@pytest.mark.parametrize("key", sorted(flows_of("standard")))
def test_no_flow_shows_anybody_at_any_of_its_first_stages(key: str) -> None:
    state = step(sharing(), events.IncidentPressed(key), later(0)).state
    hiding = Hiding()
    for press in ("", "d", "t", "s", "2", "1", "i", "n"):
        for incident in open_incidents(state):
            if press:
                state = step(state, events.FlowKeyPressed(incident.id, press, "typed ZQX words"), later(5)).state
            hidden = hiding(state)
            shown = replace(incident_view(hidden, hidden.incidents[incident.id], later(6)), card=None, id="")
            assert signs(shown) == [], press
            assert signs(day_view(hidden, Look(), later(6))) == []


def test_a_session_keeps_its_number_and_what_did_not_change_is_not_made_again() -> None:
    state, hiding = sharing(), Hiding()
    assert names(state) == {"s-1": "Session 1", "ak": "Session 1", "s-2": "Session 2", "bk": "Member 1"}
    first, second = hiding(state), hiding(replace(state, beat=later(1)))
    assert first.clients is second.clients
    assert first.sessions is second.sessions
    assert hiding(replace(state, clients=dict(state.clients))).clients is not first.clients
    assert Hiding()(state).clients == first.clients
