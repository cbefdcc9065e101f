"""What the day screen of a rehearsal says: how to begin, and where the score sheet is."""

from console.core.incident.incidents import LATE, is_open
from console.core.state import State
from console.core.view.flow_list import key_of
from data.values.flow import Flow
from data.values.views import Banner, Tone

OVER = "The rehearsal is over: q shows the score sheet."


def rehearsal_banner(state: State) -> Banner | None:
    """Which key begins it; once it has ended, that q shows how it went. None in a real console."""
    flow = state.flows.get(state.rehearsal)
    if flow is None or any(is_open(one) for one in state.incidents.values()):
        return None
    if state.incidents:
        return Banner("rehearsal-over", OVER, (), Tone.PLAIN)
    begin = (("r", "begin now"),)
    return Banner(f"rehearsal:{flow.id}", f"Rehearsal of \u201c{flow.title}\u201d: {_how(flow)}", begin, Tone.ATTENTION)


def _how(flow: Flow) -> str:
    if flow.id == LATE:
        return "wait until they are late, or r"
    key = key_of(flow)
    if not key:
        return "r begins it"
    return f"press {key}" if key.startswith("F") else f"press F5, then {key}"
