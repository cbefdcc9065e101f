"""The top line."""

from console.core.state import State
from console.core.wall import hhmm, local
from data.values.time import Now
from data.values.views import HeaderView, Tone

_ALERTS = {
    "on": ("alerts on", Tone.QUIET),
    "unknown": ("alerts not tried", Tone.QUIET),
    "off": ("alerts off", Tone.ATTENTION),
    "failed": ("ALERTS FAIL", Tone.ATTENTION),
    "missing": ("NO ALERTS HERE", Tone.ATTENTION),
}


def header_view(state: State, names: bool, now: Now) -> HeaderView:
    """Where and when we are; a policy past its review date says so wherever it is named."""
    here = local(now.utc, state.practice.zone)
    alerts, tone = _ALERTS.get(state.notifier, (f"alerts {state.notifier}", Tone.ATTENTION))
    overdue = (here.date() - state.policy.review).days if state.policy.review else 0
    late = overdue > 0
    return HeaderView(
        title="Session Day",
        day=f"{here:%A} {here.day} {here:%B}",
        clock=hhmm(now.utc, state.practice.zone),
        policy=state.policy.name.replace("-", " ").capitalize(),
        policy_tone=Tone.ATTENTION if late else Tone.QUIET,
        policy_note=f"review overdue {overdue} day{'' if overdue == 1 else 's'}" if late else "",
        names="screen share" if state.sharing else "names shown" if names else "names hidden",
        alerts=alerts,
        alerts_tone=tone,
        demo=state.demo,
        watermark=watermark(state),
        plain="not encrypted" if state.plain else "",
    )


def watermark(state: State) -> str:
    """What stands on every screen whose people are invented; "" in a real console."""
    return "REHEARSAL" if state.rehearsal else "DEMO" if state.demo else ""
