"""How many of the clients an import touches, and when that must be typed as a number instead of "y".

Rule: what changes or cancels anything for more than a fifth of the clients there are is agreed to by typing how many
(PROMISES S15). Who is added, and sessions that are only added, touch nobody who is there: so the first import into an
empty practice, and a term's new sessions, are agreed to with "y".
"""

from collections.abc import Collection, Iterable

from data.values.imports import ClientPlan, ImportPlan
from data.values.quick import dataclass

ONE_IN = 5
"""More than one in so many is many."""


@dataclass(frozen=True, slots=True)
class Touched:
    """`clients` of the `of` there are; `how` says what happens to them, as it follows "Type 14 to"."""

    clients: int
    of: int
    how: str = "change"

    @property
    def many(self) -> bool:
        """Whether the number must be typed."""
        return self.clients * ONE_IN > self.of and self.clients > 0

    @property
    def words(self) -> str:
        """What would happen: "change 14 of your 30 clients"."""
        return f"{self.how} {self.clients} of your {self.of} client{'' if self.of == 1 else 's'}"


def by_clients(plan: ClientPlan, known: Collection[object]) -> Touched:
    """What an import of clients would change, of those known before."""
    return Touched(len({one.before.id for one in plan.change}), len(known))


def by_calendar(plan: ImportPlan) -> Touched:
    """Whose sessions a calendar would change or cancel."""
    sessions = (*(one.before for one in plan.change), *(one.session for one in plan.cancel))
    touched = _known((client for one in sessions for client in one.participants), plan.clients)
    return Touched(len(touched), len(plan.clients), "change or cancel sessions of")


def _known(found: Iterable[str], known: Collection[str]) -> set[str]:
    return {one for one in found if one in known}
