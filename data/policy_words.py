"""The single values of a policy file: TOML value in, value of the vocabulary out, or `Wrong` with the cure in words."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, TypeVar

from data.text import clean
from data.values.citing import citations
from data.values.people import Channel, Hours
from data.values.policy import Answer, CheckState, LinkRule

E = TypeVar("E", bound=Enum)
Convert = Callable[[object], Any]

PLACEHOLDERS = frozenset(
    {"me", "time", "day", "date", "length", "link", "passcode", "platform", "phone", "sender", "new_time", "new_day"}
)
"""What may stand in braces in a message: my name, when and how long, the meeting, my work number and address."""

# Words that would tell somebody else in the house what the message is about.
EXPOSING = re.compile(
    r"\b(counsel\w*|therap\w*|psycho\w*|support worker|diagnos\w*|depress\w*|anxiety|trauma\w*|abus\w*|suicid\w*"
    r"|self-harm|mental|safeguarding|clinic\w*|patient|treatment|refuge|crisis)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_HOURS = re.compile(r"(\d\d:\d\d)?-(\d\d:\d\d)?")
_BRACES = re.compile(r"\{([^{}]*)\}")
_TEXT_CAP, _LINE_CAP, _ANSWER_CAP = 2_000, 90, 24
_SETTLED = (CheckState.DONE, CheckState.ADJUSTED, CheckState.NOT_APPLICABLE, CheckState.REFUSED)


class Wrong(ValueError):  # noqa: N818 - it is what the file's owner is told, not the name of a bug
    """What is wrong and the cure, in words; `path` leads on from the value that was being read."""

    def __init__(self, words: str, *path: str | int) -> None:
        super().__init__(words)
        self.path = path


def near(word: str, known: Mapping[str, object]) -> str:
    """`; did you mean "…"?`, or the whole list where nothing is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else f"; it can be {', '.join(known)}"


def text(value: object) -> str:
    """Words that are not blank."""
    if not isinstance(value, str):
        raise Wrong('must be words in quotes, such as "…"')
    if not value.strip():
        raise Wrong("is empty; write the words, or take the line out")
    return clean(value.strip(), cap=_TEXT_CAP, lines=True)


def line(value: object) -> str:
    """Words that fit on one line of a checklist."""
    words = text(value)
    if len(words) > _LINE_CAP or "\n" in words:
        raise Wrong(f"does not fit on one line; {_LINE_CAP} characters at most, put the rest into hint")
    return words


def hint(value: object) -> str:
    """Words, or none."""
    return "" if value == "" else text(value)


def flag(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise Wrong("must be true or false, without quotes")
    return value


def count(value: object) -> int:
    """A whole number from 1."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong("must be a whole number without quotes, such as 2")
    if value < 1:
        raise Wrong("must be 1 or more")
    return value


def day(value: object) -> date:
    """A date."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Wrong("must be a date without quotes, such as 2026-10-12")
    return value


def duration(value: object) -> timedelta:
    """A length of time: `"50m"`, `"3h"`, `"14d"`, `"5s"`, `"1h30m"`."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if not found:
        raise Wrong('must be a length of time in quotes, such as "50m", "3h", "14d" or "5s"')
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if max(days, hours, minutes, seconds) > 100_000:
        raise Wrong("is far too long; write it in days, hours or minutes")
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not length:
        raise Wrong("must be longer than nothing")
    return length


def durations(value: object) -> tuple[timedelta, ...]:
    """A list of lengths of time."""
    return tuple(_each(value, duration, '["10m", "5m"]'))


def words(value: object) -> tuple[str, ...]:
    """A list of words."""
    return tuple(_each(value, text, '["Zoom", "Teams"]'))


def _each(value: object, convert: Convert, example: str) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong(f"must be a list in brackets, such as {example}")
    out = []
    for index, item in enumerate(value):
        try:
            out.append(convert(item))
        except Wrong as wrong:
            raise Wrong(str(wrong), index, *wrong.path) from None
    return out


def hours(value: object) -> Hours:
    """Working hours: `"09:00-18:00"`, `"09:00-"`."""
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    try:
        if found:
            after, before = (time.fromisoformat(part) if part else None for part in found.groups())
            return Hours(after, before)
    except ValueError:
        pass
    raise Wrong('must be hours in quotes, such as "09:00-18:00"')


def one_of(kind: type[E]) -> Callable[[object], E]:
    """One of the words of this list."""
    known = {str(member.value): member for member in kind}

    def convert(value: object) -> E:
        if not isinstance(value, str):
            raise Wrong(f"must be one of these words in quotes: {', '.join(known)}")
        if value not in known:
            raise Wrong(f'"{value}" is not known here{near(value, known)}')
        return known[value]

    return convert


def all_of(kind: type[E]) -> Callable[[object], tuple[E, ...]]:
    """A list of the words of this list."""
    return lambda value: tuple(_each(value, one_of(kind), f'["{next(iter(kind)).value}"]'))


def link_rule(value: object) -> LinkRule:
    """`{ new = true, passcode = true, sent = "from the work e-mail" }`."""
    fields = inline(value, {"new": flag, "passcode": flag, "sent": text}, needs=("new", "passcode"))
    return LinkRule(**fields)


def answers(value: object) -> tuple[Answer, ...]:
    """A list of `{ say = "adjusted", gives = "adjusted", ask = "How?" }`; `gives` left out means done."""
    found: list[Answer] = _each(value, _answer, '[{ say = "yes" }]')
    said = [answer.say for answer in found]
    for index, word in enumerate(said):
        if word in said[:index]:
            raise Wrong(f'there are two answers "{word}"; give each its own word', index, "say")
    return tuple(found)


def _answer(value: object) -> Answer:
    return Answer(**inline(value, {"say": _say, "gives": _gives, "ask": text}, needs=("say",)))


def _say(value: object) -> str:
    said = text(value)
    if len(said) > _ANSWER_CAP:
        raise Wrong(f"is too long for the answer bar; {_ANSWER_CAP} characters at most, the rest goes into ask")
    return said


def _gives(value: object) -> CheckState:
    state = one_of(CheckState)(value)
    if state not in _SETTLED:
        raise Wrong(f'no answer can give "{state.value}"; it can be {", ".join(s.value for s in _SETTLED)}')
    return state


def inline(value: object, known: Mapping[str, Convert], needs: tuple[str, ...]) -> dict[str, Any]:
    """A small table in braces; the first thing wrong in it is raised."""
    if not isinstance(value, dict):
        raise Wrong(f"must be in braces, such as {{ {needs[0]} = … }}")
    for key in value:
        if key not in known:
            raise Wrong(f'"{key}" is not a key here{near(key, known)}', key)
    for key in needs:
        if key not in value:
            raise Wrong(f'"{key}" is missing; add it')
    out = {}
    for key, item in value.items():
        try:
            out[key] = known[key](item)
        except Wrong as wrong:
            raise Wrong(str(wrong), key, *wrong.path) from None
    return out


def channel(value: object) -> str:
    """The channel that the gate is asked about."""
    return one_of(Channel)(value).value


def message(value: object) -> str:
    """A text to send: known placeholders only, and nothing that exposes a client to whoever reads over a shoulder."""
    said = text(value)
    for name in _BRACES.findall(said):
        if name not in PLACEHOLDERS:
            raise Wrong(f'"{{{name}}}" is not a placeholder{near(name, dict.fromkeys(sorted(PLACEHOLDERS)))}')
    if "{" in _BRACES.sub("", said) or "}" in _BRACES.sub("", said):
        raise Wrong("has a brace without its partner; write placeholders as {time}")
    if exposed := EXPOSING.search(said):
        raise Wrong(f'"{exposed.group()}" would tell others what this is about; write it without')
    return said


def source(known: Mapping[str, str]) -> Callable[[object], str]:
    """A source whose documents are all named in [sources]."""

    def convert(value: object) -> str:
        cited = text(value)
        try:
            parts = citations(cited)
        except ValueError as wrong:
            raise Wrong(str(wrong)) from None
        for part in parts:
            if part.doc not in known:
                raise Wrong(f'"{part.doc}" is not among the sources{near(part.doc, known)}, or name it in [sources]')
        return cited

    return convert
