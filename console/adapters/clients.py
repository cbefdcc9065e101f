"""Reads a table of clients through the clients child, which is killed when it takes too long.

Rule: whatever the file holds, the answer comes within five seconds, in 512 MB, and is whole or what is wrong with it.
"""

from datetime import date

from console.adapters.child import asked
from console.adapters.clients_csv import MAX_BYTES, TOO_BIG, typed
from data.codec import decode, encode
from data.values.imports import ClientRow, TableRead
from data.values.trouble import BadInput

TOO_LONG = "This clients file took too long to read: save it anew as CSV (UTF-8), or split it."
BROKEN = "This clients file cannot be read: save it anew as CSV (UTF-8)."


def read_clients(data: bytes, today: date) -> tuple[ClientRow, ...]:
    """The rows of a clients file. Raises BadInput: what is wrong, a line each for bad cells, up to twenty."""
    if len(data) > MAX_BYTES:
        raise BadInput(TOO_BIG)
    said = asked("clients", encode(today), data, too_long=TOO_LONG, broken=BROKEN)
    try:
        answer = decode(said, TableRead)
    except ValueError as error:
        raise BadInput(BROKEN) from error
    if answer.trouble:
        raise BadInput(answer.trouble)
    return typed(answer.rows, today)
