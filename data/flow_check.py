"""What only a policy's flows together can show: whether every name in them names something, and every key one thing.

It judges names; whether the flows *work* is proved by `console.core.prove`.
"""

from collections.abc import Collection, Iterator, Mapping

from data import policy_words as to
from data.flow_loops import judge_letters, judge_loops
from data.flow_read import Read
from data.flows import Names
from data.values.flow import (
    Amount,
    Flow,
    FlowAnswer,
    Guard,
    Question,
    Stage,
    Step,
    StepKind,
)
from data.values.policy import Policy

ATTEMPT_KEYS = frozenset("123456")
"""In a stage with a try to ring somebody these digits are how it ended."""
STANDING = frozenset("fhpdmynu")
"""The letters of what was seen and of concern: in every flow they mean only that."""
RESERVED = frozenset("7890")
"""Private, where: asked anew after a more urgent incident (core.flow), so no flow gives these keys a meaning."""
BEFORE = "before"
"""As the goal of an exit: the stage from which this one was entered."""
_STANDING_FACTS = frozenset({"saw", "concern"})
_NEEDS: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.DO: ("key",),
    StepKind.ASK: ("fact", "answers"),
    StepKind.MESSAGE: ("key", "message"),
    StepKind.ATTEMPT: ("key",),
    StepKind.SHOW: (),
}


def judge(reads: Mapping[str, Read], policy: Policy, names: Names) -> None:
    """Note every problem in the layer that it belongs to."""
    judge_letters(reads)
    for read in reads.values():
        _Judge(read, reads, policy, names).flow()
        judge_loops(read, reads)


class _Judge:
    def __init__(self, read: Read, reads: Mapping[str, Read], policy: Policy, names: Names) -> None:
        self.read, self.reads, self.policy, self.names = read, reads, policy, names
        self.one: Flow = read.flow

    def flow(self) -> None:
        """Judge the whole flow."""
        if self.one.start and self.one.start not in self.one.stages:
            self._wrong(self.one.id, self._no_such(self.one.start, self.one.stages, "stage"), "start")
        self._apart()
        self._sets(self.one.id, self.one.sets, "sets")
        for question in self.one.questions:
            self._question(f"{self.one.id}.ask.{question.id}", question)
        self._question_keys()
        self._routes(self.one.id, self.one.routes)
        for stage in self.one.stages.values():
            self._stage(f"{self.one.id}.stage.{stage.id}", stage)

    def _apart(self) -> None:
        for name in self.one.outcomes:
            if name in self.one.stages or name in self.reads:
                self._wrong(f"{self.one.id}.outcome.{name}", "a stage or a flow has this name; give it another")
        for name in self.one.stages:
            if name in self.reads:
                self._wrong(f"{self.one.id}.stage.{name}", "a flow has this name; give the stage another")
        for part, named in (("stage", self.one.stages), ("outcome", self.one.outcomes)):
            if BEFORE in named:
                words = f'"{BEFORE}" always means the stage one came from; give it another name'
                self._wrong(f"{self.one.id}.{part}.{BEFORE}", words)

    def _question(self, key: str, question: Question) -> None:
        self._settable(key, question.fact, "fact")
        self._answers(key, question.fact, question.answers)
        self._guard(key, question.when, "when")
        if question.silent:
            self._amount(key, question.silent.after, "silent")
            self._sets(key, question.silent.sets, "silent")

    def _stage(self, key: str, stage: Stage) -> None:
        self._routes(key, stage.routes)
        for step in stage.steps:
            self._step(f"{key}.step.{step.id}", step)
        for exit_ in stage.exits:
            at = f"{key}.exit.{exit_.id}"
            self._target(at, exit_.to, outcomes=True)
            self._guard(at, exit_.when, "when")
            self._sets(at, exit_.sets, "sets")
            for index, offer in enumerate(exit_.offers):
                self._guard(at, offer.when, "offers", index, "when")
                self._amount(at, offer.after, "offers", index, "after")
        for number, deadline in enumerate(stage.deadlines, 1):
            at = f"{key}.deadline[{number}]"
            self._target(at, deadline.to, outcomes=False)
            self._guard(at, deadline.when, "when")
            self._amount(at, deadline.after, "after")
        for owed in stage.owes:
            at = f"{key}.owed.{owed.id}"
            self._guard(at, owed.when, "when")
            self._amount(at, owed.after, "after")
        self._keys(key, stage)

    def _routes(self, key: str, routes: tuple[object, ...]) -> None:
        for number, route in enumerate(routes, 1):
            at = f"{key}.route[{number}]"
            self._target(at, getattr(route, "to", ""), outcomes=False)
            self._guard(at, getattr(route, "when", {}), "when")

    def _step(self, key: str, step: Step) -> None:
        for name in _NEEDS[step.kind]:
            if not getattr(step, name):
                self._wrong(key, f"is missing; a step of kind {step.kind.value} needs it", name)
        texts: Mapping[str, object] = self.policy.messages
        if step.kind in {StepKind.SHOW, StepKind.DO}:
            texts = {**self.policy.references, **texts}
        if step.message and step.message not in texts:
            self._wrong(key, self._no_such(step.message, texts, "message"), "message")
        if step.kind is StepKind.ASK and step.fact:
            self._settable(key, step.fact, "fact")
            self._answers(key, step.fact, step.answers)
        for index, answer in enumerate(step.answers if step.kind is StepKind.ATTEMPT else ()):
            if answer.ask:
                words = "the end of a try asks for no words, so nobody would keep them; ask in a step of kind ask"
                self._wrong(key, words, "answers", index, "ask")
        self._guard(key, step.when, "when")
        self._amount(key, step.tries, "tries")
        self._amount(key, step.gap, "gap")

    def _answers(self, key: str, fact: str, answers: tuple[FlowAnswer, ...]) -> None:
        for index, answer in enumerate(answers):
            known = self.names.facts.get(fact, ())
            if known and answer.value not in known:
                self._wrong(
                    key, f'"{answer.value}" is no value of {fact}{_near(answer.value, known)}', "answers", index
                )
            self._sets(key, answer.also, "answers", index, "also")

    def _settable(self, key: str, fact: str, *at: str) -> None:
        if fact not in self.names.facts:
            self._wrong(key, f'"{fact}" is not a fact{_near(fact, self.names.facts)}', *at)
        elif fact not in self.names.settable:
            self._wrong(key, f"{fact} is worked out by the console; a person cannot set it", *at)

    def _sets(self, key: str, sets: Mapping[str, str], *at: str | int) -> None:
        for fact, value in sets.items():
            self._guard(key, {fact: (value,)}, *at)
            if fact in self.names.facts and fact not in self.names.settable:
                self._wrong(key, f"{fact} is worked out by the console; nothing can set it", *at)

    def _guard(self, key: str, guard: Guard, *at: str | int) -> None:
        for fact, values in guard.items():
            known = self.names.facts.get(fact)
            if known is None:
                self._wrong(key, f'"{fact}" is not a fact{_near(fact, self.names.facts)}', *at, fact)
                continue
            for value in values:
                if value not in known:
                    self._wrong(key, f'"{value}" is no value of {fact}{_near(value, known)}', *at, fact)

    def _amount(self, key: str, amount: Amount, *at: str | int) -> None:
        if amount.policy and amount.policy not in self.names.numbers:
            self._wrong(key, self._no_such(amount.policy, dict.fromkeys(self.names.numbers), "number"), *at)

    def _target(self, key: str, to_: str, *, outcomes: bool) -> None:
        if not to_ or to_ in self.one.stages or (to_ == BEFORE and outcomes):
            return
        if to_ == BEFORE:
            self._wrong(key, 'only a key leads back: write "before" in an exit', "to")
            return
        if to_ in self.one.outcomes:
            if not outcomes:
                self._wrong(key, "only a person's key ends a flow; lead to a stage where it can be pressed", "to")
            return
        flow, _, stage = to_.partition(".")
        other = self.reads.get(flow)
        if other is None:
            known = (*self.one.stages, *(self.one.outcomes if outcomes else ()), *self.reads)
            self._wrong(key, self._no_such(to_, dict.fromkeys(known), "stage, outcome or flow"), "to")
        elif stage and stage not in other.flow.stages:
            known = tuple(f"{flow}.{one}" for one in other.flow.stages)
            self._wrong(key, self._no_such(to_, dict.fromkeys(known), "stage"), "to")

    def _keys(self, key: str, stage: Stage) -> None:
        """No key means two things at once, and the letters of the triage mean nothing else anywhere."""
        taken: list[tuple[str, Guard, str]] = [
            (one.key, question.when, f"the question {question.id}") for question, one in self._standing()
        ]
        calls = any(step.kind is StepKind.ATTEMPT and step.to for step in stage.steps)
        for at, used, guard in _keyed(key, stage):
            if used in STANDING:
                self._wrong(at, f'the key "{used}" always means what was seen, or concern; take another', "key")
            elif used in RESERVED:
                self._wrong(at, _kept(used), "key")
            elif calls and used in ATTEMPT_KEYS:
                self._wrong(at, f'the key "{used}" says here how a try to ring ended; take a letter', "key")
            for other, when, words in taken:
                if other == used and together(guard, when):
                    self._wrong(at, f'the key "{used}" already means {words} in this stage; take another', "key")
                    break
            taken.append((used, guard, at.rpartition(".stage.")[2].partition(".")[2].replace(".", " ")))

    def _standing(self) -> list[tuple[Question, FlowAnswer]]:
        return [(question, one) for question in self.one.questions for one in question.answers]

    def _question_keys(self) -> None:
        """A key answers one question only, and the letters of the triage none but theirs."""
        taken: dict[str, str] = {}
        for question, answer in self._standing():
            key = f"{self.one.id}.ask.{question.id}"
            index = question.answers.index(answer)
            if answer.key in RESERVED:
                self._wrong(key, _kept(answer.key), "answers", index)
            elif answer.key in taken:
                words = f'the key "{answer.key}" already means "{taken[answer.key]}"; take another'
                self._wrong(key, words, "answers", index)
            elif answer.key in STANDING and question.fact not in _STANDING_FACTS:
                words = f'the key "{answer.key}" always means what was seen, or concern; take another'
                self._wrong(key, words, "answers", index)
            taken.setdefault(answer.key, answer.say)

    def _no_such(self, name: str, known: Mapping[str, object], what: str) -> str:
        return f'there is no {what} "{name}"{to.near(name, known)}'

    def _wrong(self, key: str, words: str, *at: str | int) -> None:
        self.read.wrong(key, words, *at)


def _keyed(key: str, stage: Stage) -> Iterator[tuple[str, str, Guard]]:
    for step in stage.steps:
        if step.key and step.kind is not StepKind.ASK:
            yield f"{key}.step.{step.id}", step.key, step.when
        for answer in step.answers if step.kind is StepKind.ASK else ():
            yield f"{key}.step.{step.id}", answer.key, step.when
    for exit_ in stage.exits:
        yield f"{key}.exit.{exit_.id}", exit_.key, exit_.when


def _kept(key: str) -> str:
    return f'the key "{key}" is kept for what is asked after an interruption (7 8 9 0); take another'


def together(one: Guard, other: Guard) -> bool:
    """Whether both guards can hold at once: they share a value of every fact that both name."""
    return all(set(values) & set(other[fact]) for fact, values in one.items() if fact in other)


def _near(word: str, known: Collection[str]) -> str:
    return to.near(word, dict.fromkeys(known))
