"""Policies once checked, kept as JSON under the hash of their texts, so that a start does not read TOML again.

A cache: what is missing or unreadable is read from the policy's own texts. The texts a session was started with stay.
"""

from collections.abc import Iterable
from pathlib import Path

from data.codec import decode
from data.files import private_folder, write_atomic
from data.values.policy import Policy


def cached(name_or_path: str, folder: Path) -> Policy:
    """The policy of this shipped name or file. Raises BadInput with file, line and key where it cannot be used."""
    from data import policies

    found = _read(folder / f"{policies.text_hash(name_or_path)}.json")
    if found is None:
        found = policies.load(name_or_path)
        write_atomic(private_folder(folder) / f"{found.hash}.json", policies.to_json(found).encode())
    return found


def pinned(hashes: Iterable[str], folder: Path) -> dict[str, Policy]:
    """The policies that sessions were started with, as far as they are kept."""
    found = {one: _read(folder / f"{one}.json") for one in hashes}
    return {one: policy for one, policy in found.items() if policy is not None}


def _read(path: Path) -> Policy | None:
    try:
        return decode(path.read_bytes(), Policy)
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
