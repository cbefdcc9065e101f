"""Invitations and reminders: the key `i` and their own lines know of each other."""

from console.core import events, outgoing
from console.core.alarms import alarms
from console.core.day import owed
from console.core.step import step
from data.values.policy import Answer, CheckState
from tests.core.build import CHECKS, a_check, a_policy, a_session, a_state, a_tick, now_at

INVITED = a_check("invited", text="Invitation sent")
REMINDED = a_check("reminded", text="Reminder", per_participant=True, answers=(Answer("sent"), Answer("unsafe")))
POLICY = a_policy(checks=(*CHECKS, INVITED, REMINDED))
EARLY = now_at(9, 55)


def test_a_message_that_was_sent_ticks_its_own_line() -> None:
    for what, check in (("invitation", INVITED), ("reminder", REMINDED)):
        after = step(a_state(policy=POLICY), events.MessageSent("s-1", what), EARLY).state
        ticks = {tick.key.check: tick for tick in after.ticks.values()}
        assert ticks[check.id].state is CheckState.DONE
        assert outgoing.settled(after, after.sessions["s-1"], what)


def test_an_answered_line_asks_for_no_message_any_more() -> None:
    def waiting(*ticks: object) -> set[str]:
        state = a_state(policy=POLICY, ticks=ticks)  # type: ignore[arg-type]
        kinds = {alarm.kind for alarm in alarms(state, EARLY) if alarm.session == "s-1"}
        return {item.kind for item in owed(state, EARLY)} | kinds

    assert {"invitation", "reminder"} <= waiting()
    assert not {"invitation", "reminder"} & waiting(a_tick(INVITED), a_tick(REMINDED, CheckState.NOT_APPLICABLE))


def test_a_group_is_reminded_when_everybody_is() -> None:
    group = a_session(group=True, participants=("ak", "bk"))
    one = a_tick(REMINDED, session=group, participant="ak")
    both = (one, a_tick(REMINDED, session=group, participant="bk"))
    assert not outgoing.settled(a_state(policy=POLICY, sessions=[group], ticks=[one]), group, "reminder")
    assert outgoing.settled(a_state(policy=POLICY, sessions=[group], ticks=both), group, "reminder")
