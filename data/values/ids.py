"""Ids: random, opaque, the same length; nothing about a person or a time can be read from one."""


def new_id() -> str:
    """A new id of 16 hexadecimal digits."""
    import secrets  # brings half of OpenSSL with it, which the first frame does not need

    return secrets.token_hex(8)
