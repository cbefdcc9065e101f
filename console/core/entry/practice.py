"""The practice as the first-run questions were answered: from values of a form to a `Practice`, and what is missing."""

from collections.abc import Mapping
from dataclasses import replace

from console.core.entry import reading as forms
from data.values.people import Colleague, Practice, Role

ROLES = (Role.LEAD, Role.SUPERVISOR)


def entered_practice(practice: Practice, values: Mapping[str, str]) -> Practice:
    """The practice with what was typed; a line left empty leaves that part empty. Raises BadInput."""
    roles = dict(practice.roles)
    for role in ROLES:
        roles[role] = Colleague(
            values[f"{role.value}-name"],
            forms.read_phone(f"The {role.value}'s number", number) if (number := values[f"{role.value}-phone"]) else "",
        )
    phone = values["phone"]
    return replace(
        practice,
        policy=values["policy"] or practice.policy,
        country=forms.read_country("Country", values["country"]) if values["country"] else practice.country,
        me=Colleague(values["name"], forms.read_phone("Work phone", phone) if phone else ""),
        platforms=forms.read_list(values["platforms"]),
        roles=roles,
        zone=forms.read_zone("Time zone", values["zone"]) if values["zone"] else practice.zone,
        set_up=True,
    )


def missing_of_practice(values: Mapping[str, str]) -> tuple[str, ...]:
    """What a crisis card would still lack, in words, from the values of the form."""
    wanted = (
        ("name", "your name"),
        ("phone", "your work phone"),
        *((f"{role.value}-phone", f"{role.value}'s number") for role in ROLES),
    )
    return tuple(words for name, words in wanted if not values.get(name, "").strip())
