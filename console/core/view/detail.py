"""The selected session: its checks by phase, and what to do if it drops."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from console.core import ages, day, wall
from console.core.checklist import checks
from console.core.gate import panel
from console.core.state import State, policy_of
from console.core.view.agenda import DAY_ROWS, named, state_words
from console.core.view.members import led_by, member_id, members_view, of_member, of_nobody
from console.core.wall import hhmm
from data.values.policy import About, CheckState, Phase, Scope
from data.values.session import BEFORE_START, LIVE, SIDE_EXITS, Mode, Session, TickKey
from data.values.time import Now
from data.values.views import CheckGroup, CheckRow, DetailView, Part, Tone

GLYPHS = {
    CheckState.OPEN: "○",
    CheckState.DONE: "✓",
    CheckState.NOT_APPLICABLE: "–",
    CheckState.ADJUSTED: "~",
    CheckState.REFUSED: "×",
    CheckState.DEFERRED: "↷",
    CheckState.OVERRIDDEN: "!",
}
_TONES = {
    CheckState.OPEN: Tone.PLAIN,
    CheckState.DONE: Tone.DONE,
    CheckState.NOT_APPLICABLE: Tone.QUIET,
    CheckState.ADJUSTED: Tone.PLAIN,
    CheckState.REFUSED: Tone.ATTENTION,
    CheckState.DEFERRED: Tone.ATTENTION,
    CheckState.OVERRIDDEN: Tone.ATTENTION,
}
_SEEN = {
    "passes": ("·", Tone.QUIET, "seen"),
    "fails": ("!", Tone.ATTENTION, ""),
    "cannot tell": ("○", Tone.PLAIN, ""),
}
_BEFORE = (Phase.FIRST, Phase.BEFORE, Phase.START)
_RUNNING = (Phase.START, Phase.GROUP, Phase.FIRST, Phase.REVIEW, Phase.DURING, Phase.ENDING, Phase.BEFORE)
_AFTER = (Phase.AFTER, Phase.ENDING, Phase.START, Phase.GROUP, Phase.FIRST, Phase.REVIEW, Phase.DURING)
_PAST = (Phase.BEFORE, Phase.AFTER)


def line_id(key: TickKey) -> str:
    """One line's id on the screen, from which `key_of` finds the tick key again."""
    return "|".join((key.scope.value, key.scope_id, key.participant, key.check))


def key_of_line(line: str) -> TickKey:
    """The tick key behind a line's id on the screen."""
    scope, scope_id, participant, check = line.split("|")
    return TickKey(Scope(scope), scope_id, participant, check)


def detail_view(state: State, session: Session, names: bool, now: Now, *, member: str = "") -> DetailView:
    """Who, what, and the lines of this session's checklists, the phase at hand first.

    A group shows its members as a table and the lines about all of them; with `member` only that member's lines.
    """
    lines = checks.lines(state, session, now)
    if session.state in SIDE_EXITS:  # it does not take place: only what was answered is worth a look
        lines = tuple(line for line in lines if line.tick is not None and line.state is not CheckState.OPEN)
    following = checks.next_line(lines, session)
    alone = state.clients.get(member) if session.group and member in session.participants else None
    if alone is not None:
        lines = of_member(lines, alone.id)
        following = checks.next_line(lines, session)
    members = None if alone else members_view(state, session, lines, following, names=names, now=now)
    groups = _groups(state, session, of_nobody(lines) if members else lines, following)
    who = named(state, session, names)
    if alone is not None:
        back = CheckRow(member_id(session.id), "←", "Back to the whole group", "", "", Tone.QUIET)
        groups = [CheckGroup("", (back,)), *groups]
        who = f"{(alone.name if names else '') or alone.initials or alone.reference}, in {who}"
    return DetailView(
        session=session.id,
        who=who,
        subtitle=_subtitle(state, session),
        groups=tuple(groups),
        facts=_facts(state, session, alone.id if alone else "", now),
        members=members,
    )


def _groups(
    state: State, session: Session, lines: tuple[checks.Line, ...], following: checks.Line | None
) -> list[CheckGroup]:
    groups = []
    for phase in _phases(session):
        here = [line for line in lines if line.check.phase is phase]
        shown = here if _matters(session, phase) else [line for line in here if _unsettled(line)]
        rows = [_row(state, session, line, line is following) for line in shown]
        if len(shown) < len(here):
            rows.append(_folded(phase, len(here) - len(shown)))
        if rows:
            groups.append(CheckGroup(phase.value.capitalize(), tuple(rows)))
    return groups


def _matters(session: Session, phase: Phase) -> bool:
    """Whether every line of the phase is worth the room now; of one that is past, what is settled folds away."""
    if session.state in BEFORE_START:
        return True
    return phase not in _PAST if session.state in LIVE else phase in _AFTER[:2]


def _unsettled(line: checks.Line) -> bool:
    failing = line.seen is not None and line.seen.verdict == "fails"
    return failing or line.state in {CheckState.OPEN, CheckState.DEFERRED, CheckState.OVERRIDDEN}


def _folded(phase: Phase, count: int) -> CheckRow:
    words = f"{count} settled" if count > 1 else "one settled"
    return CheckRow(f"folded|{phase.value}", "✓", words, "", "", Tone.QUIET)


def day_detail(state: State, row: str, now: Now) -> DetailView:
    """The day's own checks: its start, or its end."""
    phase = DAY_ROWS[row]
    lines = checks.day_lines(state, phase, now)
    following = next((line for line in lines if line.state is CheckState.OPEN), None)
    rows = tuple(_row(state, None, line, line is following) for line in lines)
    groups = [CheckGroup("", rows)]
    if phase is Phase.DAY_START and (lacking := tuple(_lacking(state, now))):
        groups.insert(0, CheckGroup("Missing for today", lacking))
    return DetailView(row, phase.value.capitalize(), "for the whole day", tuple(groups))


READY = "ready"
"""The id of a line that leads to the session which lacks something: "ready|SESSION|1"."""


def _lacking(state: State, now: Now) -> Iterator[CheckRow]:
    """The readiness of the day: what is missing or expired, and for whom."""
    for session, words in day.readiness(state, now).items():
        who = named(state, state.sessions[session], names=False)
        for at, lack in enumerate(words):
            yield CheckRow(f"{READY}|{session}|{at}", "!", f"{who}: {lack}", "", "", Tone.ATTENTION)


def _phases(session: Session) -> tuple[Phase, ...]:
    first = _BEFORE if session.state in BEFORE_START else _RUNNING if session.state in LIVE else _AFTER
    return (*first, *(phase for phase in Phase if phase not in first))


def _subtitle(state: State, session: Session) -> str:
    parts = [
        f"{hhmm(session.begin, state.practice.zone)}–{hhmm(session.end, state.practice.zone)}",
        "group" if session.group else "first session" if session.first else "weekly" if session.series else "",
        (session.mode is Mode.VIDEO and session.platform) or session.mode.value,
        f"{_ordinal(session.number)} session" if session.number > 1 and not session.group else "",
        state_words(state, session) if session.state not in LIVE else "",
    ]
    return " · ".join(part for part in parts if part)


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _facts(state: State, session: Session, member: str, now: Now) -> tuple[Part, ...]:
    """What to know of the person before they arrive, never more than a line each; of a group who leads it with me."""
    if session.group and not member and (led := led_by(state, session)):
        return (led,) if session.state not in SIDE_EXITS else ()
    if not session.participants:
        return ()
    client = state.clients.get(member or session.participants[0])
    if client is None:
        return ()
    parts = []
    if client.watch:
        parts.append(Part("watch", Tone.ATTENTION))
    if there := wall.their_time(session.begin, state.practice.zone, client.zone):
        changed = wall.difference_changed(session.begin, state.practice.zone, client.zone)
        words = f"{there}: the difference changed this week" if changed else there
        parts.append(Part(words, Tone.ATTENTION if changed else Tone.STRONG))
    if client.access_needs:
        parts.append(Part(client.access_needs, Tone.STRONG))
    if session.state in BEFORE_START and client.last_place:
        parts.append(Part(f"last place {ages.age(client.last_place.at, now, state.practice.zone)}", Tone.QUIET))
    if client.last_activity and not _chosen_now(state, session):
        parts.append(Part(f"last time after: {client.last_activity}", Tone.QUIET))
    return tuple(parts)


def _chosen_now(state: State, session: Session) -> bool:
    """Whether what the client does afterwards was said in this very session: it is not of "last time" then."""
    return any(
        tick.about is About.AFTERCARE and tick.key.scope_id == session.id and tick.state is not CheckState.OPEN
        for tick in state.ticks.values()
    )


def _row(state: State, session: Session | None, line: checks.Line, following: bool) -> CheckRow:
    tick = line.tick if line.tick and line.tick.state is not CheckState.OPEN else None
    glyph, tone = GLYPHS[line.state], _TONES[line.state]
    value, when = "", ""
    text = tick.text if tick else line.check.text
    if tick:
        value = tick.reason or tick.detail or tick.answer
        when = hhmm(tick.at, state.practice.zone)
        if tick.by == "console":
            glyph, tone, when = "·", Tone.QUIET, "seen"
    elif line.seen:
        value = line.seen.words
        glyph, tone, when = _SEEN[line.seen.verdict]
    if line.check.about is About.END_REMINDER and line.state is CheckState.OPEN and session and session.ends:
        when = f"at {hhmm(session.ends - timedelta(minutes=5), state.practice.zone)}"
    return CheckRow(
        id=line_id(line.key),
        glyph="›" if following and line.state is CheckState.OPEN and glyph == "○" else glyph,
        text=text,
        value=value,
        time=when,
        tone=Tone.STRONG if following else Tone.QUIET if line.waits else tone,
        next=following,
        waits=line.waits,
    )


def drop_view(
    state: State, session: Session | None, now: Now, *, names: bool = False, member: str = ""
) -> tuple[tuple[Part, ...], ...]:
    """If it drops: who rings, the number or NO CALL, text or NO TEXT, and who comes after; of a group for `member`."""
    if session is None:
        return ()
    chosen = member if member in session.participants else ""
    if session.group and not chosen:
        return ((Part(f"{len(session.participants)} members: enter on one shows how to reach them", Tone.QUIET),),)
    client = state.clients.get(chosen or session.participants[0]) if session.participants else None
    if client is None:
        return ((Part("NO CALL", Tone.ATTENTION), Part("the client is not known yet", Tone.QUIET)),)
    begins = max(now.utc, session.begin) if session.state in BEFORE_START else now.utc
    policy, then = policy_of(state, session), replace(now, utc=begins)
    rows = panel.drop_line(client, policy, then, state.practice.zone, names=names)
    return tuple(tuple(_plain(part) for part in row if part.text.strip(" ·")) for row in rows)


def _plain(part: Part) -> Part:
    """The panel sets parts apart by itself; who rings is the accent of the panel."""
    words = part.text.strip(" ·")
    return Part(words, Tone.LIVE if words in {"YOU RING", "KEEP THE LINE FREE"} else part.tone)
