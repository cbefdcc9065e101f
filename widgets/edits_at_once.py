"""Editing keys act in the field itself, at once and in the order in which they were pressed.

Textual inserts a letter as soon as the field sees it, but takes Backspace and the arrows through the bindings, which
come a few messages later: on a machine that stalls, letters typed right behind a Backspace would be written before it.
"""

from textual import events

_ACTIONS = {
    "backspace": "delete_left",
    "delete": "delete_right",
    "left": "cursor_left",
    "right": "cursor_right",
}


class EditsAtOnce:
    """Mixed in before an `Input` or a `TextArea`; no widget itself, or its style would come before theirs."""

    def on_key(self, event: events.Key) -> None:
        """One of these keys; every other is left to the field."""
        action = getattr(self, f"action_{_ACTIONS[event.key]}", None) if event.key in _ACTIONS else None
        if action is not None:
            event.stop()
            event.prevent_default()
            action()
