"""Revision 1: the facts and their journal, the projections, pinned policies and drafts."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make everything; the file is empty."""
    _about(op)
    _facts(op)
    _people(op)
    _sessions(op)
    _owed(op)
    _incidents(op)
    _beside(op)
    for statement in TRIGGERS:
        op.execute(statement)


def _text(name: str, *, key: bool = False, null: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), primary_key=key, nullable=null)


def _bytes(name: str) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _number(name: str, *, key: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), primary_key=key, autoincrement=False, nullable=False)


def _about(op: Operations) -> None:
    op.create_table("schema_revision", _number("revision", key=True))
    op.create_table("meta", _text("name", key=True), _text("value"))


def _facts(op: Operations) -> None:
    op.create_table(
        "event",
        _text("writer", key=True),
        _number("seq", key=True),
        _text("stream"),
        _text("client"),
        _text("kind"),
        _number("version"),
        _text("recorded_utc"),
        _text("boot"),
        sa.Column("boottime", sa.Float(), nullable=False),
        _text("happened_utc"),
        _text("payload", null=True),
        sqlite_with_rowid=False,
    )
    op.create_index("event_stream", "event", ["stream"])
    op.create_index("event_client", "event", ["client"])
    op.create_index("event_happened", "event", ["happened_utc"])
    op.create_table(
        "journal",
        _text("writer", key=True),
        _number("seq", key=True),
        _text("what"),
        _text("event_writer"),
        _number("event_seq"),
        _bytes("payload_hash"),
        _bytes("previous"),
        _bytes("mac"),
        sqlite_with_rowid=False,
    )
    op.create_index("journal_event", "journal", ["event_writer", "event_seq"])
    op.create_table("client_key", _text("client", key=True), _bytes("key"))


def _projection(op: Operations, name: str, *columns: "sa.Column[str] | sa.Column[int] | sa.Column[bool]") -> None:
    op.create_table(name, _text("doc"), _bytes("seal"), *columns)


def _people(op: Operations) -> None:
    _projection(op, "practice", _number("id", key=True))
    _projection(op, "client", _text("id", key=True), _text("reference"), _text("words"), _text("ended", null=True))
    op.create_index("client_reference", "client", ["reference"])


def _sessions(op: Operations) -> None:
    names = ("day", "begin_utc", "end_utc", "state", "series", "came_from", "link_key")
    _projection(op, "session", _text("id", key=True), *(_text(name) for name in names))
    op.create_index("session_day", "session", ["day"])
    op.create_index("session_state", "session", ["state", "day"])
    op.create_index("session_begin", "session", ["begin_utc"])
    op.create_index("session_came_from", "session", ["came_from"])
    op.create_index("session_link", "session", ["link_key"])
    op.create_table(
        "session_participant",
        _text("session", key=True),
        _text("client", key=True),
        sa.ForeignKeyConstraint(["session"], ["session.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index("session_participant_client", "session_participant", ["client"])
    op.create_table(
        "tick",
        _text("doc"),
        _bytes("seal"),
        _text("scope", key=True),
        _text("scope_id", key=True),
        _text("participant", key=True),
        _text("check_id", key=True),
        _text("state"),
        _text("at_utc"),
        sqlite_with_rowid=False,
    )


def _owed(op: Operations) -> None:
    _projection(
        op,
        "follow_up",
        _text("id", key=True),
        _text("client"),
        _text("session"),
        _text("due_utc", null=True),
        _text("done_utc", null=True),
    )
    op.create_index("follow_up_done", "follow_up", ["done_utc"])
    _projection(op, "note", _text("id", key=True), _text("session"), _text("client"), _text("filed_utc", null=True))
    op.create_index("note_session", "note", ["session"])
    _projection(op, "contact", _text("id", key=True), _text("client"), _text("at_utc"))
    op.create_index("contact_at", "contact", ["at_utc"])
    _projection(op, "day", _text("day", key=True), _text("closed_utc", null=True))
    _projection(
        op,
        "series",
        _text("series", key=True),
        _text("client"),
        sa.Column("is_session", sa.Boolean(), nullable=False),
    )
    _projection(
        op,
        "warned",
        _text("id", key=True),
        _text("session"),
        _text("due_utc"),
        _text("shown_utc"),
        _text("acknowledged_utc", null=True),
    )
    op.create_index("warned_session", "warned", ["session", "shown_utc"])


def _incidents(op: Operations) -> None:
    names = ("session", "client", "flow", "began_utc")
    _projection(op, "incident", _text("id", key=True), *(_text(name) for name in names), _text("ended_utc", null=True))
    op.create_index("incident_session", "incident", ["session"])
    op.create_index("incident_began", "incident", ["began_utc"])
    op.create_index("incident_ended", "incident", ["ended_utc"])


def _beside(op: Operations) -> None:
    op.create_table("policy_text", _text("hash", key=True), _text("json_text"))
    op.create_table(
        "draft", _text("id", key=True), _number("revision"), _text("fields_json"), _text("saved_utc", null=True)
    )


# A fact may lose its payload, and nothing else, once the journal says that it was erased. The insert triggers stop
# INSERT OR REPLACE even on a connection that forgot recursive_triggers.
TRIGGERS = (
    """CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'facts are only ever added'); END""",
    """CREATE TRIGGER event_not_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE writer = NEW.writer AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'facts are only ever added'); END""",
    """CREATE TRIGGER event_unchanged BEFORE UPDATE ON event
WHEN NEW.payload IS NOT NULL
 OR NEW.writer IS NOT OLD.writer OR NEW.seq IS NOT OLD.seq OR NEW.stream IS NOT OLD.stream
 OR NEW.client IS NOT OLD.client OR NEW.kind IS NOT OLD.kind OR NEW.version IS NOT OLD.version
 OR NEW.recorded_utc IS NOT OLD.recorded_utc OR NEW.boot IS NOT OLD.boot
 OR NEW.boottime IS NOT OLD.boottime OR NEW.happened_utc IS NOT OLD.happened_utc
 OR NOT EXISTS (SELECT 1 FROM journal
  WHERE what = 'erased' AND event_writer = OLD.writer AND event_seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'facts are only ever added'); END""",
    """CREATE TRIGGER journal_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END""",
    """CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END""",
    """CREATE TRIGGER journal_not_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE writer = NEW.writer AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END""",
)
