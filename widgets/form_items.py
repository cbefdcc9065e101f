"""What a form is made from: fields, headings and options, as plain data."""

from collections.abc import Callable, Mapping
from enum import Enum

from data.text import NAME_CAP
from data.values.quick import dataclass

Values = Mapping[str, str]


class Kind(Enum):
    """What a field holds; decides how it is typed and the example shown while it is empty."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    PHONE = "phone"
    CHOICE = "choice"
    YES_NO = "yes/no"
    PICK = "pick"


EXAMPLE = {Kind.DATE: "21/11/1998", Kind.TIME: "14:30", Kind.PHONE: "07700 900123", Kind.PICK: "type to find"}


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose, its words, the letter that takes it, and a line of help shown while it is chosen."""

    value: str
    words: str
    key: str = ""
    hint: str = ""
    style: str = ""


YES_NO = (Option("yes", "yes", "y"), Option("no", "no", "n"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names the fields below it."""

    words: str
    hint: str = ""
    when: Callable[[Values], bool] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One line to fill. `check` raises BadInput; where it answers with a str, that is the tidy way to write it.

    `when` decides from the other values whether the field is there. `example` stands in an empty field. `many` lets
    several options of a PICK be taken; their values are joined by commas.
    """

    id: str
    label: str
    kind: Kind = Kind.TEXT
    value: str = ""
    hint: str | Callable[[Values], str] = ""
    options: tuple[Option, ...] = ()
    check: Callable[[str], object] | None = None
    when: Callable[[Values], bool] | None = None
    example: str = ""
    required: bool = False
    many: bool = False
    cap: int = NAME_CAP

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options; yes and no where the kind says so."""
        return YES_NO if self.kind is Kind.YES_NO and not self.options else self.options

    @property
    def typed(self) -> bool:
        """Whether letters are text in this field."""
        return self.kind not in {Kind.CHOICE, Kind.YES_NO}


Item = Field | Heading


def shown(item: Item, values: Values) -> bool:
    """Whether this field or heading is there, given the other values."""
    return item.when is None or item.when(values)
