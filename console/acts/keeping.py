"""Reading what the check of the journal found."""

from console.acts.port import Acting
from console.core import events
from console.core.state import State
from console.core.view.keeping import LOSSES, NO_BACKUP

SHOWN = 4


def press(acts: Acting, state: State, line: str) -> bool:
    """A key on the banner or on the line of what is owed; whether it was one of these two."""
    if line == LOSSES:
        read(acts, state)
    elif line == NO_BACKUP:
        acts.send(events.NoBackupSeen())
        acts.say(state.no_backup)
    return line in (LOSSES, NO_BACKUP)


def read(acts: Acting, state: State) -> None:
    """What was found, and what to do; then a person says that it was read."""
    from console.screens.choose import ChooseScreen

    def then(choice: bool | None) -> None:
        if choice:
            acts.send(events.LossesRead())

    more = len(state.losses) - SHOWN
    lines = (
        *(f"– {one}" for one in state.losses[:SHOWN]),
        *((f"And {more} more: session-day verify lists them all.",) if more > 0 else ()),
        "Your work here goes on and is saved. session-day restore shows what the backups hold, and asks first.",
    )
    options = (("y", "I have read this", True), ("l", "later", False))
    acts.console.push(ChooseScreen("Not as it was saved", lines, options, leave="later"), then)
