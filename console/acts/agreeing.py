"""How an appointment was agreed: the channel by which it was is confirmed for this appointment's messages."""

from console.acts.port import Acting
from console.core import events
from console.core import session as life
from console.core.state import State
from console.screens.choose import ChooseScreen
from data.values.people import Channel
from data.values.session import Session, SessionState

AGREED_ALREADY = frozenset({SessionState.AGREED, SessionState.PREPARING, SessionState.IN_ROOM})
"""States in which it can still be said how it was agreed."""
_WAYS = (
    ("t", "by text", Channel.TEXT.value),
    ("p", "by phone", Channel.CALL.value),
    ("m", "by e-mail", Channel.EMAIL.value),
    ("l", "by letter", Channel.LETTER.value),
    ("o", "otherwise: in the session, by others", ""),
)


def agree(acts: Acting, state: State, session: Session) -> None:
    """It is agreed, and by which channel: one key."""
    lines = ("That channel is then confirmed for this appointment's messages.",)

    def then(channel: str | None) -> None:
        if channel is None:
            return
        if SessionState.AGREED in life.MOVES[session.state]:
            acts.send(events.Moved(session.id, SessionState.AGREED))
        if channel:
            acts.send(events.AppointmentAgreed(session.id, channel))

    acts.console.push(ChooseScreen(f"{life.who(state, session)}: how was it agreed?", lines, _WAYS, None), then)
