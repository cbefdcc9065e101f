"""Facts as JSON and back, for the way into a running console."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from data.codec import decode_fact, encode, kind_of
from data.values.facts import Record
from data.values.time import Now


def records_to_json(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Each record as plain JSON values."""
    return [
        {
            "stream": one.stream,
            "client": one.client,
            "kind": kind_of(one.fact),
            "payload": json.loads(encode(one.fact)),
            "utc": one.recorded.utc.isoformat(),
            "boot": one.recorded.boot,
            "boottime": one.recorded.boottime,
            "happened": one.happened.isoformat(),
        }
        for one in records
    ]


def records_from_json(raw: list[Any]) -> tuple[Record, ...]:
    """The records again; raises ValueError for what this version cannot read."""
    try:
        return tuple(_record(one) for one in raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a record") from error


def _record(one: dict[str, Any]) -> Record:
    recorded = Now(datetime.fromisoformat(one["utc"]), one["boot"], float(one["boottime"]))
    fact = decode_fact(one["kind"], json.dumps(one["payload"]))
    return Record(one["stream"], one["client"], fact, recorded, datetime.fromisoformat(one["happened"]))
