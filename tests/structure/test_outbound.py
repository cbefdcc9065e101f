"""Every number, address and outbound text comes through the gate: looked for in the source, and seen to be found.

A number at which somebody may be reached is read in three ways only: `person.routes`, `route.value` and
`Colleague.phone`. Each may be read in the modules listed here, for the reason beside it, and nowhere else. A
`GateAnswer` carries its route only where it let it through, and nobody but the gate makes one: so whoever shows
`answer.route.value` asked the gate.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.term import ROOT

FOLDERS = ("console", "widgets", "data")
GATE = frozenset(f"console/core/gate/{name}.py" for name in ("gate", "rule", "people", "changes", "panel", "numbers"))

PERSONS_ROUTES = {
    "console/core/apply.py": "confirms or clears the dates of rules; shows nothing",
    "console/core/rule_words.py": "the contact rules themselves: what is said of each number",
    "console/core/checklist/seen.py": "counts rules and contacts that are there, shows none",
    "console/core/steps/gating.py": "finds a rule by its id to see how old it is",
    "console/core/view/hidden.py": "takes every number away while others see the screen",
    "console/core/entry/client.py": "the client's form: numbers as they were typed",
    "console/core/imports/clients.py": "compares what an import brings",
    "console/core/imports/routes.py": "what an import brings",
}
"""Modules besides the gate that read `.routes` of a client or a contact."""

ROUTES_VALUE = {
    "console/core/view/hidden.py": "takes numbers out of what the console said last, while others see the screen",
    "console/core/imports/row.py": "compares what an import brings",
    "console/screens/rule_lines.py": "the contact rules themselves: each number with its rules below it",
    "console/screens/contact_rules.py": "the contact rules themselves: each number with its rules beside it",
}
"""Modules besides the gate that read a route's own `.value`."""

COLLEAGUES_PHONE = {
    "console/core/view/hidden.py": "takes every number away while others see the screen",
    "console/core/flow/seen.py": "whether a colleague's number is there at all",
    "console/core/messages.py": "the practitioner's own number, in a text",
    "console/core/view/crisis_card.py": "the practitioner's own number, to be read to the call handler",
    "console/core/view/incident_values.py": "the practitioner's own number, for the services to ring back",
    "console/screens/first_run.py": "the practice's form",
}
"""Modules besides the gate that read `.phone` of somebody in a role."""

MAKERS = {
    "console/core/entry/client.py": "a number that was typed",
    "console/core/imports/routes.py": "a number that was imported",
    "console/demo.py": "invented people",
}
"""Modules besides the gate that make a `Route`."""

COPYING = {
    "console/core/steps/incident.py": "the copy key of a flow: `keys` has it only where the gate lets it through",
}
"""Modules that make the effect that puts a text for somebody else on the clipboard."""

CLIPBOARD = {
    "console/adapters/terminal.py": "the clipboard itself",
    "console/performing.py": "performs the effects CopyText and CopyNote",
}
"""Modules that put anything on the clipboard."""

FLOWS_OWN = frozenset({"flow", "stage", "own", "stages", "drawing", "at"})
"""Names whose `.routes` are the routes of a flow (the ways on), not of a person."""
GATES_OWN = frozenset({"answer", "call", "text"})
"""Names of answers of the gate: their `.route` is None in every refusal."""


def violations(root: Path) -> list[str]:
    """Every place below this folder that reaches for a number without the gate, as "file:line: what"."""
    found = []
    for path in sorted(one for folder in FOLDERS for one in (root / folder).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name not in GATE:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{name}:{node.lineno}: {what}" for node, what in _reaches(name, tree)]
    return found


def _reaches(name: str, tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=base, attr="routes") if name not in PERSONS_ROUTES and not _reads_flows(name):
                if _last(base) not in FLOWS_OWN:
                    yield node, f"the numbers of a person: {ast.unparse(node)}"
            case ast.Attribute(value=base, attr="value") if name not in ROUTES_VALUE:
                if _is_a_route(base):
                    yield node, f"a number itself: {ast.unparse(node)}"
            case ast.Attribute(attr="phone") if name not in COLLEAGUES_PHONE:
                yield node, f"a colleague's number: {ast.unparse(node)}"
            case ast.Call(func=called):
                yield from ((node, what) for what in _calls(name, called, node))
            case _:
                pass


def _calls(name: str, called: ast.expr, node: ast.Call) -> Iterator[str]:
    what = _last(called)
    if what == "GateAnswer":
        yield "an answer that is not the gate's: GateAnswer(…)"
    if what == "Route" and name not in MAKERS and not _reads_flows(name):
        yield "a number made here: Route(…)"
    if what == "CopyText" and name not in COPYING:
        yield "a text copied: CopyText(…)"
    if what == "copy_to_clipboard" and name not in CLIPBOARD:
        yield "the clipboard: copy_to_clipboard(…)"
    if what == "copy" and name not in CLIPBOARD and node.args and "desk" in ast.unparse(called):
        yield f"the clipboard: {ast.unparse(called)}(…)"


def _reads_flows(name: str) -> bool:
    """The readers and the provers of flows know the `Route`s of the vocabulary of flows, and nobody's numbers."""
    return name.startswith(("data/flow", "console/core/prove/"))


def _last(node: ast.expr) -> str:
    """The last name of an expression: "stage" of `drawing.stage`, "at" of `at[0]`."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.Subscript(value=inner) | ast.Call(func=inner):
            return _last(inner)
        case _:
            return ""


def _is_a_route(base: ast.expr) -> bool:
    """Whether this is somebody's route: a variable `route` or `twin`, or `.route` of what is no answer of the gate."""
    match base:
        case ast.Name(id="route" | "twin"):
            return True
        case ast.Attribute(value=inner, attr="route"):
            return _last(inner) not in GATES_OWN
        case _:
            return False


def test_every_number_and_every_outbound_text_comes_through_the_gate() -> None:
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("def f(client):\n    return client.routes[0]\n", "the numbers of a person: client.routes"),
        ("def f(state):\n    return state.clients['ak'].emergency[0].routes\n", "the numbers of a person"),
        ("def f(route):\n    return f'ring {route.value}'\n", "a number itself: route.value"),
        ("def f(line):\n    return line.route.value\n", "a number itself: line.route.value"),
        ("def f(state):\n    return state.practice.roles['lead'].phone\n", "a colleague's number"),
        (
            "def f(route):\n    return GateAnswer(True, route, route, False, '', '')\n",
            "an answer that is not the gate's",
        ),
        ("from console.core import effects\ndef f(words):\n    return effects.CopyText(words)\n", "a text copied"),
        ("def f(app, words):\n    app.copy_to_clipboard(words)\n", "the clipboard"),
        ("def f(self, words):\n    self._desk.copy(words)\n", "the clipboard"),
        ("from data.values.people import Route\ndef f():\n    return Route('r', 0, '999')\n", "a number made here"),
    ],
)
@pytest.mark.parametrize("name", ["console/core/view/planted.py", "console/screens/planted.py", "widgets/planted.py"])
def test_a_planted_way_around_the_gate_is_found(tmp_path: Path, name: str, source: str, what: str) -> None:
    planted = tmp_path / name
    planted.parent.mkdir(parents=True)
    planted.write_text(f'"""Planted."""\n{source}', encoding="utf-8")
    (found,) = violations(tmp_path)
    assert found.startswith(f"{name}:")
    assert what in found


@pytest.mark.parametrize(
    "source",
    [
        "def f(stage):\n    return [one.to for one in stage.routes]\n",
        "def f(answer):\n    return answer.route.value if answer.route else answer.words\n",
        "def f(channel):\n    return channel.value\n",
    ],
)
def test_what_is_the_gates_own_or_a_flows_is_no_violation(tmp_path: Path, source: str) -> None:
    (tmp_path / "console").mkdir()
    (tmp_path / "console" / "planted.py").write_text(source, encoding="utf-8")
    assert violations(tmp_path) == []


@pytest.mark.parametrize(
    ("allowed", "what"),
    [
        (PERSONS_ROUTES, "the numbers of a person"),
        (ROUTES_VALUE, "a number itself"),
        (COLLEAGUES_PHONE, "a colleague's number"),
        (MAKERS, "a number made here"),
        (COPYING, "a text copied"),
        (CLIPBOARD, "the clipboard"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_every_exception_says_why_and_is_still_needed(allowed: dict[str, str], what: str) -> None:
    for name, reason in allowed.items():
        assert reason
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        found = [words for _, words in _reaches("console/any_other.py", tree)]
        assert any(words.startswith(what) for words in found), f"{name} does no such thing: take it off the list"
