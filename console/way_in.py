"""What stands behind the screens before the day, as `console.entering` sees it; `console.wiring` gives the real one."""

from typing import Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)
UNLOCK, CHOOSE, MOVE, CHANGE = "unlock", "choose", "move", "change"


class WayIn(Protocol[T_co]):
    """What stands behind the screens. All but `kind`, `wait` and `check` may take a moment: they run in a thread."""

    @property
    def kind(self) -> str:
        """UNLOCK, CHOOSE (nothing is kept yet), MOVE (what is kept is plain) or CHANGE (what opens it)."""
        ...

    @property
    def said(self) -> str:
        """What the way in did besides opening, in words, such as a move; "" for nothing."""
        ...

    def wait(self) -> float:
        """Seconds until another try counts."""
        ...

    def quietly(self) -> T_co | None:
        """Open without a word, as the system keyring may; None where it does not, and `why` says why."""
        ...

    @property
    def why(self) -> str:
        """Why the keyring did not open it; "" where it was not asked."""
        ...

    def unlock(self, passphrase: str) -> T_co:
        """Open with it. Raises WrongPassphrase or Trouble."""
        ...

    def unlock_by_words(self, words: str) -> T_co:
        """Open with the recovery words. Raises BadInput that names the wrong one, WrongPassphrase, or Trouble."""
        ...

    def change(self, passphrase: str) -> None:
        """From now on this one opens; only after an opening. Raises Trouble."""
        ...

    def weigh(self, passphrase: str) -> str:
        """How long it would take to guess, in words."""
        ...

    def choose(self, passphrase: str) -> tuple[str, ...]:
        """Make keys under it, not kept yet; the answer is the recovery words. Raises Trouble."""
        ...

    def check(self, typed: str) -> None:
        """Whether these are the words. Raises BadInput that names the first that is not."""
        ...

    def begin(self) -> T_co:
        """Keep the keys, and move over what was plain. Raises Trouble."""
        ...

    def other_words(self) -> tuple[str, ...]:
        """Make other recovery words, not kept yet; only after an opening. Raises Trouble."""
        ...

    def keep_words(self) -> None:
        """From now on these open, and the ones before no more. Raises Trouble."""
        ...

    @property
    def keyring(self) -> bool:
        """Whether the system keyring opens it."""
        ...

    def turn_keyring(self) -> str:
        """Let it open, or no longer; the answer is what was done, or why not, in words."""
        ...
