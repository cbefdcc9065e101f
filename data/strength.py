"""How good a passphrase is, in words: how long somebody with the file would need to guess it. Never a refusal.

By `zxcvbn`, which knows words, names, dates and keyboards, at ten thousand guesses a second: more than the key
derivation lets a good machine do.
"""

_RATE = "offline_slow_hashing_1e4_per_second"
_LONGEST = 72
"""More letters than that are not looked at: they only make it better."""
_WEAK, _FAIR = 2, 3
"""Scores of the library, from 0 (guessed at once) to 4: up to this one."""


def strength(passphrase: str) -> str:
    """How good it is, and how long guessing takes, about: "weak: about 3 hours to guess"."""
    if not passphrase:
        return "nothing typed yet"
    from zxcvbn import zxcvbn

    found = zxcvbn(passphrase[:_LONGEST])
    time, score = str(found["crack_times_display"][_RATE]), int(found["score"])
    how = time if time in ("centuries", "less than a second") else f"about {time}"
    what = "weak" if score <= _WEAK else "fair" if score == _FAIR else "good"
    return f"{what}: {how} to guess"
