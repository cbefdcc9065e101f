"""Contact routes from a row: numbers and addresses, and the rules that belong to them.

Rule: a new number starts with what the row says of it and nothing else; the one in use before is retired, never fallen
back to (PRODUCT section 5).
"""

from collections.abc import Mapping
from dataclasses import replace

from console.core.imports.row import CELLS, Row
from data.values.people import Channel, Client, ContactRule, EmergencyContact, Hours, Route, RouteKind

PHONE_CHANNELS = {"text": Channel.TEXT, "call": Channel.CALL, "voicemail": Channel.VOICEMAIL}
_CHANNELS: Mapping[RouteKind, Mapping[str, Channel]] = {
    RouteKind.PHONE: PHONE_CHANNELS,
    RouteKind.EMAIL: {"email_safe": Channel.EMAIL},
    RouteKind.POST: {"letter": Channel.LETTER},
}


def active(client: Client | None, kind: RouteKind) -> Route | None:
    """The client's number or address of this kind that is in use."""
    routes = client.routes if client else ()
    return next((route for route in routes if route.kind is kind and not route.retired), None)


def client_routes(client: Client, row: Row) -> tuple[Route, ...]:
    """The client's routes as the row has them: numbers first, then the rules of each."""
    routes = client.routes
    for kind, cell in CELLS.items():
        if row.has(cell):
            value = row.number(cell) if kind is RouteKind.PHONE else row.get(cell, str, "")
            routes = _in_use(routes, row, kind, value)
    for kind, cell in CELLS.items():
        meant = _meant(routes, row, kind, row.get(cell, str, ""))
        routes = tuple(replace(one, rules=_rules(one, row)) if one is meant else one for one in routes)
    return routes


def _meant(routes: tuple[Route, ...], row: Row, kind: RouteKind, value: str) -> Route | None:
    """The route that the row's rules are about: the number it gives, or the one in use where it gives none."""
    used = (one for one in routes if one.kind is kind and not one.retired)
    return next((one for one in used if not value or row.alike(one, value)), None)


def _in_use(routes: tuple[Route, ...], row: Row, kind: RouteKind, value: str) -> tuple[Route, ...]:
    """With this number or address in use; a different one that was in use is retired, an emptied one too."""
    if value and any(one.kind is kind and not one.retired and row.alike(one, value) for one in routes):
        return routes
    used = next((one for one in routes if one.kind is kind and not one.retired), None)
    routes = tuple(replace(one, retired=True) if one is used else one for one in routes)
    return (*routes, Route(row.make_id(), kind, value)) if value else routes


def _rules(route: Route, row: Row) -> Mapping[Channel, ContactRule]:
    rules = dict(route.rules)
    for cell, channel in _CHANNELS[route.kind].items():
        rule = row.rule(cell, rules.get(channel, ContactRule()))
        if route.kind is RouteKind.PHONE:
            rule = _in_words(rule, row)
        if rule != ContactRule():
            rules[channel] = rule
    return rules


def _in_words(rule: ContactRule, row: Row) -> ContactRule:
    hours = row.cells.get("hours", rule.hours)
    return replace(
        rule,
        hours=hours if isinstance(hours, Hours) else None,
        wording=row.get("wording", str, rule.wording),
        who_may_answer=row.get("who_may_answer", str, rule.who_may_answer),
    )


def emergency_contacts(client: Client, row: Row) -> tuple[EmergencyContact, ...]:
    """The first emergency contact as the row has it. Another name is another person, who takes that place."""
    if not any(name.startswith("emergency_") for name in row.cells):
        return client.emergency
    if row.has("emergency_name") and not row.get("emergency_name", str, ""):
        return client.emergency[1:]
    name = row.get("emergency_name", str, client.emergency[0].name if client.emergency else "")
    same = next((one for one in client.emergency if one.name.casefold() == name.casefold()), None)
    old = same or EmergencyContact(row.make_id(), name)
    contact = replace(
        old,
        relation=row.get("emergency_relation", str, old.relation),
        consent=row.get("emergency_consent", bool, old.consent),
        may_be_danger=row.flag("emergency_danger", old.may_be_danger),
        routes=_emergency_routes(old.routes, row),
    )
    if confirmed := row.confirmed():
        contact = replace(contact, confirmed=max(confirmed, contact.confirmed or confirmed))
    if same:
        return tuple(contact if one is same else one for one in client.emergency)
    dangers = tuple(one for one in client.emergency[:1] if one.may_be_danger)
    return (contact, *dangers, *client.emergency[1:])


def _emergency_routes(routes: tuple[Route, ...], row: Row) -> tuple[Route, ...]:
    if row.has("emergency_phone"):
        routes = _in_use(routes, row, RouteKind.PHONE, row.number("emergency_phone"))
    if not row.has("emergency_call"):
        return routes
    return tuple(one if one.retired else replace(one, rules=_with_call(one, row)) for one in routes)


def _with_call(route: Route, row: Row) -> Mapping[Channel, ContactRule]:
    rule = row.rule("emergency_call", route.rules.get(Channel.CALL, ContactRule()))
    return {**route.rules, Channel.CALL: rule}
