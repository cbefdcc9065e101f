"""A flow in plain words, for whoever answers for a practice: when to use it, what each stage says, where keys lead.

Nothing is left out: every line that the console could show or follow stands here with where it comes from.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from console.core.cite import cite
from data.values.flow import (
    GATED,
    Amount,
    Anchor,
    Deadline,
    Exit,
    Flow,
    FlowAnswer,
    Guard,
    Look,
    Outcome,
    Owed,
    Question,
    Route,
    Stage,
    Step,
    StepKind,
)
from data.values.policy import Policy

_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))
_SINCE = {
    Anchor.T0: "after it began",
    Anchor.STAGE: "after this stage opened",
    Anchor.ATTEMPT_ENDED: "after the last try ended",
    Anchor.BOOKED_START: "after the booked start",
    Anchor.BOOKED_END: "after the booked end",
    Anchor.AGREED: "after the agreed wait, or the booked end",
    Anchor.DISCOVERED: "after it was discovered",
    Anchor.RING_BACK: "after the time they said they ring back by",
}
_KEYS = {"drop": "F2", "crisis": "F3", "safe-word": "F4", "late": "none: it begins by itself at the booked start"}
_LOOKS = {Look.COVERT: "covert screen", Look.QUIET: "rings no bell"}


def flow_lines(policy: Policy, flows: Mapping[str, Flow], flow: Flow) -> Iterator[str]:
    """The whole flow, line by line; `flows` are all of the policy's, for the names of where it leads."""
    yield from _Words(policy, flows, flow).lines()


def span(length: timedelta) -> str:
    """A length of time as a policy writes it: "50m", "1h30m", "14d"."""
    left, words = int(length.total_seconds()), ""
    if left and left % 3_600 == 0 and left < 7 * 86_400:
        return f"{left // 3_600}h"  # 24h and 72h are how rules are spoken of
    for unit, seconds in _UNITS:
        count, left = divmod(left, seconds)
        words += f"{count}{unit}" if count else ""
    return words


class _Words:
    def __init__(self, policy: Policy, flows: Mapping[str, Flow], flow: Flow) -> None:
        self.policy, self.flows, self.flow = policy, flows, flow

    def lines(self) -> Iterator[str]:
        flow = self.flow
        yield f"{flow.title} ({flow.id})"
        yield self._with(f"  {flow.use_when}", flow.source)
        yield f"  First: {' '.join(flow.first)}"
        key = _KEYS.get(flow.id, f"F5, then {flow.letter}" if flow.letter else "none: it lends its stages to others")
        yield f"  Key: {key} · urgency {flow.urgency}, lower is more urgent"
        if flow.discreet:
            yield "  Outside the console only that there was an incident is told."
        if flow.sets:
            yield f"  At its start: {guard_words({fact: (value,) for fact, value in flow.sets.items()})}"
        yield from block("Questions that stand in every stage", map(self._question, flow.questions))
        yield from block("By itself, in every stage, the first that holds", map(self._route, flow.routes))
        for stage in flow.stages.values():
            yield from self._stage(stage)
        yield from block("How it can end", map(self._outcome, flow.outcomes.values()))

    def _stage(self, stage: Stage) -> Iterator[str]:
        marks = ["it begins here"] * (stage.id == self.flow.start) + ["with the crisis card"] * stage.card
        marks += [_LOOKS[stage.look]] if stage.look in _LOOKS else []
        marks += [] if stage.content else ["the session's content is over"]
        yield from block(
            " · ".join((f"Stage: {stage.title} ({stage.id})", *marks)),
            (
                *map(self._step, stage.steps),
                *map(self._owed, stage.owes),
                *map(self._route, stage.routes),
                *map(self._deadline, stage.deadlines),
                *map(self._exit, stage.exits),
            ),
        )

    def _question(self, one: Question) -> str:
        text = f"{one.text}  {_answers(one.answers)}{_when(one.when)}"
        if one.silent:
            sets = guard_words({fact: (value,) for fact, value in one.silent.sets.items()})
            text += f"; unanswered for {self._amount(one.silent.after)}: {sets}, until somebody says"
        return self._with(text, one.source)

    def _step(self, step: Step) -> str:
        text = f"[{step.key}] {step.text}" if step.key else f"- {step.text}"
        text += f"  {_answers(step.answers)}" if step.answers else ""
        marks = [self._outbound(step)] if step.to else []
        marks += [f"text {step.message}"] if step.message else []
        if step.kind is StepKind.ATTEMPT:
            marks.append(f"tries: {self._count(step.tries)}" + (f", {gap} apart" if (gap := self._gap(step)) else ""))
        marks += ["one person after the other"] * step.per_person + ["a must"] * step.must
        marks += [f"closes {step.closes}"] if step.closes else []
        return self._with(f"{text}{_marked(marks)}{_when(step.when)}", step.source)

    def _outbound(self, step: Step) -> str:
        to = step.to
        gate = ", through the gate" if to in GATED else ""
        return f"{step.channel.value if step.channel else 'reaches'} to the {to.value if to else ''}{gate}"

    def _gap(self, step: Step) -> str:
        return self._amount(step.gap) if step.gap != Amount() else ""

    def _owed(self, one: Owed) -> str:
        since = _SINCE.get(one.anchor, one.anchor.value)
        due = f", overdue {self._amount(one.after)} {since}" if one.after != Amount() else ""
        return self._with(f"Owed: {one.text} ({one.id}{due}){_when(one.when)}", one.source)

    def _route(self, one: Route) -> str:
        return self._with(f"At once → {self._goal(one.to)} ({one.level}){_when(one.when) or ' · always'}", one.source)

    def _deadline(self, one: Deadline) -> str:
        since = _SINCE.get(one.anchor, one.anchor.value)
        after = self._amount(one.after) if one.after != Amount() else "Right"
        return self._with(f"{after} {since} → {self._goal(one.to)}{_when(one.when)}", one.source)

    def _exit(self, one: Exit) -> str:
        text = f"[{one.key}] {one.text} → {self._goal(one.to)}"
        marks = [f"asks: {one.ask}"] if one.ask else []
        marks += ["the minutes count as lost"] * one.lost
        marks += [f"closes {one.closes}"] if one.closes else []
        marks += [f"gives {guard_words({fact: (value,) for fact, value in one.sets.items()})}"] if one.sets else []
        return self._with(f"{text}{_marked(marks)}{_when(one.when)}", one.source)

    def _outcome(self, one: Outcome) -> str:
        marks = [f"decided by {one.decider}"]
        marks += [f"goes on by {one.mode}"] if one.mode else []
        marks += ["the session goes on"] * one.resumes + ["the content is over"] * one.ends_content
        marks += [f"owed after it: {one.follow_up}"] if one.follow_up else []
        marks += [f"proposes: {one.proposes}"] if one.proposes else []
        return self._with(f"{one.text} ({one.id}): {'; '.join(marks)}", one.source)

    def _goal(self, to: str) -> str:
        """Where it leads, by title."""
        if to == "before":
            return "where one came from"
        if to in self.flow.outcomes:
            return f"END: {self.flow.outcomes[to].text}"
        flow, stage = (self.flow, to) if to in self.flow.stages else (self.flows.get(to.partition(".")[0]), to)
        if flow is None:
            return to
        name = stage if flow is self.flow else (to.partition(".")[2] or flow.start)
        title = flow.stages[name].title if name in flow.stages else to
        return f"{title} ({to})"

    def _amount(self, amount: Amount) -> str:
        return amount_words(self.policy, amount)

    def _count(self, amount: Amount) -> str:
        return str(self.policy.tries.value if amount.policy == "tries" else int(amount.seconds))

    def _with(self, text: str, source: str) -> str:
        return f"{text}  [{cite(self.policy, source)}]"


def amount_words(policy: Policy, amount: Amount) -> str:
    """A flow's length of time, as this policy has it."""
    if not amount.policy:
        return span(timedelta(seconds=amount.seconds)) or "0s"
    value = _numbers(policy).get(amount.policy)
    return span(value) if value is not None else amount.policy


def _numbers(policy: Policy) -> Mapping[str, timedelta]:
    """The policy's lengths of time by the names that a flow may use."""
    late = policy.late.value or (timedelta(),)
    return {
        "reconnect": policy.reconnect.value,
        "gap": policy.gap.value,
        "wait": policy.wait.value,
        "buffer": policy.buffer.value,
        "breach_limit": policy.breach_limit.value,
        "late_first": late[0],
        "late_second": late[min(1, len(late) - 1)],
        "late_third": late[-1],
    }


def guard_words(guard: Guard) -> str:
    """A guard in words: "saw is frozen or mine, drop number is third"."""
    return ", ".join(f"{fact.replace('_', ' ')} is {' or '.join(values)}" for fact, values in guard.items())


def _marked(marks: list[str]) -> str:
    return f"  ({'; '.join(marks)})" if marks else ""


def _when(guard: Guard) -> str:
    return f" · when {guard_words(guard)}" if guard else ""


def _answers(answers: Iterable[FlowAnswer]) -> str:
    return " / ".join(f"[{one.key}] {one.say}{'…' if one.ask else ''}" for one in answers)


def block(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A title with these lines under it; nothing at all where there is none."""
    shown = [f"  {line}" for line in lines]
    if shown:
        yield ""
        yield title
        yield from shown
