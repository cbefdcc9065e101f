"""A session booked or changed by hand: who, when, how; once, or weekly at the same time of day."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from console.core.entry import reading as forms
from console.core.entry.session import (
    WEEKS_CAP,
    Booking,
    begins_at,
    entered_link,
    entered_sessions,
    overlapping,
    shown_session,
    time_words,
)
from console.core.wall import hhmm
from console.screens.client_form import ClientForm
from console.screens.form_page import FormPage
from data.values.people import Client
from data.values.quick import dataclass
from data.values.session import Mode, Session
from data.values.trouble import BadInput
from widgets.form import Form
from widgets.form_items import Field, Heading, Item, Kind, Option, Values
from widgets.key_line import Keys

KINDS = (Option("one", "one client", "o"), Option("group", "group", "g"))
MODES = (Option("video", "video", "v"), Option("phone", "phone", "p"), Option("in person", "in person", "i"))


@dataclass(frozen=True, slots=True)
class Booked:
    """The sessions to save (more than one when weekly), and the clients that were added on the way, to save first."""

    sessions: tuple[Session, ...]
    clients: tuple[Client, ...] = ()


class SessionForm(FormPage[Booked | None]):
    """See the module.

    `new_client` makes the form for somebody not yet known; `others` are the sessions that this one must not run into.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new_client", "New client", show=False, id="session.new-client"),
    ]

    def __init__(
        self,
        session: Session | None,
        booking: Booking,
        *,
        new_client: Callable[[], ClientForm] | None = None,
        others: Iterable[Session] = (),
        client: str = "",
    ) -> None:
        super().__init__()
        self.session = session
        self.about = session.id if session else "new"
        self.booking = booking
        self.new_client = new_client
        self.others = tuple(others)
        self.added: tuple[Client, ...] = ()
        self.start = shown_session(session, booking) | ({"client": client} if client else {})
        self.title_words = "Session" if session else "New session"
        self.subtitle_words = "" if session else "a client and a time are enough"
        self._agreed = ""

    def keys(self) -> Keys:
        """Enter goes on, ctrl+s saves, ctrl+n adds somebody new."""
        new = (("ctrl+n", "new client"),) if self.new_client else ()
        return (("enter", "next line"), ("ctrl+s", "save"), *new, ("esc", "leave"))

    def items(self) -> tuple[Item, ...]:
        """Who, when, how."""
        return (*self._who(), *self._when(), *self._how())

    def _who(self) -> tuple[Item, ...]:
        people = _people(self.booking.clients)
        one, group = _is("kind", "one"), _is("kind", "group")
        hint = "Type letters of the reference or initials; backspace takes out."
        start = self.start
        return (
            Field("client", "Client", Kind.PICK, start["client"], hint, people, when=one),
            Field("title", "Group", value=start["title"], hint="What you call it; not a person's name.", when=group),
            Field("members", "Members", Kind.PICK, start["members"], hint, people, when=group, many=True),
            Field("kind", "With", Kind.CHOICE, start["kind"], options=KINDS),
            Field("first", "First session", Kind.YES_NO, start["first"], "Adds the first-session checks.", when=one),
        )

    def _when(self) -> tuple[Item, ...]:
        start, words = self.start, self._words
        weekly = f"How many times, {WEEKS_CAP} at most; the same time of day, also when the clocks change."
        return (
            Heading("When"),
            Field("date", "Date", Kind.DATE, start["date"], words, check=self._date, required=True),
            Field("time", "Time", Kind.TIME, start["time"], words, check=self._time, required=True),
            Field("length", "Length", Kind.NUMBER, start["length"], words, check=_length, required=True),
            *(
                ()
                if self.session
                else (Field("weeks", "Weekly", Kind.NUMBER, "", weekly, check=_weeks, example="once"),)
            ),
        )

    def _how(self) -> tuple[Item, ...]:
        start, video, group = self.start, _is("mode", "video"), _is("kind", "group")
        approved = ", ".join(self.booking.policy.platforms.value)
        return (
            Heading("How"),
            Field("mode", "Mode", Kind.CHOICE, start["mode"], options=MODES),
            Field("platform", "Platform", value=start["platform"], hint=f"Approved: {approved or 'any'}.", when=video),
            Field(
                "link", "Link", value=start["link"], hint="Paste the meeting's address.", check=self._link, when=video,
                cap=2000, example="may come later",
            ),
            Field(
                "co_facilitator",
                "With me",
                value=start["co_facilitator"],
                when=group,
                example="nobody",
                hint="The co-facilitator's name: who has the group while you see to one member.",
            ),
        )  # fmt: skip

    # --- what the fields say -----------------------------------------------------------------------------------------
    def _words(self, values: Values) -> str:
        return time_words(values, self.booking) or "Like 21/11, tomorrow or Friday; and 14:30."

    def _date(self, typed: str) -> str:
        return forms.show_date(forms.read_date("Date", typed, self.booking.today))

    def _time(self, typed: str) -> str:
        at = forms.read_time("Time", typed)
        with_day = self.form.values["date"]
        try:
            day = forms.read_date("Date", with_day, self.booking.today)
        except BadInput:
            return f"{at:%H:%M}"
        begins_at(day, at, self.session.zone if self.session else self.booking.practice.zone)
        return f"{at:%H:%M}"

    def _link(self, typed: str) -> str:
        found = entered_link(typed, self.session.link if self.session else None)
        return found.url if found else ""

    @on(Form.Left)
    def _follow_client(self, message: Form.Left) -> None:
        """The chosen client's own ways stand for what was not changed by hand."""
        form = message.form
        client = self.booking.client(form.values["client"])
        if message.field != "client" or client is None or self.session is not None:
            return
        form.set("first", "no" if client.seen else "yes")
        if client.mode and form.values["mode"] == self.start["mode"]:
            form.set("mode", client.mode if client.mode in {mode.value for mode in Mode} else Mode.VIDEO.value)
        if client.platform and form.values["platform"] == self.start["platform"]:
            form.set("platform", client.platform)

    def action_new_client(self) -> None:
        """Add somebody who is not here yet, and go on with them."""
        if self.new_client is not None:
            form = self.new_client()
            if self.watch_line.view:
                form.glance(self.watch_line.view)
            self.app.push_screen(form, self._added)

    def _added(self, client: Client | None) -> None:
        if client is None:
            return
        self.added = (*self.added, client)
        self.booking = replace(self.booking, clients=(*self.booking.clients, client))
        form = self.form
        people = _people(self.booking.clients)
        form.options("client", people)
        form.options("members", people)
        if form.values["kind"] == "group":
            form.set("members", ",".join(filter(None, (form.values["members"], client.id))))
        else:
            form.set("client", client.id)
            form.set("first", "no" if client.seen else "yes")

    def result(self, values: dict[str, str]) -> Booked:
        """The sessions; one that runs into another is said once, and taken the second time."""
        made = entered_sessions(self.session, {**self.start, **values}, self.booking)
        other = overlapping(made, self.others)
        words = f"{hhmm(other.begin, other.zone)} to {hhmm(other.end, other.zone)}" if other else ""
        if other and self._agreed != words:
            self._agreed = words
            raise BadInput(f"Time: this runs into the session of {words}. Save once more to keep both.")
        wanted = {one for session in made for one in session.participants}
        return Booked(made, tuple(client for client in self.added if client.id in wanted))


def _people(clients: tuple[Client, ...]) -> tuple[Option, ...]:
    there = sorted(
        (client for client in clients if client.ended is None), key=lambda one: (one.initials, one.reference)
    )
    return tuple(Option(client.id, "  ".join(filter(None, (client.initials, client.reference)))) for client in there)


def _is(name: str, value: str) -> Callable[[Values], bool]:
    return lambda values: values[name] == value


_length = partial(forms.read_minutes, "Length", low=5)
_weeks = partial(forms.read_count, "Weekly", low=1, high=WEEKS_CAP)
