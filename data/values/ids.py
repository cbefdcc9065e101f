"""Ids: random, opaque, the same length; nothing about a person or a time can be read from one."""

import secrets


def new_id() -> str:
    """A new id of 16 hexadecimal digits."""
    return secrets.token_hex(8)
