"""What the keys of the day screen ask for: an event sent, or a dialog opened whose answer is an event.

Rule: nothing is decided here. Whether something may be done is the core's to say; these only gather what it needs.
"""

from console.acts.acting import Acts
from console.acts.port import Console

__all__ = ["Acts", "Console"]
