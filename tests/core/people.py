"""Anybody at all: strategies for clients with any contact rules, made so that numbers are often shared."""

from hypothesis import strategies as st

from data.values.people import (
    Channel,
    ContactRule,
    EmergencyContact,
    Hours,
    Plan,
    Route,
    RouteKind,
    Safety,
    Turn,
)
from tests.core.build import LONDON, a_client, at, days_ago

RULES = st.builds(
    ContactRule,
    safety=st.sampled_from(Safety),
    hours=st.none() | st.builds(Hours, st.none() | st.times(), st.none() | st.times()),
    confirmed=st.none() | st.sampled_from([days_ago(1), days_ago(20), at(10, 2)]),
)
NUMBERS = st.sampled_from(["07700 900001", "+44 7700 900001", "07700 900002", "07700 900003"])
IDS = st.sampled_from([f"r{number}" for number in range(6)])
ROUTES = st.builds(
    Route,
    id=IDS,
    kind=st.sampled_from([RouteKind.PHONE, RouteKind.PHONE, RouteKind.EMAIL, RouteKind.POST]),
    value=NUMBERS,
    rules=st.dictionaries(st.sampled_from(Channel), RULES),
    retired=st.booleans(),
)
CONTACTS = st.builds(
    EmergencyContact,
    id=st.uuids().map(str),
    name=st.sampled_from(["Mary", "Tom"]),
    relation=st.sampled_from(["mother", "friend"]),
    consent=st.booleans(),
    may_be_danger=st.booleans(),
    routes=st.lists(ROUTES, max_size=2).map(tuple),
)
CLIENTS = st.builds(
    a_client,
    watch=st.booleans(),
    zone=st.sampled_from([LONDON, "Pacific/Auckland", "Nowhere", ""]),
    routes=st.lists(ROUTES, max_size=3).map(tuple),
    emergency=st.lists(CONTACTS, max_size=3).map(tuple),
    plan=st.builds(Plan, who_rings=st.sampled_from(Turn), by=st.sampled_from(["call", "chat", "relay"])),
)
OVERRIDES = st.frozensets(st.tuples(IDS, st.sampled_from([one.value for one in Channel])))
