"""One event, one step: the table from each kind of event to what it leads to.

Total: an event out of place leaves the same state, no facts and no effects. A read-only console (a second one on the
same file) takes only what the runner tells it and the wish to leave.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from console.core import effects, events
from console.core.incident.incidents import any_covert
from console.core.state import State, Step
from console.core.steps import checks, desk, gating, incident, keeping, locking, practice, pressing, session, watch
from console.core.steps.making import refused
from data.values.time import Now

Handler = Callable[[State, Any, Now], Step]

HANDLERS: Mapping[type, Handler] = {
    events.Beat: watch.beat,
    events.Opened: watch.opened,
    events.Saved: watch.saved,
    events.DraftSaved: watch.draft_saved,
    events.SaveFailed: watch.save_failed,
    events.LossesFound: keeping.losses_found,
    events.LossesRead: keeping.losses_read,
    events.BackupTried: keeping.backup_tried,
    events.NoBackupSeen: keeping.no_backup_seen,
    events.NotifierAnswered: watch.notifier_answered,
    events.EffectDone: watch.effect_done,
    events.EffectFailed: watch.effect_failed,
    events.NotNow: watch.not_now,
    events.IncidentPressed: pressing.pressed,
    events.FlowKeyPressed: incident.flow_key,
    events.IncidentFor: incident.choose,
    events.BeganEarlier: incident.earlier,
    events.GateOverridden: gating.override,
    events.RouteConfirmed: gating.confirm,
    events.AppointmentAgreed: gating.agree,
    events.LineSeen: gating.line_seen,
    events.Touched: locking.touched,
    events.CameBack: locking.came_back,
    events.LockPressed: locking.press,
    events.Unlocked: locking.unlock,
    events.SharePressed: locking.share,
    events.LeaveAsked: watch.leave,
    events.TestAlertAsked: watch.test_alert,
    events.WarningAcknowledged: watch.acknowledge,
    events.PracticeEntered: practice.set_practice,
    events.ClientEntered: practice.save_client,
    events.SessionEntered: practice.save_session,
    events.RecordsGiven: practice.take_records,
    events.PolicyLoaded: practice.take_policy,
    events.ClientsLoaded: practice.take_clients,
    events.DayLoaded: watch.turn_day,
    events.Moved: session.move,
    events.Undone: session.undo,
    events.StartPressed: session.start,
    events.EndChosen: session.choose_end,
    events.Extended: session.extend,
    events.GapExplained: session.explain_gap,
    events.ModeSwitched: session.switch_mode,
    events.MessageSent: session.note_message,
    events.CheckAnswered: checks.answer,
    events.FollowUpEntered: desk.save_follow_up,
    events.NoteTyped: desk.keep_draft,
    events.FormTyped: desk.keep_form,
    events.NoteEntered: desk.save_note,
    events.NoteFiledAway: desk.file_note,
    events.AddendumEntered: desk.add_addendum,
    events.ContactEntered: desk.log_contact,
    events.DayClosed: desk.close_day,
    events.DayReopened: desk.reopen_day,
    events.AlertAnswered: desk.answer_alert,
    events.NoteCopied: desk.copy_note,
    events.DayNoteWanted: desk.write_day_note,
    events.GrabCardWanted: desk.write_grab_card,
    events.HandoverDone: desk.handed_over,
}

_READERS = frozenset(
    {
        events.Touched,
        events.CameBack,
        events.LockPressed,
        events.Unlocked,
        events.SharePressed,
        events.NotifierAnswered,
        events.EffectDone,
        events.EffectFailed,
        events.NotNow,
        events.LeaveAsked,
        events.NoteCopied,
        events.DayNoteWanted,
        events.GrabCardWanted,
        events.HandoverDone,
    }
)


def step(state: State, event: events.Event, now: Now) -> Step:
    """What this event leads to at this instant; whatever it is, the lock comes first where time has brought it."""
    state = locking.before(state, event, now)
    if state.read_only and type(event) not in _READERS:
        if isinstance(event, events.Beat | events.Opened):
            return locking.beaten(Step(replace(state, beat=now)), now)
        return refused(state, "Another console owns this file: this one only shows it.", now)
    result = incident.overtaken(HANDLERS[type(event)](state, event, now), now)
    if isinstance(event, events.Beat):
        result = locking.beaten(result, now)
    return locking.worded(_hushed(result))


def _hushed(result: Step) -> Step:
    """While a covert stage is open nothing sounds and nothing pops up, whatever it is about."""
    loud = any(isinstance(one, effects.Bell | effects.Notify) for one in result.effects)
    if not loud or not any_covert(result.state):
        return result
    quiet = tuple(one for one in result.effects if not isinstance(one, effects.Bell | effects.Notify))
    return replace(result, effects=quiet)
