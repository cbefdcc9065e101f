"""What is wrong in a policy; where nothing is, how much of its flows was looked at, and in how many keys each ends."""

from collections.abc import Iterator
from typing import TextIO

from console.adapters.clock import SystemClock
from console.core.flow.facts import FACTS, GIVEN, NUMBERS
from console.core.prove.proof import Proof, prove
from data import flows, policies
from data.text import NOTE_CAP, clean
from data.values.flow import Flow
from data.values.policy import Policy
from data.values.trouble import Problem

MOST = 200
"""Problems that are told one by one."""


def check_file(file: str, out: TextIO) -> int:
    """Print every problem of the policy, or that it is well and how much was looked at; 1 where there are problems."""
    problems = policies.check(file)
    proof, seconds = Proof(()), 0.0
    if not problems:
        problems, proof, seconds = _check_flows(file)
    for problem in problems[:MOST]:
        print(clean(str(problem), cap=NOTE_CAP), file=out)
    if len(problems) > MOST:
        print(f"… and {len(problems) - MOST:,} more", file=out)
    if problems:
        return 1
    policy = policies.load(file)
    counted = f"{len(policy.checks)} checks, {len(policy.messages)} texts, {len(flows_of(policy))} flows"
    print(f"{clean(file)}: well; {counted} (proved over {proof.states:,} combinations of facts)", file=out)
    for line in _proved(proof, seconds):
        print(clean(line, cap=NOTE_CAP), file=out)
    return 0


def _check_flows(file: str) -> tuple[tuple[Problem, ...], Proof, float]:
    """What is wrong with the names in the policy's flows; where nothing is, whether they keep what is promised."""
    checked = flows.check(policies.load(file), policies.own_flows(file), flows.Names(FACTS, GIVEN, NUMBERS))
    if checked.problems:
        return checked.problems, Proof(()), 0.0
    clock = SystemClock()
    began = clock.now().boottime
    proof = prove(checked.flows)
    seconds = clock.now().boottime - began
    return tuple(sorted(checked.at(one.key, one.words) for one in proof.findings)), proof, seconds


def _proved(proof: Proof, seconds: float) -> Iterator[str]:
    """How much was looked at, flow by flow, and the most keys from anywhere in it to an end."""
    yield f"  {'flow':<16} {'states':>9} {'paths':>11}   an end in at most"
    for name, one in sorted(proof.flows.items()):
        keys = f"{one.keys:.0f} key{'' if one.keys == 1 else 's'}"
        yield f"  {name:<16} {one.states:>9,} {one.paths:>11,}   {keys}"
    most = max((one.keys for one in proof.flows.values()), default=0)
    yield f"  {'in all':<16} {proof.states:>9,} {proof.paths:>11,}   {most:.0f} keys, {seconds:.1f} s"


def flows_of(policy: Policy) -> list[Flow]:
    """The policy's flows that are there already, the most urgent first."""
    return sorted(flows.load_flows(policy).values(), key=lambda flow: flow.urgency)
