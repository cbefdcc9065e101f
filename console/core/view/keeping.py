"""What the check of the journal found and whether today has a backup: as a banner, and among what is owed."""

from console.core.state import State
from data.values.views import Banner, OwedRow, Tone

LOSSES = "losses"
NO_BACKUP = "no-backup"


def kept_banner(state: State) -> Banner | None:
    """The banner, until a person has read or seen it."""
    if state.losses:
        return Banner(LOSSES, f"NOT AS IT WAS SAVED: {losses_words(state)}", (("a", "read"),), Tone.ALARM)
    if state.no_backup and not state.no_backup_seen:
        return Banner(NO_BACKUP, "NO BACKUP TODAY", (("a", "seen"),), Tone.ATTENTION, detail=state.no_backup)
    return None


def kept_rows(state: State) -> tuple[OwedRow, ...]:
    """The same among what is owed, until it was read, or a backup was made."""
    rows = []
    if state.losses:
        rows.append(OwedRow(LOSSES, f"Not as it was saved: {losses_words(state)}", "to be read", Tone.ATTENTION))
    if state.no_backup:
        rows.append(OwedRow(NO_BACKUP, "No backup today", "tried again by itself", Tone.ATTENTION))
    return tuple(rows)


def losses_words(state: State) -> str:
    """How much was found."""
    count = len(state.losses)
    return "one thing was found" if count == 1 else f"{count} things were found"
