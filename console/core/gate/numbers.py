"""Rules belong to the number, not to where it is written: the strictest word about the same number counts."""

from collections.abc import Iterator

from data.values.numbers import same_number
from data.values.people import Channel, Client, Route, Safety


def same_route(one: Route, other: Route) -> bool:
    """Whether two routes are the same number or address, however it is written."""
    return one.kind is other.kind and same_number(one.value, other.value)


def is_dangers(client: Client, route: Route) -> bool:
    """Whether somebody who may be the danger has this number too."""
    danger = (other for contact in client.emergency if contact.may_be_danger for other in contact.routes)
    return any(same_route(route, other) for other in danger)


def is_retired(client: Client, route: Route) -> bool:
    """Whether this number is retired anywhere."""
    return route.retired or any(twin.retired for twin in _twins(client, route))


def is_said_not_safe(client: Client, route: Route, channel: Channel) -> bool:
    """Whether the same number is said not to be safe anywhere; a voicemail rings first, so the call counts too."""
    asked = {channel, Channel.CALL} if channel is Channel.VOICEMAIL else {channel}
    return any(
        twin.rules[one].safety is Safety.NOT_SAFE for twin in _twins(client, route) for one in asked & twin.rules.keys()
    )


def _twins(client: Client, route: Route) -> Iterator[Route]:
    known = (*client.routes, *(other for contact in client.emergency for other in contact.routes))
    return (other for other in known if same_route(route, other))
