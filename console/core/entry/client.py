"""A client as a form holds them: the values to show, and the `Client` from what was typed.

What the form does not show is kept. Rules belong to the number: another number retires the old route and starts with
unknown rules, unless they were said for it in the same form.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from console.core.entry import reading as forms
from data.values.ids import new_id
from data.values.numbers import same_number
from data.values.people import (
    Channel,
    Client,
    Consent,
    ConsentKind,
    ContactRule,
    EmergencyContact,
    Plan,
    Route,
    RouteKind,
    Safety,
    Turn,
)
from data.values.trouble import BadInput

PHONE_CHANNELS = (Channel.TEXT, Channel.CALL, Channel.VOICEMAIL)
NewId = Callable[[], str]
Made = tuple[datetime, NewId]


def first_route(routes: tuple[Route, ...], kind: RouteKind) -> Route | None:
    """The route in use of that kind."""
    return next((route for route in routes if route.kind is kind and not route.retired), None)


def shown_client(client: Client | None) -> dict[str, str]:
    """What the form shows of a client; of nobody, what is true of a new one."""
    who = client or Client("", "", "")
    phone, email = first_route(who.routes, RouteKind.PHONE), first_route(who.routes, RouteKind.EMAIL)
    contact = who.emergency[0] if who.emergency else None
    their = first_route(contact.routes, RouteKind.PHONE) if contact else None
    wait = who.plan.wait
    return {
        "reference": who.reference,
        "initials": who.initials,
        "name": who.name,
        "born": forms.show_date(who.born) if who.born else "",
        "seen": str(who.seen) if client else "",
        "watch": _yes(who.watch),
        "phone": phone.value if phone else "",
        **{channel.value: _safety(phone, channel) for channel in PHONE_CHANNELS},
        "email": email.value if email else "",
        "mail": _safety(email, Channel.EMAIL),
        "contact": contact.name if contact else "",
        "relation": contact.relation if contact else "",
        "contact-phone": their.value if their else "",
        "contact-call": _safety(their, Channel.CALL),
        "danger": _yes(contact is not None and contact.may_be_danger),
        "rings": who.plan.who_rings.value,
        "by": who.plan.by,
        "wait": str(int(wait.total_seconds() // 60)) if wait is not None else "",
        "signal": who.plan.signal,
        "consent": who.consent.kind.value if who.consent else "",
        "consent-who": who.consent.who if who.consent else "",
        "consent-given": forms.show_date(who.consent.given) if who.consent else "",
        "consent-how": who.consent.how if who.consent else "",
        "mode": who.mode,
        "platform": who.platform,
        "zone": who.zone,
    }


def _yes(so: bool) -> str:
    return "yes" if so else "no"


def _safety(route: Route | None, channel: Channel) -> str:
    rule = route.rules.get(channel) if route else None
    return (rule.safety if rule else Safety.UNKNOWN).value


def is_child(born: str, today: date, under: int) -> bool:
    """Whether the date of birth, as typed, is that of a child by the policy's age."""
    try:
        day = forms.read_born("Born", born, today)
    except BadInput:
        return False
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day)) < under


def entered_client(
    client: Client | None, values: Mapping[str, str], *, now: datetime, today: date, make_id: NewId = new_id
) -> Client:
    """The client with what was typed. Raises BadInput; `values` need only hold the fields that are there."""
    who = client or Client(make_id(), "", "")
    typed = {**shown_client(client), **values}
    if not (typed["reference"] or typed["initials"]):
        raise BadInput("Reference or initials: one of them is needed.")
    return replace(
        who,
        reference=typed["reference"],
        initials=typed["initials"],
        name=typed["name"],
        born=forms.read_born("Born", typed["born"], today) if typed["born"] else None,
        seen=forms.read_count("Sessions so far", typed["seen"]) if typed["seen"] else who.seen,
        watch=typed["watch"] == "yes",
        routes=_routes(who, typed, _said(values), (now, make_id)),
        emergency=_contacts(who, typed, _said(values), (now, make_id)),
        plan=_plan(who.plan, typed),
        consent=_consent(typed, today),
        mode=typed["mode"],
        platform=typed["platform"],
        zone=forms.read_zone("Time zone", typed["zone"]) if typed["zone"] else "",
    )


def _said(values: Mapping[str, str]) -> Mapping[str, Safety]:
    """The safety answers that the form really held: an answer it did not show says nothing of a new number."""
    names = (*(channel.value for channel in PHONE_CHANNELS), "mail", "contact-call")
    return {name: Safety(values[name]) for name in names if name in values}


def _routes(who: Client, typed: Mapping[str, str], said: Mapping[str, Safety], made: Made) -> tuple[Route, ...]:
    number = forms.read_phone("Phone", typed["phone"]) if typed["phone"] else ""
    calls = {channel: said[channel.value] for channel in PHONE_CHANNELS if channel.value in said}
    routes = changed_route(who.routes, RouteKind.PHONE, number, calls, made)
    address = forms.read_email("E-mail", typed["email"]) if typed["email"] else ""
    mails = {Channel.EMAIL: said["mail"]} if "mail" in said else {}
    return changed_route(routes, RouteKind.EMAIL, address, mails, made)


def changed_route(
    routes: tuple[Route, ...], kind: RouteKind, value: str, said: Mapping[Channel, Safety], made: Made
) -> tuple[Route, ...]:
    """The routes with this number or address in the first one's place, and with what was said of its channels.

    Another number makes a new route and retires the old one; no number retires it. A channel that was not said anew
    keeps its rule and its date. `made` is when it was said, and what makes an id.
    """
    now, make_id = made
    old = first_route(routes, kind)
    if old is not None and value and same_number(old.value, value):
        kept = replace(old, value=value, rules=_rules(old.rules, said, now))
        return tuple(kept if route.id == old.id else route for route in routes)
    retired = tuple(replace(route, retired=True) if old and route.id == old.id else route for route in routes)
    return (*retired, Route(make_id(), kind, value, rules=_rules({}, said, now))) if value else retired


def _rules(
    rules: Mapping[Channel, ContactRule], said: Mapping[Channel, Safety], now: datetime
) -> Mapping[Channel, ContactRule]:
    changed = dict(rules)
    for channel, safety in said.items():
        rule = rules.get(channel, ContactRule())
        if safety is not rule.safety:
            changed[channel] = replace(rule, safety=safety, confirmed=None if safety is Safety.UNKNOWN else now)
    return changed


def _contacts(
    who: Client, typed: Mapping[str, str], said: Mapping[str, Safety], made: Made
) -> tuple[EmergencyContact, ...]:
    name, number = typed["contact"], typed["contact-phone"]
    if not (name or number):
        return who.emergency[1:]
    now, make_id = made
    old = who.emergency[0] if who.emergency else EmergencyContact(make_id(), "")
    number = forms.read_phone("Their phone", number) if number else ""
    calls = {Channel.CALL: said["contact-call"]} if "contact-call" in said else {}
    routes = changed_route(old.routes, RouteKind.PHONE, number, calls, made)
    new = replace(old, name=name, relation=typed["relation"], may_be_danger=typed["danger"] == "yes", routes=routes)
    return (replace(new, confirmed=now) if new != old else old, *who.emergency[1:])


def _plan(plan: Plan, typed: Mapping[str, str]) -> Plan:
    wait = timedelta(minutes=forms.read_minutes("Wait", typed["wait"], high=120)) if typed["wait"] else None
    return replace(plan, who_rings=Turn(typed["rings"]), by=typed["by"], wait=wait, signal=typed["signal"])


def _consent(typed: Mapping[str, str], today: date) -> Consent | None:
    if not typed["consent"]:
        return None
    if not typed["consent-who"]:
        raise BadInput("Given by: say who gave the consent.")
    given = forms.read_date("Given on", typed["consent-given"], today, past=True) if typed["consent-given"] else today
    return Consent(ConsentKind(typed["consent"]), typed["consent-who"], given, typed["consent-how"])
