"""The real program with a fault put into one of its handlers; the fault's words and locals hold the sentinel.

Run as `python -m tests.faults.crashing KIND NAME [noisy]`; `places()` lists what there is. "noisy" is the canary:
Textual's own handling of a crash in place of ours.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any

SENTINEL = "Wilhelmina-Sentinel"
AFTER = 0.2
GOES_ON = {"commit": "NOT SAVED", "draft": "NOT SAVED", "notify": "ALERTS", "line": ""}
"""Faults that need not end it: work goes on, and this is said."""


def places() -> Iterator[tuple[str, str]]:
    """Every place for a fault: kind and name."""
    from console.acts.acting import ACTIONS
    from console.core.step import HANDLERS

    yield from (("event", kind.__name__) for kind in HANDLERS)
    yield from (("act", name) for name in ACTIONS)
    yield from (("part", name) for name in PARTS)


def broken(*_given: Any, **_named: Any) -> Any:
    """What stands in the place of a handler."""
    client = {"name": SENTINEL, "number": SENTINEL}
    raise ValueError(f"no room for {client}")


async def broken_later(*_given: Any, **_named: Any) -> Any:
    """The same where something is awaited."""
    broken()


def _view() -> None:
    from console.acts import drawing

    assert {"day_view", "a_moment_later"} <= set(vars(drawing)), "the day is drawn elsewhere"
    drawing.__dict__.update(day_view=broken, a_moment_later=broken)


def _first() -> None:
    from console.wiring import first

    first.first_view = broken


def _beat() -> None:
    from console.runner import Runner

    Runner.beat = broken  # type: ignore[method-assign]


def _later_beat() -> None:
    from console.runner import Runner

    real, beats = Runner.beat, []

    def beat(self: Runner) -> Any:
        beats.append(1)
        return real(self) if len(beats) < 3 else broken()

    Runner.beat = beat  # type: ignore[method-assign]


def _alive() -> None:
    from console.wiring.keeping import Keeping

    Keeping.alive = broken  # type: ignore[method-assign]


def _commit() -> None:
    from data.store import Store

    Store.commit = broken  # type: ignore[method-assign]


def _draft() -> None:
    from data.store import Store

    Store.keep_draft = broken  # type: ignore[method-assign]


def _notify() -> None:
    from console.adapters.notifier import DesktopNotifier

    DesktopNotifier.show = broken_later  # type: ignore[method-assign]


def _line() -> None:
    from console.adapters.line import OwnLine

    OwnLine.look = broken_later  # type: ignore[method-assign]


def _render() -> None:
    from widgets.clock_bar import ClockBar

    ClockBar.render_line = broken  # type: ignore[method-assign]


PARTS: dict[str, tuple[Callable[[], None], str]] = {
    "view": (_view, ""),
    "first": (_first, ""),
    "beat": (_beat, ""),
    "later beat": (_later_beat, ""),
    "alive": (_alive, ""),
    "commit": (_commit, "tick"),
    "draft": (_draft, "typed"),
    "notify": (_notify, "test-alert"),
    "line": (_line, "drop"),
    "render": (_render, ""),
}


def _arrange(kind: str, name: str) -> Callable[[Any, Any], object] | None:
    """Put the fault there; what leads to it, given the app and its runner, where it does not come by itself."""
    if kind == "event":
        from console.core.step import HANDLERS
        from tests.core.test_step import EVENTS

        found = next(one for one in HANDLERS if one.__name__ == name)
        HANDLERS[found] = broken  # type: ignore[index]
        sample = next((one for one in EVENTS if type(one) is found), None)
        return lambda _app, runner: runner.send(sample)
    if kind == "act":
        from console.acts.acting import ACTIONS

        ACTIONS[name] = broken  # type: ignore[index]
        return lambda app, _runner: app.acting.act(name, "ak")
    put, leads = PARTS[name]
    put()
    if leads == "typed":
        from console.core.events import FormTyped

        return lambda _app, runner: runner.send(FormTyped("ask:1", {"text": SENTINEL}))
    if leads == "tick":
        from console.core.events import FollowUpEntered
        from data.values.session import FollowUp

        return lambda _app, runner: runner.send(FollowUpEntered(FollowUp("f", "task", "x", runner.now().utc)))
    return (lambda app, _runner: app.acting.act(leads, "ak")) if leads else None


def main() -> int:
    """See the module."""
    kind, name, *noisy = sys.argv[1:]
    lead = _arrange(kind, name)
    from console.opening import Opening
    from console.wiring import connected

    if noisy:
        from textual.app import App

        from console.adapters.terminal import SafeApp

        SafeApp._handle_exception = App._handle_exception  # type: ignore[method-assign]
    real = Opening.open

    async def opened(self: Opening, first: Any) -> None:
        await real(self, first)
        if lead:
            app = apps[0]
            app.set_timer(AFTER, lambda: lead(app, self.runner))

    Opening.open = opened  # type: ignore[method-assign]
    apps: list[Any] = []
    make = connected.Connected.__init__

    def made(self: Any, app: Any, *given: Any, **named: Any) -> None:
        apps.append(app)
        make(self, app, *given, **named)

    connected.Connected.__init__ = made  # type: ignore[method-assign]
    from console.cli import main as run

    return run([])


if __name__ == "__main__":
    sys.exit(main())
