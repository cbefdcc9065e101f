"""How good a passphrase is, in words: how long somebody with the file would need to guess it. Never a refusal.

By `zxcvbn`, which knows words, names, dates and keyboards, at ten thousand guesses a second: more than the key
derivation lets a good machine do.
"""

from dataclasses import dataclass

_RATE = "offline_slow_hashing_1e4_per_second"
_LONGEST = 72
"""More letters than that are not looked at: they only make it better."""
_WEAK, _FAIR = 2, 3


@dataclass(frozen=True, slots=True)
class Strength:
    """`words` for the screen; `score` from 0 (guessed at once) to 4; `seconds` that guessing takes, about."""

    words: str
    score: int
    seconds: float


def strength(passphrase: str, about: tuple[str, ...] = ()) -> Strength:
    """How good it is; `about` are words that somebody near would try first, such as the practice's name."""
    if not passphrase:
        return Strength("nothing typed yet", 0, 0.0)
    from zxcvbn import zxcvbn

    found = zxcvbn(passphrase[:_LONGEST], user_inputs=list(about))
    time = str(found["crack_times_display"][_RATE])
    score, seconds = int(found["score"]), float(found["crack_times_seconds"][_RATE])
    how = time if time in ("centuries", "less than a second") else f"about {time}"
    what = "weak" if score <= _WEAK else "fair" if score == _FAIR else "good"
    return Strength(f"{what}: {how} to guess", score, seconds)
