"""Meeting links: finds one in the text of a calendar, and says whose platform and which room it is.

Rule: two links lead to one room exactly when their keys are equal, however differently they are written: wrapped by
Outlook's SafeLinks, escaped in HTML, with another passcode, on a practice's own subdomain.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from data.values.session import MeetingLink

LONGEST_TEXT = 50_000
LONGEST_URL = 2_000
_WRAPPED_TWICE = 3
ATTACHED_UNASKED = "Google Meet"

_URL = re.compile(r"https?://[^\s<>\"'\\\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}*_|\u200b"
_PASSCODE = re.compile(r"\b(pass ?code|password|kenncode|code d[’']accès)\s*[:=]\s*\S", re.IGNORECASE)
_NEARBY = 600
_HIDDEN = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))

_HOSTS = (
    ("zoom.us", "Zoom"),
    ("zoom.com", "Zoom"),
    ("zoomgov.com", "Zoom"),
    ("teams.microsoft.com", "Teams"),
    ("teams.live.com", "Teams"),
    ("teams.microsoft.us", "Teams"),
    ("teams.cloud.microsoft", "Teams"),
    ("meet.google.com", "Google Meet"),
    ("whereby.com", "Whereby"),
    ("webex.com", "Webex"),
    ("doxy.me", "Doxy.me"),
    ("meet.jit.si", "Jitsi"),
    ("join.skype.com", "Skype"),
    ("vsee.com", "VSee"),
    ("attendanywhere.com", "Attend Anywhere"),
)


def platform_of(url: str) -> str:
    """The platform whose address this is ("Zoom", "Teams", …), or "" for any other address."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    for known, platform in _HOSTS:
        if host == known or host.endswith("." + known):
            return platform
    return ""


def find_link(*texts: str) -> MeetingLink | None:
    """The meeting link in these texts; None where there is none.

    The first one wins, but a Google Meet room that a calendar attached by itself yields to a room that was chosen. A
    passcode counts when any way of writing that link carries one, or when words after it say one.
    """
    found = [link for text in texts for link in _links(text)]
    if not found:
        return None
    chosen = next((link for link in found if link.platform != ATTACHED_UNASKED), found[0])
    return next((link for link in found if link.key == chosen.key and link.passcode), chosen)


def _links(text: str) -> Iterator[MeetingLink]:
    plain = html.unescape(text[:LONGEST_TEXT]).translate(_HIDDEN)
    for found in _URL.finditer(plain):
        link = read_link(found.group())
        if link is None:
            continue
        beside = plain[found.end() : found.end() + _NEARBY]
        yield link if link.passcode else replace(link, passcode=bool(_PASSCODE.search(beside)))


def read_link(url: str) -> MeetingLink | None:
    """This address as a meeting link; None where it is no room of a known platform (a help page, a settings page)."""
    url = _unwrapped(html.unescape(url).rstrip(_TRAILING))
    platform = platform_of(url)
    if not platform or len(url) > LONGEST_URL:
        return None
    parts = urlsplit(url)
    query = {name.lower(): values[0] for name, values in parse_qs(parts.query).items()}
    room = _ROOMS.get(platform, _any_room)(unquote(parts.path).rstrip("/"), (parts.hostname or ""), query)
    if not room:
        return None
    passcode = any(query.get(name) for name in ("pwd", "p", "passcode", "password"))
    return MeetingLink(url, platform, f"{platform.lower()}:{room}", passcode)


def _unwrapped(url: str) -> str:
    """The address inside Outlook's SafeLinks or Google's redirect; the address itself where it is not wrapped."""
    for _ in range(_WRAPPED_TWICE):
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        host = parts.hostname or ""
        query = parse_qs(parts.query)
        if host.endswith(".safelinks.protection.outlook.com"):
            inner = query.get("url", [""])[0]
        elif host in {"www.google.com", "google.com"} and parts.path == "/url":
            inner = (query.get("q") or query.get("url") or [""])[0]
        else:
            return url
        if not inner.lower().startswith(("https://", "http://")):
            return ""
        url = inner
    return url


def _zoom_room(path: str, host: str, query: dict[str, str]) -> str:
    """The meeting number; for a personal room its name, which belongs to its host."""
    if found := re.match(r"/(?:j|w|s|wc|wc/join)/(\d[\d -]{7,13}\d)(?:/|$)", path):
        return re.sub(r"\D", "", found.group(1))
    if found := re.match(r"/wc/(\d{9,12})/(?:join|start)", path):
        return found.group(1)
    if found := re.match(r"/my/([^/]+)", path):
        return f"my/{re.sub(r'^us[0-9]+web[.]', '', host)}/{found.group(1).lower()}"
    if path == "/join" and (number := query.get("confno")):
        return number
    return ""


def _teams_room(path: str, host: str, query: dict[str, str]) -> str:
    """The thread of the meeting, or its number. Upper and lower case differ in a thread's id."""
    del host, query
    if found := re.match(r"/l/meetup-join/([^/]+)", path):
        return found.group(1)
    if found := re.match(r"/(?:v2/)?meet/([\w-]+)", path):
        return f"meet/{found.group(1)}"
    return ""


def _meet_room(path: str, host: str, query: dict[str, str]) -> str:
    del host, query
    found = re.match(r"/(?:lookup/)?([\w-]{6,})$", path)
    return found.group(1).lower() if found else ""


def _any_room(path: str, host: str, query: dict[str, str]) -> str:
    if host.endswith(".webex.com"):
        number = query.get("mtid") or query.get("meetingid") or ""
        return f"{host}{path.lower()}{'?' + number if number else ''}" if path or number else ""
    return f"{host.removeprefix('www.')}{path.lower()}" if path else ""


_ROOMS: dict[str, Callable[[str, str, dict[str, str]], str]] = {
    "Zoom": _zoom_room,
    "Teams": _teams_room,
    "Google Meet": _meet_room,
}
