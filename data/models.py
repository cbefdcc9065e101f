"""The tables. Only the store and the migrations import this; everyone else sees values.

`event` and `journal` are only ever added to (their triggers are made by the migration). The other tables are
projections of the facts, or beside them: texts of pinned policies, drafts, and what this file is. Every projection has
the columns that are asked for, the whole value as JSON in `doc`, and a seal (see `data.rows`).
"""

from typing import Any, ClassVar

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

# Rows that are read in the order of their key lie in it; there is then no row id by which a trigger could be passed.
_CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}


class SchemaRevisionRow(SQLModel, table=True):
    """The number of the newest migration that this file has been through; one row."""

    __tablename__ = "schema_revision"
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class MetaRow(SQLModel, table=True):
    """What this file is: its own random id, the writer's id, and the fingerprint of the journal's key."""

    __tablename__ = "meta"
    name: str = Field(primary_key=True)
    value: str


class EventRow(SQLModel, table=True):
    """A fact. `payload` is NULL once erased; every other column stays for good. "recorded" and "happened" are UTC."""

    __tablename__ = "event"
    __table_args__: ClassVar[Any] = (
        Index("event_stream", "stream"),
        Index("event_client", "client"),
        Index("event_happened", "happened_utc"),
        _CLUSTERED,
    )
    writer: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    stream: str
    client: str
    kind: str
    version: int
    recorded_utc: str
    boot: str
    boottime: float
    happened_utc: str
    payload: str | None


class JournalRow(SQLModel, table=True):
    """One link of the chain: `what` is "fact" or "erased"; it speaks of one event."""

    __tablename__ = "journal"
    __table_args__: ClassVar[Any] = (Index("journal_event", "event_writer", "event_seq"), _CLUSTERED)
    writer: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    what: str
    event_writer: str
    event_seq: int
    payload_hash: bytes = Field(sa_type=LargeBinary)
    previous: bytes = Field(sa_type=LargeBinary)
    mac: bytes = Field(sa_type=LargeBinary)


class ClientKeyRow(SQLModel, table=True):
    """The random key of a client's payload hashes; erasing the client destroys it. "" is for facts of nobody."""

    __tablename__ = "client_key"
    client: str = Field(primary_key=True)
    key: bytes = Field(sa_type=LargeBinary)


class _Projection(SQLModel):
    doc: str
    seal: bytes = Field(sa_type=LargeBinary)


class PracticeRow(_Projection, table=True):
    """The practice's own data; one row."""

    __tablename__ = "practice"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class ClientRow(_Projection, table=True):
    """A client; `words` is what searching looks at."""

    __tablename__ = "client"
    __table_args__: ClassVar[Any] = (Index("client_reference", "reference"),)
    id: str = Field(primary_key=True)
    reference: str
    words: str
    ended: str | None


class SessionRow(_Projection, table=True):
    """A session. `day` is the local date of its booked start."""

    __tablename__ = "session"
    __table_args__: ClassVar[Any] = (
        Index("session_day", "day"),
        Index("session_state", "state", "day"),
        Index("session_begin", "begin_utc"),
        Index("session_came_from", "came_from"),
        Index("session_link", "link_key"),
    )
    id: str = Field(primary_key=True)
    day: str
    begin_utc: str
    end_utc: str
    state: str
    series: str
    came_from: str
    link_key: str


class SessionParticipantRow(SQLModel, table=True):
    """Who takes part in which session."""

    __tablename__ = "session_participant"
    __table_args__: ClassVar[Any] = (Index("session_participant_client", "client"), _CLUSTERED)
    session: str = Field(primary_key=True, foreign_key="session.id")
    client: str = Field(primary_key=True)


class TickRow(_Projection, table=True):
    """The standing answer to one check."""

    __tablename__ = "tick"
    __table_args__: ClassVar[Any] = (_CLUSTERED,)
    scope: str = Field(primary_key=True)
    scope_id: str = Field(primary_key=True)
    participant: str = Field(primary_key=True)
    check_id: str = Field(primary_key=True)
    state: str
    at_utc: str


class FollowUpRow(_Projection, table=True):
    """Something owed; open while `done_utc` is NULL."""

    __tablename__ = "follow_up"
    __table_args__: ClassVar[Any] = (Index("follow_up_done", "done_utc"),)
    id: str = Field(primary_key=True)
    client: str
    session: str
    due_utc: str | None
    done_utc: str | None


class NoteRow(_Projection, table=True):
    """A note of a client's session."""

    __tablename__ = "note"
    __table_args__: ClassVar[Any] = (Index("note_session", "session"),)
    id: str = Field(primary_key=True)
    session: str
    client: str
    filed_utc: str | None


class ContactRow(_Projection, table=True):
    """A contact between sessions."""

    __tablename__ = "contact"
    __table_args__: ClassVar[Any] = (Index("contact_at", "at_utc"),)
    id: str = Field(primary_key=True)
    client: str
    at_utc: str


class DayRow(_Projection, table=True):
    """A working day."""

    __tablename__ = "day"
    day: str = Field(primary_key=True)
    closed_utc: str | None


class SeriesRow(_Projection, table=True):
    """What was decided of a calendar series."""

    __tablename__ = "series"
    series: str = Field(primary_key=True)
    client: str
    is_session: bool


class WarnedRow(_Projection, table=True):
    """A warning that was shown."""

    __tablename__ = "warned"
    __table_args__: ClassVar[Any] = (Index("warned_session", "session", "shown_utc"),)
    id: str = Field(primary_key=True)
    session: str
    due_utc: str
    shown_utc: str
    acknowledged_utc: str | None


class IncidentRow(_Projection, table=True):
    """One run of a flow; open while `ended_utc` is NULL. `session` and `client` are "" until they are known."""

    __tablename__ = "incident"
    __table_args__: ClassVar[Any] = (
        Index("incident_session", "session"),
        Index("incident_began", "began_utc"),
        Index("incident_ended", "ended_utc"),
    )
    id: str = Field(primary_key=True)
    session: str
    client: str
    flow: str
    began_utc: str
    ended_utc: str | None


class PolicyTextRow(SQLModel, table=True):
    """The text of a policy or a flow that something pinned, under its hash."""

    __tablename__ = "policy_text"
    hash: str = Field(primary_key=True)
    json_text: str


class DraftRow(SQLModel, table=True):
    """What is being typed: one overwritten row with its revision, outside the journal."""

    __tablename__ = "draft"
    id: str = Field(primary_key=True)
    revision: int
    fields_json: str
    saved_utc: str | None
