"""What a table of clients makes of the clients: new ones, changes, and what an old file may not undo."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from console.adapters.clients_csv import normal_number, same_number
from console.core.imports.clients import plan_clients
from console.core.imports.preview import client_preview
from console.core.imports.records import client_records
from data.values import facts
from data.values.imports import ClientPlan, ClientRow
from data.values.kept import Kept
from data.values.people import (
    Channel,
    Client,
    ConsentKind,
    ContactRule,
    EmergencyContact,
    Hours,
    Plan,
    Route,
    RouteKind,
    Safety,
    Turn,
)
from data.values.time import Now
from data.values.trouble import BadInput

NOVEMBER_14 = datetime(2026, 11, 14, tzinfo=UTC)
PHONE = Route(
    "p",
    RouteKind.PHONE,
    "07700 900123",
    rules={
        Channel.TEXT: ContactRule(Safety.NOT_SAFE, confirmed=NOVEMBER_14),
        Channel.CALL: ContactRule(Safety.SAFE, confirmed=NOVEMBER_14),
    },
)
ANNA = Client("anna", "AK-014", "A.K.", name="Anna Kowalska", seen=3, routes=(PHONE,))


def row(reference: str = "AK-014", **cells: Any) -> ClientRow:
    return ClientRow(2, reference, {"reference": reference, **cells})


def planned(*rows: ClientRow, known: tuple[Client, ...] = (ANNA,)) -> ClientPlan:
    ids = (f"id{number}" for number in count(1))
    return plan_clients(rows, Kept(clients=known), normal_number, same_number, lambda: next(ids))


def changed(known: Client = ANNA, **cells: Any) -> Client:
    plan = planned(row(**cells), known=(known,))
    assert len(plan.change) == 1, "nothing changed"
    return plan.change[0].after


def added(**cells: Any) -> Client:
    return planned(row("ZO-1", **cells)).add[0]


def safety(client: Client, channel: Channel) -> Safety:
    route = next(one for one in client.routes if not one.retired)
    return route.rules.get(channel, ContactRule()).safety


def test_a_new_client_counts_as_seen_unless_the_row_says_first_session() -> None:
    assert added().seen == 1
    assert added(first_session=False).seen == 1
    assert added(sessions_so_far=6).seen == 6
    assert added(first_session=True).seen == 0


def test_a_client_who_is_known_is_not_seen_anew() -> None:
    assert planned(row(first_session=True, sessions_so_far=9)).unchanged == 1


def test_initials_are_made_from_the_name_and_otherwise_the_reference_stands() -> None:
    assert added(name="Zoë Olivia Byrne").initials == "Z.O.B."
    assert added(name="Zoë", initials="Z").initials == "Z"
    assert added().initials == "ZO-1"


def test_a_row_changes_only_what_it_gives_and_the_same_row_again_changes_nothing() -> None:
    cells: dict[str, Any] = {"born": date(1990, 12, 31), "platform": "Teams", "phone": "+44 7700 900123"}
    after = changed(**cells)
    assert after == replace(ANNA, born=date(1990, 12, 31), platform="Teams")
    assert planned(row(**cells), known=(after,)).empty


def test_references_are_found_whatever_their_case() -> None:
    assert planned(row("ak-014", name="Anna K")).change[0].before is ANNA


def test_an_emptied_cell_empties_its_field() -> None:
    after = changed(name=None, phone=None)
    assert after.name == ""
    assert [one.retired for one in after.routes] == [True]
    assert changed(replace(ANNA, born=date(1990, 1, 1)), born=None).born is None


def test_a_new_number_starts_with_its_own_rules_and_the_old_one_is_retired() -> None:
    plan = planned(row(phone="0113 496 0123", text=Safety.SAFE))
    old, new = plan.change[0].after.routes
    assert (old.retired, old.rules) == (True, PHONE.rules)
    assert (new.value, set(new.rules)) == ("0113 496 0123", {Channel.TEXT})
    assert plan.change[0].words == ("new number or address, the old one is retired",)


def test_rules_without_a_number_are_about_the_number_in_use() -> None:
    after = changed(voicemail=Safety.NOT_SAFE, hours=Hours(), wording="Call me")
    assert safety(after, Channel.VOICEMAIL) is Safety.NOT_SAFE
    assert after.routes[0].rules[Channel.CALL].wording == "Call me"


def test_rules_with_no_number_to_belong_to_are_refused() -> None:
    with pytest.raises(BadInput, match="Row 2, phone: rules are given, but no number they belong to"):
        planned(row("ZO-1", text=Safety.SAFE))
    with pytest.raises(BadInput, match="no address it belongs to"):
        planned(row("ZO-1", letter=Safety.SAFE))
    with pytest.raises(BadInput, match="no number they belong to"):
        planned(row(phone=None, text=Safety.SAFE))


class TestWhatAnOldFileMayNotUndo:
    def test_not_safe_stays_so_where_it_was_confirmed_later(self) -> None:
        for older in (row(text=Safety.SAFE), row(text=Safety.SAFE, confirmed=date(2026, 11, 1))):
            plan = planned(older)
            assert not plan.change
            assert plan.warnings == ("row 2, text: stays not safe: that was confirmed later than this row says",)

    def test_a_newer_date_makes_it_safe_and_the_preview_says_so(self) -> None:
        plan = planned(row(text=Safety.SAFE, confirmed=date(2026, 11, 14)))
        assert safety(plan.change[0].after, Channel.TEXT) is Safety.SAFE
        assert client_preview(plan)[0] == "~ A.K. · contact rules (text safe, was not safe)"

    def test_not_safe_is_believed_at_any_age_and_then_has_the_rows_own_date(self) -> None:
        rule = changed(call=Safety.NOT_SAFE).routes[0].rules[Channel.CALL]
        assert (rule.safety, rule.confirmed) == (Safety.NOT_SAFE, None)

    def test_an_older_date_makes_no_rule_older(self) -> None:
        assert planned(row(call=Safety.SAFE, confirmed=date(2026, 1, 1))).empty

    def test_watch_and_the_mark_of_danger_are_never_taken_back(self) -> None:
        partner = EmergencyContact("e", "Tom", may_be_danger=True)
        watched = replace(ANNA, watch=True, emergency=(partner,))
        plan = planned(row(watch=False, emergency_name="Tom", emergency_danger=False), known=(watched,))
        assert plan.empty
        assert len(plan.warnings) == 2

    def test_another_emergency_contact_does_not_hide_the_one_who_may_be_the_danger(self) -> None:
        partner = EmergencyContact("e", "Tom", may_be_danger=True)
        after = changed(replace(ANNA, emergency=(partner,)), emergency_name="Ewa", emergency_consent=True)
        assert [(one.name, one.may_be_danger) for one in after.emergency] == [("Ewa", False), ("Tom", True)]


def test_an_emergency_contact_with_number_consent_and_rule() -> None:
    contact = added(
        emergency_name="Ewa",
        emergency_relation="sister",
        emergency_phone="01134960123",
        emergency_call=Safety.SAFE,
        emergency_consent=True,
        confirmed=date(2026, 11, 14),
    ).emergency[0]
    assert (contact.relation, contact.consent, contact.may_be_danger) == ("sister", True, False)
    assert contact.confirmed == NOVEMBER_14
    assert contact.routes[0].value == "0113 496 0123"
    assert contact.routes[0].rules[Channel.CALL] == ContactRule(Safety.SAFE, confirmed=NOVEMBER_14)


def test_the_plan_for_a_drop_and_a_guardians_consent() -> None:
    client = added(
        plan_who_rings=Turn.CLIENT,
        plan_by="text",
        plan_signal="coffee",
        guardian_consent="Mum",
        guardian_consent_date=date(2026, 9, 1),
    )
    assert client.plan == Plan(who_rings=Turn.CLIENT, by="text", signal="coffee")
    assert client.consent
    assert (client.consent.kind, client.consent.who) == (ConsentKind.GUARDIAN, "Mum")
    with pytest.raises(BadInput, match="guardian_consent_date: say when"):
        planned(row(guardian_consent="Mum"))


def test_a_strange_number_is_kept_as_typed_with_a_warning() -> None:
    plan = planned(row("ZO-1", phone="07700 900555"))
    assert plan.add[0].routes[0].value == "07700 900555"
    assert plan.warnings == ("row 2, phone: kept as typed: no such number is known, check it",)


def test_the_preview_shows_no_name_and_no_number() -> None:
    plan = planned(row(name="Anna Smith", phone="0113 496 0123"), row("ZO-1", name="Zoë Byrne"))
    words = "\n".join(client_preview(plan))
    assert words.startswith("+ Z.B.\n~ A.K. · name, new number")
    assert "Smith" not in words and "496" not in words


def test_the_facts_are_one_client_each() -> None:
    kept = client_records(planned(row(name="Anna K"), row("ZO-1")), Now(NOVEMBER_14))
    assert [(one.stream, one.client, type(one.fact)) for one in kept] == [
        ("client:id1", "id1", facts.ClientSaved),
        ("client:anna", "anna", facts.ClientSaved),
    ]
