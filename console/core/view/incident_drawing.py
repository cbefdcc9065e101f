"""What one look at an incident is drawn from, and a key as it is shown."""

from collections.abc import Mapping
from datetime import datetime

from console.core.flow.keys import Meaning, shown_steps
from console.core.state import State
from console.core.wall import hhmmss
from data.values.flow import Stage, Step
from data.values.incident import Incident
from data.values.quick import dataclass
from data.values.time import Now
from data.values.views import CheckAsk, FlowKey


@dataclass(frozen=True, slots=True)
class Drawing:
    """What one look at an incident is drawn from."""

    state: State
    incident: Incident
    stage: Stage
    facts: Mapping[str, str]
    keys: Mapping[str, Meaning]
    now: Now

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps whose guard holds."""
        return shown_steps(self.stage, self.facts)

    def time(self, at: datetime) -> str:
        """An instant of the timeline on the practice's wall clock."""
        return hhmmss(at, self.state.practice.zone)


def flow_key(key: str, meaning: Meaning) -> FlowKey:
    """One key as it is shown; what it asks first is asked on the screen alone."""
    return FlowKey(key, meaning.words, meaning.chosen, meaning.offered, asking(meaning))


def asking(meaning: Meaning) -> CheckAsk | None:
    """What a key asks for first: words, in a field."""
    return CheckAsk(meaning.words, (("w", "words", meaning.ask),), needed=meaning.needs) if meaning.ask else None
