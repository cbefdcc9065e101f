"""Trouble that a practitioner is told of in one line: what, where, and the cure. Never a traceback."""


class Trouble(Exception):  # noqa: N818 - it is what the screen says, not the name of a bug
    """Its text is one sentence that names the place and the cure. `code` is the exit code of a command."""

    code = 1


class NotSaved(Trouble):
    """The store could not save; nothing of that transaction is kept."""


class BadInput(Trouble):
    """A file, a key or an argument that cannot be used."""

    code = 2
