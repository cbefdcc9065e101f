"""The heartbeat and what comes back from outside: warnings due, gaps noticed, saves and alerts answered."""

from dataclasses import replace

from console.core import alarms, clock, effects, events, wall
from console.core import session as sessions
from console.core.incident.incidents import DROPS, open_incidents
from console.core.rebuild import state_from
from console.core.state import Said, Saving, State, Step, day_record
from console.core.steps import gating, incident
from console.core.steps.making import about, day_stream, done, record, refused, session_stream
from data.values import facts
from data.values.session import Gap, Warned
from data.values.time import Now


def beat(state: State, event: events.Beat, now: Now) -> Step:
    """Look at what is due. A heartbeat by itself changes no session: it only warns and asks."""
    del event
    records = [*_day_opened(state, now), *_gap(state, clock.notice(state.beat, now), now)]
    fresh = alarms.due(state, now)
    records += [_shown(state, alarm, now) for alarm in fresh]
    step = _with_new_day(done(state, records) if records else Step(state), now)
    step = incident.settle_open(step, now)
    step = gating.with_line(replace(step, state=replace(step.state, beat=now)), now)
    return _sound(step, fresh, now)


def _with_new_day(step: Step, now: Now) -> Step:
    """Midnight has passed: the next day is opened once nothing runs any more, and until then loaded beside this one."""
    state = step.state
    today = wall.day_of(now.utc, state.practice.zone)
    if today <= state.today or state.turning == today or (sessions.live(state) and state.ahead == today):
        return step
    return replace(step, state=replace(state, turning=today), effects=(*step.effects, effects.OpenDay(today)))


def turn_day(state: State, event: events.DayLoaded, now: Now) -> Step:
    """Go on with another day; what lives in memory only stays."""
    del now
    if event.day <= state.today:
        return Step(state)
    fresh = state_from(event.kept, state.policy, event.day, state.policies, flows=state.flows, demo=state.demo)
    if sessions.live(state):
        return Step(_beside(state, fresh))
    return Step(
        replace(
            fresh,
            practice=state.practice,
            shown=state.shown | fresh.shown,  # what was shown while the day was read is not shown again
            clients=dict(state.clients) | dict(fresh.clients),
            saving=state.saving,
            notifier=state.notifier,
            notifier_words=state.notifier_words,
            beat=state.beat,
            rehearsal=state.rehearsal,
            losses=state.losses,
            losses_read=state.losses_read,
            no_backup=state.no_backup,
            no_backup_seen=state.no_backup_seen,
            locked=state.locked,
            touched=state.touched,
            lock_in_session=state.lock_in_session,
            sharing=state.sharing,
            plain=state.plain,
        )
    )


def _beside(state: State, fresh: State) -> State:
    """A session runs past midnight: the new day's sessions stand beside it, so that nothing of them is missed."""
    return replace(
        state,
        sessions={**fresh.sessions, **state.sessions},
        clients={**fresh.clients, **state.clients},
        ticks={**fresh.ticks, **state.ticks},
        follow_ups={**fresh.follow_ups, **state.follow_ups},
        warned={**fresh.warned, **state.warned},
        shown=state.shown | fresh.shown,
        ahead=fresh.today,
        turning=None,
    )


def opened(state: State, event: events.Opened, now: Now) -> Step:
    """The console opened: open the day's record, and say what happened while none watched."""
    records = [*_gap(state, clock.unwatched(event.last_seen, now), now), *_day_opened(state, now)]
    step = done(state, records)
    return replace(step, state=replace(step.state, beat=now))


def _day_opened(state: State, now: Now) -> tuple[facts.Record, ...]:
    if day_record(state).opened:
        return ()
    fact = facts.DaySaved(replace(day_record(state), opened=now.utc))
    return (record(day_stream(state), "", fact, now),)


def _gap(state: State, notice: clock.Notice | None, now: Now) -> tuple[facts.Record, ...]:
    session = sessions.live(state)
    if notice is None or session is None or session.started is None or notice.end <= session.started.utc:
        return ()
    if notice.kind == "restart" and notice.end - notice.begin <= clock.ASLEEP:
        return ()  # as short a pause as a heartbeat may have: nothing was missed
    begin = max(notice.begin, session.started.utc)
    dropped = any(one.session == session.id and one.flow in DROPS for one in open_incidents(state))
    ran = "yes" if not notice.asks else "dropped" if dropped else ""  # a changed clock hid nothing
    gap = Gap(f"{session.id}:{notice.kind}:{notice.end.isoformat()}", begin, notice.end, notice.kind, ran)
    return (about(session, facts.GapFound(session.id, gap), now),)


def _shown(state: State, alarm: alarms.Due, now: Now) -> facts.Record:
    warned = Warned(alarm.id, alarm.session, alarm.kind, alarm.words, alarm.at, now.utc, alarm.late)
    session = state.sessions.get(alarm.session)
    if session is None:
        return record(day_stream(state), "", facts.WarningShown(warned), now)
    return about(session, facts.WarningShown(warned), now)


def _sound(step: Step, fresh: tuple[alarms.Due, ...], now: Now) -> Step:
    """Ring for what is new, and again for what nobody acknowledged."""
    loud = [alarm for alarm in fresh if alarm.notify]
    if loud:
        sound = (effects.Bell(), effects.Notify(loud[-1].notice))
    elif alarms.repeat_due(step.state, now) and (standing := alarms.ringing(step.state, now)):
        sound = (effects.Bell(), effects.Notify(alarms.notice_of(standing)))
    else:
        return step
    return replace(step, state=replace(step.state, rung=now), effects=(*step.effects, *sound))


def acknowledge(state: State, event: events.WarningAcknowledged, now: Now) -> Step:
    """`a`: seen. It ticks nothing."""
    standing = alarms.ringing(state, now)
    if standing is None:
        return Step(state)
    del event
    session = state.sessions.get(standing.session)
    fact = facts.Acknowledged(standing.id, standing.session, now.utc)
    kept = about(session, fact, now) if session else record(session_stream(standing.session), "", fact, now)
    return done(state, (kept,), now=now)


def saved(state: State, event: events.Saved, now: Now) -> Step:
    """One more commit is on the disk."""
    del event
    pending = max(0, state.saving.pending - 1)
    return Step(replace(state, saving=Saving(pending, now.utc, "")))


def draft_saved(state: State, event: events.DraftSaved, now: Now) -> Step:
    """What is typed can be saved again: what was said of that is over."""
    del event, now
    return Step(replace(state, saving=replace(state.saving, failed="")) if state.saving.failed else state)


def save_failed(state: State, event: events.SaveFailed, now: Now) -> Step:
    """The store could not save; it is said until a save succeeds."""
    first = not state.saving.failed
    failing = replace(state, saving=replace(state.saving, failed=event.words))
    del now
    return Step(failing, (), (effects.Bell(),) if first else ())


def notifier_answered(state: State, event: events.NotifierAnswered, now: Now) -> Step:
    """A notifier that fails is itself an alarm: the first failure rings."""
    broke = event.state != "on" and state.notifier == "on"
    del now
    heard = replace(state, notifier=event.state, notifier_words=event.words)
    return Step(heard, (), (effects.Bell(),) if broke else ())


def effect_done(state: State, event: events.EffectDone, now: Now) -> Step:
    """Something outside was done: said."""
    return Step(replace(state, said=Said(event.words, at=now.utc)))


def effect_failed(state: State, event: events.EffectFailed, now: Now) -> Step:
    """Something outside did not work: said, with the cure."""
    return Step(replace(state, said=Said(event.words, refused=True, at=now.utc)))


def not_now(state: State, event: events.NotNow, now: Now) -> Step:
    """A key without a meaning here is never silent: it says what would help."""
    return refused(state, event.words, now)


def test_alert(state: State, event: events.TestAlertAsked, now: Now) -> Step:
    """Send the test alert."""
    del event
    asked = replace(state, said=Said("Test alert sent: did you see it?", at=now.utc))
    return Step(asked, (), (effects.Bell(), effects.Notify("Test alert: Session Day can reach you.")))


def leave(state: State, event: events.LeaveAsked, now: Now) -> Step:
    """End the program once everything is on the disk."""
    del event, now
    return Step(state, (), (effects.Leave(),))
