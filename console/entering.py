"""The way in: which screens stand before the day, in what order, until the data can be opened.

Rule: what derives a key or moves a file runs in a thread; while a wrong passphrase waits, nothing typed is tried. The
way ends with keys, or with the program; a start that is broken off in the middle leaves what there was before.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Generic, TypeVar

from console.core.waiting import seconds_words
from console.screens.entry import EntryScreen
from console.way_in import CHANGE, MOVE, UNLOCK, WayIn
from data.values.trouble import BadInput, WrongPassphrase

T = TypeVar("T")

OPENING = "Opening…"
KEEPING = "Making the keys…"
MOVING = "Moving your data over: a backup first, then a check of every row…"
WELCOME = (
    "What you keep here is about people who trust you. It is kept encrypted: without the passphrase nobody can read "
    "it, on this computer or from its disk.",
)
KEEP_IT = "back: it stays as it is"
KEEP_THEM = "back: the words stay as they are"
TO_MOVE = (
    "Your data on this computer is not encrypted yet. Choose a passphrase and it will be, after a backup; until that "
    "is done and checked, nothing is taken away.",
)


class Entering(Generic[T]):
    """One way in. `first` is the screen that the terminal shows first; `show` puts another in its place."""

    def __init__(self, way: WayIn[T], leave: Callable[[], None]) -> None:
        self._way = way
        self._leave = leave
        self._answers: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._weighing: asyncio.Task[None] | None = None
        self._to_weigh = ""
        self.first: EntryScreen = self._asks() if way.kind in (UNLOCK, CHANGE) else self._chooses()
        self.screen = self.first
        self._show: Callable[[EntryScreen], Awaitable[object]] | None = None

    async def keys(self, show: Callable[[EntryScreen], Awaitable[object]]) -> T:
        """Ask until there are keys. Raises Trouble where no passphrase can help."""
        self._show = show
        if self._way.kind == UNLOCK:
            return await self._unlocked()
        if self._way.kind == CHANGE:
            return await self._changed(await self._unlocked(quietly=False))
        return await self._begun()

    async def _put(self, screen: EntryScreen) -> None:
        self.screen = screen
        if self._show:
            await self._show(screen)

    # --- a passphrase there is ----------------------------------------------------------------------------------------
    def _asks(self) -> EntryScreen:
        from console.screens.passphrase import PassphraseScreen

        return PassphraseScreen(self._typed, self._leave, lambda: self._said("lost"))

    async def _unlocked(self, *, quietly: bool = True) -> T:
        screen = self.first
        if quietly and (keys := await asyncio.to_thread(self._way.quietly)) is not None:
            return keys
        if quietly and self._way.why:
            screen.say(self._way.why, attention=True)
        await self._wait(screen, "")
        while True:
            what, typed = await self._answers.get()
            if what == "lost":
                if (keys := await self._by_words()) is not None:
                    return keys
                await self._put(screen)
                screen.again("")
                continue
            screen.working(OPENING)
            try:
                return await asyncio.to_thread(self._way.unlock, typed)
            except WrongPassphrase as wrong:
                await self._wait(screen, str(wrong))

    async def _wait(self, screen: EntryScreen, words: str) -> None:
        """Say what was wrong, and for how long nothing is tried; keys pressed meanwhile mean nothing."""
        waited = await self._count_down(screen, words, "leave") or bool(words)
        while waited and not self._answers.empty():  # what was typed before anybody asked is an answer all the same
            self._answers.get_nowait()
        if words or screen.busy:
            screen.again(words)

    async def _count_down(self, screen: EntryScreen, words: str, escape: str) -> bool:
        """Say each second for how long nothing is tried, and what Esc does; whether there was a wait."""
        waited = False
        while (seconds := self._way.wait()) > 0:
            waited, left = True, seconds_words(timedelta(seconds=seconds))
            screen.working(f"{words} Another try in {left}.".strip(), (("esc", escape),))
            await asyncio.sleep(min(seconds, 1.0))
        return waited

    async def _by_words(self) -> T | None:
        """By the recovery words, then a new passphrase; None where the practitioner went back."""
        from console.screens.recovery_words import AskWordsScreen

        screen = AskWordsScreen(self._typed, lambda: self._said("back"), title="By the recovery words")
        await self._put(screen)
        while True:
            what, typed = await self._answers.get()
            if what == "back":
                return None
            screen.working(OPENING)
            try:
                keys = await asyncio.to_thread(self._way.unlock_by_words, typed)
            except (BadInput, WrongPassphrase) as wrong:
                await self._count_down(screen, str(wrong), "back")
                screen.wrong(str(wrong))
                continue
            await self._put(self._chooses("Open. Now a new passphrase"))
            _what, typed = await self._answers.get()
            self.screen.working(KEEPING)
            await asyncio.to_thread(self._way.change, typed)
            return keys

    # --- a passphrase is chosen ---------------------------------------------------------------------------------------
    def _chooses(self, title: str = "", *, changing: bool = False) -> EntryScreen:
        """`title` where one is chosen in place of another; `changing` where the other one may as well stay."""
        from console.screens.passphrase import NewPassphraseScreen

        moving = self._way.kind == MOVE
        return NewPassphraseScreen(
            self._typed,
            partial(self._said, "back") if changing else self._leave,
            title=title or ("Your data, encrypted" if moving else "Welcome to Session Day"),
            lead=() if title else TO_MOVE if moving else WELCOME,
            weigh=self._weigh,
            leaving=KEEP_IT if changing else "leave",
        )

    async def _begun(self) -> T:
        _what, typed = await self._answers.get()
        self.screen.working(KEEPING)
        await self._written_down(await asyncio.to_thread(self._way.choose, typed))
        self.screen.working(MOVING if self._way.kind == MOVE else KEEPING)
        return await asyncio.to_thread(self._way.begin)

    async def _written_down(self, words: tuple[str, ...], *, changing: bool = False) -> bool:
        """Shown and asked back; False where the practitioner went back to the ones there were (`changing`)."""
        from console.screens.recovery_words import AskWordsScreen, RecoveryWordsScreen

        back = partial(self._said, "back")
        while True:
            shown = (
                RecoveryWordsScreen(words, self._typed, back, leaving=KEEP_THEM)
                if changing
                else RecoveryWordsScreen(words, self._typed, self._leave)
            )
            await self._put(shown)
            what, _typed = await self._answers.get()
            if what == "back":
                return False
            screen = AskWordsScreen(self._typed, self._leave, title="Now from the paper", back=back)
            await self._put(screen)
            while True:
                what, typed = await self._answers.get()
                if what == "back":
                    break
                try:
                    self._way.check(typed)
                except BadInput as wrong:
                    screen.wrong(str(wrong))
                else:
                    return True

    # --- what opens it, changed ---------------------------------------------------------------------------------------
    async def _changed(self, keys: T) -> T:
        """One thing after another, until the practitioner leaves."""
        from console.screens import change_keys as changing

        done = ""
        while True:
            back = partial(self._said, "back")
            await self._put(changing.ChangeKeysScreen(self._typed, back, keyring=self._way.keyring, done=done))
            what, wanted = await self._answers.get()
            if what == "back":
                return keys
            if wanted == changing.PASSPHRASE:
                done = await self._another_passphrase()
            elif wanted == changing.WORDS:
                done = await self._other_words()
            else:
                self.screen.working("Asking the keyring…")
                done = await asyncio.to_thread(self._way.turn_keyring)

    async def _another_passphrase(self) -> str:
        """What was done, in words."""
        await self._put(self._chooses("Another passphrase", changing=True))
        what, typed = await self._answers.get()
        if what == "back":
            return "Nothing was changed: the passphrase is the one it was."
        self.screen.working(KEEPING)
        await asyncio.to_thread(self._way.change, typed)
        return "From now on the new passphrase opens it."

    async def _other_words(self) -> str:
        """What was done, in words."""
        if not await self._written_down(await asyncio.to_thread(self._way.other_words), changing=True):
            return "Nothing was changed: the words on your paper still open it."
        await asyncio.to_thread(self._way.keep_words)
        return "From now on the new words open it: tear up the old paper."

    def _weigh(self, typed: str) -> None:
        """Say how good it is, as soon as that is known: one at a time, the newest next."""
        self._to_weigh = typed
        if self._weighing is None or self._weighing.done():
            self._weighing = asyncio.get_running_loop().create_task(self._weigh_all())

    async def _weigh_all(self) -> None:
        from console.screens.passphrase import NewPassphraseScreen

        while typed := self._to_weigh:
            self._to_weigh = ""
            words = await asyncio.to_thread(self._way.weigh, typed)
            if isinstance(self.screen, NewPassphraseScreen):
                self.screen.weighed(typed, words)

    def _typed(self, typed: str) -> None:
        self._answers.put_nowait(("typed", typed))

    def _said(self, what: str) -> None:
        self._answers.put_nowait((what, ""))
