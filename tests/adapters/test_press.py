"""The socket: one answer to one line, for the owner alone, fast, and never in the way of the next console."""

import asyncio
import contextlib
import json
import os
import socket
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from console.adapters import press
from console.adapters.press import NoConsole, call, serve, socket_path
from data.values.trouble import Trouble


async def echo(request: dict[str, Any]) -> dict[str, Any]:
    return {"got": request}


async def ask(path: Path, request: dict[str, Any], timeout: float = 1.0) -> dict[str, Any]:
    return await asyncio.to_thread(call, path, request, timeout)


async def say(path: Path, line: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(line)
    try:
        return await reader.read()
    finally:
        writer.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    short = tmp_path / "s"
    assert len(os.fsencode(short)) < press.PATH_CAP
    return short


async def test_a_request_is_answered_and_the_file_is_gone_after_close(path: Path) -> None:
    server = await serve(path, echo)
    assert await ask(path, {"do": "press", "key": "drop"}) == {"ok": True, "got": {"do": "press", "key": "drop"}}
    await server.close()
    assert not path.exists()


async def test_the_socket_is_for_its_owner_alone_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        server = await serve(path, echo)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    await server.close()


async def test_without_a_console_it_says_so(path: Path) -> None:
    with pytest.raises(NoConsole, match=r"^No console is running\.$"):
        call(path, {"do": "press"}, 0.5)


async def test_a_stale_socket_is_no_console_and_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(os.fspath(path))
    with pytest.raises(NoConsole):
        call(path, {"do": "press"}, 0.5)
    server = await serve(path, echo)
    assert (await ask(path, {}))["ok"] is True
    await server.close()


async def test_a_socket_that_is_answered_is_left_alone(path: Path) -> None:
    first = await serve(path, echo)
    with pytest.raises(Trouble, match="Another console"):
        await serve(path, echo)
    assert (await ask(path, {}))["ok"] is True
    await first.close()


async def test_closing_leaves_the_socket_of_the_console_that_came_after(path: Path) -> None:
    first = await serve(path, echo)
    path.unlink()
    second = await serve(path, echo)
    await first.close()
    assert (await ask(path, {}))["ok"] is True
    await second.close()


async def test_a_file_that_is_no_socket_is_not_removed(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Trouble, match="not a socket"):
        await serve(path, echo)
    assert path.read_text(encoding="utf-8") == "mine"


async def test_a_folder_that_others_can_write_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(Trouble, match="chmod 700"):
        await serve(folder / "s", echo)


async def test_trouble_of_the_console_comes_back_as_its_words_and_anything_else_without_them(path: Path) -> None:
    async def refusing(request: dict[str, Any]) -> dict[str, Any]:
        if request["kind"] == "trouble":
            raise Trouble("The day is closed: open it again first.")
        raise ValueError("about a client")

    server = await serve(path, refusing)
    with pytest.raises(Trouble, match="The day is closed"):
        await ask(path, {"kind": "trouble"})
    answer = await say(path, b'{"kind": "other"}\n')
    assert json.loads(answer) == {"ok": False, "words": "The console could not do it."}
    await server.close()


@pytest.mark.parametrize(
    "line",
    [b"\n", b"not json\n", b"[1]\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n", b"9" * (press.SIZE_LIMIT + 10) + b"\n"],
    ids=["empty", "words", "a list", "not UTF-8", "deep", "too long"],
)
async def test_a_line_that_is_no_request_gets_one_answer_and_the_server_lives(path: Path, line: bytes) -> None:
    server = await serve(path, echo)
    try:
        answer = await say(path, line)
    except ConnectionError:  # it stopped listening to what is too long
        answer = b'{"ok": false}'
    assert json.loads(answer)["ok"] is False
    assert (await ask(path, {}))["ok"] is True
    await server.close()


async def test_a_client_that_sends_nothing_holds_up_nobody(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "REQUEST_LIMIT", 0.2)
    server = await serve(path, echo)
    reader, writer = await asyncio.open_unix_connection(path)
    assert (await ask(path, {}))["ok"] is True
    async with asyncio.timeout(2):
        assert json.loads(await reader.read())["ok"] is False
    writer.close()
    await server.close()


async def test_a_console_that_does_not_answer_is_given_up(path: Path) -> None:
    never = asyncio.Event()

    async def stuck(request: dict[str, Any]) -> dict[str, Any]:
        await never.wait()
        return {}

    server = await serve(path, stuck)
    with pytest.raises(Trouble, match="in time"):
        await ask(path, {}, 0.2)
    never.set()
    await server.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the peer's user is asked of Linux")
async def test_a_stranger_gets_no_answer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    async def remembering(request: dict[str, Any]) -> dict[str, Any]:
        asked.append(request)
        return {}

    server = await serve(path, remembering)
    stranger = os.getuid() + 1
    with monkeypatch.context() as patch:
        patch.setattr(os, "getuid", lambda: stranger)
        with contextlib.suppress(ConnectionError):  # cut off is as good as no answer
            assert await say(path, b"{}\n") == b""
    assert not asked
    assert (await ask(path, {}))["ok"] is True
    await server.close()


def test_the_socket_is_beside_the_database_and_else_where_its_path_fits(tmp_path: Path) -> None:
    near = Path("/data/session-day.db")
    assert socket_path(near, Path("/run/user/1")) == Path("/data/session-day.db.sock")
    deep = Path("/" + "d" * 60) / ("e" * 60) / "session-day.db"
    short = socket_path(deep, Path("/run/user/1"))
    assert short.parent == Path("/run/user/1")
    assert short == socket_path(deep, Path("/run/user/1"))
    assert short != socket_path(deep.with_name("other.db"), Path("/run/user/1"))
    last = socket_path(deep, deep.parent)
    assert len(os.fsencode(last)) <= press.PATH_CAP
    assert str(os.getuid()) in last.parent.name


async def test_a_folder_that_is_a_planted_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(Trouble, match="chmod 700"):
        await serve(tmp_path / "link" / "s", echo)


async def test_a_system_without_unix_sockets_is_told_so_in_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    with pytest.raises(Trouble, match="no Unix sockets"):
        call(path, {}, 0.5)
    with pytest.raises(Trouble, match="no Unix sockets"):
        await serve(path, echo)


async def test_whoever_says_nothing_gives_way_to_a_key(path: Path) -> None:
    server = await serve(path, echo)
    silent = [await asyncio.open_unix_connection(path) for _ in range(3 * press.MOST_LINKS)]
    assert (await ask(path, {"do": "press"}))["ok"] is True
    first_reader, _ = silent[0]
    assert await first_reader.read() == b""
    for _, writer in silent:
        writer.close()
    await server.close()


async def test_a_request_of_more_parts_than_an_import_has_is_not_read(path: Path) -> None:
    server = await serve(path, echo)
    for words in (b"0," * 500_000 + b"0", b"[" * 500_000):
        assert b"could not read that" in await say(path, b'{"a": [' + words + b"]}\n")
    assert (await ask(path, {"text": "\ud800 é" * 10_000}))["ok"] is True
    await server.close()
