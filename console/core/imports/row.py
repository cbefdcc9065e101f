"""A row of a clients file with what is needed to read it: the practice, and how numbers are written and compared."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from data.values.imports import ClientRow
from data.values.people import ContactRule, Practice, Route, RouteKind, Safety

T = TypeVar("T")

Normal = Callable[[str, str], tuple[str, str]]
Same = Callable[[str, str, str], bool]
MakeId = Callable[[], str]

CELLS = {RouteKind.PHONE: "phone", RouteKind.EMAIL: "email", RouteKind.POST: "address"}


class Row:
    """A row with the practice's zone and country, and its cells by type. `None` in a cell empties the field."""

    def __init__(self, row: ClientRow, practice: Practice, normal: Normal, same: Same, make_id: MakeId) -> None:
        self.line = row.line
        self.reference = row.reference
        self.cells: Mapping[str, object] = row.cells
        self.practice = practice
        self.same = same
        self.make_id = make_id
        self.country = ""
        self.warnings: list[str] = []
        self._normal = normal

    def has(self, *names: str) -> bool:
        """Whether any of these cells was filled."""
        return any(name in self.cells for name in names)

    def get(self, name: str, kind: type[T], old: T) -> T:
        """The cell, or what was there before; an emptied cell gives the type's own empty value."""
        if name not in self.cells:
            return old
        value = self.cells[name]
        return value if isinstance(value, kind) else kind()

    def warn(self, name: str, words: str) -> None:
        """Something the person should look at, though the row can be used."""
        self.warnings.append(f"row {self.line}, {name}: {words}")

    def number(self, name: str) -> str:
        """A number as it is dialled in the client's country; strange ones are kept as typed and said."""
        typed = self.get(name, str, "")
        if not typed:
            return ""
        number, warning = self._normal(typed, self.country)
        if warning:
            self.warn(name, warning)
        return number

    def alike(self, route: Route, value: str) -> bool:
        """Whether this route is that number or address, however it is written."""
        if route.kind is RouteKind.PHONE:
            return self.same(route.value, value, self.country)
        return route.value.casefold() == value.casefold()

    def rule(self, name: str, old: ContactRule) -> ContactRule:
        """The rule as this cell says it, with the row's date.

        What was confirmed later than the row's own date as not safe never becomes safe by an import: an old file would
        undo what a client said last week. The other way it does.
        """
        if name not in self.cells:
            return self._dated(old)
        value = self.cells[name]
        safety = value if isinstance(value, Safety) else Safety.UNKNOWN
        if safety is old.safety:
            return self._dated(old)
        confirmed = self.confirmed()
        newer = old.confirmed is None or (confirmed is not None and confirmed + timedelta(days=1) > old.confirmed)
        if safety is Safety.SAFE and not newer:
            self.warn(name, f"stays {old.safety.value}: that was confirmed later than this row says")
            return old
        return replace(old, safety=safety, confirmed=confirmed)

    def _dated(self, rule: ContactRule) -> ContactRule:
        confirmed = self.confirmed()
        if rule.safety is Safety.UNKNOWN or confirmed is None:
            return rule
        return replace(rule, confirmed=max(confirmed, rule.confirmed or confirmed))

    def flag(self, name: str, old: bool) -> bool:
        """A mark that protects somebody: an import sets it, and never takes it back."""
        value = self.get(name, bool, old)
        if old and not value:
            self.warn(name, "stays yes: only you can take it back, on the client's page")
        return old or value

    def confirmed(self) -> datetime | None:
        """The day on which the contact rules were confirmed, as its first instant here; None where it is not given."""
        day = self.cells.get("confirmed")
        if not isinstance(day, date):
            return None
        return datetime.combine(day, time(), tzinfo=ZoneInfo(self.practice.zone)).astimezone(UTC)
