"""Rules belong to the number, not to where it is written: the strictest word about the same number counts."""

from data.values.people import Channel, Client, Route, RouteKind, Safety

_ENOUGH_DIGITS = 9


def same_number(one: Route, other: Route) -> bool:
    """Whether two routes are the same number or address, however it is written (+44 7700 … is 07700 …)."""
    return one.kind is other.kind and _key(one) == _key(other)


def _key(route: Route) -> str:
    digits = "".join(filter(str.isdecimal, route.value))
    if route.kind is RouteKind.PHONE and digits:
        return digits[-_ENOUGH_DIGITS:]
    return " ".join(route.value.casefold().split())


def barred(client: Client, route: Route, channel: Channel) -> str:
    """Why this number may not be used whatever its own rule says, or ""."""
    danger = (other for contact in client.emergency if contact.may_be_danger for other in contact.routes)
    if any(same_number(route, other) for other in danger):
        return "also a number of somebody who may be the danger"
    known = (*client.routes, *(other for contact in client.emergency for other in contact.routes))
    twins = [other for other in known if same_number(route, other)]
    if any(twin.retired for twin in twins):
        return "retired"
    asked = {channel, Channel.CALL} if channel is Channel.VOICEMAIL else {channel}
    if any(twin.rules[one].safety is Safety.NOT_SAFE for twin in twins for one in asked & twin.rules.keys()):
        return "not safe"
    return ""
