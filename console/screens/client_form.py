"""A client, added or changed by hand. A reference or initials is enough; the rest can come later."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from textual import on

from console.core.entry import reading as forms
from console.core.entry.client import PHONE_CHANNELS, entered_client, is_child, shown_client
from console.core.wall import day_of
from console.screens.form_page import FormPage
from data.values.numbers import same_number
from data.values.people import Client, Safety
from data.values.policy import Policy
from data.values.session import Mode
from data.values.time import Now
from data.values.trouble import BadInput
from widgets.form import Form
from widgets.form_items import Field, Heading, Item, Kind, Option, Values

SAFETY = (
    Option(Safety.SAFE.value, "safe", "s", "Agreed with the client."),
    Option(Safety.NOT_SAFE.value, "not safe", "n", "Never used, in no flow.", style="bold $warning"),
    Option(Safety.UNKNOWN.value, "unknown", "u", "Counts as not safe.", style="$secondary"),
)
RINGS = (
    Option("practitioner", "I ring", "i", "After a drop you ring the client."),
    Option("client", "client rings", "c", "After a drop you keep the line free."),
)
BY = (Option("call", "call", "c"), Option("chat", "chat", "h"), Option("relay", "text relay", "r"))
CONSENT = (
    Option("", "not yet", "x", "A child without a recorded consent cannot be seen."),
    Option("guardian", "guardian", "g", "A parent or guardian consents."),
    Option("own", "their own", "o", "16 or over, or competent: say which below."),
)
RULES_OF = {
    "phone": tuple(channel.value for channel in PHONE_CHANNELS),
    "email": ("mail",),
    "contact-phone": ("contact-call",),
}
MODES = (Option("", "as usual", "a"), *(Option(mode.value, mode.value, mode.value[0]) for mode in Mode))


class ClientForm(FormPage[Client | None]):
    """See the module. `taken` maps references in use to whose they are; `client` None makes a new one."""

    def __init__(
        self,
        client: Client | None,
        *,
        policy: Policy,
        now: Now,
        zone: str,
        taken: Mapping[str, str] | None = None,
        reference: str = "",
    ) -> None:
        super().__init__()
        self.client = client
        self.about = client.id if client else "new"
        self.policy = policy
        self.now = now
        self.zone = zone
        self.today: date = day_of(now.utc, zone)
        self.taken = taken or {}
        self.start = shown_client(client) | ({"reference": reference} if reference else {})
        self._numbers = {field: self.start[field] for field in RULES_OF}
        self.title_words = "Client" if client else "New client"
        self.subtitle_words = (client.initials or client.reference) if client else "a reference or initials is enough"

    def items(self) -> tuple[Item, ...]:
        """Page one first: who; the rest below."""
        return (*self._who(), *self._reach(), *self._emergency(), *self._plan(), *self._child(), *self._meeting())

    def _field(self, name: str, label: str, kind: Kind = Kind.TEXT, hint: str = "", **more: object) -> Field:
        options, check, when = more.get("options", ()), more.get("check"), more.get("when")
        return Field(
            name,
            label,
            kind,
            self.start[name],
            hint,
            options=options if isinstance(options, tuple) else (),
            check=check if callable(check) else None,
            when=when if callable(when) else None,
            example=str(more.get("example", "")),
        )

    def _who(self) -> tuple[Item, ...]:
        f = self._field
        return (
            f("reference", "Reference", hint="As your record system has it.", check=self._free),
            f("name", "Name", hint="Shown only when you reveal names."),
            f("initials", "Initials", hint="How this console shows them.", example="A.K."),
            f("born", "Born", Kind.DATE, "Tells a child from an adult.", check=self._born),
            f(
                "seen",
                "Sessions so far",
                Kind.NUMBER,
                "0 makes the next one a first session.",
                example="0",
                check=_seen,
            ),
            f("watch", "Watch", Kind.YES_NO, "Yes: stale contact rules count as not safe."),
        )

    def _reach(self) -> tuple[Item, ...]:
        f = self._field
        phone, mail = _filled("phone"), _filled("email")
        return (
            Heading("Reaching them", "what is unknown counts as not safe"),
            f("phone", "Phone", Kind.PHONE, "As dialled.", check=partial(forms.read_phone, "Phone")),
            *(f(one.value, one.value.capitalize(), Kind.CHOICE, options=SAFETY, when=phone) for one in PHONE_CHANNELS),
            f("email", "E-mail", check=partial(forms.read_email, "E-mail"), example="ann@example.org"),
            f("mail", "E-mails", Kind.CHOICE, options=SAFETY, when=mail),
        )

    def _emergency(self) -> tuple[Item, ...]:
        f = self._field
        named = _filled("contact", "contact-phone")
        return (
            Heading("Emergency contact"),
            f("contact", "Who", hint="Their name."),
            f("relation", "Relation", hint="Sister, partner, friend.", when=named),
            f("contact-phone", "Their phone", Kind.PHONE, check=partial(forms.read_phone, "Their phone"), when=named),
            f("contact-call", "Ringing them", Kind.CHOICE, options=SAFETY, when=_filled("contact-phone")),
            f("danger", "May be the danger", Kind.YES_NO, "Yes: never offered as somebody to ring.", when=named),
        )

    def _plan(self) -> tuple[Item, ...]:
        f = self._field
        return (
            Heading("If the call drops", "what you agreed"),
            f("rings", "Who rings", Kind.CHOICE, options=RINGS),
            f("by", "By", Kind.CHOICE, options=BY),
            f("wait", "Wait", Kind.NUMBER, self._wait_hint(), check=_wait, example="as the policy says"),
            f("signal", "Signal", hint="What they do or say when it is safe again."),
        )

    def _wait_hint(self) -> str:
        return f"Minutes before the next step; the policy says {int(self.policy.wait.value.total_seconds() // 60)}."

    def _child(self) -> tuple[Item, ...]:
        f, given = self._field, self._given
        return (
            Heading("Consent", "for a child", when=self._is_child),
            f("consent", "Consent", Kind.CHOICE, options=CONSENT, when=self._is_child),
            f("consent-who", "Given by", hint="Their name.", when=given),
            f("consent-given", "Given on", Kind.DATE, "Empty means today.", check=self._past, when=given),
            f(
                "consent-how",
                "How seen",
                hint="Signed form, by video; for their own: 16 or over, or competent.",
                when=given,
            ),
        )

    def _meeting(self) -> tuple[Item, ...]:
        f = self._field
        return (
            Heading("How you meet"),
            f("mode", "Usual mode", Kind.CHOICE, options=MODES),
            f("platform", "Platform", hint=f"Approved: {', '.join(self.policy.platforms.value) or 'any'}."),
            f("zone", "Their time zone", hint="Only if they are abroad.", example=self.zone, check=_zone),
        )

    # --- what the fields say -----------------------------------------------------------------------------------------
    def _is_child(self, values: Values) -> bool:
        return is_child(values["born"], self.today, self.policy.child_under.value)

    def _given(self, values: Values) -> bool:
        return self._is_child(values) and bool(values["consent"])

    def _born(self, typed: str) -> str:
        return forms.show_date(forms.read_born("Born", typed, self.today))

    def _past(self, typed: str) -> str:
        return forms.show_date(forms.read_date("Given on", typed, self.today, past=True))

    def _free(self, typed: str) -> str:
        whose = self.taken.get(typed)
        if whose is not None and not (self.client and self.client.reference == typed):
            raise BadInput(f"Reference: {typed} is already {whose}'s. Use another.")
        return typed

    @on(Form.Left)
    def _left(self, message: Form.Left) -> None:
        self.line_left(message.field)

    def line_left(self, field: str) -> None:
        """Initials from the name; another number starts with unknown rules."""
        form = self.form
        if field == "name" and not form.values["initials"].strip():
            form.set("initials", forms.initials_of(form.values["name"]))
        if field in RULES_OF:
            self._number_left(form, field)

    def _number_left(self, form: Form, field: str) -> None:
        number = form.values[field]
        if same_number(number, self._numbers[field]):
            return
        self._numbers[field] = number
        same = same_number(number, self.start[field])
        for rule in RULES_OF[field]:
            form.set(rule, self.start[rule] if same else Safety.UNKNOWN.value)

    def result(self, values: dict[str, str]) -> Client:
        """The client with what was typed."""
        return entered_client(self.client, values, now=self.now.utc, today=self.today)


def _filled(*names: str) -> Callable[[Values], bool]:
    return lambda values: any(values[name].strip() for name in names)


def _seen(typed: str) -> object:
    return forms.read_count("Sessions so far", typed)


def _wait(typed: str) -> object:
    return forms.read_minutes("Wait", typed, high=120)


def _zone(typed: str) -> str:
    return forms.read_zone("Their time zone", typed)
