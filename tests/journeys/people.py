"""Who comes in the journeys: invented people, in a table and a calendar as a practice would have them."""

from tests.journeys.harness import calendar, import_file, table

JM = {
    "reference": "JM-002", "initials": "J.M.", "name": "John Moss", "born": "1981-04-02",
    "phone": "07700 900125", "call": "safe", "text": "safe", "voicemail": "safe", "confirmed": "2026-11-11",
    "emergency_name": "Rose Moss", "emergency_relation": "wife", "emergency_phone": "07700 900126",
    "emergency_call": "safe", "emergency_consent": "yes", "sessions_so_far": "3", "platform": "Zoom",
}  # fmt: skip
AK = {
    "reference": "AK-014", "initials": "A.K.", "name": "Anna Kowalska", "born": "1990-12-31",
    "phone": "07700 900123", "call": "safe", "hours": "after 09:00", "text": "not safe", "voicemail": "not safe",
    "confirmed": "2026-11-14", "emergency_name": "Ewa Kowalska", "emergency_relation": "sister",
    "emergency_phone": "07700 900124", "emergency_call": "safe",
    "emergency_consent": "yes", "sessions_so_far": "2", "platform": "Zoom",
}  # fmt: skip
LB = {
    "reference": "LB-020", "initials": "L.B.", "name": "Lena Brandt", "born": "1975-01-09",
    "phone": "07700 900127", "call": "safe", "text": "safe", "voicemail": "unknown", "confirmed": "2026-11-10",
    "emergency_name": "Uwe Brandt", "emergency_relation": "brother", "emergency_phone": "07700 900128",
    "emergency_call": "safe", "emergency_consent": "yes", "sessions_so_far": "1", "platform": "Zoom",
}  # fmt: skip
RT = {
    "reference": "RT-031", "initials": "R.T.", "name": "Ruth Tailor", "born": "1968-08-21",
    "phone": "07700 900129", "call": "safe", "text": "safe", "voicemail": "not safe", "confirmed": "2026-11-16",
    "emergency_name": "Ben Tailor", "emergency_relation": "son", "emergency_phone": "07700 900130",
    "emergency_call": "safe", "emergency_consent": "yes", "first_session": "yes", "platform": "Zoom",
}  # fmt: skip
CHILD = {
    "reference": "MO-040", "initials": "M.O.", "name": "Mia Ortega", "born": "2012-06-30",
    "phone": "07700 900131", "call": "safe", "text": "safe", "voicemail": "not safe", "confirmed": "2026-11-15",
    "emergency_name": "Carla Ortega", "emergency_relation": "mother", "emergency_phone": "07700 900132",
    "emergency_call": "safe", "emergency_consent": "yes", "sessions_so_far": "1", "platform": "Zoom",
}  # fmt: skip


def link(number: int) -> str:
    """A Zoom meeting of its own, with a passcode."""
    return f"https://zoom.us/j/9123456{number:04}?pwd=x{number}"


def bring_in(base: object, people: list[dict[str, str]], *booked: str, when: str = "2026-11-17 17:30") -> None:
    """The clients, then the calendar: "2026-11-18 10:00 50 JM-002"; every booking gets a link of its own."""
    from pathlib import Path

    home = Path(str(base))
    import_file(home, "clients.csv", table(*people), f"{when}:00")
    events = [f"{words} {link(number)}" for number, words in enumerate(booked, 1)]
    import_file(home, "calendar.ics", calendar(*events), f"{when}:40")
