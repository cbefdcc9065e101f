"""Every key of the console, as data: where it holds, its id `place.verb`, the key, the action, and its words.

Rule: a binding is made only from here. The words are those of the key bar, the help and the palette.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding


class Key(NamedTuple):
    """One binding. `keys` as Textual names them, the first one the key itself; `cap` as it is printed."""

    id: str
    keys: str
    cap: str
    action: str
    words: str
    help: str = ""
    priority: bool = False


# From every screen, also while typing. Esc passes on to what is under it, and arms 2 to 5 for two seconds.
INCIDENT = (
    Key("incident.drop", "f2,alt+2", "F2", "incident('drop')", "Drop", "The connection is gone", True),
    Key("incident.crisis", "f3,alt+3", "F3", "incident('crisis')", "Crisis", "Somebody is in danger", True),
    Key("incident.safe-word", "f4,alt+4", "F4", "incident('safe-word')", "Safe word", "The safe word was said", True),
    Key("incident.more", "f5,alt+5", "F5", "incident('more')", "More", "Everything else that can go wrong", True),
    Key("incident.arm", "escape", "Esc", "arm", "Back", "Leave; then 2 to 5 are the incident keys", True),
    Key("incident.drop-armed", "2", "2", "armed('drop')", "Drop", "", True),
    Key("incident.crisis-armed", "3", "3", "armed('crisis')", "Crisis", "", True),
    Key("incident.safe-word-armed", "4", "4", "armed('safe-word')", "Safe word", "", True),
    Key("incident.more-armed", "5", "5", "armed('more')", "More", "", True),
)

# From every screen as well, also while typing.
DISCREET = (
    Key("discreet.lock", "ctrl+l", "^l", "lock", "lock", "Hide everything but the clock", True),
    Key("discreet.share", "ctrl+o", "^o", "share", "share", "Others see the screen: hide who it is about", True),
)

# On the locked screen, beside the passphrase.
LOCKED = (Key("locked.seen", "ctrl+a", "^a", "seen", "seen", "On the locked screen: the warning was seen", True),)

# On the screen of an incident. Those without keys of their own are read by the flow, as every other letter there.
FLOW = (
    Key("flow.next", "tab", "tab", "next", "next", "The next of what is open"),
    Key("flow.why", "", "?", "", "why", "Where each line comes from"),
    Key("flow.override", "", "o", "", "override", "Go on where the gate says no, with a reason"),
    Key("flow.earlier", "", "e", "", "earlier", "It began a minute earlier"),
    Key("flow.error", "", "x", "", "in error", "Entered in error; it stays in the journal"),
    Key("flow.leave", "escape", "Esc", "leave", "back", "The day; the incident stays open"),
    Key("flow.uncover", "", "Esc Esc", "", "more", "Behind a screen that hides what it is about"),
)

DAY = (
    Key("day.tick", "space", "space", "press('tick')", "tick", "Tick the line, or answer it"),
    Key("day.open", "enter", "enter", "press('open')", "open", "Open the line's answers"),
    Key("day.start", "s", "s", "press('start')", "start", "Start the session's clock"),
    Key("day.end", "e", "e", "press('end')", "end", "End the session, then close it"),
    Key("day.start-earlier", "S", "S", "press('start-earlier')", "began earlier", "It began earlier: say when"),
    Key("day.outcome", "m", "m", "press('outcome')", "outcome", "Cancelled, did not attend, rearranged, unsafe…"),
    Key("day.change", "b", "b", "press('change')", "change booking", "Change the booking"),
    Key("day.mode", "M", "M", "press('mode')", "mode", "By video, by phone or in person"),
    Key("day.late", "l", "l", "press('late')", "late", "Somebody was late: which end holds"),
    Key("day.extend", "plus", "+", "press('extend')", "extend", "Extend; what it runs into is shown first"),
    Key("day.note", "n", "n", "press('note')", "note", "Write the note"),
    Key("day.defer", "d", "d", "press('defer')", "defer", "Later: the line comes back"),
    Key("day.override", "o", "o", "press('override')", "override", "Go on without it, with a typed reason"),
    Key("day.not-applicable", "x", "x", "press('not-applicable')", "not applicable", "The line does not apply today"),
    Key("day.undo", "u", "u", "press('undo')", "undo", "Take the last change back; both stay in the record"),
    Key("day.acknowledge", "a", "a", "press('acknowledge')", "seen", "The warning was seen; ticks nothing"),
    Key("day.client", "c", "c", "press('client')", "client", "The client"),
    Key("day.rules", "g", "g", "press('rules')", "contact rules", "How this client may be reached"),
    Key("day.session", "w", "w", "press('session')", "new session", "Book a session by hand"),
    Key("day.person", "p", "p", "press('person')", "new client", "Add a client by hand"),
    Key("day.contact", "k", "k", "press('contact')", "log contact", "Log a contact between sessions, with its purpose"),
    Key("day.owe", "f", "f", "press('owe')", "follow-up", "Something that is owed; space on it says it is done"),
    Key("day.test-alert", "t", "t", "press('test-alert')", "test alert", "Send the test alert"),
    Key("day.settings", "comma", ",", "press('settings')", "practice", "The practice: policy, numbers, zone"),
    Key("day.palette", "ctrl+p", "^p", "press('palette')", "commands", "Every action by name"),
    Key("day.sent", "i", "i", "press('sent')", "sent", "The invitation or the reminder was sent"),
    Key("day.reveal", "v", "v", "press('reveal')", "names", "Names for five seconds"),
    Key("day.close", "z", "z", "press('close')", "close the day", "What is unresolved, then the day note"),
    Key("day.grab-card", "G", "G", "press('grab-card')", "grab card", "One page for today, if the laptop itself fails"),
    Key("day.why", "question_mark", "?", "press('why')", "why", "The source of this line, in words"),
    Key("day.help", "f1,h", "F1", "press('help')", "help", "All keys"),
    Key("day.leave", "q", "q", "press('leave')", "leave", "Leave; everything is saved"),
    Key("day.right", "right", "→", "go(1)", "next panel", "To the next panel"),
    Key("day.left", "left", "←", "go(-1)", "panel before", "To the panel before"),
)

PLACES = {"incident": INCIDENT, "discreet": DISCREET, "locked": LOCKED, "flow": FLOW, "day": DAY}
CAPS = tuple((key.cap, key.words) for key in INCIDENT[:4])


def bindings(place: str) -> list[Binding]:
    """The bindings of a place, in order. A KeyError names a place that does not exist."""
    return [
        Binding(key.keys, key.action, key.words, show=False, priority=key.priority, tooltip=key.help, id=key.id)
        for key in PLACES[place]
        if key.keys
    ]
