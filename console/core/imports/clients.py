"""What an import of clients would do: who is new, what changes, what stays.

Rules: a row finds its client by the exact reference, and changes only what it gives. A client that is new here counts
as already seen unless the row says first_session (DETAILS 11). What protects a client is never weakened by an old file.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from console.core.imports.routes import PHONE_CHANNELS, active, client_routes, emergency_contacts
from console.core.imports.row import MakeId, Normal, Row, Same
from data.values.imports import ClientChange, ClientPlan, ClientRow
from data.values.kept import Kept
from data.values.people import Channel, Client, Consent, ConsentKind, ContactRule, Plan, Practice, RouteKind, Turn
from data.values.trouble import BadInput

_PLAIN = (
    *("initials", "name", "born", "country", "zone", "mode", "platform", "own_consent_basis", "access_needs"),
    *("camera", "device", "suitability", "self_care", "pacing", "safety_plan", "safe_word", "fee_note"),
)
_PHONE_CELLS = (*PHONE_CHANNELS, "hours", "wording", "who_may_answer")
_MOST_PROBLEMS = 20


def plan_clients(rows: Iterable[ClientRow], known: Kept, normal: Normal, same: Same, make_id: MakeId) -> ClientPlan:
    """What importing these rows would do.

    `normal` writes a number as dialled in a country and warns of a strange one, `same` compares two. Raises BadInput
    where a row cannot be used with what is known of its client; then nothing is imported.
    """
    practice = known.practice or Practice()
    by_reference = {client.reference.casefold(): client for client in known.clients if client.reference}
    add: list[Client] = []
    change: list[ClientChange] = []
    warnings: list[str] = []
    problems: list[str] = []
    unchanged = 0
    for one in rows:
        row = Row(one, practice, normal, same, make_id)
        before = by_reference.get(one.reference.casefold())
        problems += _problems(row, before)
        after = _merged(before or _new(row), row)
        warnings += row.warnings
        if before is None:
            add.append(after)
        elif after == before:
            unchanged += 1
        else:
            change.append(ClientChange(before, after, _differences(before, after)))
    if problems:
        raise BadInput("\n".join([*problems[:_MOST_PROBLEMS], "Nothing was imported."]))
    return ClientPlan(tuple(add), tuple(change), unchanged, tuple(warnings))


def _problems(row: Row, before: Client | None) -> list[str]:
    def known(cell: str, kind: RouteKind) -> bool:
        return bool(row.get(cell, str, "")) if row.has(cell) else active(before, kind) is not None

    wrong = []
    if row.has(*_PHONE_CELLS) and not known("phone", RouteKind.PHONE):
        wrong.append(f"Row {row.line}, phone: rules are given, but no number they belong to.")
    if row.has("email_safe") and not known("email", RouteKind.EMAIL):
        wrong.append(f"Row {row.line}, email: a rule is given, but no address it belongs to.")
    if row.has("letter") and not known("address", RouteKind.POST):
        wrong.append(f"Row {row.line}, address: a rule is given, but no address it belongs to.")
    if row.get("guardian_consent", str, "") and not isinstance(row.cells.get("guardian_consent_date"), date):
        wrong.append(f"Row {row.line}, guardian_consent_date: say when the consent was given.")
    emergency = row.has("emergency_relation", "emergency_phone", "emergency_call", "emergency_consent")
    if (emergency or row.has("emergency_danger")) and not (
        row.get("emergency_name", str, "") or (before and before.emergency)
    ):
        wrong.append(f"Row {row.line}, emergency_name: say who the emergency contact is.")
    return wrong


def _new(row: Row) -> Client:
    seen = 0 if row.get("first_session", bool, False) else max(1, row.get("sessions_so_far", int, 1))
    name = row.get("name", str, "")
    initials = "".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha()) or row.reference
    return Client(row.make_id(), row.reference, initials, seen=seen)


def _merged(client: Client, row: Row) -> Client:
    plain: dict[str, Any] = {name: _plain(row, name, getattr(client, name)) for name in _PLAIN if row.has(name)}
    if not plain.get("initials"):
        plain.pop("initials", None)
    client = replace(client, watch=row.flag("watch", client.watch), **plain)
    row.country = client.country or row.practice.country
    return replace(
        client,
        routes=client_routes(client, row),
        emergency=emergency_contacts(client, row),
        plan=_plan(client.plan, row),
        consent=_consent(client.consent, row),
    )


def _plain(row: Row, name: str, old: object) -> object:
    value = row.cells[name]
    return value if value is not None else None if name == "born" else type(old)()


def _plan(plan: Plan, row: Row) -> Plan:
    wait, turn = row.cells.get("plan_wait", plan.wait), row.cells.get("plan_who_rings", plan.who_rings)
    return replace(
        plan,
        who_rings=turn if isinstance(turn, Turn) else Turn.PRACTITIONER,
        by=row.get("plan_by", str, plan.by) or "call",
        signal=row.get("plan_signal", str, plan.signal),
        closing_line=row.get("closing_line", str, plan.closing_line),
        wait=wait if isinstance(wait, timedelta) else None,
        letter_agreed=row.get("letter_agreed", bool, plan.letter_agreed),
    )


def _consent(consent: Consent | None, row: Row) -> Consent | None:
    """A guardian's consent, which needs both who and when (S3 4.1)."""
    if not row.has("guardian_consent"):
        return consent
    who, given = row.get("guardian_consent", str, ""), row.cells.get("guardian_consent_date")
    if not who or not isinstance(given, date):
        return None
    return Consent(ConsentKind.GUARDIAN, who, given, row.get("guardian_consent_how", str, ""))


def _differences(before: Client, after: Client) -> tuple[str, ...]:
    """Which parts differ, in words and without showing them; what became safe or not safe is said."""
    words = [name.replace("_", " ") for name in ("watch", *_PLAIN) if getattr(before, name) != getattr(after, name)]
    if sum(one.retired for one in after.routes) > sum(one.retired for one in before.routes):
        words.append("new number or address, the old one is retired")
    elif len(before.routes) != len(after.routes):
        words.append("new number or address")
    elif before.routes != after.routes:
        words.append("contact rules" + "".join(_safety_words(before, after)))
    parts = (("emergency", "emergency contact"), ("plan", "plan"), ("consent", "guardian consent"))
    return (*words, *(name for part, name in parts if getattr(before, part) != getattr(after, part)))


def _safety_words(before: Client, after: Client) -> Iterable[str]:
    for old, new in zip(before.routes, after.routes, strict=True):
        for channel in Channel:
            was, now = (one.rules.get(channel, ContactRule()).safety for one in (old, new))
            if was is not now:
                yield f" ({channel.value} {now.value}, was {was.value})"
