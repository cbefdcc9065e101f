"""What a screen is given to draw: words already chosen, nothing left to decide.

Every string may come from a person: a widget shows it only through `data.text.lit`.
"""

from data.values.quick import dataclass
from data.values.tone import Tone as Tone  # noqa: PLC0414 - part of this vocabulary


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The top line: where and when we are, which policy, what is hidden, and whether alerts reach the desktop."""

    title: str
    day: str
    clock: str
    policy: str
    policy_tone: Tone
    policy_note: str
    names: str
    alerts: str
    alerts_tone: Tone
    demo: bool = False
    watermark: str = ""
    plain: str = ""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One line of today: a session, or the now-line (`session` "")."""

    session: str
    time: str
    who: str
    mark: str
    what: str
    note: str
    tone: Tone
    note_tone: Tone = Tone.QUIET


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of a checklist. `id` tells lines apart within the screen; `next` marks the one next thing."""

    id: str
    glyph: str
    text: str
    value: str
    time: str
    tone: Tone
    next: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The checks of one phase."""

    title: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member of a group: how each of the columns stands, what to know, how many lines are open still.

    `key` is the digit by which an incident asks for this member.
    """

    id: str
    who: str
    cells: tuple[Part, ...]
    notes: tuple[Part, ...] = ()
    open: int = 0
    next: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class MembersView:
    """The members of a group as a table. `columns` are titles, `short` shorter ones for a narrow panel.

    Those at the right may be left out for want of room.
    """

    columns: tuple[str, ...]
    rows: tuple[MemberView, ...]
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailView:
    """The selected session: who, what, its checks by phase, and the one thing to do next.

    `members` stands before the checks of a group; enter on a row looks at that member alone.
    """

    session: str
    who: str
    subtitle: str
    groups: tuple[CheckGroup, ...]
    facts: tuple[Part, ...] = ()
    members: MembersView | None = None


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One thing still owed, and by when."""

    id: str
    text: str
    due: str
    tone: Tone
    session: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clock bar. `digits` like "31:29" or "+2:10"; `fraction` done, 0 to 1; marks at (fraction, label).

    `mood` is "idle", "running", "warning" or "over" and decides the bar's look as a whole. `who` the clock belongs to,
    and `next`, the one next thing of that session, stay on the screen whatever session is looked at.
    """

    digits: str
    caption: str
    saved: str
    saved_tone: Tone
    mood: str
    fraction: float = 0.0
    marks: tuple[tuple[float, str], ...] = ()
    who: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """A line that waits for a person: a warning, a question, a refusal. `keys` are (key, meaning) pairs."""

    id: str
    words: str
    keys: tuple[tuple[str, str], ...]
    tone: Tone
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CheckAsk:
    """A question in the answer bar: `answers` are (key, word, prompt), one key each.

    A `prompt` asks for words after that answer ("What was adjusted?"); "" takes the answer as it is. `value` is what
    is known and stands in the field to be changed. One answer alone goes straight to its field. `needed`: without words
    the field stays open.
    """

    text: str
    answers: tuple[tuple[str, str, str], ...]
    value: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class FlowKey:
    """A key of a flow and what it does now. `chosen` marks the answer that holds; `offered` the next thing to press.

    A key with an `ask` puts that question first, on the screen alone; `FlowKeyPressed.words` are then the words typed,
    or where an answer takes none the answer's own word. One answer with a prompt opens its field at once.
    """

    key: str
    words: str
    chosen: bool = False
    offered: bool = False
    ask: CheckAsk | None = None


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One line of the stage: what it is, what is known of it (a number, NO CALL, an attempt), and its keys."""

    id: str
    text: str
    value: tuple[Part, ...] = ()
    keys: tuple[FlowKey, ...] = ()
    next: bool = False
    done: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of the crisis card: what a call handler asks, the answer, and how old it is ("LAST KNOWN, 7 DAYS")."""

    label: str
    text: str
    age: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class CardView:
    """The crisis card: `read` aloud from top to bottom, `beside` it numbers and plans, `missing` what is not there."""

    read: tuple[CardLine, ...]
    beside: tuple[CardLine, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherIncident:
    """Another incident that is open: its words ("J.M. · Drop · 3:12 to “Phone”"), and whether it waits suspended."""

    id: str
    words: str
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Everything on the screen of an incident.

    `digits` count down to what opens by itself (`then` says what), or up. `number` stands in large digits where a call
    is the next step: a phone number, or "NO CALL" with why in `number_words`. `question` is the one that stands
    ("What did you see?") with its keys. `leave` are the keys of the last line. `look` "covert" shows only `digits`
    (the session's clock), `closing_line`, and the `neutral` rows: a neutral question each, with its keys (without them,
    `question` and its `answers`). An `ask` of the core is answered by pressing
    the key of its answer, with the words typed where it has a prompt. `saving` is "NOT SAVED" while that is so.
    `card` stands in the stages that show it. `others` are the other open incidents, reached with tab, most urgent
    first. `grave` is a crisis: red is its colour alone. `overdue` says what passed while this one was suspended.
    `watermark` stands on every screen of a rehearsal or a demo. `flow` is the flow that it began with; `esc` says where
    Esc leads to ("": nothing is said of it).
    """

    id: str
    title: str
    who: str
    began: str
    use_when: str
    first: tuple[str, ...]
    stage: str
    digits: str
    then: str
    clock: str
    rows: tuple[FlowRow, ...]
    question: str = ""
    answers: tuple[FlowKey, ...] = ()
    exits: tuple[FlowKey, ...] = ()
    leave: tuple[FlowKey, ...] = ()
    number: str = ""
    number_words: str = ""
    script: str = ""
    look: str = "open"
    closing_line: str = ""
    neutral: tuple[FlowRow, ...] = ()
    warning: str = ""
    saving: str = ""
    said: Part | None = None
    ask: CheckAsk | None = None
    card: CardView | None = None
    others: tuple[OtherIncident, ...] = ()
    grave: bool = False
    overdue: str = ""
    watermark: str = ""
    flow: str = ""
    esc: str = "day"


@dataclass(frozen=True, slots=True)
class FlowChoice:
    """One flow in the list of F5: its one key ("s", "F3"), its title and when it is used."""

    id: str
    key: str
    title: str
    use_when: str


@dataclass(frozen=True, slots=True)
class DayView:
    """Everything on the day screen."""

    header: HeaderView
    rows: tuple[AgendaRow, ...]
    detail: DetailView | None
    drop: tuple[tuple[Part, ...], ...]
    owed: tuple[OwedRow, ...]
    clock: ClockView
    banner: Banner | None
    keys: tuple[tuple[str, str], ...]
    said: Part | None = None


@dataclass(frozen=True, slots=True)
class LockedView:
    """The locked screen, about nobody. `digits` is what is left of the session that runs, else the time of day.

    `line` says how it is opened, `detail` what to know of that; `asks`: by a passphrase, otherwise by Enter alone.
    `said` is the answer to what was typed; while `waits`, nothing typed is tried. `warnings` stand out; `seen` is the
    key that acknowledges them. `next` and `keys` stand there only after the lock by key.
    """

    digits: str
    line: str
    caption: str = ""
    detail: str = ""
    asks: bool = False
    said: str = ""
    waits: bool = False
    warnings: tuple[str, ...] = ()
    seen: tuple[tuple[str, str], ...] = ()
    next: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    watermark: str = ""
