"""From the state to what a screen draws: words chosen here, by pure functions; the screen decides nothing.

`day_view` is the door; each part of the screen has a module of its own.
"""

from console.core.view.whole import Look, a_moment_later, day_view

__all__ = ["Look", "a_moment_later", "day_view"]
