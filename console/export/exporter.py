"""The hand-over: the day note to files, one client's note as text. It stands behind a port of the core."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from console.core.state import State
from console.export import files
from console.export.as_csv import as_csv
from console.export.as_json import as_json
from console.export.build import Records, day_note
from console.export.clipboard import client_note
from console.export.day_note import DayNote
from console.export.markdown import markdown
from console.export.one_client import one_client
from data.values.time import Now
from data.values.trouble import BadInput

FORMS: Mapping[str, Callable[[DayNote], str]] = {"md": markdown, "json": as_json, "csv": as_csv}


def _as_file(client: str) -> str:
    """A client's id as part of a file's name: it says nothing of who it is, as no file's name does."""
    return re.sub(r"[^a-z0-9]+", "-", client.casefold()).strip("-")[:40] or "client"


class Exporter:
    """`records` gives the facts of a stream, `head` the journal's head in words ("" to leave it out)."""

    def __init__(self, folder: Path, records: Records, head: Callable[[], str] = str) -> None:
        self._folder = folder
        self._records = records
        self._head = head

    def write(self, state: State, forms: Iterable[str], clinical: bool, now: Now, client: str = "") -> str:
        """Write the state's day in each form; the answer is the folder. With a client's id it is theirs alone.

        Raises BadInput for a form that is not known (nothing is written then), Trouble and OSError.
        """
        wanted = tuple(dict.fromkeys(forms))
        for form in wanted:
            if form not in FORMS:
                raise BadInput(f"{form!r} is no form of the day note: choose among {', '.join(FORMS)}.")
        note = day_note(state, self._records, now, clinical=clinical, head=self._head())
        name = f"{state.today.isoformat()}-day-note"
        if client:
            note, name = one_client(note, client), f"{name}-of-{_as_file(client)}"
        for form in wanted:
            files.write(self._folder, f"{name}.{form}", FORMS[form](note))
        return str(self._folder)

    def note_text(self, state: State, session: str, client: str, clinical: bool, now: Now) -> str:
        """One client's note of one session as plain text; "" where there is none."""
        note = day_note(state, lambda _: (), now, clinical=clinical)  # it shows no timeline: nothing is read
        return client_note(note, session, client, clinical)
