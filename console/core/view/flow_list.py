"""What F5 lists: every flow that a person may begin, the most urgent first, each with its one key."""

from collections.abc import Mapping

from console.core.state import State
from data.values.flow import Flow
from data.values.views import FlowChoice

OWN_KEYS: Mapping[str, str] = {"drop": "F2", "crisis": "F3", "safe-word": "F4"}
"""The flows with an incident key of their own; every other one has a letter."""
_USE_WHEN = "Use when "


def flow_choices(state: State) -> tuple[FlowChoice, ...]:
    """The flows of the policy that have a key; one without only lends its stages to others."""
    listed = [state.flows[name] for name in state.policy.flows if name in state.flows]
    keyed = [(one, key_of(one)) for one in sorted(listed, key=lambda one: (one.urgency, one.id))]
    return tuple(FlowChoice(one.id, key, one.title, when(one.use_when)) for one, key in keyed if key)


def key_of(flow: Flow) -> str:
    """The key that begins it: an incident key, its letter in the list, or ""."""
    return OWN_KEYS.get(flow.id, flow.letter)


def when(use_when: str) -> str:
    """The condition without its first words, which stand once above the list: "picture or sound is gone …"."""
    words = use_when.removeprefix(_USE_WHEN)
    return words[:1].upper() + words[1:] if words != use_when else use_when
