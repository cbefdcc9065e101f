"""The own line, on made-up trees as Linux shows them, and a probe that asks only this machine."""

import asyncio
from pathlib import Path

import pytest

from console.adapters import line
from console.adapters.line import OwnLine, passive

HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
DEFAULT = "{name}\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
LOCAL = "{name}\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
DEFAULT_6 = "{zeros} 00 {zeros} 00 fe80000000000000000000000000001 00000064 00000001 00000000 {flags} {name}\n"


class Machine:
    """The two folders of a machine, made as a test tells."""

    def __init__(self, folder: Path) -> None:
        self.sys, self.proc = folder / "sys", folder / "proc"
        self.sys.mkdir()
        self.proc.mkdir()
        self.interface("lo", "unknown", "1")
        self.routes()

    def interface(self, name: str, operstate: str, carrier: str | None) -> None:
        (self.sys / name).mkdir(exist_ok=True)
        (self.sys / name / "operstate").write_text(f"{operstate}\n")
        if carrier is not None:
            (self.sys / name / "carrier").write_text(f"{carrier}\n")

    def routes(self, *rows: str) -> None:
        (self.proc / "route").write_text(HEAD + "".join(rows))

    def seen(self) -> str:
        return passive(self.sys, self.proc)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_cable_with_a_carrier_and_a_default_route_is_up(machine: Machine) -> None:
    machine.interface("eth0", "up", "1")
    machine.routes(DEFAULT.format(name="eth0"), LOCAL.format(name="eth0"))
    assert machine.seen() == "up"


@pytest.mark.parametrize(
    ("operstate", "carrier"), [("down", "0"), ("lowerlayerdown", "0"), ("up", "0"), ("down", None)]
)
def test_a_plugged_out_cable_is_down(machine: Machine, operstate: str, carrier: str | None) -> None:
    machine.interface("eth0", operstate, carrier)
    machine.routes(DEFAULT.format(name="eth0"))
    assert machine.seen() == "down"


def test_a_network_without_a_way_out_is_down(machine: Machine) -> None:
    machine.interface("wlan0", "up", "1")
    machine.routes(LOCAL.format(name="wlan0"))
    assert machine.seen() == "down"


def test_a_route_that_is_not_in_use_is_no_way_out(machine: Machine) -> None:
    machine.interface("wlan0", "up", "1")
    machine.routes(DEFAULT.format(name="wlan0").replace("0003", "0002"))
    assert machine.seen() == "down"


def test_a_tunnel_that_says_unknown_is_up(machine: Machine) -> None:
    machine.interface("tun0", "unknown", None)
    machine.routes(DEFAULT.format(name="tun0"))
    assert machine.seen() == "up"


def test_the_loopback_alone_is_down(machine: Machine) -> None:
    machine.routes(DEFAULT.format(name="lo"))
    assert machine.seen() == "down"


def test_one_of_two_lines_is_enough(machine: Machine) -> None:
    machine.interface("eth0", "down", "0")
    machine.interface("wlan0", "up", "1")
    machine.routes(DEFAULT.format(name="eth0"), DEFAULT.format(name="wlan0"))
    assert machine.seen() == "up"


@pytest.mark.parametrize(("flags", "expected"), [("00000003", "up"), ("00200200", "down"), ("nonsense", "down")])
def test_a_default_route_by_ipv6_counts_unless_it_is_rejected(machine: Machine, flags: str, expected: str) -> None:
    machine.interface("wlan0", "up", "1")
    (machine.proc / "ipv6_route").write_text(DEFAULT_6.format(zeros="0" * 32, flags=flags, name="wlan0"))
    assert machine.seen() == expected


def test_where_the_machine_tells_nothing_it_is_unknown(tmp_path: Path) -> None:
    assert passive(tmp_path / "none", tmp_path / "none") == "unknown"
    (tmp_path / "sys").mkdir()
    assert passive(tmp_path / "sys", tmp_path / "none") == "unknown"


def test_a_broken_table_is_read_without_an_error(machine: Machine) -> None:
    machine.interface("eth0", "up", "1")
    machine.routes("\n", "eth0\n", "eth0\t00000000\tx\tzz\t0\t0\t0\t00000000\n", "\ufffd\ufffd"[:0])
    (machine.proc / "route").write_bytes((machine.proc / "route").read_bytes() + b"\xff\xfe\x00")
    assert machine.seen() == "down"


# --- the probe, only where the settings name hosts --------------------------------------------------------------------
async def a_host() -> tuple[asyncio.Server, int, list[str]]:
    """A host on this machine that counts who asks."""
    asked: list[str] = []

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append("asked")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1], asked


def own(machine: Machine, *hosts: str, port: int = 443) -> OwnLine:
    return OwnLine(hosts, sys_net=machine.sys, proc_net=machine.proc, port=port)


async def test_without_hosts_in_the_settings_nothing_is_asked(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        raise AssertionError("a host was asked")

    monkeypatch.setattr(asyncio, "open_connection", never)
    machine.interface("eth0", "up", "1")
    machine.routes(DEFAULT.format(name="eth0"))
    assert await own(machine).look() == "up"


async def test_a_named_host_that_answers_says_up_and_one_that_does_not_says_down(machine: Machine) -> None:
    machine.interface("eth0", "up", "1")
    machine.routes(DEFAULT.format(name="eth0"))
    server, port, asked = await a_host()
    assert await own(machine, "127.0.0.1", port=port).look() == "up"
    server.close()
    await server.wait_closed()
    assert asked == ["asked"]
    assert await own(machine, "127.0.0.1", port=port).look() == "down"
    assert await own(machine, "", port=port).look() == "down"


async def test_one_host_of_several_is_enough(machine: Machine) -> None:
    machine.interface("eth0", "up", "1")
    machine.routes(DEFAULT.format(name="eth0"))
    server, port, _ = await a_host()
    async with server:
        assert await own(machine, "not a host at all\x00", "127.0.0.1", port=port).look() == "up"


async def test_a_line_that_is_down_is_not_probed(machine: Machine) -> None:
    server, port, asked = await a_host()
    async with server:
        assert await own(machine, "127.0.0.1", port=port).look() == "down"
    assert asked == []


async def test_a_host_that_never_answers_is_given_up(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.interface("eth0", "up", "1")
    machine.routes(DEFAULT.format(name="eth0"))
    monkeypatch.setattr(line, "PROBE_SECONDS", 0.05)

    async def silent(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio, "open_connection", silent)
    assert await own(machine, "127.0.0.1").look() == "down"
