"""The facts that a flow's guards may name: each with its listed values, so that every flow can be proved.

Given by a person (or preset after a silence), newest wins; until then "unasked" ("unanswered" for `saw`):

| fact | values | what it says |
|---|---|---|
| saw | frozen, hung-up, person, distress, mine, unanswered | what was seen when the picture or sound went |
| concern | yes, no, unsure, unasked | concern about the client now |
| danger | yes, no, unasked | somebody is in immediate danger |
| sign | yes, no, unasked | a frozen client gave a sign |
| back | yes, no | the client is back in the room |
| good_time, alone, same_place, all_right | yes, no, unasked | the questions of re-entry and landing |
| proven, private | yes, no, unasked | on the phone: who it is, and whether they can talk |
| signal | yes, no, unasked | covert: the agreed signal came |
| told | yes, no, unasked | lead or supervisor reached and told |
| services | yes, no, unasked | emergency services called |
| offered | yes, no, unasked | another appointment was offered |
| line | lost, gone, back, unasked | crisis: the connection went (gone: while other steps are taken), or came back |
| at_risk | client, another, child, unasked | crisis: who is at risk |
| talked | yes, no, unasked | it was talked over with the client before anybody else was told |
| arranged, arrived | yes, no, unasked | help was arranged; it has come, and somebody confirmed it |
| help, someone_there | yes, no, unasked | signal: help is wanted; somebody else is in the room |
| about_guardian | yes, no, unasked | the disclosure is about a guardian, who then leaves every ladder |
| heard_by_others | yes, no, unasked | a disclosure was heard by others of the group |
| side | client, mine, unasked | overheard: at whose end |
| paused | yes, no, unasked | the talk was paused until it is private again |
| said | yes, no, unasked | what somebody said, in the words kept with it |
| warned | yes, no, unasked | those in danger by a breach know of it |
| pacing_helped | yes, no, unasked | the agreed pacing helped |
| quality | better, worse, unasked | sound and picture since it was marked as poor |
| breach | account, stranger, recording, device, other, unasked | what was breached |
| happened, discovered | yes, unasked | the breach's times, in the words |
| high_risk, reportable, reported | yes, no, unasked | somebody is in danger by it; the controller reports; was told |
| group_choice | pause, go-on, unasked | what the group does without a co-facilitator |
| cannot | platform, ill, alarm, unasked | why today cannot go on |
| cover | yes, no, unasked | a colleague covers |
| debrief | yes, no, unasked | the debrief was held, or has a date |
| abroad | yes, no, unasked | the client says that they are in another country |

Worked out by the console:

| fact | values | what it says |
|---|---|---|
| concern_by | person, preset, nobody | who said so: a preset takes no part in the precedence |
| drop_number | first, second, third | of this session; third and later |
| last_minutes | yes, no | the session's last five minutes, or past its end, by its clock |
| session_over | yes, no | its booked (or chosen) end has passed |
| session_running | yes, no | the incident's session runs |
| client_known | yes, no | it is known whom it is about |
| client_follows | yes, no | another client begins within the policy's buffer after this session's end |
| watch, child, crisis_open | yes, no | the client is on watch; is a child; has an open crisis |
| must | yes, no | the policy says the emergency contact must be rung (drops only, never a no-show) |
| not_reached | concern, must, appointment, plan | what the policy says follows when nobody is reached |
| turn | practitioner, client | who rings, by the client's plan |
| plan_by | call, chat, relay | by which channel, by the client's plan |
| call_route, text_route, email_route | safe, confirm, none | the gate's answer; `confirm`: one key confirms |
| voicemail_route | safe, none | a message may be left |
| letter | yes, no | a letter was agreed, and its address passes the gate |
| safe_route | yes, no | the client or an emergency contact may be reached in some way |
| emergency | safe, flagged-only, none | an emergency contact may be rung; only flagged ones are known; none may |
| contacts_left | yes, no | an emergency contact who may be rung was not tried yet |
| contact_said | nothing, safe, will-check, cannot, no-answer | the newest emergency contact's answer |
| guardian | safe, none | a child's guardian may be rung |
| tries_left | yes, no | the policy allows another try to ring the client (since they were last reached) |
| attempt | none, going, ended | the newest try of this incident |
| reached | yes, no | the client was reached by a call in this stage, or is back; voicemail never counts |
| answered | nobody, client, someone-else, voicemail, engaged, no-answer, dead-number | the newest try to the client |
| signal_agreed | yes, no | the plan names a signal |
| lead, supervisor | known, none | whether their number is there |
| late | no, first, second, third | of a late client only: how far the ladder has come; first before it begins, too |
| management, data_controller | known, none | whether their number is there |
| co_facilitator | known, none | whether somebody leads the group with me, by name |
| group | yes, no | the session is a group's |
| covert_open | yes, no | another open incident of this person hides the screen, set aside or not |
| next_client | yes, no | somebody is expected after this session today |
| next_route, today_route | text, email, call, none | the first safe way to the next client, to today's in hand |
| clients_left | yes, no | one of today's clients still to come was not told yet |
| safety_plan | yes, no | a safety plan was agreed with the client |

`NUMBERS` are the names that an `Amount` may take from the policy.
"""

from collections.abc import Mapping

YES_NO = ("yes", "no")
ASKED = ("yes", "no", "unasked")

GIVEN: Mapping[str, tuple[str, ...]] = {
    "saw": ("frozen", "hung-up", "person", "distress", "mine", "unanswered"),
    "concern": ("yes", "no", "unsure", "unasked"),
    "back": YES_NO,
    "line": ("lost", "gone", "back", "unasked"),
    "at_risk": ("client", "another", "child", "unasked"),
    "side": ("client", "mine", "unasked"),
    "breach": ("account", "stranger", "recording", "device", "other", "unasked"),
    "group_choice": ("pause", "go-on", "unasked"),
    "cannot": ("platform", "ill", "alarm", "unasked"),
    "quality": ("better", "worse", "unasked"),
    **dict.fromkeys(
        (
            "danger",
            "sign",
            "good_time",
            "alone",
            "same_place",
            "all_right",
            "proven",
            "private",
            "signal",
            "told",
            "services",
            "offered",
            "talked",
            "arranged",
            "arrived",
            "help",
            "someone_there",
            "about_guardian",
            "heard_by_others",
            "pacing_helped",
            "high_risk",
            "reportable",
            "reported",
            "cover",
            "debrief",
            "abroad",
            "happened",
            "discovered",
            "paused",
            "said",
            "warned",
        ),
        ASKED,
    ),
}
"""Facts that a question, a step's answers or an exit may set."""

SEEN: Mapping[str, tuple[str, ...]] = {
    "concern_by": ("person", "preset", "nobody"),
    "drop_number": ("first", "second", "third"),
    "last_minutes": YES_NO,
    "session_over": YES_NO,
    "session_running": YES_NO,
    "client_known": YES_NO,
    "client_follows": YES_NO,
    "watch": YES_NO,
    "child": YES_NO,
    "crisis_open": YES_NO,
    "must": YES_NO,
    "not_reached": ("concern", "must", "appointment", "plan"),
    "turn": ("practitioner", "client"),
    "plan_by": ("call", "chat", "relay"),
    "call_route": ("safe", "confirm", "none"),
    "text_route": ("safe", "confirm", "none"),
    "email_route": ("safe", "confirm", "none"),
    "voicemail_route": ("safe", "none"),
    "letter": YES_NO,
    "safe_route": YES_NO,
    "emergency": ("safe", "flagged-only", "none"),
    "contacts_left": YES_NO,
    "contact_said": ("nothing", "safe", "will-check", "cannot", "no-answer"),
    "guardian": ("safe", "none"),
    "tries_left": YES_NO,
    "attempt": ("none", "going", "ended"),
    "reached": YES_NO,
    "answered": ("nobody", "client", "someone-else", "voicemail", "engaged", "no-answer", "dead-number"),
    "signal_agreed": YES_NO,
    "lead": ("known", "none"),
    "supervisor": ("known", "none"),
    "late": ("no", "first", "second", "third"),
    "management": ("known", "none"),
    "data_controller": ("known", "none"),
    "co_facilitator": ("known", "none"),
    "group": YES_NO,
    "covert_open": YES_NO,
    "next_client": YES_NO,
    "next_route": ("text", "email", "call", "none"),
    "today_route": ("text", "email", "call", "none"),
    "clients_left": YES_NO,
    "safety_plan": YES_NO,
}
"""Facts that the console works out; nothing can set them."""

FACTS: Mapping[str, tuple[str, ...]] = {**GIVEN, **SEEN}
"""Every fact that a guard may name, with its values."""

NUMBERS = ("reconnect", "tries", "gap", "wait", "late_first", "late_second", "late_third", "buffer", "breach_limit")
"""Names for `Amount.policy`. `wait` is the client's own agreed wait where there is one; `tries` is a count."""
