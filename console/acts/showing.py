"""Looking: another session, the source of a line, names, help, the first-run questions, the way out."""

from dataclasses import replace

from console.acts.port import Acting, Wanted
from console.core import events
from console.core.cite import cite
from console.core.state import State, policy_of
from data.values.time import Now


def nothing(acts: Acting, state: State, wanted: Wanted) -> None:
    """A key with no meaning here."""
    del acts, state, wanted


def select(acts: Acting, state: State, wanted: Wanted) -> None:
    """The cursor of Today moved."""
    del state
    acts.look_at(wanted.session)


def reveal(acts: Acting, state: State, wanted: Wanted) -> None:
    """Names for five seconds."""
    del state, wanted
    acts.reveal()


def lock(acts: Acting, state: State, wanted: Wanted) -> None:
    """Hide everything."""
    del state, wanted
    acts.send(events.LockPressed())


def share(acts: Acting, state: State, wanted: Wanted) -> None:
    """Hide all that is personal, or show it again."""
    del state, wanted
    acts.send(events.SharePressed())


def why(acts: Acting, state: State, wanted: Wanted) -> None:
    """Where a line comes from, in words."""
    from console.acts.checking import line_of
    from console.screens.why import WhyScreen

    now: Now = acts.console.now()
    found = line_of(state, wanted.session, wanted.line, now)
    if found is None:
        owed = state.follow_ups.get(wanted.line)
        words = owed.text if owed else "Your policy"
        acts.console.push(WhyScreen(words, state.policy.title, "", ""), _ignore)
        return
    session = state.sessions.get(wanted.session)
    policy = policy_of(state, session) if session else state.policy
    tick = found.tick
    text = tick.text if tick else found.check.text
    source = cite(policy, (tick.source if tick else "") or found.check.source)
    acts.console.push(WhyScreen(text, source, found.check.hint, found.check.inherited), _ignore)


def help_(acts: Acting, state: State, wanted: Wanted) -> None:
    """All keys, and what each letter of the list of F5 begins."""
    from console.core.view.flow_list import flow_choices
    from console.keymap import PLACES
    from console.screens.help import HelpScreen

    del wanted

    def group(title: str, *places: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        return title, tuple((key.cap, key.help) for place in places for key in PLACES[place] if key.help)

    letters = tuple((one.key, one.title) for one in flow_choices(state) if len(one.key) == 1)
    groups = (
        group("When something happens, from every screen", "incident"),
        group("While something is open", "flow"),
        *([("In the list of F5: one letter begins it", letters)] if letters else ()),
        group("When others may see the screen", "discreet", "locked"),
        group("On the day screen", "day"),
    )
    acts.console.push(HelpScreen(groups), _ignore)


def palette(acts: Acting, state: State, wanted: Wanted) -> None:
    """Every action by name, and every flow by its title."""
    from console.core.view.flow_list import flow_choices
    from console.keymap import DAY, DISCREET
    from console.screens.palette import PaletteScreen

    choices = {f"flow:{one.id}": one for one in flow_choices(state)}

    def then(action: str | None) -> None:
        if action in choices:
            acts.incident(choices[action].id)
        elif action:
            acts.act(action, wanted.session, wanted.line, **wanted.words)

    actions = tuple((key.action.partition("'")[2].rstrip("')"), key.cap, key.help or key.words) for key in DAY)
    actions = (*actions, *((key.action, key.cap, key.help) for key in DISCREET))
    flows = ((name, one.key if len(one.key) > 1 else f"F5 {one.key}", one.title) for name, one in choices.items())
    acts.console.push(PaletteScreen((*(one for one in actions if one[0] and one[0] != "palette"), *flows)), then)


def settings(acts: Acting, state: State, wanted: Wanted) -> None:
    """The practice's own data: the first-run questions again."""
    del wanted
    first_run(acts, state)


def first_run(acts: Acting, state: State) -> None:
    """The questions of a new practice; every line can be left for later."""
    from console.screens.first_run import FirstRun, FirstRunScreen

    summaries, lengths = acts.console.policies()
    screen = FirstRunScreen(state.practice, summaries, acts.machine_zone, lengths=lengths)

    def then(answer: FirstRun | None) -> None:
        if answer is None:
            if not state.practice.set_up:  # "not now" is an answer too: the day opens, nothing is asked again today
                acts.send(events.PracticeEntered(replace(state.practice, zone=acts.machine_zone, set_up=True)))
            return
        acts.send(events.PracticeEntered(replace(answer.practice, set_up=True), answer.session_minutes))

    acts.console.push(screen, then)


def leave(acts: Acting, state: State, wanted: Wanted) -> None:
    """Leave at once when nothing runs; ask when something does."""
    from console.core.session import live, who
    from console.screens.choose import ChooseScreen

    del wanted
    if state.rehearsal:
        _score(acts)
        return
    running = live(state)
    lines = []
    if running:
        lines.append(f"{who(state, running)} is still running. Its clock goes on; nobody would warn you.")
    if state.saving.failed:
        aside = state.saving.failed.startswith("Kept aside")  # as the save lane says it
        what = "It is kept aside, and the next start takes it over." if aside else "Leaving now would lose it."
        lines.append(f"Something is NOT SAVED. {what}")
    if not lines:
        acts.send(events.LeaveAsked())
        return

    def then(choice: bool | None) -> None:
        if choice:
            acts.send(events.LeaveAsked())

    options = (("y", "leave all the same", True), ("s", "stay", False))  # not q: a second press must not leave
    acts.console.push(ChooseScreen("Leave Session Day?", tuple(lines), options, False, leave="stay"), then)


def _score(acts: Acting) -> None:
    """How the rehearsal went; from there it is left."""
    from console.screens.score import ScoreScreen

    def then(leaving: bool | None) -> None:
        if leaving:
            acts.send(events.LeaveAsked())

    acts.console.push(ScoreScreen(acts.console.sheet()), then)


def _ignore(result: object) -> None:
    del result
