"""A flow: a guided procedure for an event, as data. Stages, steps, deadlines, questions, routes and outcomes.

Everything that a manager may edit is here as words and names; rules that would need a programming language are facts:
pure functions with names and listed values (`console.core.flow.facts`), which a guard names. Guards, routes and
deadlines are read again at each fact that is stored, never at a key or a tick alone.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from enum import Enum

from data.values.people import Channel
from data.values.quick import dataclass

Guard = Mapping[str, tuple[str, ...]]
"""Fact name → the values that hold. All must hold; an empty guard always holds."""


class StepKind(Enum):
    """What a step is.

    DO is done by the practitioner and marked by its key. ASK sets a fact by its answers. MESSAGE is a text to copy and
    ATTEMPT a try to ring: both are outbound and pass the gate. SHOW is only looked at.
    """

    DO = "do"
    ASK = "ask"
    MESSAGE = "message"
    ATTEMPT = "attempt"
    SHOW = "show"


class Party(Enum):
    """Whom an outbound step reaches. Private people (`GATED`) pass the gate; those of the practice never need to.

    NEXT is the client of the session that follows today; TODAY one after the other of today's clients still to come.
    """

    CLIENT = "client"
    EMERGENCY = "emergency contact"
    GUARDIAN = "guardian"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    SERVICES = "emergency services"
    MANAGEMENT = "management"
    DATA_CONTROLLER = "data controller"
    CO_FACILITATOR = "co-facilitator"
    NEXT = "next client"
    TODAY = "today's client"


GATED = frozenset({Party.CLIENT, Party.EMERGENCY, Party.GUARDIAN, Party.NEXT, Party.TODAY})


class Anchor(Enum):
    """From when a deadline counts. DISCOVERED is the time that was given for the fact `discovered`, else t0.

    RING_BACK is the time by which somebody said that they ring back; where none can be read, the end of that try plus
    the client's own wait, or the policy's.
    """

    T0 = "t0"
    STAGE = "stage"
    ATTEMPT_ENDED = "attempt ended"
    BOOKED_START = "booked start"
    BOOKED_END = "booked end"
    AGREED = "agreed"
    RING_BACK = "ring back"
    DISCOVERED = "discovered"


class Whom(Enum):
    """Whom a flow is about: a CLIENT; EITHER, and who is asked only where it reaches them; or the PRACTICE alone."""

    CLIENT = "client"
    EITHER = "either"
    PRACTICE = "practice"


class Look(Enum):
    """How a stage is shown. QUIET rings no bell; COVERT shows only the clock, the closing line, neutral questions."""

    OPEN = "open"
    QUIET = "quiet"
    COVERT = "covert"


@dataclass(frozen=True, slots=True)
class Amount:
    """A duration or a count: written out, or taken from the policy by the name of its field ("reconnect", "tries")."""

    seconds: float = 0.0
    policy: str = ""


@dataclass(frozen=True, slots=True)
class FlowAnswer:
    """One way to answer: its key, the words, and the value it gives to the question's fact.

    `also` are facts that this answer sets besides: *someone came in* takes back an earlier agreed sign.
    """

    key: str
    say: str
    value: str
    ask: str = ""
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silent:
    """What holds after a silence: presets, which count as "preset" until a person answers."""

    after: Amount
    sets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands across stages; its keys keep their meaning in all of them and can be pressed again."""

    id: str
    text: str
    fact: str
    answers: tuple[FlowAnswer, ...]
    source: str
    when: Guard = field(default_factory=dict)
    silent: Silent | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it passes, `to` opens by itself. `from` plus `after`; none passes while its `when` does not hold."""

    anchor: Anchor
    after: Amount
    to: str
    when: Guard = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """From when on an exit is offered (shown as the next thing). It can be taken by its key before that, too."""

    after: Amount
    when: Guard = field(default_factory=dict)
    anchor: Anchor = Anchor.T0


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a stage. `must`: cannot be left undone without a recorded reason ("not possible: unsafe" is one).

    It binds while the fact `must` is yes. Where the gate refuses every way to do it, the console records "not
    possible: unsafe" when the stage opens, before the stage's routes are read.

    For ATTEMPT: `tries` and `gap` (from the end of the attempt before), whose turn it is comes from the client's plan.
    A SHOW may name one of the policy's messages or of its references in `message`: words to say or to read out; a DO
    one that its key brings up.
    `per_person` goes on to the next emergency contact when one cannot be reached. `closes` names a loop (`Owed.id`)
    that doing it, or answering it with the words it asks for, closes.
    """

    id: str
    kind: StepKind
    text: str
    source: str
    key: str = ""
    to: Party | None = None
    channel: Channel | None = None
    message: str = ""
    fact: str = ""
    answers: tuple[FlowAnswer, ...] = ()
    when: Guard = field(default_factory=dict)
    must: bool = False
    tries: Amount = Amount(seconds=1)
    gap: Amount = Amount()
    per_person: bool = False
    closes: str = ""


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a stage by a key: to a stage ("phone"), another flow's start ("covert"), or an outcome's id.

    `to` is looked up in this order: a stage of the same flow, one of its outcomes, "flow.stage", a flow (its start);
    "before" is the stage from which this one was entered. `sets` are facts that taking it gives (back = "yes").
    `lost`: the minutes since t0 count as lost once it is taken. `ask` wants words first ("Confirmed by whom?"); they
    are kept with the outcome, or beside the stage that opens. `closes` names a loop that taking it closes.
    """

    id: str
    key: str
    text: str
    to: str
    source: str
    when: Guard = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    lost: bool = False
    sets: Mapping[str, str] = field(default_factory=dict)
    ask: str = ""
    closes: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """A loop that a stage opens once: help on its way, the lead to be told, a report. Only a person closes it.

    It is a follow-up, first on the day screen until it is closed, here by a step or an exit that `closes` it, or there
    with words. `after` its `anchor` it is overdue; without an amount it is simply owed.
    """

    id: str
    text: str
    source: str
    after: Amount = Amount()
    anchor: Anchor = Anchor.T0
    when: Guard = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """An ordered way on that opens by itself when its guard holds: this is how the precedence is written.

    Routes are read from the first on, at each fact: those of the flow that the stage belongs to, then the stage's. The
    first that holds counts; where it leads to the stage that is open already, no more are read of that list. `level`
    names its place in the precedence, in words.
    """

    when: Guard
    to: str
    level: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what to do next in words, its steps, its routes, its exits, and what opens when time is up.

    `content` False: the session's content is over once this stage opens; reaching the client may go on. `owes` are
    loops that it opens. `card` puts the crisis card beside its lines.
    """

    id: str
    title: str
    steps: tuple[Step, ...] = ()
    exits: tuple[Exit, ...] = ()
    routes: tuple[Route, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    look: Look = Look.OPEN
    content: bool = True
    owes: tuple[Owed, ...] = ()
    card: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a flow ends, and who decided.

    `mode` changes the session's mode; `ends_content` says that the session's content is over; `follow_up` is owed
    afterwards; `proposes` is a session state that a person is asked to confirm (never set by itself).
    """

    id: str
    text: str
    decider: str
    source: str
    mode: str = ""
    ends_content: bool = False
    follow_up: str = ""
    proposes: str = ""
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """One whole flow. `urgency` orders flows (lower is more urgent). `hash` is that of the text it was read from.

    `letter` is its key in the list of F5; "" for one that has an incident key of its own, or only lends its stages.
    `discreet`: of its incidents only that there was one may be told outside the console (`core.incident.words`).
    `sets` are facts given when it begins: a flow that is entered by a key which already answers a question.
    `about` says whether it may be about no client at all.
    """

    id: str
    title: str
    use_when: str
    first: tuple[str, ...]
    start: str
    urgency: int
    source: str
    questions: tuple[Question, ...] = ()
    routes: tuple[Route, ...] = ()
    stages: Mapping[str, Stage] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    hash: str = ""
    letter: str = ""
    discreet: bool = False
    sets: Mapping[str, str] = field(default_factory=dict)
    about: Whom = Whom.CLIENT


def after(amount: Amount, numbers: Mapping[str, timedelta]) -> timedelta:
    """The duration itself; `numbers` are the policy's by name. An unknown name counts as no time at all."""
    return numbers.get(amount.policy, timedelta()) if amount.policy else timedelta(seconds=amount.seconds)
