"""The table from each action to what is done."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from console.acts import booking, checking, dayend, people, sessions, showing
from console.acts.drawing import DayDrawing
from console.acts.incidents import Incidents
from console.acts.locking import Locking
from console.acts.port import Console, Handler, Wanted
from console.acts.sharing import ENTERED, SHARED, is_personal
from console.core import events
from console.core.checklist import applies
from console.core.lock import Remains
from console.core.ports import Unlock
from console.core.state import State
from console.core.view import Look
from console.core.view.flow_list import flow_choices
from data.values.time import Now, elapsed
from data.values.views import CheckAsk

T = TypeVar("T")
NAMES_FOR = timedelta(seconds=5)
TOUCH = timedelta(seconds=3)
"""The core is told that somebody is there this often at most."""


class Acts:
    """Given to the day screen as `act` and `ask`; listens to the runner and has the screen drawn."""

    def __init__(self, console: Console, *, machine_zone: str = "Europe/London", unlock: Unlock | None = None) -> None:
        self.console = console
        self.machine_zone = machine_zone
        self.state: State | None = None
        self.look = Look()
        self._named_until: Now | None = None
        self._drawing = DayDrawing()
        self._welcomed = False
        self._list_wanted = False
        self.incidents = Incidents(console)
        self.locking = Locking(console, unlock)
        self._touched: Now | None = None
        self._left = ""

    def listen(self, state: State) -> None:
        """A new state: draw it; the first one of a practice not set up yet opens the first-run questions."""
        before, self.state = self.state, state
        if state.locked or state.sharing:
            self._names_away()
        self.locking.follow(state)
        if before is not None and before.sharing is not state.sharing:
            self.console.share(state.sharing)
            self.incidents.cover()
        if not self.incidents.follow(state):
            self.draw()
        if before and before.locked and not state.locked:
            self.incidents.come_back(state)
        if not self._welcomed:
            self._welcomed = True
            if self._list_wanted:
                self._list()
            if not state.practice.set_up and not state.read_only:
                showing.first_run(self, state)

    def draw(self) -> None:
        """Draw the incident that is on the screen, else the day as it is now."""
        if self.state is None or (self.incidents.draw(self.state) and not self.console.listing()):
            return
        now = self.console.now()
        if self._named_until and now.utc >= self._named_until.utc:
            self._named_until, self.look = None, replace(self.look, names=False)
        self.console.show(self._drawing.view(self.state, self.look, now))

    def go(self, session: str) -> None:
        """Look at this session."""
        self.console.select(session)
        self.look_at(session)

    def look_at(self, session: str) -> None:
        """The cursor of Today moved to this session."""
        self._turn_to(session)
        self.draw()

    def _turn_to(self, session: str) -> None:
        """Another session is looked at as a whole; the same one stays as it was."""
        if session != self.look.session:
            self.look = replace(self.look, session=session, member="")

    def look_at_member(self, session: str, client: str) -> None:
        """Look at one member of a group alone; without a client at the whole group again."""
        self.look = replace(self.look, session=session, member=client)
        self.draw()

    def _names_away(self) -> None:
        self._named_until, self.look = None, replace(self.look, names=False)

    # --- the lock -----------------------------------------------------------------------------------------------------
    def absent(self) -> bool:
        """Whether it was some seconds ago that the core was last told that somebody is there."""
        return self._touched is None or elapsed(self._touched, self.console.now()) >= TOUCH

    def touch(self) -> None:
        """Somebody is there: a key, or the mouse."""
        if self.state is not None and self.absent():
            self._touched = self.console.now()
            self.console.send(events.Touched())

    def lock(self) -> None:
        """The key of the lock."""
        self.console.send(events.LockPressed())

    def awake(self) -> bool:
        """Look whether the machine slept; whether the console was locked by that."""
        return self.console.awake()

    def share(self) -> None:
        """The key of the screen share."""
        self.console.send(events.SharePressed())

    def came_back(self) -> None:
        """The program was stopped, and another one had the terminal."""
        self.console.send(events.CameBack())

    def opens(self, typed: str) -> None:
        """Enter on the locked screen."""
        self.locking.opens(self.state, typed)

    def seen(self) -> None:
        """The warning on the locked screen was seen."""
        if self.state is not None:
            self.console.send(events.WarningAcknowledged(""))

    def forget(self, kept: Remains) -> None:
        """The keys are forgotten: everything that was shown is let go of."""
        self.state, self.look, self._named_until = None, Look(), None
        self._drawing = DayDrawing()
        self.incidents = Incidents(self.console)
        applies.forget()
        self.console.forget()
        self.locking.forget(kept)

    def reveal(self) -> None:
        """Names for five seconds."""
        if self.state is not None and self.state.sharing:
            self.say(SHARED)
            return
        now = self.console.now()
        self._named_until = replace(now, utc=now.utc + NAMES_FOR)
        self.look = replace(self.look, names=True)
        self.draw()

    def act(self, action: str, session: str, line: str = "", **words: str) -> None:
        """Do what this key asks for. Before the first state only the incident keys count, and where the cursor is."""
        if action in INCIDENTS:
            self.incident(action)
            return
        if self.state is None:
            if action == "select":
                self.look = replace(self.look, session=session)
            return
        if action in OF_A_SESSION and session not in self.state.sessions:
            self.say(CHOOSE if self.state.sessions else BOOK)
            return
        if action in OF_A_SESSION:  # who acts on a session looks at it: ending it must not lead to the next one
            self._turn_to(session)
        wanted = Wanted(action, session, line, words)
        if self.state.sharing and is_personal(wanted, self.state):
            self.say(SHARED)
            return
        ACTIONS.get(action, showing.nothing)(self, self._drawing.shown(self.state), wanted)

    def incident(self, key: str, *, outside: bool = False) -> None:
        """An incident key, from here or from outside: what it is about is on the screen within this key."""
        if key == MORE:
            self._list()
            return
        self.console.close_list()
        if self.locking.forgotten:
            self.locking.pressed(key)
        self.incidents.asking(key)
        self.console.send(events.IncidentPressed(key, outside, checking.day_line(self.console.in_hand())))
        self.incidents.asking("")
        if self.state is not None:
            self.incidents.pressed(self.state, key)

    def _list(self) -> None:
        """F5: everything that can go wrong, one key each. While the covert look is on the screen nothing is listed."""
        if self.state is None:
            self._list_wanted = True
        elif not self.console.hidden():
            self.console.show(self._drawing.view(self.state, self.look, self.console.now()))
            self.console.open_list(flow_choices(self.state), self._listed)

    def _listed(self, flow: str | None) -> None:
        if flow:
            self.incident(flow)

    def open_incident(self, incident: str) -> None:
        """Back to the screen of this incident."""
        if self.state is not None:
            self.incidents.open(self.state, incident)

    def flow_key(self, key: str, words: str) -> None:
        """A key of the incident's screen."""
        if self.state is not None:
            self.incidents.key(self.state, key, words)

    def leave_incident(self) -> None:
        """Esc on the incident's screen: the incident stays open, the day says so."""
        if self.state is not None:
            self.incidents.escape(self.state)
        self.draw()

    def ask(self, action: str, session: str, line: str) -> CheckAsk | None:
        """The question to put before this action, or None."""
        if self.state is None:
            return None
        asked = checking.question(self.state, action, session, line, self.console.now())
        return replace(asked, value="") if asked and self.state.sharing else asked

    def send(self, event: events.Event) -> None:
        """Something happened. What is made of a state without people in it is never entered for them."""
        if self.state is not None and self.state.sharing and isinstance(event, ENTERED):
            self.say(SHARED)
        else:
            self.console.send(event)

    def say(self, words: str) -> None:
        """This key can do nothing here and now; what would help."""
        self.console.send(events.NotNow(words))


OF_A_SESSION = frozenset({"start", "start-earlier", "end", "outcome", "change", "mode", "note", "sent"})
CHOOSE = "That key is about a session: choose one in Today first, ← goes there."
BOOK = "There is no session yet: w books one."
MORE = "more"
INCIDENTS = frozenset({"drop", "crisis", "safe-word", MORE})
ACTIONS: Mapping[str, Handler] = {
    "select": showing.select,
    "banner": sessions.banner,
    "tick": checking.tick,
    "open": checking.open_line,
    "defer": checking.defer,
    "override": checking.override,
    "not-applicable": checking.not_applicable,
    "undo": checking.undo,
    "why": showing.why,
    "start": sessions.start,
    "start-earlier": sessions.start_earlier,
    "end": sessions.end,
    "outcome": sessions.outcome,
    "late": sessions.late,
    "extend": sessions.extend,
    "mode": sessions.mode,
    "acknowledge": sessions.acknowledge,
    "sent": sessions.sent,
    "client": people.client,
    "person": people.person,
    "rules": people.rules,
    "contact": people.contact,
    "session": booking.session,
    "change": booking.change,
    "owe": booking.owe,
    "note": dayend.note,
    "close": dayend.close,
    "grab-card": dayend.grab_card,
    "test-alert": dayend.test_alert,
    "reveal": showing.reveal,
    "lock": showing.lock,
    "share": showing.share,
    "help": showing.help_,
    "palette": showing.palette,
    "settings": showing.settings,
    "leave": showing.leave,
}
