"""What stands behind the screens before the day: the vault of one home, the wrong tries, the keyring, and the move."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from console.settings import Folders, Settings
from console.way_in import CHANGE, CHOOSE, MOVE, UNLOCK
from data import header, kinds, vault
from data.values.keys import Keys
from data.values.trouble import Trouble, WrongPassphrase

if TYPE_CHECKING:
    from console.core.ports import Clock
    from console.tries import Tries
    from data.moving import Homes
    from data.vault import Cost, Made

NOT_ALONE = "Session Day is open in another window: leave it there first (q), then start again."


def way_of(here: Folders, settings: Settings, clock: "Clock", *, change: bool = False) -> "Way | None":
    """The way into this home; None for a plain one, which needs none. Raises Trouble where there is no way.

    A key file says that the home is encrypted, whatever the settings say.
    """
    kind = kinds.kind_of(here.database)
    if kinds.known(kinds.beside(here.database)):
        header.read(kinds.beside(here.database))  # a damaged one is said before anybody types a passphrase
        return Way(here, settings, clock, CHANGE if change else UNLOCK)
    if kind == "encrypted":
        raise header.missing(kinds.beside(here.database))
    if not settings.encrypted:
        return None
    return Way(here, settings, clock, MOVE if kind == "plain" else CHOOSE)


class Way:
    """See `console.way_in.WayIn`. `cost` is what a new passphrase costs to try."""

    def __init__(
        self, here: Folders, settings: Settings, clock: "Clock", kind: str, *, cost: "Cost" = vault.COST
    ) -> None:
        self.kind = kind
        self._here = here
        self._settings = settings
        self._clock = clock
        self._cost = cost
        self._keys: Keys | None = None
        self._made: Made | None = None
        self.why = ""
        """Why the keyring did not open it."""
        self.said = ""
        """What a move did, in words; "" where nothing was moved."""

    @property
    def path(self) -> Path:
        """The key file."""
        return kinds.beside(self._here.database)

    @cached_property
    def tries(self) -> "Tries":
        """The wrong tries of this home."""
        from console.tries import Tries

        return Tries(self._here.state)

    # --- opening ------------------------------------------------------------------------------------------------------
    def wait(self) -> float:
        """See the port."""
        return self.tries.wait(self._clock.now()).total_seconds()

    def quietly(self) -> Keys | None:
        """See the port."""
        if not self._settings.keyring:
            return None
        from console.wiring import by_keyring

        keys, self.why = by_keyring.unlock(self.path)
        if keys is None:
            return None
        self.tries.passed()
        return self._opened(keys)

    def unlock(self, passphrase: str) -> Keys:
        """See the port."""
        with self.tries.counted(self._clock):
            keys = vault.unlock(self.path, passphrase)
        return self._opened(keys)

    def unlock_by_words(self, words: str) -> Keys:
        """See the port."""
        with self.tries.counted(self._clock):
            keys = vault.unlock_by_words(self.path, words)
        self._keys = Keys(bytearray(keys.data), bytearray(keys.mac))  # a new passphrase is chosen next
        return self._opened(keys)

    def fits(self, passphrase: str) -> bool:
        """Whether it opens what is open already: the lock asks. A wrong one counts. Raises Trouble."""
        try:
            self.unlock(passphrase).wipe()
        except WrongPassphrase:
            return False
        return True

    def _opened(self, keys: Keys) -> Keys:
        if self.kind == CHANGE:
            self._keys = Keys(bytearray(keys.data), bytearray(keys.mac))
        from data import moving

        if moving.needed(self._homes):  # a move that was broken off goes on
            self._move(keys)
        return keys

    # --- a new passphrase ---------------------------------------------------------------------------------------------
    def weigh(self, passphrase: str) -> str:
        """See the port."""
        from data.strength import strength

        words = strength(passphrase)
        return words[:1].upper() + words[1:] + "."

    def choose(self, passphrase: str) -> tuple[str, ...]:
        """See the port."""
        from data import moving

        self._made = vault.make(passphrase, self._cost, mac=moving.journals_key(self._homes))
        return self._made.words.words

    def check(self, typed: str) -> None:
        """See the port."""
        self._need_made().words.check(typed)

    def begin(self) -> Keys:
        """See the port."""
        from data import moving

        made = self._need_made()
        self._here.make()
        made.keep(self.path)
        if moving.needed(self._homes):
            self._move(made.keys)
        self._made = None
        return made.keys

    # --- what opens it ------------------------------------------------------------------------------------------------
    def change(self, passphrase: str) -> None:
        """See the port."""
        keys = self._need_keys()
        vault.rewrap(self.path, keys, passphrase, self._cost)
        if self.kind != CHANGE:
            keys.wipe()
            self._keys = None

    def other_words(self) -> tuple[str, ...]:
        """See the port."""
        self._made = vault.other_words(self.path, self._need_keys())
        return self._made.words.words

    def keep_words(self) -> None:
        """See the port."""
        self._need_made().put(self.path)
        self._made = None

    @property
    def keyring(self) -> bool:
        """See the port."""
        return vault.has_keyring(self.path)

    def turn_keyring(self) -> str:
        """See the port."""
        from console.wiring import by_keyring

        if self.keyring:
            by_keyring.forget(self.path)
            return "The keyring opens it no longer."
        why = by_keyring.remember(self.path, self._need_keys())
        if why:
            return why
        if not self._settings.keyring:
            return f"The keyring can open it: write keyring = true into {self._here.settings}."
        return "From now on the keyring opens it too."

    # --- inside -------------------------------------------------------------------------------------------------------
    @property
    def _homes(self) -> "Homes":
        from console.wiring.keeping import aside
        from data.moving import Homes

        here = self._here
        return Homes(here.database, here.state / "head", here.config / "secrets", aside(here).state)

    def _move(self, keys: Keys) -> None:
        from data import lock, moving

        held = lock.take(self._here.database)
        if held is None:
            raise Trouble(NOT_ALONE)
        try:
            self.said = moving.move(self._homes, keys, self._clock.now().utc).words
        finally:
            held.release()

    def _need_made(self) -> "Made":
        if self._made is None:
            raise Trouble("No keys were made: start Session Day again.")
        return self._made

    def _need_keys(self) -> Keys:
        if self._keys is None:
            raise Trouble("It is not open: start Session Day again.")
        return self._keys
