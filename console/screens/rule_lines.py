"""The contact rules as lines to read: each number, and under it what is said of each channel."""

from datetime import datetime

from textual.content import Content

from console.core import rule_words as rules
from console.core.entry import reading as forms
from data.text import clean, lit
from data.values.people import Client, Safety
from data.values.policy import Policy

STYLES = {Safety.SAFE: "$success", Safety.NOT_SAFE: "bold $warning", Safety.UNKNOWN: "$secondary"}
GLYPHS = {Safety.SAFE: "✓", Safety.NOT_SAFE: "✗", Safety.UNKNOWN: "?"}


def number_line(line: rules.RuleLine, *, first: bool) -> Content:
    """The number itself, whose it is, and what holds for all of it."""
    whose = f"{clean(line.whose, cap=30)}  " if line.whose else ""
    label = f"  {line.route.label}" if line.route.label else ""
    said = Content("")
    if line.danger:
        said = lit("   may be the danger: never rung", "bold $warning")
    elif not line.agreed:
        said = lit("   no consent recorded to ring them", "$warning")
    words = Content.assemble(lit(f"{whose}{line.route.value}", "bold $primary"), lit(label, "$secondary"), said)
    return words if first else Content.assemble("\n", words)


def rule_line(line: rules.RuleLine, client: Client, policy: Policy, now: datetime, zone: str, *, width: int) -> Content:
    """One channel: safe or not, how old that is, in which hours, by which words."""
    rule = line.rule
    age, ask = rules.age_words(line, now, zone, stale_after=policy.stale_after.value, watch=client.watch)
    glyph = f"{GLYPHS[rule.safety]} {rule.safety.value}"
    answers = f"answers: {rule.who_may_answer}" if rule.who_may_answer else ""
    more = "  ".join(filter(None, (forms.show_hours(rule.hours), f"“{rule.wording}”" if rule.wording else "", answers)))
    row = Content.assemble(
        lit(f"  {line.channel.value:<12}"),
        lit(f"{glyph:<12}", "$secondary" if line.danger else STYLES[rule.safety]),
        lit(f"{age}", "$warning" if ask and not line.danger else "$secondary"),
        lit(f"   {more}" if more else ""),
    )
    return row.truncate(width, ellipsis=True)


def retired_line(words: str, *, first: bool) -> Content:
    """A number that is never used again."""
    line = lit(f"{clean(words, cap=60)}   retired: never used again", "$secondary")
    return Content.assemble("\n", line) if first else line
