"""Everything that is kept follows from the facts: replaying them from nothing gives the same tables."""

from contextlib import closing
from pathlib import Path

from console.core.apply import apply
from console.core.changed import changed
from console.core.rebuild import state_from
from console.core.state import State
from data.values.facts import Record
from data.values.kept import Kept
from tests import homes
from tests.journeys.harness import folders
from tests.journeys.stories import plain_day

KEYS = {
    "practice": "", "clients": "id", "sessions": "id", "ticks": "key", "follow_ups": "id", "notes": "id",
    "contacts": "id", "days": "day", "series": "series", "warned": "id",
}  # fmt: skip


async def test_replaying_the_facts_gives_exactly_what_is_kept(tmp_path: Path) -> None:
    day = await plain_day(tmp_path)
    here = folders(tmp_path)
    with closing(homes.open_store(here)) as store:
        kept, records = store.all_kept(), store.records()
        assert store.verify() == ()
    empty = state_from(Kept(), day.state.policy, day.state.today)
    assert len(records) > 90
    assert replayed(empty, records) == tables(kept)


def replayed(state: State, records: tuple[Record, ...]) -> dict[str, dict[str, object]]:
    """The tables as they stand after each fact wrote what it changed, one after the other."""
    written: dict[str, dict[str, object]] = {}
    for record in records:
        after = apply(state, record)
        for name, rows in tables(changed(state, after)).items():
            written.setdefault(name, {}).update(rows)
        state = after
    return written


def tables(kept: Kept) -> dict[str, dict[str, object]]:
    """Each kind that has rows: the row's own key to the row."""
    found = {}
    for name, key in KEYS.items():
        value = getattr(kept, name)
        rows = value if isinstance(value, tuple) else (value,) if value else ()
        if rows:
            found[name] = {repr(getattr(row, key, "")): row for row in rows}
    return found
