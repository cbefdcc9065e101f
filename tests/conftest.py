"""Shared fixtures: every test has its own home far from the real one, and no test reaches the network."""

import ipaddress
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.settings import HOME_VARIABLE, Folders, folders
from tests import homes

_reached: list[str] = []


def _watch_network(event: str, args: tuple[Any, ...]) -> None:
    """Refuse every connect and look-up but those of this machine (promise S14)."""
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) and address else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if not _is_this_machine(host):
        _reached.append(f"{event} {host!r}")
        raise AssertionError(f"a test reached for the network: {event} {host!r}")


def _is_this_machine(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or host in ("", "localhost"):
        return True  # a Unix socket, netlink, or nobody at all
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


sys.addaudithook(_watch_network)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """A test that reached for the network fails even where the code under test swallowed the refusal."""
    _reached.clear()
    yield
    reached = list(_reached)
    _reached.clear()
    assert not reached


@pytest.fixture(scope="session", autouse=True)
def _away_from_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test finds, or writes, what belongs to the person who runs it."""
    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(tmp_path_factory.mktemp("home"))
    yield
    if before is None:
        del os.environ[HOME_VARIABLE]
    else:
        os.environ[HOME_VARIABLE] = before


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A home of the test's own in which nothing is kept yet: plain, or encrypted in such a run."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    here = folders()
    homes.prepare(here)
    return here
