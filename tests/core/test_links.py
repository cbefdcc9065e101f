"""Meeting links: whose platform, which room, and whether a passcode protects it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.imports.links import find_link, platform_of, read_link
from data.values.session import MeetingLink

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_AbC%40thread.v2/0?context=%7b%22Tid%22%3a%22a%22%7d"
SAFE = (
    "https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2F"
    "meetup-join%2F19%253ameeting_AbC%2540thread.v2%2F0%3Fcontext%3D%257b%257d&data=05%7C02&reserved=0"
)


@pytest.mark.parametrize(
    ("url", "platform", "key", "passcode"),
    [
        ("https://zoom.us/j/84512345678?pwd=abc", "Zoom", "zoom:84512345678", True),
        ("https://us02web.zoom.us/j/84512345678", "Zoom", "zoom:84512345678", False),
        ("https://hillside.zoom.us/j/84512345678?pwd=abc#success", "Zoom", "zoom:84512345678", True),
        ("https://hillside.zoom.us/w/84512345678?tk=x", "Zoom", "zoom:84512345678", False),
        ("https://app.zoom.us/wc/84512345678/join?pwd=x", "Zoom", "zoom:84512345678", True),
        ("https://agency.zoomgov.com/j/1612345678?pwd=x", "Zoom", "zoom:1612345678", True),
        ("https://zoom.us/my/Dr.Smith?pwd=x", "Zoom", "zoom:my/zoom.us/dr.smith", True),
        ("https://us04web.zoom.us/my/dr.smith", "Zoom", "zoom:my/zoom.us/dr.smith", False),
        (TEAMS, "Teams", "teams:19:meeting_AbC@thread.v2", False),
        ("https://teams.microsoft.com/meet/345678901234?p=Xy7", "Teams", "teams:meet/345678901234", True),
        ("https://teams.live.com/meet/9876543210?p=abc", "Teams", "teams:meet/9876543210", True),
        ("https://meet.google.com/abc-defg-hij?authuser=0", "Google Meet", "google meet:abc-defg-hij", False),
        ("https://whereby.com/hillside-room", "Whereby", "whereby:whereby.com/hillside-room", False),
        ("https://hillside.webex.com/meet/jo", "Webex", "webex:hillside.webex.com/meet/jo", False),
        ("https://doxy.me/drsmith", "Doxy.me", "doxy.me:doxy.me/drsmith", False),
    ],
)
def test_a_link_is_known_by_platform_and_room(url: str, platform: str, key: str, passcode: bool) -> None:
    assert read_link(url) == MeetingLink(url, platform, key, passcode)


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/pricing",
        "https://support.zoom.us/hc/en-us/articles/201362013",
        "https://aka.ms/JoinTeamsMeeting?omkt=en-GB",
        "https://teams.microsoft.com/meetingOptions/?organizerId=1",
        "https://example.org/j/84512345678",
        "https://zoom.us.evil.example/j/84512345678",
        "https://evilzoom.us/j/84512345678",
        "https://evil.example/?u=https://zoom.us/j/84512345678",
        "https://zoom.us@evil.example/j/84512345678",
        "https://zoom.us/j/" + "1" * 3000,
        "https://[bad/j/1",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_room_is_no_link(url: str) -> None:
    assert read_link(url) is None


def test_one_room_is_recognised_however_it_is_written() -> None:
    ways = [
        f"Join: {TEAMS}.",
        f"<a href='{TEAMS}'>Join</a>",
        f"Join the meeting now<{TEAMS}>",
        SAFE,
        SAFE.replace("&", "&amp;"),
        f"https://www.google.com/url?q={TEAMS.replace('%', '%25').replace('?', '%3F')}&sa=D",
        f"(see {TEAMS})",
    ]
    links = [find_link(way) for way in ways]
    assert {link.key if link else "" for link in links} == {"teams:19:meeting_AbC@thread.v2"}
    assert all(link and link.url.startswith("https://teams.microsoft.com/") for link in links)


def test_safelinks_that_lead_elsewhere_or_nowhere_are_no_link() -> None:
    assert read_link("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Fj%2F1") is None
    assert read_link("https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)") is None
    assert read_link("https://eur01.safelinks.protection.outlook.com/") is None


@pytest.mark.parametrize("words", ["Passcode: Xy7abc", "Password: 445566", "Passcode : 1", "pass code= abc"])
def test_a_passcode_beside_the_link_counts(words: str) -> None:
    link = find_link(f"{TEAMS}\nMeeting ID: 345 678 901 234\n{words}\n")
    assert link and link.passcode


def test_a_passcode_counts_whichever_text_says_it() -> None:
    link = find_link("https://zoom.us/j/84512345678", "Join https://zoom.us/j/84512345678?pwd=abc")
    assert link and link.passcode


def test_no_passcode_is_seen_where_none_is_said() -> None:
    link = find_link(f"{TEAMS}\nNo passcode needed. Your password is your own.")
    assert link and not link.passcode


def test_the_first_link_wins_but_a_room_attached_unasked_yields() -> None:
    meet, zoom, teams = "https://meet.google.com/abc-defg-hij", "https://zoom.us/j/84512345678", TEAMS
    assert (find_link(meet, zoom) or MeetingLink("")).platform == "Zoom"
    assert (find_link(teams, zoom) or MeetingLink("")).platform == "Teams"
    assert (find_link(meet) or MeetingLink("")).platform == "Google Meet"


def test_platforms_are_known_by_their_host_alone() -> None:
    assert platform_of("HTTPS://US02WEB.ZOOM.US/j/1") == "Zoom"
    assert platform_of("https://example.org") == ""


@given(st.text(max_size=300), st.text(max_size=50))
def test_no_text_is_too_strange(before: str, after: str) -> None:
    find_link(before, f"https://zoom.us/{after}", f"{before}https://{after}")
    link = find_link(f"https://zoom.us/j/84512345678 {before}")
    assert link and link.key == "zoom:84512345678"
