"""Each dialog and form with sample data, by name: for the preview and for the tests that visit them all."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Any

from textual.screen import Screen

from console.core.entry.session import Booking
from console.screens.ask_text import AskTextScreen
from console.screens.ask_time import AskTimeScreen
from console.screens.client_form import ClientForm
from console.screens.close_day import CloseDayScreen, NoteLine
from console.screens.contact_rules import ContactRulesScreen
from console.screens.first_run import FirstRunScreen
from console.screens.flows import FlowsScreen
from console.screens.gap import GapScreen
from console.screens.help import HelpScreen
from console.screens.late import LateScreen
from console.screens.note import NoteScreen
from console.screens.questions import (
    cancel_question,
    export_question,
    extend_question,
    leave_question,
    other_running_question,
)
from console.screens.score import ScoreScreen
from console.screens.session_form import SessionForm
from console.screens.why import WhyScreen
from data.values.people import Channel, Client, Hours, Practice, Safety
from data.values.session import Note, Session
from data.values.views import OwedRow, Tone
from tests.core.build import LONDON, NOW, POLICY, TODAY, a_client, a_contact, a_route, a_rule, a_session
from tests.screens.flows import FLOWS

POLICIES = (
    ("standard", "Standard", "What most services ask, with a guided drop and contact safety."),
    ("support-service", "Support service", "Text first, then a new appointment; 50 minutes, 24 hours' notice."),
    ("solo-counsellor", "Solo counsellor", "One person, Zoom, a new link every time."),
    ("group-safeguarding", "Group safeguarding", "Groups with members' own rules."),
    (
        "remote-protocol",
        "Remote protocol",
        "Five minutes to reconnect, then the phone; recording only with two consents.",
    ),
    ("online-working", "Online working", "Teams only, the client's own plan, never a recording."),
)


def _first_run() -> Screen[Any]:
    return FirstRunScreen(Practice(), POLICIES, "Europe/London", lengths={"standard": 50, "solo-counsellor": 60})


def _client(client: Client | None = None) -> ClientForm:
    return ClientForm(client, policy=POLICY, now=NOW, zone=LONDON, taken={"C-001": "R.T."})


PEOPLE = tuple(
    a_client(name.lower(), initials=f"{name[0]}.{name[1]}.", reference=f"C-{n:03}", seen=n % 3)
    for n, name in enumerate(("AK", "RT", "JM", "LB", "SO", "AB", "AC"), 1)
)


def _session(session: Session | None = None) -> Screen[Any]:
    return SessionForm(session, Booking(PEOPLE, Practice(), POLICY, TODAY), new_client=_client, others=(a_session(),))


def _rules() -> Screen[Any]:
    contact = a_contact("Tom", relation="partner", may_be_danger=True)
    call = a_rule(hours=Hours(time(9)), wording="Say it is the dentist", days=20)
    phone = a_route(rules={Channel.CALL: call, Channel.TEXT: a_rule(Safety.NOT_SAFE)})
    return ContactRulesScreen(a_client(routes=(phone,), emergency=(a_contact(), contact)), POLICY, NOW, LONDON)


def _note(note: Note | None = None) -> Screen[Any]:
    facts = ("Private, alone 10:01", "Where now: 14 Elm Road, Leeds 10:01", "Emergency contact: same 10:02")
    words = "Sat 21 Nov, 10:00 to 10:50"
    return NoteScreen(note, session=words, who="A.K.", on_typed=print, zone=LONDON, facts=facts, form="SOAP")


FILED = Note(
    "n", "s-1", "ak", "free", "We spoke about the week.\nSleep is better.", NOW.utc, NOW.utc, ((NOW.utc, "And again."),)
)
UNRESOLVED = (
    OwedRow("1", "A.K. is still running", "", Tone.PLAIN, "s-1"),
    OwedRow("2", "Report Tuesday's breach", "31 h left", Tone.ATTENTION),
    OwedRow("3", "Ring back R.T.'s mother", "by 16:30", Tone.PLAIN),
)
NOTES = (
    NoteLine("s-0", "jm", "J.M.", "09:00", written=True, filed=True),
    NoteLine("s-1", "ak", "A.K.", "10:00", written=True),
    NoteLine("s-2", "rt", "R.T.", "11:00", written=False),
)
COUNTS = (("sessions", 6), ("still open", 3), ("notes to file", 2))


def _close(unresolved: tuple[OwedRow, ...] = UNRESOLVED) -> Screen[Any]:
    return CloseDayScreen(unresolved, COUNTS, can_close_clean=not unresolved, notes=NOTES)


def _why() -> Screen[Any]:
    words = "Alone, private and safe?"
    return WhyScreen(words, "Remote Session Protocol Policy, 4.2", "Ask it first; the others wait for it.", "standard")


GROUPS = (
    ("Everywhere", (("F2", "drop"), ("F3", "crisis"), ("F4", "safe word"), ("F5", "the rest"), ("?", "why this line"))),
    ("The day", (("↑ ↓", "choose"), ("enter", "open"), ("s", "start"), ("e", "end"), ("n", "note"), ("b", "book"))),
    ("A session", (("space", "tick"), ("a", "acknowledge"), ("d", "later"), ("o", "override"), ("+", "longer"))),
    ("The end", (("c", "close the day"), ("x", "export"), ("y", "copy a note"), ("ctrl+q", "leave"))),
)

EXTENSIONS = ((5, "10:55", ""), (10, "11:00", "R.T. at 11:00"), (15, "11:05", "R.T. at 11:00"))

SCREENS: Mapping[str, Callable[[], Screen[Any]]] = {
    "first_run": _first_run,
    "session_new": _session,
    "session_form": lambda: _session(a_session()),
    "client_new": _client,
    "client_form": lambda: _client(a_client(born=NOW.utc.date().replace(year=2012))),
    "rules": _rules,
    "note": _note,
    "note_filed": lambda: _note(FILED),
    "close": _close,
    "close_clean": lambda: _close(()),
    "why": _why,
    "help": lambda: HelpScreen(GROUPS),
    "flows": lambda: FlowsScreen(FLOWS),
    "score": lambda: ScoreScreen(("Score sheet", "", "CONNECTION DROPPED", *(f"line {n}" for n in range(40)))),
    "late": lambda: LateScreen("A.K. began 7 min late.", "10:50", "10:57", runs_into="R.T. at 11:00"),
    "gap": lambda: GapScreen("Asleep for 14 min; by the clock 36:20 have passed.", timedelta(minutes=14)),
    "extend": lambda: extend_question("A.K.", EXTENSIONS),
    "cancel": lambda: cancel_question("A.K.", "24 h", in_time=False),
    "leave": lambda: leave_question("A.K."),
    "export": export_question,
    "other": lambda: other_running_question("A.K.", "R.T."),
    "text": lambda: AskTextScreen("Override", "Why?", lines=("The platform is not approved.",)),
    "time": lambda: AskTimeScreen("Start A.K.", "It began", NOW, LONDON),
}
