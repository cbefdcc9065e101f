"""How long a wrong passphrase makes the next try wait. Pure."""

from datetime import timedelta

FREE = 3
"""So many wrong ones cost nothing: everybody mistypes."""
LONGEST = timedelta(seconds=60)


def wait_after(failures: int) -> timedelta:
    """After so many wrong ones in a row: 0, 0, 0, then 1, 2, 4, 8 … seconds, at most a minute."""
    if failures < FREE:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - FREE, 6)), LONGEST)
