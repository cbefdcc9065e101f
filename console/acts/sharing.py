"""What is not done while others see the screen: whatever would put somebody on it, or something that was typed."""

from console.acts.port import Wanted
from console.core import events
from console.core.state import State

PERSONAL = frozenset({"client", "person", "rules", "contact", "session", "change", "owe", "note", "close", "settings"})
ENTERED = (
    events.ClientEntered,
    events.SessionEntered,
    events.PracticeEntered,
    events.NoteEntered,
    events.AddendumEntered,
    events.ContactEntered,
    events.FollowUpEntered,
)
"""Never sent meanwhile: what is made of a state without people in it is not entered for them."""
SHARED = "Others see this screen: ^o ends that first."


def is_personal(wanted: Wanted, state: State) -> bool:
    """Whether this would put somebody on the screen, or something that was typed."""
    if wanted.action in PERSONAL:
        return True
    owed = wanted.action in {"tick", "open"} and wanted.words.get("place") == "owed"
    return owed and wanted.line not in state.incidents and wanted.session not in state.sessions
