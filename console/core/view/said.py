"""What the console has just said, for as long as it stands."""

from datetime import timedelta

from console.core.state import State
from data.values.time import Now
from data.values.views import Part, Tone

SAID_FOR = timedelta(seconds=8)


def said_part(state: State, now: Now) -> Part | None:
    """The words; a refusal stands out. None once they have stood long enough."""
    said = state.said
    if said is None or said.at is None or now.utc - said.at > SAID_FOR:
        return None
    return Part(said.words, Tone.ATTENTION if said.refused else Tone.PLAIN)
