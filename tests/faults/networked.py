"""Every address that a program and its children reached for, as strace saw it."""

import re
from collections.abc import Sequence
from pathlib import Path

CALLS = "trace=socket,connect,bind,listen,sendto,sendmsg,sendmmsg"
_UNIX = re.compile(r'sa_family=AF_UNIX, sun_path=(@?"(?:[^"\\]|\\.)*")')
_ADDRESS = re.compile(r'sin_addr=inet_addr\("([^"]*)"\)|inet_pton\(AF_INET6, "([^"]*)"')
_CALL = re.compile(r"^(?:\d+ +)?(?:\[pid +\d+\] )?(\w+)\((.*)")
_LOOKS = re.compile(r"nscd|systemd/resolve|resolve1|avahi|mDNS", re.IGNORECASE)


def network_watched(argv: Sequence[str], trace: Path) -> list[str]:
    """This command line, with what it and its children do with sockets written into `trace`."""
    return ["strace", "-f", "--seccomp-bpf", "-s", "200", "-e", CALLS, "-e", "signal=none", "-o", str(trace), *argv]


def reached(trace: Path, allowed: Sequence[str] = ()) -> list[str]:
    """What went, or could have gone, beyond this machine's Unix sockets and the addresses that are allowed.

    A Unix socket by which names are looked up counts; an internet socket counts when it is made, even one never
    connected, unless some address is allowed: then what it is connected or sent to counts.
    """
    found = []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        call = _CALL.match(line)
        if not call or call[1] == "listen":
            continue
        name, rest = call.groups()
        if name == "socket":
            if rest.startswith(("AF_INET", "AF_PACKET", "AF_BLUETOOTH", "AF_VSOCK")) and not allowed:
                found.append(line)
        elif (path := _UNIX.search(rest)) is not None:
            if _LOOKS.search(path[1]):
                found.append(line)
        elif "AF_INET" in rest or _ADDRESS.search(rest):
            address = next((one for match in _ADDRESS.findall(rest) for one in match if one), "")
            if address not in allowed:
                found.append(line)
    return found


def asked(trace: Path, address: str) -> int:
    """How often this address was connected to."""
    return sum(
        "connect(" in line and f'"{address}"' in line
        for line in trace.read_text(encoding="utf-8", errors="replace").splitlines()
    )
