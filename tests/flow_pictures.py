"""A picture of each flow, drawn from its data: `python -m tests.flow_pictures`, or `make screenshots`.

Rule: never by hand, and the same data makes the same bytes. A stage is a box with its title, its first step and a line
for every way on; the line runs along one lane to where it leads: another stage, an outcome (rounded), or a stage of
another flow (dashed). Keys are teal, what time opens is amber and dashed, what opens by itself is grey.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from console.commands.policy_flow import amount_words
from data.flows import load_flows
from data.policies import load
from data.values.flow import Amount, Anchor, Deadline, Flow, Look, Stage
from data.values.policy import Policy
from tests.flow_drawing import ABOUT, BEFORE, BOX, GAP, KEY, SELF, TIME, TOP, Box, Lane, Port, drawn, lanes_of, wrapped

FOLDER = Path(__file__).resolve().parent.parent / "screenshots" / "flows"
_SINCE = {
    Anchor.T0: "from the key",
    Anchor.STAGE: "in this stage",
    Anchor.ATTEMPT_ENDED: "after the try",
    Anchor.BOOKED_START: "after the start",
    Anchor.BOOKED_END: "after the booked end",
    Anchor.AGREED: "at the agreed time",
    Anchor.RING_BACK: "at the time they said",
    Anchor.DISCOVERED: "after discovery",
}


def picture(policy: Policy, flows: Mapping[str, Flow], flow: Flow) -> str:
    """The SVG of this flow."""
    left = [_head(flow, flows), *(_stage(policy, flow, flows, stage) for stage in flow.stages.values())]
    left[0].y = TOP
    for above, below in pairwise(left):
        below.y = above.y + above.height + GAP
    lanes = lanes_of(left)
    right = _goals(flow, flows, lanes)
    return drawn(flow.title, flow.use_when, left, right, lanes, red=flow.id == "crisis")


def _head(flow: Flow, flows: Mapping[str, Flow]) -> Box:
    ports = _merged(_port_to(flow, flows, SELF, "", one.level, one.to) for one in flow.routes)
    first = tuple(line for one in flow.first for line in wrapped(one, BOX))
    return Box("head", ("First, and in every stage at once",) if ports else ("First",), first, ports)


def _stage(policy: Policy, flow: Flow, flows: Mapping[str, Flow], stage: Stage) -> Box:
    ports = [_port_to(flow, flows, SELF, "", one.level, one.to) for one in stage.routes]
    ports += [_port_to(flow, flows, TIME, "", _time(policy, one), one.to) for one in stage.deadlines]
    ports += [_port_to(flow, flows, KEY, one.key, one.text + ("…" if one.ask else ""), one.to) for one in stage.exits]
    first = stage.steps[0].text if stage.steps else "(the keys below)"
    marks = [*(["covert"] if stage.look is Look.COVERT else []), *(["crisis card"] if stage.card else [])]
    begins = "▸ " if stage.id == flow.start else ""
    title = " · ".join((begins + stage.title, *marks))
    lines = [line for one in (first, *(f"owed: {one.text}" for one in stage.owes)) for line in wrapped(one, BOX)]
    return Box(f"stage.{stage.id}", wrapped(title, BOX), tuple(lines), _merged(iter(ports)))


def _port_to(flow: Flow, flows: Mapping[str, Flow], kind: str, sign: str, words: str, to: str) -> Port:
    if to == BEFORE:
        return Port(kind, sign, words, to, "where one came from")
    if to in flow.outcomes:
        return Port(kind, sign, words, f"outcome.{to}", "end")
    if to in flow.stages:
        return Port(kind, sign, words, f"stage.{to}", flow.stages[to].title)
    other = flows[to.partition(".")[0]]
    return Port(kind, sign, words, f"flow.{to}", other.stages[to.partition(".")[2] or other.start].title)


def _time(policy: Policy, one: Deadline) -> str:
    length = f"{amount_words(policy, one.after)} " if one.after != Amount() else ""
    return f"{length}{_SINCE[one.anchor]}"


def _merged(ports: Iterator[Port]) -> tuple[Port, ...]:
    """Each way once: several guards may open the same stage for the same reason."""
    return tuple(dict.fromkeys(ports))


def _goals(flow: Flow, flows: Mapping[str, Flow], lanes: list[Lane]) -> list[Box]:
    """Outcomes and stages of other flows, each as near to where it is come from as there is room."""
    boxes: list[Box] = []
    for lane in lanes:
        kind, _, name = lane.to.partition(".")
        if kind == "outcome":
            one = flow.outcomes[name]
            box = Box(lane.to, wrapped(one.text, ABOUT), wrapped(f"decided by: {one.decider}", ABOUT), rounded=True)
        elif kind == "flow":
            other = flows[name.partition(".")[0]]
            stage = other.stages[name.partition(".")[2] or other.start]
            box = Box(lane.to, wrapped(stage.title, ABOUT), wrapped(f"of: {other.title}", ABOUT), dashed=True)
        else:
            continue
        box.y = max(TOP, sum(y for y, _ in lane.starts) // len(lane.starts) - box.height // 2)
        boxes.append(box)
    boxes.sort(key=lambda one: (one.y, one.id))
    for above, below in pairwise(boxes):
        below.y = max(below.y, above.y + above.height + 14)
    return boxes


def pictures() -> Mapping[str, str]:
    """Every flow of the standard policy, as the file that shows it."""
    policy = load("standard")
    flows = load_flows(policy)
    return {f"{name}.svg": picture(policy, flows, flow) for name, flow in sorted(flows.items())}


def main() -> None:
    """Draw them all; a picture of a flow that is there no more is taken away."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawn = pictures()
    for path in sorted(FOLDER.glob("*.svg")):
        if path.name not in drawn:
            path.unlink()
    for name, svg in drawn.items():
        (FOLDER / name).write_text(svg, encoding="utf-8")
        print(f"screenshots/flows/{name}")


if __name__ == "__main__":
    main()
