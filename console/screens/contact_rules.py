"""Contact safety of one client: each channel of each number, how old its rule is, and one key to set it."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from console.core import rule_words as rules
from console.core.entry import reading as forms
from console.screens.ask_text import AskTextScreen
from console.screens.dialog import Page
from console.screens.rule_lines import number_line, retired_line, rule_line
from data.text import lit
from data.values.people import Client, Safety
from data.values.policy import Policy
from data.values.time import Now
from widgets.key_line import Keys

Setter = Callable[[Client, rules.RuleLine, str], Client]


class ContactRulesScreen(Page[Client | None]):
    """See the module. Every key changes the client at once and tells `on_changed`; Esc ends with the changed client.

    It ends with None where nothing changed, or where everything was taken back (`z`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "set('safe')", "Safe", show=False, id="rules.safe"),
        Binding("n", "set('not safe')", "Not safe", show=False, id="rules.not-safe"),
        Binding("u", "set('unknown')", "Unknown", show=False, id="rules.unknown"),
        Binding("k", "confirm", "Still right", show=False, id="rules.confirm"),
        Binding("h", "hours", "Hours", show=False, id="rules.hours"),
        Binding("w", "wording", "Wording", show=False, id="rules.wording"),
        Binding("a", "who", "Who may answer", show=False, id="rules.who"),
        Binding("d", "danger", "May be the danger", show=False, id="rules.danger"),
        Binding("c", "consent", "Consent to ring", show=False, id="rules.consent"),
        Binding("r", "retire", "Retire", show=False, id="rules.retire"),
        Binding("z", "undo", "Take back", show=False, id="rules.undo"),
    ]

    def __init__(
        self,
        client: Client,
        policy: Policy,
        now: Now,
        zone: str,
        *,
        on_changed: Callable[[Client], None] | None = None,
    ) -> None:
        super().__init__()
        self.client = client
        self.policy = policy
        self.now = now.utc
        self.zone = zone
        self.on_changed = on_changed
        self.title_words = f"Contact rules  {client.initials or client.reference}"
        self.subtitle_words = "watch: what is stale counts as not safe" if client.watch else ""
        self._before: list[Client] = []
        self._lines: dict[str, rules.RuleLine] = {}
        self._retiring = ""  # the number or contact for which a second press is awaited
        self._said = False
        self._key = ""

    def body(self) -> ComposeResult:
        """The rules, one line a channel."""
        yield OptionList(id="body", compact=True, markup=False)

    def keys(self) -> Keys:
        """One key for each answer."""
        return (
            ("s", "safe"), ("n", "not safe"), ("u", "unknown"), ("k", "still right"), ("h", "hours"), ("w", "wording"),
            ("a", "who answers"), ("d", "may be the danger"), ("c", "consent to ring"), ("r", "retire number"),
            ("z", "take back"), ("esc", "done"),
        )  # fmt: skip

    def on_mount(self) -> None:
        """Begin on the first rule."""
        self._show()
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._show()

    def _show(self) -> None:
        body = self.query_one(OptionList)
        at = self._key
        self._lines = {}
        body.clear_options()
        before = ""
        for line in rules.rule_lines(self.client):
            if line.route.id != before:
                body.add_option(Option(number_line(line, first=not before), disabled=True))
                before = line.route.id
            key = f"{line.route.id}:{line.channel.value}"
            if key in self._lines:  # two people may share one number's record
                key = f"{key}:{len(self._lines)}"
            self._lines[key] = line
            body.add_option(Option(self._line(line), id=key))
        for nth, words in enumerate(rules.retired_words(self.client)):
            body.add_option(Option(retired_line(words, first=not nth), disabled=True))
        if not self._lines:
            body.add_option(
                Option(lit("No number and no address yet: add them to the client.", "$secondary"), disabled=True)
            )
            return
        body.highlighted = body.get_option_index(at if at in self._lines else next(iter(self._lines)))

    def _line(self, line: rules.RuleLine) -> Content:
        return rule_line(line, self.client, self.policy, self.now, self.zone, width=max(self.size.width - 9, 20))

    @on(OptionList.OptionHighlighted)
    def _moved(self, message: OptionList.OptionHighlighted) -> None:
        """What was agreed for the line in hand, in full."""
        message.stop()
        self._key = message.option_id or ""
        line = self._lines.get(self._key)
        if line is None or self._said:
            self._said = False
            return
        rule = line.rule
        parts = (
            forms.show_hours(rule.hours),
            f"say: {rule.wording}" if rule.wording else "",
            f"may answer: {rule.who_may_answer}" if rule.who_may_answer else "",
        )
        self.say(" · ".join(part for part in parts if part))

    # --- changing ----------------------------------------------------------------------------------------------------
    def _at(self) -> rules.RuleLine | None:
        return self._lines.get(self._key)

    def _change(self, client: Client, words: str) -> None:
        self._retiring = ""
        if client == self.client:
            return
        self._before.append(self.client)
        self._now_is(client, words)

    def _now_is(self, client: Client, words: str) -> None:
        self.client = client
        self._said = True  # the list highlights its line anew; these words stay
        self._show()
        self.say(words)
        if self.on_changed is not None:
            self.on_changed(client)

    def action_set(self, safety: str) -> None:
        """Safe, not safe or unknown, as of now."""
        if line := self._at():
            words = f"{line.route.value}, {line.channel.value}: {safety}."
            self._change(rules.set_safety(self.client, line, Safety(safety), self.now), words)

    def action_confirm(self) -> None:
        """Still right, as of today."""
        line = self._at()
        if line is None:
            return
        if line.rule.safety is Safety.UNKNOWN:
            self.say("Unknown cannot be confirmed: say safe or not safe.", attention=True)
            return
        words = f"{line.route.value}, {line.channel.value}: confirmed today."
        self._change(rules.confirm(self.client, line, self.now), words)

    def action_hours(self) -> None:
        """Ask for the hours."""
        line = self._at()
        if line is None:
            return
        ask = AskTextScreen(
            f"{line.channel.value}: in which hours?", "9-17, after 9, before 18:00; empty is any time", required=False,
            value=forms.show_hours(line.rule.hours), check=partial(forms.read_hours, "Hours"), cap=30,
        )  # fmt: skip
        self.app.push_screen(ask, partial(self._hours_given, line))

    def _hours_given(self, line: rules.RuleLine, typed: str | None) -> None:
        if typed is not None:
            self._change(rules.set_hours(self.client, line, forms.read_hours("Hours", typed)), "Hours kept.")

    def action_wording(self) -> None:
        """Ask for the agreed wording."""
        if line := self._at():
            self._ask(line, "what was agreed to say?", line.rule.wording, rules.set_wording, kept="Wording kept.")

    def action_who(self) -> None:
        """Ask who may answer there."""
        if line := self._at():
            self._ask(line, "who may answer?", line.rule.who_may_answer, rules.set_who, kept="Who may answer is kept.")

    def _ask(self, line: rules.RuleLine, question: str, value: str, change: Setter, *, kept: str) -> None:
        def given(typed: str | None) -> None:
            if typed is not None:
                self._change(change(self.client, line, typed), kept)

        ask = AskTextScreen(f"{line.channel.value}: {question}", "Empty takes it away", required=False, value=value)
        self.app.push_screen(ask, given)

    def action_danger(self) -> None:
        """This contact may be the danger: one key. To take that back takes a second press."""
        line = self._contact()
        if line is None:
            return
        if line.danger and self._retiring != line.contact:
            self._retiring = line.contact
            self.say(f"{line.whose} would be rung again. d once more takes the flag away.", attention=True)
            return
        words = "is no longer flagged" if line.danger else "may be the danger: never rung"
        self._change(rules.set_danger(self.client, line.contact, not line.danger), f"{line.whose} {words}.")

    def action_consent(self) -> None:
        """The client consents that this contact is rung, or does not."""
        line = self._contact()
        if line is not None:
            words = "no consent to ring them" if line.agreed else "may be rung, the client says"
            client = rules.set_consent(self.client, line.contact, not line.agreed, self.now)
            self._change(client, f"{line.whose}: {words}.")

    def _contact(self) -> rules.RuleLine | None:
        """The line in hand, where it is an emergency contact's."""
        line = self._at()
        if line is not None and not line.contact:
            self.say("That is the client's own number: choose an emergency contact's.", attention=True)
            return None
        return line

    def action_retire(self) -> None:
        """The number is no longer theirs; once more to be sure."""
        line = self._at()
        if line is None:
            return
        if self._retiring != line.route.id:
            self._retiring = line.route.id
            self.say(f"{line.route.value} will never be used again. r once more retires it.", attention=True)
            return
        self._change(rules.retire(self.client, line.route.id), f"{line.route.value} is retired.")

    def action_undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self._now_is(self._before.pop(), "Taken back.")

    def action_leave(self) -> None:
        """Done: every change is already made."""
        first = self._before[0] if self._before else self.client
        self.dismiss(self.client if self.client != first else None)
