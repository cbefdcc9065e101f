"""A session as a calendar has it: made from an appointment, or changed by one, and the differences in words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.core.imports.keys import came_from, series_key
from data.values.imports import Appointment, Decision
from data.values.people import Client
from data.values.session import Mode, Session


def booked(
    appointment: Appointment,
    decision: Decision,
    clients: Mapping[str, Client],
    calendar: str,
    zone: str,
    *,
    length: timedelta,
) -> Session:
    """The session of this appointment, agreed, without an id yet. `length` is that of one that names no end.

    A one-to-one session keeps no title: it may be a name.
    """
    known = [clients[one] for one in decision.clients if one in clients]
    client = known[0] if len(known) == 1 else None
    return Session(
        id="",
        day=local_day(appointment, ZoneInfo(zone)),
        begin=appointment.begin,
        end=_end(appointment, length),
        zone=appointment.zone,
        participants=decision.clients,
        title="" if client else appointment.title,
        group=decision.group,
        mode=_mode(appointment, client),
        platform=(appointment.link.platform if appointment.link else "") or (client.platform if client else ""),
        link=appointment.link,
        series=series_key(appointment),
        came_from=came_from(appointment, calendar),
    )


def _mode(appointment: Appointment, client: Client | None) -> Mode:
    says = appointment.mode or (Mode.VIDEO.value if appointment.link else client.mode if client else "")
    return next((mode for mode in Mode if mode.value == says), Mode.VIDEO)


def when(instant: datetime, zone: ZoneInfo) -> str:
    """As a practitioner says it: "Tue 24 Nov 10:00"."""
    local = instant.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def updated(session: Session, appointment: Appointment, calendar: str, zone: ZoneInfo, length: timedelta) -> Session:
    """The session as the calendar has it now. A calendar without a link takes none away."""
    link = appointment.link or session.link
    moved, new_link = appointment.begin != session.begin, link != session.link
    return replace(
        session,
        day=local_day(appointment, zone),
        begin=appointment.begin,
        end=_end(appointment, length),
        zone=appointment.zone,
        link=link,
        platform=(appointment.link.platform if appointment.link else "") or session.platform,
        mode=Mode(appointment.mode) if appointment.mode else session.mode,
        title=appointment.title if session.group else session.title,
        came_from=came_from(appointment, calendar),
        invited=None if moved or new_link else session.invited,
        reminded=None if moved else session.reminded,
    )


def differences(before: Session, after: Session, zone: ZoneInfo) -> tuple[str, ...]:
    """What a person would call different, in words."""
    words = []
    if before.begin != after.begin:
        words.append(f"moved from {when(before.begin, zone)}")
    if before.end - before.begin != after.end - after.begin:
        words.append(f"{_minutes(after)} min, was {_minutes(before)}")
    if before.link != after.link:
        words.append("new link")
    if before.mode != after.mode:
        words.append(after.mode.value)
    if before.title != after.title:
        words.append("new title")
    if before.zone != after.zone:
        words.append(f"on the wall clock of {after.zone}")
    return tuple(words)


def _minutes(session: Session) -> int:
    return round((session.end - session.begin).total_seconds() / 60)


def local_day(appointment: Appointment, zone: ZoneInfo) -> date:
    """The day it belongs to: that of its start on the practice's wall clock."""
    return appointment.begin.astimezone(zone).date()


def _end(appointment: Appointment, length: timedelta) -> datetime:
    return appointment.begin + length if appointment.open_end else appointment.end
