"""How long a wrong passphrase makes the next try wait, and that wait in words. Pure."""

from datetime import timedelta

FREE = 3
"""So many wrong ones cost nothing: everybody mistypes."""
LONGEST = timedelta(seconds=60)


def wait_after(failures: int) -> timedelta:
    """After so many wrong ones in a row: 0, 0, 0, then 1, 2, 4, 8 … seconds, at most a minute."""
    if failures < FREE:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - FREE, 6)), LONGEST)


def seconds_words(left: timedelta) -> str:
    """A wait in words: "8 seconds", "2 minutes"."""
    whole = max(1, -(-left // timedelta(seconds=1)))
    if whole < 120:
        return "1 second" if whole == 1 else f"{whole} seconds"
    return f"{-(-whole // 60)} minutes"
