"""What is handed over and looked up for the screens: day notes, policies to choose from, drafts."""

from typing import TYPE_CHECKING, Any

from console.wiring.keeping import Keeping

if TYPE_CHECKING:
    from console.core.state import State
    from console.wiring import Parts
    from data.values.kept import Draft
    from data.values.time import Now


class Handing:
    """See `console.core.ports.Handover` and `console.desk.Shelved`."""

    def __init__(self, keeping: Keeping, parts: "Parts") -> None:
        self._keeping = keeping
        self._parts = parts

    def write(self, state: "State", forms: Any, clinical: bool, now: "Now") -> str:
        """See `console.core.ports.Handover`."""
        return str(self._exporter().write(state, forms, clinical, now))

    def write_card(self, state: "State", now: "Now") -> str:
        """See `console.core.ports.Handover`."""
        from console.export import grab_card

        return str(grab_card.write(self._parts.folders.documents, state, now))

    def note_text(self, state: "State", session: str, client: str, clinical: bool, now: "Now") -> str:
        """See `console.core.ports.Handover`."""
        return str(self._exporter().note_text(state, session, client, clinical, now))

    def protocol_lines(self, state: "State", session: str, client: str) -> tuple[str, ...]:
        """The protocol facts of one client's session, as lines above the note."""
        return tuple(self.note_text(state, session, client, False, self._parts.clock.now()).splitlines())

    def policies(self) -> tuple[tuple[tuple[str, str, str], ...], dict[str, int]]:
        """What the first-run screen offers."""
        return self._keeping.policies()

    def sheet(self) -> tuple[str, ...]:
        """The score sheet of the rehearsal as it stands."""
        return self._parts.rehearsal.sheet() if self._parts.rehearsal else ()

    def draft(self, name: str) -> "Draft | None":
        """What was being typed under this name, as it is kept."""
        return self._keeping.draft(name)

    def _exporter(self) -> Any:
        from console.export.exporter import Exporter
        from console.wiring.care import Care

        return Exporter(
            self._parts.folders.documents, self._keeping.records, Care(self._parts.folders, self._keeping.keys).newest
        )
