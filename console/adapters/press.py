"""The way into the running console: one JSON line each way over a 0600 Unix socket beside the database.

Rule: the client half is an emergency key, so this module imports nothing slow; the server half imports asyncio when it
serves. Only the same user may speak; a request has a size and a time limit; what the handler raises is never sent.
"""

import hashlib
import json
import os
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.values.trouble import Trouble

if TYPE_CHECKING:
    import asyncio

SIZE_LIMIT = 8 << 20
"""Bytes in one request or answer: a whole import of 2,000 sessions fits."""
REQUEST_LIMIT = 2.0
"""Seconds a client may take to send its line."""
MOST_LINKS = 16
"""Connections at once. A key's press is answered in milliseconds; whoever has waited longest gives way."""
SHORT = 4096
"""Bytes of a request that is read at once."""
PARTS = 400_000
"""Commas and brackets in a request: more than any import has, and little enough that reading it stops nothing."""
PATH_CAP = 100
"""Bytes in a socket's path: macOS takes 104, Linux 108."""

Handle = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class NoConsole(Trouble):
    """Nobody listens: no console is running on this database."""


def socket_path(database: Path, runtime: Path) -> Path:
    """The socket of the console that owns this database: beside it, or in a runtime folder where that is too long."""
    beside = database.with_name(f"{database.name}.sock")
    if len(os.fsencode(beside)) <= PATH_CAP:
        return beside
    name = hashlib.sha256(os.fsencode(database.absolute())).hexdigest()[:16] + ".sock"
    if len(os.fsencode(runtime / name)) <= PATH_CAP:
        return runtime / name
    owner = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"session-day-{owner}" / name


def call(path: Path, request: dict[str, Any], timeout: float) -> dict[str, Any]:
    """Send one request and wait for its answer; each wait at most `timeout` seconds.

    Raises NoConsole where nobody listens, and Trouble where the console did not answer, or answered with trouble.
    """
    _need_unix_sockets()
    line = json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(timeout)
        try:
            link.connect(os.fspath(path))
        except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
            raise NoConsole("No console is running.") from None
        except OSError:
            raise Trouble("The console could not be reached: press the key in the console itself.") from None
        try:
            link.sendall(line)
            answer = _read_line(link)
        except OSError:
            raise Trouble("The console did not answer in time: press the key in the console itself.") from None
    return _understood(answer)


def _need_unix_sockets() -> None:
    if not hasattr(socket, "AF_UNIX"):
        raise Trouble("This system has no Unix sockets, which `press` needs: use the keys in the console itself.")


def _read_line(link: socket.socket) -> bytes:
    got = bytearray()
    while not got.endswith(b"\n") and len(got) <= SIZE_LIMIT:
        part = link.recv(65536)
        if not part:
            break
        got += part
    return bytes(got)


def _understood(answer: bytes) -> dict[str, Any]:
    try:
        table = json.loads(answer)
    except ValueError:
        table = None
    if not isinstance(table, dict):
        raise Trouble("The console gave no answer: look at the console itself.")
    if table.get("ok") is False:
        raise Trouble(str(table.get("words", "The console could not do it.")))
    return table


class Server:
    """A served socket. `close()` stops it and removes its file."""

    def __init__(self, path: Path, handle: Handle) -> None:
        self.path = path
        self._handle = handle
        self._server: asyncio.Server | None = None
        self._links: dict[asyncio.Task[None] | None, None] = {}
        self._made = 0

    async def open(self) -> None:
        """Listen. Raises OSError or Trouble, as `serve` says."""
        import asyncio

        _make_room(self.path)
        self._server = await asyncio.start_unix_server(self._connected, sock=_bound(self.path), limit=SIZE_LIMIT)
        self._made = self.path.stat().st_ino

    async def close(self) -> None:
        """Stop listening and drop who is connected. The file is removed only while it is still ours."""
        import asyncio

        if self._server is not None:
            self._server.close()
        links = [link for link in self._links if link is not None]
        for link in links:
            link.cancel()
        await asyncio.gather(*links, return_exceptions=True)
        with suppress(OSError):
            if self.path.stat().st_ino == self._made:
                self.path.unlink()

    async def _connected(self, reader: "asyncio.StreamReader", writer: "asyncio.StreamWriter") -> None:
        import asyncio

        task = asyncio.current_task()
        self._links[task] = None
        if len(self._links) > MOST_LINKS and (oldest := next(iter(self._links))):
            oldest.cancel()
            del self._links[oldest]
        with suppress(OSError, asyncio.CancelledError):
            answer = await _answer(reader, writer, self._handle)
            if answer is not None:
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        writer.close()
        with suppress(OSError, asyncio.CancelledError):
            await writer.wait_closed()
        self._links.pop(task, None)


async def serve(path: Path, handle: Handle) -> Server:
    """Listen at this path in the running loop; each request is given to `handle`, whose answer is sent back.

    A socket file that nobody answers is replaced. Raises Trouble where somebody answers, or where the folder cannot
    hold it or is open to others.
    """
    _need_unix_sockets()
    server = Server(path, handle)
    try:
        await server.open()
    except OSError as error:
        raise Trouble(f"{path} cannot be made ({error.strerror}): `press` will not reach this console.") from None
    return server


def _bound(path: Path) -> socket.socket:
    """A socket bound there, for the owner alone from its first moment."""
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        link.bind(os.fspath(path))
    except OSError:
        link.close()
        raise
    finally:
        os.umask(before)
    return link


async def _answer(
    reader: "asyncio.StreamReader", writer: "asyncio.StreamWriter", handle: Handle
) -> dict[str, Any] | None:
    """The answer to one connection's line; None for a stranger, who gets none."""
    import asyncio

    if not _same_user(writer.get_extra_info("socket")):
        return None
    try:
        async with asyncio.timeout(REQUEST_LIMIT):
            line = await reader.readuntil(b"\n")
        # A whole import takes a while to read: the screen goes on meanwhile.
        request = json.loads(line) if len(line) < SHORT else await asyncio.to_thread(_read_long, line)
    except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, RecursionError):
        request = None
    if not isinstance(request, dict):
        return {"ok": False, "words": "The console could not read that."}
    try:
        return {"ok": True, **await handle(request)}
    except Trouble as trouble:
        return {"ok": False, "words": str(trouble)}
    except Exception:
        # What went wrong may name a client; the console says it where only the practitioner looks.
        return {"ok": False, "words": "The console could not do it."}


def _read_long(line: bytes) -> Any:
    # The parser holds everything else up while it runs.
    if line.count(b",") + line.count(b"[") + line.count(b"{") > PARTS:
        raise ValueError("it is no request of ours")
    return json.loads(line)


def _same_user(link: Any) -> bool:
    """Whether the other end is this user, where the system tells; elsewhere the file's mode is the guard."""
    if sys.platform != "linux":
        return True
    size = struct.calcsize("3i")
    try:
        _pid, uid, _gid = struct.unpack("3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    except OSError:
        return False
    return bool(uid == os.getuid())


def _make_room(path: Path) -> None:
    """A folder for the owner alone, and no stale socket in it. Raises Trouble or OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = path.parent.lstat()
    if not stat.S_ISDIR(folder.st_mode) or folder.st_uid != os.getuid() or folder.st_mode & 0o022:
        raise Trouble(f"{path.parent} can be written by others: make it yours alone (chmod 700).")
    if not path.exists():
        return
    if not stat.S_ISSOCK(path.lstat().st_mode):
        raise Trouble(f"{path} is in the way and is not a socket: move it.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(1.0)
        try:
            link.connect(os.fspath(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
        except OSError:
            pass
    raise Trouble("Another console is open on this file.")
