"""Numbered schema steps. A step that was released is never changed; `REVISION` is the newest.

Step N is the module `step_00N` with one function `upgrade(op)`. Reading which revision a file has costs nothing;
alembic is imported by `data.migrations.upgrade` alone, only when the numbers differ.
"""

from pathlib import Path

from data.values.trouble import Trouble

REVISION = 1


def newer(path: Path, found: int) -> Trouble:
    """What to say of a file that a later Session Day wrote."""
    return Trouble(
        f"{path.name} was written by a newer Session Day (revision {found}, this one knows {REVISION}): "
        f"update the program, then open it again ({path})."
    )
