"""The sessions of the long day in which something happens: six drops and two crises, each to its end."""

from collections.abc import Callable

from tests.faults.day_acts import Act, enter, press, settle
from tests.faults.day_stories import (
    ASLEEP_IN_DROP,
    LENGTH,
    LONG,
    LONG_PITCH,
    PITCH,
    Story,
    checked_in,
    killed,
    slept,
)

F2 = 180
"""When a drop begins, after its session's beginning."""
BACK = ("Client back in the room: yes", "Back: before you go on")
REJOINED = ("Good time to talk: yes", "Alone: yes", "Same place: yes")
WENT_ON = "Drop ended: The client came back; the session went on"


def _drop_back() -> tuple[Act, ...]:
    return (
        press(F2, "f2", "Drop began"),
        press(F2 + 4, "f", "Seen: frozen picture"),
        press(F2 + 40, "r", "Rejoin the room; try again: done"),
        press(F2 + 130, "b", *BACK),
        press(F2 + 136, "1", REJOINED[0]),
        press(F2 + 141, "3", REJOINED[1]),
        press(F2 + 147, "5", REJOINED[2]),
        press(F2 + 150, "g", WENT_ON, "2 min lost, on neither side"),
    )


def _drop_phone() -> tuple[Act, ...]:
    call = "Call to the client, try"
    return (
        press(F2, "f2", "Drop began"),
        press(F2 + 6, "m", "Seen: my own side"),
        Act(F2 + 300, "wait", (), ("Phone, opened by itself", "Phone: you ring")),
        press(F2 + 310, "g", f"{call} 1"),
        press(F2 + 340, "5", f"{call} 1: no answer"),
        press(F2 + 520, "g", f"{call} 2"),
        press(F2 + 545, "1", f"{call} 2: client reached", "Reached: is it them?"),
        press(F2 + 560, "1", "Proved who it is: yes"),
        press(F2 + 570, "3", "Private on the phone: yes"),
        press(F2 + 580, "g", "Drop ended: The session went on by phone", "9 min lost, on my side", "Went on by phone"),
    )


def _drop_contact() -> tuple[Act, ...]:
    call, other = "Call to the client, try", "Call to an emergency contact, try 1"
    owed = "{who}: Ring the client about the next appointment"
    return (
        press(F2, "f2", "Drop began"),
        press(F2 + 5, "d", "Seen: distress or silence"),
        press(F2 + 20, "t", "Phone", "Phone: you ring"),
        press(F2 + 50, "3", f"{call} 1", f"{call} 1: voicemail"),
        press(F2 + 230, "g", f"{call} 2"),
        press(F2 + 260, "5", f"{call} 2: no answer", "Not reached: any concern?", "Emergency contact"),
        press(F2 + 280, "g", other),
        press(F2 + 360, "1", f"{other}: client is safe", "Safe, says the contact"),
        press(
            F2 + 390, "g", "Drop ended: Safe, says the emergency contact", "6 min lost, on neither side",
            "The session's content ended", f"Owed: {owed}",
        ),
        settle(900, owed, "rung at five"),
    )  # fmt: skip


def _drop_hung_up() -> tuple[Act, ...]:
    call, owed = "Call to the client, try", "{who}: Was the other appointment answered?"
    return (
        press(F2, "f2", "Drop began"),
        press(F2 + 3, "h", "Seen: clean hang-up", "They hung up: any concern?"),
        press(F2 + 8, "n", "Concern: no"),
        Act(F2 + 300, "wait", (), ("Phone, opened by itself", "Phone: you ring")),
        press(F2 + 300, "4", f"{call} 1", f"{call} 1: engaged"),
        press(F2 + 510, "5", f"{call} 2", f"{call} 2: no answer", "Not reached: any concern?", "Another appointment"),
        press(F2 + 515, "c", "Offer another appointment by text: text copied"),
        press(
            F2 + 540, "g", "Drop ended: Not reached, no concern; another appointment offered",
            "9 min lost, on the client's side", "The session's content ended", f"Owed: {owed}",
        ),
        settle(900, owed, "yes, Friday at two"),
    )  # fmt: skip


def _drop_frozen() -> tuple[Act, ...]:
    call = "Call to the client, try 1"
    return (
        press(F2, "f2", "Drop began"),
        press(F2 + 1, "f", "Seen: frozen picture"),
        press(F2 + 65, "w", "A sign from the client: no", "Concern: unsure"),
        press(F2 + 70, "t", "Phone", "Phone: you ring"),
        press(F2 + 90, "5", f"{call}", f"{call}: no answer"),
        press(F2 + 95, "l", "Not reached: any concern?", "Emergency contact"),
        press(F2 + 120, "b", *BACK),
        press(F2 + 125, "1 3 5", *REJOINED),
        press(F2 + 130, "g", WENT_ON, "2 min lost, on neither side"),
    )


def _drop_asleep() -> tuple[Act, ...]:
    """The machine sleeps while it reconnects: the drop counts the minutes, and nobody is asked about them."""
    return (
        press(F2, "f2", "Drop began"),
        Act(F2 + 10, "wait", (), ("Concern: unsure, preset after no answer",)),
        Act(F2 + 30, "sleep", (str(ASLEEP_IN_DROP),)),
        Act(F2 + 30 + ASLEEP_IN_DROP, "wait", (), (f"Asleep {ASLEEP_IN_DROP // 60} min",)),
        press(F2 + 180, "b", *BACK),
        press(F2 + 190, "1 3 5", *REJOINED),
        press(F2 + 195, "g", WENT_ON, "3 min lost, on neither side"),
    )


LEAD, DEBRIEF, MANAGEMENT, ARRIVED = (
    "{who}: Tell the lead: who, and what was decided",
    "{who}: A debrief for yourself: with whom, when",
    "{who}: Report to management: to whom, when",
    "{who}: Did help arrive? Confirmed by whom",
)
CRISIS = ("Crisis began", f"Owed: {LEAD}", f"Owed: {DEBRIEF}", f"Owed: {MANAGEMENT}")
F3 = 840
RISK_ENDED = F3 + 450


def _crisis_reduced() -> tuple[Act, ...]:
    """The warning of ten minutes comes late, once it is over."""
    how, again = "Rose stays till nine; 999 told", "{who}: Look at the safety plan again next time"
    talk = "Say that you must get help; talk it over"
    return (
        press(F3, "f3", *CRISIS),
        enter(F3 + 10, "1 5", "cannot be asked now", "Who is at risk? the client", f"{talk}: not possible"),
        press(F3 + 30, "s", "Emergency services"),
        enter(
            F3 + 90, "1", "ref 4412, PC Ward", "Help is arranged? arranged: ref 4412, PC Ward",
            "Emergency services called: yes", "Help is on its way", f"Owed: {ARRIVED}",
        ),
        press(F3 + 300, "6", "The risk is less: a plan"),
        press(F3 + 360, "6", "Stay with the client"),
        press(F3 + 361, "6", "The risk is less: a plan"),
        enter(
            RISK_ENDED, "g", how, f"Settled: {ARRIVED} ({how})",
            f"Crisis ended: The risk is less; a plan was agreed: {how}", f"Owed: {again}",
        ),
        Act(RISK_ENDED + 1, "wait"),
        press(RISK_ENDED + 5, "a", "Acknowledged"),
        settle(LONG_PITCH + PITCH - 40, LEAD, "Dana, 11:20"),
        settle(LONG_PITCH + PITCH - 39, DEBRIEF, "Kit, Friday"),
        settle(LONG_PITCH + PITCH - 38, MANAGEMENT, "Mr Poole, 11:20"),
        settle(LONG_PITCH + PITCH - 37, again, "first next week"),
    )  # fmt: skip


def _crisis_helped() -> tuple[Act, ...]:
    """It stays open while the next clients come; help is confirmed two sessions later."""
    later, by, again = (
        LONG_PITCH + 2 * PITCH - 40,
        "PC Hale, at the door",
        "{who}: Agree with the client when you next speak",
    )
    return (
        press(F3, "f3", *CRISIS),
        press(F3 + 12, "1 4", "Who is at risk? the client", "Say that you must get help; talk it over: talked over"),
        press(F3 + 32, "i", "Immediate danger: yes", "Emergency services"),
        enter(
            F3 + 122, "1", "ref 4411, PC Hale", "Help is arranged? arranged: ref 4411, PC Hale",
            "Emergency services called: yes", "Help is on its way", f"Owed: {ARRIVED}",
        ),
        press(F3 + 152, "w", "The next client waits"),
        press(F3 + 155, "c", "Tell them by text that you are late: text copied"),
        press(F3 + 172, "g", "Help is on its way"),
        enter(
            F3 + 182, "l 4", "Dana Fox, told", "Lead and management", "Lead or supervisor told: yes",
            f"Settled: {LEAD} (Dana Fox, told)",
        ),
        press(F3 + 190, "g", "Help is on its way"),
        press(F3 + 422, "5", "Help not confirmed yet", "The session's content ended"),
        press(F3 + 430, "escape"),
        Act(later, "owed", ("still open", "g", by),
            (f"Settled: {ARRIVED} ({by})", f"Crisis ended: Help arrived, confirmed by: {by}", f"Owed: {again}")),
        settle(later + 1, MANAGEMENT, "Mr Poole, 17:20"),
        settle(later + 2, DEBRIEF, "Kit, Friday"),
        settle(later + 3, again, "on Monday"),
    )  # fmt: skip


def _long(middle: Callable[[], tuple[Act, ...]], **more: object) -> Story:
    made = {"length": LONG, "pitch": LONG_PITCH, "ended": LONG - 20, **more}
    return Story(middle, **made)  # type: ignore[arg-type]


_ENDED = LENGTH - 30
KINDS = {
    "S": Story(checked_in, ended=_ENDED),
    "K": Story(killed, ended=_ENDED),
    "Z": Story(slept, ended=_ENDED),
    "1": _long(_drop_back),
    "2": _long(_drop_phone),
    "3": _long(_drop_contact, parts=False),
    "4": _long(_drop_hung_up, parts=False),
    "5": _long(_drop_frozen),
    "6": _long(_drop_asleep),
    "R": _long(_crisis_reduced, silent=(F3, RISK_ENDED), parts=False),
    "C": _long(_crisis_helped, silent=(F3, LONG), parts=False, ended=F3 + 480),
}
