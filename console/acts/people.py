"""Clients and how they may be reached."""

from collections.abc import Callable

from console.acts.port import Acting, Wanted
from console.core import events
from console.core.state import State
from console.screens.client_form import ClientForm
from data.values.ids import new_id
from data.values.people import Client
from data.values.session import Contact


def client(acts: Acting, state: State, wanted: Wanted) -> None:
    """Look at the client of this session, and change what is known."""
    pick(acts, state, wanted.session, lambda one: _form(acts, state, one))


def person(acts: Acting, state: State, wanted: Wanted) -> None:
    """A new client."""
    del wanted
    _form(acts, state, None)


def new_form(acts: Acting, state: State) -> ClientForm:
    """The form for somebody not known yet."""
    return _made(acts, state, None)


def _made(acts: Acting, state: State, known: Client | None) -> ClientForm:
    taken = {one.reference: one.initials for one in state.clients.values() if known is None or one.id != known.id}
    return ClientForm(known, policy=state.policy, now=acts.console.now(), zone=state.practice.zone, taken=taken)


def _form(acts: Acting, state: State, known: Client | None) -> None:
    screen = _made(acts, state, known)

    def then(answer: Client | None) -> None:
        if answer:
            acts.send(events.ClientEntered(answer))

    acts.console.push(screen, then)


def rules(acts: Acting, state: State, wanted: Wanted) -> None:
    """How this client may be reached."""
    from console.screens.contact_rules import ContactRulesScreen

    def open_rules(one: Client) -> None:
        def changed(answer: Client) -> None:  # at once: an incident may begin over this page, and the gate goes by it
            acts.send(events.ClientEntered(answer))

        screen = ContactRulesScreen(
            one, state.policy, acts.console.now(), state.practice.zone, on_changed=changed
        )  # fmt: skip
        acts.console.push(screen, lambda _: None)

    pick(acts, state, wanted.session, open_rules)


def contact(acts: Acting, state: State, wanted: Wanted) -> None:
    """Log a contact between sessions, with its purpose (S0 L43)."""
    from console.screens.ask_text import AskTextScreen

    def log(one: Client) -> None:
        def then(typed: str | None) -> None:
            if typed:
                entry = Contact(new_id(), one.id, acts.console.now().utc, "text", typed)
                acts.send(events.ContactEntered(entry))

        acts.console.push(AskTextScreen(f"Contact with {one.initials}", "What was it for?", required=True), then)

    pick(acts, state, wanted.session, log)


def pick(acts: Acting, state: State, session_id: str, then: Callable[[Client], object]) -> None:
    """The session's client; of a group, the member chosen by one digit; without a session, anybody known here."""
    session = state.sessions.get(session_id)
    members = [state.clients[one] for one in (session.participants if session else ()) if one in state.clients]
    if len(members) == 1:
        then(members[0])
        return
    if not members:
        _find(acts, state, then)
        return
    from console.screens.choose import ChooseScreen

    keys = "123456789abcdefghijklmnop"
    options = tuple(zip(keys, (one.initials or one.reference for one in members), members, strict=False))
    acts.console.push(ChooseScreen("Which member?", (), options, None), lambda one: one and then(one))


def _find(acts: Acting, state: State, then: Callable[[Client], object]) -> None:
    """Anybody who is a client now, by a few letters."""
    from console.screens.palette import PaletteScreen

    known = sorted((one for one in state.clients.values() if one.ended is None), key=lambda one: one.initials)
    if not known:
        acts.say("There is no client yet: p adds one.")
        return
    rows = tuple((one.id, one.initials, one.reference) for one in known)
    screen = PaletteScreen(rows, "Which client?", take="choose", by_name=False)
    acts.console.push(screen, lambda chosen: chosen and then(state.clients[chosen]))
