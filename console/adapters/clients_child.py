"""The clients child: reads one table of clients in a process of its own, which may run out of time or memory.

Asked on stdin (one line of JSON, then the file's bytes), answers on stdout (JSON): the cells that were filled, each as
its own text, all of them known to be good; or what is wrong. It opens no file and no connection.
"""

import sys
from datetime import date

from console.adapters.child import limit_this_process
from console.adapters.clients_csv import read_cells
from data.codec import decode, encode
from data.values.imports import TableRead
from data.values.trouble import BadInput

TOO_MUCH = "This clients file asks for more than can be worked out safely: save it anew as CSV (UTF-8), or split it."


def main(argv: list[str]) -> int:
    """Read today's date and the table from stdin, write the answer to stdout; 0 whenever there is an answer."""
    del argv
    limit_this_process()
    line, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer = TableRead(rows=read_cells(data, decode(line, date)))
    except BadInput as trouble:
        answer = TableRead(trouble=str(trouble))
    except (MemoryError, RecursionError):
        answer = TableRead(trouble=TOO_MUCH)
    sys.stdout.write(encode(answer))
    return 0
