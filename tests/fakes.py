"""Hand-written fakes of our own ports. They keep what they were given and do only what a test tells them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from data.values.time import Now

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


class FakeClock:
    """A clock that moves only by hand. `monotonic` stands for the clocks that stop in suspend."""

    def __init__(self, utc: datetime = START, boot: str = "boot-1", boottime: float = 1000.0) -> None:
        self.utc = utc
        self.boot = boot
        self.boottime = boottime
        self.monotonic = boottime
        self._boots = 1

    def now(self) -> Now:
        """The instant at which the fake stands."""
        return Now(utc=self.utc, boot=self.boot, boottime=self.boottime)

    def advance(self, seconds: float) -> Now:
        """Time passes while the machine is awake."""
        self.monotonic += seconds
        return self.suspend(seconds)

    def suspend(self, seconds: float) -> Now:
        """The machine sleeps: the wall clock and boottime go on, `monotonic` does not."""
        self.utc += timedelta(seconds=seconds)
        self.boottime += seconds
        return self.now()

    def step(self, seconds: float) -> Now:
        """Somebody sets the wall clock forward, or back; no time passes."""
        self.utc += timedelta(seconds=seconds)
        return self.now()

    def reboot(self, seconds: float = 30.0) -> Now:
        """The machine restarts, which takes `seconds`: a new boot id, and boottime begins anew."""
        self._boots += 1
        self.boot = f"boot-{self._boots}"
        self.utc += timedelta(seconds=seconds)
        self.boottime = self.monotonic = seconds / 2
        return self.now()


class FakeScheduler:
    """Keeps the wake-ups it was given; `fire()` is the wake-up."""

    def __init__(self, wake: Callable[[], None] | None = None) -> None:
        self.wake = wake
        self.instants: dict[str, datetime] = {}
        self.times_set = 0
        self.pokes = 0
        self.closed = False

    def set(self, instants: Mapping[str, datetime]) -> None:
        """Replace all wake-ups."""
        assert all(instant.tzinfo is not None for instant in instants.values()), "wake-ups are UTC instants"
        self.instants = dict(instants)
        self.times_set += 1

    def poke(self) -> None:
        """The heartbeat's nudge, counted."""
        self.pokes += 1

    def close(self) -> None:
        """No wake-up comes after it."""
        self.closed = True

    def fire(self) -> None:
        """Wake up now, as the real one would at the next instant."""
        if self.wake is not None and not self.closed:
            self.wake()


class FakeNotifier:
    """Keeps the words it was to show, and answers what it is told to answer."""

    def __init__(self, state: str = "on", why: str = "") -> None:
        self.answer = (state, why)
        self.shown: list[str] = []

    async def show(self, words: str) -> tuple[str, str]:
        """Keep the words."""
        self.shown.append(words)
        return self.answer


class FakeLine:
    """The own line as a test says it is; `looks` counts how often somebody looked."""

    def __init__(self, state: str = "up") -> None:
        self.state = state
        self.looks = 0

    async def look(self) -> str:
        """The state it was given."""
        self.looks += 1
        return self.state


class FakeDesk:
    """Counts bells and keeps what was copied."""

    def __init__(self) -> None:
        self.bells = 0
        self.copied: list[str] = []

    def bell(self) -> None:
        """Count it."""
        self.bells += 1

    def copy(self, words: str) -> None:
        """Keep it."""
        self.copied.append(words)
