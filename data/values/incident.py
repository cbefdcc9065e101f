"""An incident: one run of a flow with its timeline. It may pass through stages of several flows (a shared ladder)."""

from datetime import datetime

from data.values.quick import dataclass
from data.values.time import Now


@dataclass(frozen=True, slots=True)
class Given:
    """One fact that was given: by a person, by a preset after a silence, or seen by the console."""

    fact: str
    value: str
    at: datetime
    by: str = "practitioner"
    words: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach somebody. "Answered" is not "reached": `outcome` is one of

    "client", "someone else", "voicemail", "engaged", "no answer", "dead number"; of an emergency contact also "safe",
    "will check", "cannot". "" while it goes on. `person` is a client or contact id, `route` the number's id.
    """

    id: str
    step: str
    party: str
    person: str
    route: str
    begun: datetime
    ended: datetime | None = None
    outcome: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class StepMark:
    """What became of a step: "done", "skipped" with a reason, "not possible" with why, "copied".

    `person` is the client it was about, where a step goes through several one by one.
    """

    step: str
    state: str
    at: datetime
    words: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stage that was entered, and why: "key", "deadline", "start", "resume", or the level of the route taken.

    `words` are what the exit that led here asked for ("Confirmed by whom?").
    """

    stage: str
    at: datetime
    why: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """One run of a flow. `stage` is "flow.stage"; `t0` the reading of the clocks at the key, or earlier where a person
    said so. `flow` and `flow_hash` are those it began with; `client` is "" until it is known whom it is about.

    `drop` is 1, 2, 3… for the drops of one session. `suspended` is when a more urgent one took over (`suspended_by` is
    its id), `resumed` when it was last given back: *private?* and *where?* are asked anew since then. `words` are what
    a person said at its end ("Dr Hale, ward 4"). `error` marks one entered by mistake: left with one key, kept for
    good. `overrides` are (route id, channel value) for which the gate
    was overridden in this incident; the reasons are in the journal alone. `pinned` are (flow id, hash) of all flows as
    they were when it began: it may pass through any of them, and none changes under it.
    """

    id: str
    flow: str
    flow_hash: str
    session: str
    client: str
    t0: Now
    pressed: datetime
    stage: str
    drop: int = 1
    given: tuple[Given, ...] = ()
    marks: tuple[StepMark, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    path: tuple[Passage, ...] = ()
    suspended: datetime | None = None
    outcome: str = ""
    decider: str = ""
    ended: datetime | None = None
    error: bool = False
    back: datetime | None = None
    overrides: tuple[tuple[str, str], ...] = ()
    pinned: tuple[tuple[str, str], ...] = ()
    resumed: datetime | None = None
    words: str = ""
    suspended_by: str = ""
