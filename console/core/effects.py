"""Effects: what the core asks the runner to do. Imperative, plain, each performed by one port."""

from collections.abc import Mapping
from datetime import date

from data.values.quick import dataclass


@dataclass(frozen=True, slots=True)
class Bell:
    """Ring the terminal's bell, where the settings allow it."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Show a desktop notification. `words` hold no name and no number, ever."""

    words: str


@dataclass(frozen=True, slots=True)
class CopyNote:
    """Put one client's day note of one session on the clipboard."""

    session: str
    client: str
    clinical: bool = True


@dataclass(frozen=True, slots=True)
class CopyText:
    """Put a text that passed the gate on the clipboard."""

    words: str


@dataclass(frozen=True, slots=True)
class WriteDayNote:
    """Write the day note of the state's day to files, in these forms ("md", "json", "csv")."""

    forms: tuple[str, ...]
    clinical: bool = True


@dataclass(frozen=True, slots=True)
class WriteGrabCard:
    """Write the grab card of the state's day to a file."""


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep what is being typed as the overwritten draft row `id`, outside the journal."""

    id: str
    revision: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UsePolicy:
    """Load this policy; with `session_minutes`, first write the practice's own file that extends it."""

    name: str
    session_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class OpenDay:
    """Load what is kept of this day: midnight has passed."""

    day: date


@dataclass(frozen=True, slots=True)
class LookAtLine:
    """Look whether the machine's own network line is up: passively, unless the settings name hosts to ask."""


@dataclass(frozen=True, slots=True)
class PutLossesAway:
    """What was kept of earlier losses need not be told again: a person has read it, and that is saved."""


@dataclass(frozen=True, slots=True)
class ForgetKeys:
    """Locked for long, and nothing needs the data: drop the state, close the store, wipe the keys. Asked until done."""


@dataclass(frozen=True, slots=True)
class Leave:
    """End the program once the save lane is drained."""


Effect = (
    Bell
    | Notify
    | CopyNote
    | CopyText
    | WriteDayNote
    | WriteGrabCard
    | KeepDraft
    | UsePolicy
    | OpenDay
    | LookAtLine
    | PutLossesAway
    | ForgetKeys
    | Leave
)
