"""What is owed, in words; yesterday's open items first."""

from dataclasses import replace
from datetime import datetime, timedelta

from console.core import day
from console.core.state import State
from console.core.view.keeping import kept_rows
from console.core.wall import day_words, hhmm, local
from data.values.time import Now
from data.values.views import OwedRow, Tone

SOON = timedelta(hours=48)
FIRST = frozenset({"incident", "loop"})
LAST_TIME = "from last time"
MESSAGES = frozenset({"invitation", "reminder"})


def owed_rows(state: State, now: Now) -> tuple[OwedRow, ...]:
    """The rows: open incidents and what they left open, then what the last day left, the overdue and the nearest."""
    items = day.owed(state, now)
    first = [item for item in items if item.kind in FIRST]
    rest = [item for item in items if item.kind not in FIRST]
    gone = {item.text for item in first} | _settled(state)
    carried = []
    for item in day.carried_over(state):
        still = next((one for one in rest if one.text == item.text), None)
        if still is not None:  # it stands once, and can be settled where it stands
            rest.remove(still)
            row = _row(state, still, now)
            carried.append(replace(row, due=row.due or LAST_TIME, tone=Tone.ATTENTION))
        elif item.text not in gone:
            carried.append(OwedRow(item.id, item.text, LAST_TIME, Tone.ATTENTION))
    return (
        *(_row(state, one, now) for one in first),
        *kept_rows(state),
        *carried,
        *(_row(state, one, now) for one in rest),
    )


def _settled(state: State) -> set[str]:
    """What was owed and is settled, and not owed again in the same words."""
    done = {one.text for one in state.follow_ups.values() if one.done is not None}
    return done - {one.text for one in state.follow_ups.values() if one.done is None}


def unresolved_rows(state: State, now: Now) -> tuple[OwedRow, ...]:
    """What keeps the day from being closed clean."""
    return tuple(_row(state, item, now) for item in day.unresolved(state, now))


def _row(state: State, item: day.Item, now: Now) -> OwedRow:
    words, tone = due_words(item.due, now, state.practice.zone)
    if item.kind in MESSAGES and item.due:  # not late until the session begins
        words, tone = f"since {_since(item.due, state)}", Tone.PLAIN
    return OwedRow(item.id, item.text, words, tone, item.session)


def _since(due: datetime, state: State) -> str:
    """The time, or the day of the week where it was on another day."""
    zone = state.practice.zone
    day_due = local(due, zone).date()
    return hhmm(due, zone) if day_due == state.today else day_words(day_due).partition(" ")[0]


def due_words(due: datetime | None, now: Now, zone: str) -> tuple[str, Tone]:
    """How long is left, or how long it has been due: "31 h left", "by 16:30", "overdue 2 d"."""
    if due is None:
        return "", Tone.PLAIN
    left = due - now.utc
    if left < timedelta():
        return f"overdue {_span(-left)}", Tone.ATTENTION
    if local(due, zone).date() == local(now.utc, zone).date():
        return f"by {hhmm(due, zone)}", Tone.PLAIN
    return f"{_span(left)} left", Tone.ATTENTION if left < SOON else Tone.QUIET


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // 1440} d"
