"""The machine's own network line: up, down or unknown. Read passively; nothing leaves the machine.

Linux says it itself: an interface with a default route that is up and has a carrier. macOS and Windows keep no such
files, so the answer is "unknown" there; the video program's own sign is what is left. Only where the settings name
`probe_hosts` are those hosts asked, and only those: one connection to port 443, closed at once.
"""

import asyncio
import contextlib
from pathlib import Path

UP, DOWN, UNKNOWN = "up", "down", "unknown"
PROBE_SECONDS = 2.0
_ROUTE_UP = 0x1
_REJECTED = 0x0200


class OwnLine:
    """See `console.core.ports.Line`. `sys_net` and `proc_net` are where Linux tells; `hosts` those of the settings."""

    def __init__(
        self,
        hosts: tuple[str, ...] = (),
        *,
        sys_net: Path = Path("/sys/class/net"),
        proc_net: Path = Path("/proc/net"),
        port: int = 443,
    ) -> None:
        self._hosts = hosts
        self._sys = sys_net
        self._proc = proc_net
        self._port = port

    async def look(self) -> str:
        """The state now. A line that is down is not probed: there is nothing to ask through."""
        seen = await asyncio.to_thread(passive, self._sys, self._proc)
        if not self._hosts or seen == DOWN:
            return seen
        return await self._probe()

    async def _probe(self) -> str:
        """Up as soon as one of the named hosts answers."""
        tries = [asyncio.ensure_future(self._answers(host)) for host in self._hosts]
        try:
            for done in asyncio.as_completed(tries):
                if await done:
                    return UP
            return DOWN
        finally:
            for one in tries:
                one.cancel()
            await asyncio.gather(*tries, return_exceptions=True)

    async def _answers(self, host: str) -> bool:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                _, writer = await asyncio.open_connection(host, self._port)
        except (OSError, ValueError):  # refused, unreachable, no such name, too slow, or no host's name at all
            return False
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return True


def passive(sys_net: Path, proc_net: Path) -> str:
    """What the machine itself says, read from these two folders; "unknown" where it says nothing."""
    if not sys_net.is_dir():
        return UNKNOWN
    routed = _routed(proc_net)
    if routed is None:
        return UNKNOWN
    return UP if any(_is_up(sys_net / name) for name in routed) else DOWN


def _is_up(interface: Path) -> bool:
    """Tunnels and telephones say "unknown" while they work; a plugged-out cable has no carrier."""
    return _word(interface / "operstate") in {"up", "unknown"} and _word(interface / "carrier") in {"1", ""}


def _word(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:  # an interface that is off cannot be asked for its carrier
        return ""


def _routed(proc_net: Path) -> set[str] | None:
    """The interfaces with a default route, by IPv4 or IPv6; None where neither table can be read."""
    tables = [(_rows(proc_net / "route"), _ipv4_default), (_rows(proc_net / "ipv6_route"), _ipv6_default)]
    if all(rows is None for rows, _ in tables):
        return None
    found = {name for rows, named in tables for row in rows or () if (name := named(row))}
    return found - {"lo"}


def _rows(path: Path) -> list[list[str]] | None:
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return [line.split() for line in text.splitlines()]


def _ipv4_default(row: list[str]) -> str:
    """Columns: interface, destination, gateway, flags, …, mask in the eighth."""
    if len(row) < 8 or row[1] != "00000000" or row[7] != "00000000":
        return ""
    return row[0] if _flags(row[3]) & _ROUTE_UP and not _flags(row[3]) & _REJECTED else ""


def _ipv6_default(row: list[str]) -> str:
    """Columns: destination, its length, …, flags in the ninth, interface last."""
    if len(row) < 10 or set(row[0]) != {"0"} or row[1] != "00":
        return ""
    return row[9] if _flags(row[8]) & _ROUTE_UP and not _flags(row[8]) & _REJECTED else ""


def _flags(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0
