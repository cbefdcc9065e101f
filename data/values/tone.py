"""How loud something on the screen is. Beside the views, so that an empty frame can be painted without them."""

from enum import Enum


class Tone(Enum):
    """How loud something is. Never the only sign: words or a glyph always say it too."""

    QUIET = "quiet"
    PLAIN = "plain"
    STRONG = "strong"
    LIVE = "live"
    DONE = "done"
    ATTENTION = "attention"
    ALARM = "alarm"
