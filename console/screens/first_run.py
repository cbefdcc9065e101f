"""The first screen of a new console: who I am, which policy, whose numbers stand behind me. Every line may wait."""

from collections.abc import Mapping
from functools import partial

from textual import on

from console.core.entry import reading as forms
from console.core.entry.practice import ROLES, entered_practice, missing_of_practice
from console.screens.form_page import FormPage
from data.values.people import Practice
from data.values.quick import dataclass
from widgets.form import Form
from widgets.form_items import Field, Heading, Item, Kind, Option
from widgets.key_line import Keys


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The answers. `session_minutes` is None where the length of the chosen policy was left as it is."""

    practice: Practice
    session_minutes: int | None = None


class FirstRunScreen(FormPage[FirstRun | None]):
    """See the module. `policies` are (name, title, one-line summary); `lengths` their session lengths in minutes."""

    title_words = "Welcome to Session Day"
    lead_words = "Nothing here is needed to begin: any line can be left for later."

    def __init__(
        self,
        practice: Practice,
        policies: tuple[tuple[str, str, str], ...],
        machine_zone: str,
        *,
        lengths: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__()
        self.practice = practice
        if practice.set_up:
            self.title_words, self.lead_words = "The practice", ""
        self.policies = policies
        self.machine_zone = machine_zone
        self.lengths = lengths or {}

    def keys(self) -> Keys:
        """Enter goes on, ctrl+s begins at any time."""
        if self.practice.set_up:
            return super().keys()
        return (("enter", "next line"), ("ctrl+s", "save and begin"), ("esc", "not now"))

    def on_mount(self) -> None:
        """Say what is missing from the start."""
        self._say_missing()

    def items(self) -> tuple[Item, ...]:
        """The practice, me, who stands behind me."""
        mine = self.practice
        options = tuple(Option(name, title, hint=summary) for name, title, summary in self.policies)
        zone = mine.zone if mine.set_up else self.machine_zone or mine.zone
        return (
            Heading("Your practice"),
            Field("policy", "Policy", Kind.CHOICE, mine.policy, "Left and right choose.", options),
            Field(
                "minutes",
                "Session length",
                Kind.NUMBER,
                hint=self._length_hint,
                example="as the policy says",
                check=partial(forms.read_minutes, "Session length", low=5, high=240),
            ),
            Field(
                "platforms",
                "Platforms",
                value=", ".join(mine.platforms),
                hint="What you meet on, with commas between.",
                example="Zoom, Teams",
            ),
            Field(
                "country",
                "Country",
                value=mine.country,
                hint="Its name or two letters; for the emergency number.",
                check=_country,
            ),
            Field(
                "zone",
                "Time zone",
                value=zone,
                hint="Region and city, like Europe/London; this computer's stands here at first.",
                check=_zone,
            ),
            Heading("You"),
            Field("name", "Your name", value=mine.me.name, hint="As you give it on the phone."),
            _phone("phone", "Work phone", mine.me.phone, "The number you ring from."),
            Heading("Who stands behind you", "shown on the crisis card"),
            *(item for role in ROLES for item in _colleague(mine, role.value)),
        )

    def _length_hint(self, values: Mapping[str, str]) -> str:
        minutes = self.lengths.get(values["policy"])
        return f"Minutes; this policy says {minutes}." if minutes else "Minutes; empty leaves what the policy says."

    @on(Form.Changed)
    @on(Form.Left)
    def _say_missing(self) -> None:
        if self._warned:
            return
        missing = missing_of_practice(self.query_one(Form).values)
        self.say(f"Missing: {', '.join(missing)}." if missing else "The crisis card has what it needs.")

    def result(self, values: dict[str, str]) -> FirstRun:
        """The practice with the answers; what was left empty stays for later."""
        typed = values["minutes"]
        minutes = forms.read_minutes("Session length", typed) if typed else None
        changed = minutes if minutes != self.lengths.get(values["policy"]) else None
        return FirstRun(entered_practice(self.practice, values), changed)


def _country(typed: str) -> str:
    return forms.read_country("Country", typed)


def _zone(typed: str) -> str:
    return forms.read_zone("Time zone", typed)


def _phone(name: str, label: str, value: str, hint: str) -> Field:
    return Field(name, label, Kind.PHONE, value, hint, check=partial(forms.read_phone, label))


def _colleague(practice: Practice, role: str) -> tuple[Field, Field]:
    person = next((one for known, one in practice.roles.items() if known.value == role), None)
    return (
        Field(f"{role}-name", role.capitalize(), value=person.name if person else "", hint="Their name."),
        _phone(
            f"{role}-phone", f"{role.capitalize()}'s number", person.phone if person else "", "The one they answer."
        ),
    )
