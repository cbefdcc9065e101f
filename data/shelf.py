"""Policies once checked, kept as JSON under the hash of their texts, so that a start does not read TOML again.

A cache: what is missing or unreadable is read from the policy's own texts, and where it cannot be written it is not
there. The texts a session was started with stay.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from data.codec import decode, encode
from data.files import private_folder, read_private, write_atomic
from data.values.flow import Flow
from data.values.policy import Policy

T = TypeVar("T")
_MOST = 1 << 23


def cached(name_or_path: str, folder: Path) -> Policy:
    """The policy of this shipped name or file. Raises BadInput with file, line and key where it cannot be used."""
    from data import policies

    found = _read(folder / f"{policies.text_hash(name_or_path)}.json", Policy)
    if found is None:
        found = policies.load(name_or_path)
        with suppress(OSError):
            write_atomic(private_folder(folder) / f"{found.hash}.json", policies.to_json(found).encode())
    return found


def flows(policy: Policy, folder: Path) -> Mapping[str, Flow]:
    """The flows of this policy by name. Raises BadInput where one cannot be used."""
    from data import flows as texts

    path = folder / f"flows-{texts.text_hash(policy)}.json"
    try:
        return texts.from_json(read_private(path, _MOST) or b"")
    except (OSError, ValueError):
        found = texts.load_flows(policy)
        with suppress(OSError):
            for flow in found.values():  # an incident goes on with the flow it began with, whatever is edited meanwhile
                write_atomic(private_folder(folder) / f"flow-{flow.hash}.json", encode(flow).encode())
            write_atomic(private_folder(folder) / path.name, texts.to_json(found).encode())
        return found


def pinned_flows(hashes: Iterable[str], folder: Path) -> dict[str, Flow]:
    """The flows that open incidents began with, by hash, as far as they are kept."""
    found = {one: _read(folder / f"flow-{one}.json", Flow) for one in hashes}
    return {one: flow for one, flow in found.items() if flow is not None}


def pinned(hashes: Iterable[str], folder: Path) -> dict[str, Policy]:
    """The policies that sessions were started with, as far as they are kept."""
    found = {one: _read(folder / f"{one}.json", Policy) for one in hashes}
    return {one: policy for one, policy in found.items() if policy is not None}


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return decode(read_private(path, _MOST) or b"", kind)
    except (OSError, ValueError):
        return None


def write_own(folder: Path, extends: str, session_minutes: int) -> str:
    """Write the practice's own policy file, which extends this one with another session length; its path."""
    from data import policies

    path = folder / "policy.toml"
    base = extends if extends in policies.shipped() else "standard"
    write_atomic(
        private_folder(folder) / path.name, policies.own_file(base, {"session": f'"{session_minutes}m"'}).encode()
    )
    return str(path)
