"""The questions that one key answers, with their words: made here so that every place asks them alike."""

from datetime import timedelta

from console.screens.choose import ChooseScreen

Extension = tuple[int, str, str]


def extend_question(who: str, ways: tuple[Extension, ...]) -> ChooseScreen[timedelta]:
    """Longer by how much? Each way is (minutes, the new end, what it runs into or "")."""
    options = tuple(
        (key, f"+{minutes} min  to {end}{f'   into {into}' if into else ''}", timedelta(minutes=minutes))
        for key, (minutes, end, into) in zip("123456", ways, strict=False)
    )
    return ChooseScreen(f"{who}: go on for longer?", (), options)


def cancel_question(who: str, notice: str, *, in_time: bool) -> ChooseScreen[str]:
    """In time or late? The answer is "in time" or "late"; the practitioner decides, nothing follows by itself."""
    options = (("t", "cancelled in time", "in time"), ("l", "cancelled late", "late"))
    lines = (f"The policy asks for {notice} notice. You decide; nothing follows by itself.",)
    return ChooseScreen(f"{who}: cancelled", lines, options, "in time" if in_time else "late")


def leave_question(running: str = "") -> ChooseScreen[bool]:
    """Leave the program? Nothing is lost by it."""
    lines = (f"{running} is still running; its clock goes on while you are away.",) if running else ()
    options = (("y", "leave", True), ("n", "stay", False))
    return ChooseScreen("Leave Session Day?", (*lines, "Everything is saved."), options, False, leave="stay")


def export_question() -> ChooseScreen[bool]:
    """Which layers go into the day note: True with the clinical text, False the protocol facts alone."""
    options = (("f", "protocol facts alone", False), ("b", "both: facts and clinical text", True))
    return ChooseScreen("What goes into the day note?", ("The files are for your record system.",), options, True)


def other_running_question(other: str, new: str) -> ChooseScreen[str]:
    """Another session still runs: "now" ended just now, "as booked" at its booked end, "earlier" asks for the time."""
    options = (
        ("n", f"{other} ends now", "now"),
        ("b", f"{other} ended as booked", "as booked"),
        ("e", "it ended earlier: ask me when", "earlier"),
    )
    lines = (f"Two sessions cannot both be running. When did {other} end?",)
    return ChooseScreen(f"Start {new}", lines, options, "now")
