"""A home whose data is hostile: the demo's day, in which every word that somebody typed or imported is another string.

It is written past every way in, as another program or an older version might have written it.
"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from console.core.apply import apply
from console.core.changed import changed
from console.core.rebuild import state_from
from console.core.wall import day_of
from console.demo import demo_day
from data import shelf
from data.values.facts import Record
from data.values.kept import Kept
from data.values.people import Practice
from data.values.time import Now
from tests.faults import homes
from tests.hostile import STORED, STRUCTURE, WORST, filled, sayer

SENTINEL = "Wilhelmina"
"""In every string of the data: so that it is found wherever it should not be."""
KEPT = STRUCTURE | {
    "agreed_by", "answer", "at", "boot", "by", "channel", "check", "contact", "country", "form", "hash", "key",
    "mode", "owner", "participant", "policy", "policy_hash", "participants", "reference", "route", "scope",
    "scope_id", "series", "source", "stream", "writer", "who_rings", "alert_seen", "how", "came_from", "ran",
}  # fmt: skip
"""Names within the program, which no person types."""
POLICY = """
extends = "remote-protocol"
title = "{0}"
owner = "{0}"
"""


def words() -> dict[str, str]:
    """Ten of the worst, each with the sentinel in it and short enough to stand somewhere whole."""
    return {name: f"{STORED[name][:60]}{SENTINEL}" for name in WORST}


def make(base: Path, now: Now, *, hostile: bool = True) -> Path:
    """The home at this instant; the same with harmless words where it is not `hostile`."""
    here = homes.folders(base)
    here.make()
    here.settings.write_text("encrypted = false\nnotify = false\nbell = false\n", encoding="utf-8")
    title = "".join(f"\\u{ord(one):04x}" for one in (words()["clipboard"] if hostile else "Ours"))
    own = here.config / "ours.toml"
    own.write_text(POLICY.format(title), encoding="utf-8")
    policy = shelf.cached(str(own), here.state / "policies")
    flows = shelf.flows(policy, here.state / "policies")
    empty = state_from(Kept(practice=Practice(zone=homes.ZONE)), policy, day_of(now.utc, homes.ZONE), flows=flows)
    state, records = demo_day(empty, now, policy=str(own))
    if hostile:
        say = sayer(0, words())
        records = tuple(_hostile(one, filled(one.fact, say, KEPT)) for one in records)
        state = empty
        for one in records:
            state = apply(state, one)
    with closing(homes.store_of(base)) as store:
        store.commit(records, changed(empty, state))
    return base


def _hostile(record: Record, fact: object) -> Record:
    return replace(record, fact=fact)  # type: ignore[arg-type]  # the same kind of fact, with other words
