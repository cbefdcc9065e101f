"""`session-day policy check FILE | list | show [NAME] [FLOW]`: look at a policy or a flow without the full screen."""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import TextIO

from console.commands.policy_check import check_file, flows_of
from console.commands.policy_flow import block, flow_lines, span
from console.core.cite import cite, cite_line
from data import flows, policies
from data.policy_words import near
from data.text import NOTE_CAP, clean
from data.values.flow import Flow
from data.values.people import Hours
from data.values.policy import Check, Cited, LinkRule, Phase, Policy, Scope
from data.values.time import Now
from data.values.trouble import BadInput, Trouble

# What each rule is called, and how it reads when it is shown.
RULES = {
    "session": "a session lasts",
    "warnings": "warnings before the end",
    "invitation": "invitation due before the start",
    "reminder": "reminder due before the start",
    "in_room": "in the room before the start",
    "late": "late client: steps at",
    "notice": "cancelled in time until",
    "buffer": "gap pointed out below",
    "reconnect": "reconnect, then the phone after",
    "tries": "phone tries",
    "gap": "between two tries",
    "wait": "client rings: line kept free for",
    "not_reached": "not reached",
    "platforms": "platforms",
    "platform_only": "these platforms only",
    "link": "meeting link",
    "recording": "recording and screenshots",
    "location": "where the client is",
    "hours": "working hours",
    "child_under": "a child is under",
    "own_consent": "own consent may stand for the guardian's",
    "stale_after": "contact rules are asked again after",
    "breach_limit": "breach: to the regulator within",
    "note_overdue": "note overdue after",
    "idle_lock": "locks when idle for",
    "review_every": "review every so many sessions",
    "retention": "kept for",
}


def run(args: list[str], out: TextIO, err: TextIO, now: Now) -> int:
    """Do what the arguments say. 0: well; 1: the policy has problems; 2: it cannot be read, or bad usage."""
    parser = _parser()
    try:
        given = parser.parse_args(args)
    except _Usage as usage:
        print(clean(str(usage), cap=1000, lines=True), file=err)
        return 2
    except _Help:
        out.write(parser.format_help())
        return 0
    try:
        if given.what == "check":
            return check_file(given.file, out)
        for line in _list(now.utc.date()) if given.what == "list" else _asked(given.name, given.flow, now.utc.date()):
            print(clean(line, cap=NOTE_CAP), file=out)
    except Trouble as trouble:
        print(clean(str(trouble), cap=NOTE_CAP), file=err)
        return trouble.code
    return 0


class _Usage(Exception):  # noqa: N818 - what is said, not a bug
    """The arguments cannot be used; its text is one line."""


class _Help(Exception):  # noqa: N818 - a question, not a bug
    """Help was asked for."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise _Usage(f"session-day policy: {message}; try: session-day policy --help")

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - argparse's own signature
        raise _Help


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="session-day policy", description="Look at policies: the rules, checks and texts of a practice."
    )
    what = parser.add_subparsers(dest="what", required=True, metavar="check|list|show")
    check = what.add_parser("check", help="say everything that is wrong in a policy file")
    check.add_argument("file", metavar="FILE", help="a .toml file, or the name of a shipped policy")
    what.add_parser("list", help="the policies that come with the program")
    show = what.add_parser(
        "show",
        help="in words, with sources: a policy (show NAME), a flow (show drop), a policy's flow (show NAME drop)",
        description="A policy in words: session-day policy show [NAME]. A flow: session-day policy show [NAME] FLOW.",
    )
    named = "a policy's name or file, or a flow of the standard policy; default: standard"
    show.add_argument("name", metavar="NAME", nargs="?", default="standard", help=named)
    show.add_argument("flow", metavar="FLOW", nargs="?", default="", help="a flow of that policy, such as drop")
    return parser


def _list(today: date) -> Iterator[str]:
    for name in policies.shipped():
        policy = policies.load(name)
        note = review_words(policy, today)
        yield f"{name:<20} {policy.title}{f' ({note})' if note else ''}"


def review_words(policy: Policy, today: date) -> str:
    """ "review overdue 40 d", "review due 2026-10-12", or "" where the policy names no date."""
    if policy.review is None:
        return ""
    late = (today - policy.review).days
    return f"review overdue {late} d" if late > 0 else f"review due {policy.review}"


def _asked(name: str, flow: str, today: date) -> Iterator[str]:
    """A policy, or one of its flows; a flow's name alone means that of the standard policy."""
    if flow:
        return _show_flow(policies.load(name), flow)
    known = (*policies.shipped(), *flows.shipped())
    if name in flows.shipped():
        return _show_flow(policies.load("standard"), name)
    if name in known or "." in name or "/" in name:
        return _show(policies.load(name), today)
    return _show(_by_name(name, known), today)


def _by_name(name: str, known: tuple[str, ...]) -> Policy:
    """The policy in a file of this name; the nearest name of a policy or a flow where there is none."""
    if not Path(name).expanduser().exists():
        hint = near(name, dict.fromkeys(known))
        raise BadInput(f"{name}: no file, no shipped policy and no flow of that name{hint}")
    return policies.load(name)


def _show_flow(policy: Policy, name: str) -> Iterator[str]:
    found = flows.load_flows(policy)
    if name not in found:
        raise BadInput(f'{policy.name}: there is no flow "{name}"{near(name, dict.fromkeys(found))}')
    return flow_lines(policy, found, found[name])


def _show(policy: Policy, today: date) -> Iterator[str]:
    yield f"{policy.name}: {policy.title}"
    head = (
        ("extends", policy.extends),
        ("created", str(policy.created or "")),
        ("review", review_words(policy, today)),
        ("owner", policy.owner),
        ("lead", policy.lead),
    )
    yield from (f"  {name:<9} {value}" for name, value in head if value)
    yield from block("Rules and numbers", (_rule(policy, name) for name in RULES))
    for country, numbers in policy.crisis_numbers.items():
        texts = (f"{one.name}: {one.number}{f', {one.hint}' if one.hint else ''}" for one in numbers)
        sources = (cite(policy, one.source, one.inherited) for one in numbers)
        yield from block(f"Crisis numbers, {country}", map(_with_source, texts, sources))
    for phase in Phase:
        checks = [check for check in policy.checks if check.phase is phase]
        yield from block(f"Checks: {phase.value}", (_shown_check(policy, check) for check in checks))
    left_out = policy.not_asked.items()
    yield from block("Not asked", (_with_source(name, cite(policy, source)) for name, source in left_out))
    messages = policy.messages.items()
    shown = (_with_source(f"{name} ({m.channel}): {m.text}", cite_line(policy, m)) for name, m in messages)
    yield from block("Texts to copy; none is sent by itself", shown)
    references = policy.references.values()
    yield from block("To look up", (_with_source(f"{r.title}: {r.text}", cite_line(policy, r)) for r in references))
    yield from block("Flows", (_shown_flow(policy, flow) for flow in flows_of(policy)))
    later = [name for name in policy.flows if name in flows.planned()]
    yield from block("Flows that are not there yet", [", ".join(later)] if later else [])


def _with_source(text: str, source: str) -> str:
    return f"{text}  [{source}]"


def _rule(policy: Policy, name: str) -> str:
    rule: Cited[object] = getattr(policy, name)
    return _with_source(f"{RULES[name]}: {_value(rule.value) or 'chosen by the practice'}", cite_line(policy, rule))


def _value(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case timedelta():
            return span(value)
        case tuple():
            return ", ".join(_value(item) for item in value)
        case Enum():
            return str(value.value)
        case LinkRule():
            told = ("new every time" if value.new else "", "with a passcode" if value.passcode else "", value.sent)
            return ", ".join(part for part in told if part)
        case Hours():
            ends = (at.isoformat("minutes") if at else "" for at in (value.after, value.before))
            return "–".join(ends)
    return str(value)


def _shown_flow(policy: Policy, flow: Flow) -> str:
    own = " (this policy's own)" if flow.id in policy.own_flows else ""
    counted = f"{len(flow.stages)} stages, {len(flow.outcomes)} outcomes"
    return _with_source(f"{flow.id}{own}: {flow.title}, {counted}. {flow.use_when}", cite(policy, flow.source))


def _shown_check(policy: Policy, check: Check) -> str:
    marks = [condition.value for condition in check.when]
    marks += ["safety"] * check.safety + ["each person"] * check.per_participant
    marks += [f"seen by the console: {check.sees.value}"] if check.sees else []
    marks += [f"every {check.days} days"] if check.days else []
    marks += ["once for each client"] if check.scope is Scope.CLIENT else []
    answers = " / ".join(answer.say + ("…" if answer.ask else "") for answer in check.answers)
    text = check.text + (f"  {answers}" if answers else "") + (f"  ({'; '.join(marks)})" if marks else "")
    return _with_source(f"{check.id}: {text}", cite_line(policy, check))
