"""The keys of one practice while they are in memory."""

from dataclasses import dataclass, field
from typing import TypeAlias

Secret: TypeAlias = bytes | bytearray
"""The bytes of a key. Those of `Keys` are bytearrays, so that they can be wiped where they stand."""
KEY_LENGTH = 32


@dataclass(slots=True, eq=False)
class Keys:
    """`data` opens the data file, `mac` seals the journal; 32 bytes each. Neither is ever shown."""

    data: bytearray = field(repr=False)
    mac: bytearray = field(repr=False)

    def wipe(self) -> None:
        """Zero both. What Python copied meanwhile (the hexadecimal words of a PRAGMA) is not reached by this."""
        for one in (self.data, self.mac):
            one[:] = bytes(len(one))

    @property
    def wiped(self) -> bool:
        """Whether nothing is left of them."""
        return not any(self.data) and not any(self.mac)
