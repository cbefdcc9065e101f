"""What the running console answers to `press` and to writing commands, over its socket."""

import asyncio
from collections.abc import Callable
from typing import Any

from console.core import events
from console.core.steps.practice import spoils
from console.runner import Runner
from data.records import records_from_json
from data.text import clean
from data.values.facts import Record

MOST = 20_000
"""Facts in one request: an import of 2,000 appointments with their clients and series is well below."""
PRESSED = frozenset({"drop", "crisis", "safe-word"})


def _has_letter(runner: Runner, key: str) -> bool:
    """Whether this is a flow of the policy that a person may begin from the list."""
    flow = runner.state.flows.get(key) if runner.state else None
    return flow is not None and flow.id == key and bool(flow.letter)


def cleaned(value: Any) -> Any:
    """The same JSON with every text in it cleaned: who speaks through the socket need not be our own import."""
    match value:
        case str():
            return clean(value, cap=len(value), lines=True)
        case list():
            return [cleaned(one) for one in value]
        case dict():
            return {key: cleaned(one) for key, one in value.items()}
    return value


def _records(raw: list[Any]) -> tuple[Record, ...]:
    if len(raw) > MOST:
        raise ValueError("more than an import brings")
    return records_from_json(cleaned(raw))


async def answer(runner: Runner, press: Callable[[str], None], request: dict[str, Any]) -> dict[str, Any]:
    """One request, one answer; what is not understood is said, and changes nothing. `press` is an incident key."""
    match request:
        case {"do": "press", "key": str(key)} if key in PRESSED or _has_letter(runner, key):
            press(key)
            return {"ok": True, "words": "arrived"}
        case {"do": "records", "records": list(raw)}:
            try:
                records = await asyncio.to_thread(_records, raw)  # the screen goes on while a whole import is read
            except (ValueError, RecursionError):
                return {"ok": False, "words": "another version of Session Day is running: close it first"}
            if runner.has_forgotten:
                return {"ok": False, "words": "it is locked: type your passphrase there first"}
            if runner.state is None or runner.state.read_only:
                return {"ok": False, "words": "it is locked, or only just opening: open it, then try again"}
            if spoils(runner.state, records):
                return {"ok": False, "words": "a session in it has begun meanwhile: import again"}
            runner.send(events.RecordsGiven(records))
            return {"ok": True, "words": "kept"}
    return {"ok": False, "words": "not understood"}
