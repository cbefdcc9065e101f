"""Invented incidents to look at: `IncidentView`s as the core would make them. Every name and number is made up."""

from __future__ import annotations

from dataclasses import replace

from data.values.views import CheckAsk, FlowKey, FlowRow, IncidentView, Part, Tone

Q, P, S, L, D, A = Tone.QUIET, Tone.PLAIN, Tone.STRONG, Tone.LIVE, Tone.DONE, Tone.ATTENTION


def keys(*pairs: str, offered: str = "", chosen: str = "") -> tuple[FlowKey, ...]:
    """ "f frozen" → a key; `offered` and `chosen` name keys by their letter."""
    split = (pair.partition(" ") for pair in pairs)
    return tuple(FlowKey(key, words, key == chosen, key == offered) for key, _, words in split)


WHY = CheckAsk("Override NO TEXT?", (("r", "reason", "Why? It is written down."),))
REASONS = CheckAsk("Override NO CALL?", (("1", "immediate danger", ""), ("2", "client asked", ""), ("3", "other", "")))
SAW = keys("f frozen", "h hung up", "p person", "d distress", "m me")
CONCERN = keys("y yes", "n no", "u unsure")
OUTCOMES = keys("1 client", "2 someone else", "3 voicemail", "4 engaged", "5 no answer", "6 dead number")
LEAVE = keys("x entered in error", "? why")
FIRST = ("Stay in the room.", "Note what you saw.", "Breathe.")

TRIAGE = IncidentView(
    id="i1",
    flow="drop",
    title="Connection dropped",
    who="A.K.",
    began="10:18:40",
    use_when="Use when the picture or the sound is gone and you did not end the call.",
    first=FIRST,
    stage="Reconnect",
    digits="4:57",
    then="then the phone opens by itself",
    clock="session 31:17 left · lost 0:03",
    rows=(
        FlowRow(
            "rejoin",
            "Rejoin the room",
            (Part("attempt 1 · 10:18:44", Q),),
            keys("r again", "b BACK", offered="b"),
            next=True,
        ),
        FlowRow(
            "tell",
            "Tell the client",
            (Part("NO TEXT", A), Part("not safe, 14 Nov", Q)),
            (FlowKey("o", "override", ask=WHY),),
        ),
        FlowRow("phone", "Phone", (Part("YOU RING", L), Part("07700 900123", S)), keys("t phone now")),
        FlowRow("line", "Your own line", (Part("up", D),)),
    ),
    question="What did you see?",
    answers=SAW,
    exits=keys("e began a minute ago"),
    leave=LEAVE,
)
RECONNECT = replace(
    TRIAGE,
    digits="0:48",
    clock="session 27:08 left · lost 4:12",
    rows=(
        FlowRow("rejoin", "Rejoin the room", (Part("attempt 4 · 10:22:31", Q),), keys("r again", "b BACK"), next=True),
        FlowRow("tell", "Tell the client", (Part("copied 10:19:10", Q),), (), done=True),
        FlowRow(
            "phone",
            "Phone",
            (Part("YOU RING", L), Part("07700 900123", S)),
            keys("t phone now", offered="t"),
        ),
        FlowRow("line", "Your own line", (Part("down since 10:22:05", A),)),
        FlowRow("concern", "Concern?", (Part("not asked yet", Q),), keys("y", "n", "u")),
    ),
    answers=keys("f frozen", "h hung up", "p person", "d distress", "m me", chosen="f"),
    said=Part("Own line is down: use the phone's hotspot, or ring.", A),
)
PHONE = replace(
    TRIAGE,
    stage="Phone",
    digits="2:12",
    then="then you ring a second time",
    clock="session 25:10 left · lost 6:10",
    number="07700 900123",
    number_words="YOU RING  A.K. on the work phone · mobile, safe until 18:00, asked 14 Nov",
    rows=(
        FlowRow("ring", "Ring. Let it ring eight times.", (Part("attempt 1 of 2", Q),), OUTCOMES, next=True),
        FlowRow("rejoin", "Rejoin the room", (Part("attempt 4 · 10:22:31", Q),), keys("r again", "b BACK")),
        FlowRow("voicemail", "Voicemail", (Part("NO VOICEMAIL", A), Part("not safe, 14 Nov", Q))),
    ),
    exits=keys("g not reached: go on"),
)
NO_CALL = replace(
    PHONE,
    digits="24:10",
    then="to the booked end: stay in the room",
    number="NO CALL",
    number_words="Her partner answers this phone (told you on 14 Nov). Stay in the room instead.",
    rows=(
        FlowRow("stay", "Stay in the room to 10:50", (), keys("b BACK"), next=True),
        FlowRow("rejoin", "Rejoin the room", (Part("attempt 4 · 10:22:31", Q),), keys("r again")),
        FlowRow(
            "ring",
            "Ring the client",
            (Part("NO CALL", A), Part("not safe, 14 Nov", Q)),
            (FlowKey("o", "override", ask=REASONS),),
            must=True,
        ),
        FlowRow("concern", "Concern?", (Part("not asked yet", Q),), CONCERN),
    ),
)
SOMEONE_ELSE = replace(
    PHONE,
    stage="Someone else answered",
    digits="",
    then="say only this, then end the call",
    script="Hello, could I speak to Alex, please?\nI will try again another time. Thank you.",
    rows=(
        FlowRow("say", "Say only these words", (Part("no name of the service", A),), keys("1 it was said"), next=True),
        FlowRow("came", "The client came to the phone", (), keys("2 go on")),
    ),
)
REENTRY = replace(
    TRIAGE,
    title="Back with A.K.",
    who="",
    stage="Before you go on",
    digits="24:32",
    then="left of the session",
    clock="lost 6:48, their side",
    first=("Slow down.", "Ask first.", "Then go on."),
    rows=(
        FlowRow("good", "Is it a good time to talk?", (Part("yes", D),), keys("1 yes", "2 no", chosen="1"), done=True),
        FlowRow("alone", "Are you alone?", (), keys("3 yes", "4 no"), next=True),
        FlowRow("place", "Still at 14 Elm Road, Leeds?", (Part("10:01 today", Q),), keys("5 yes", "6 moved")),
    ),
    exits=keys("g go on with the session", "l safe landing", offered="g"),
)
EMERGENCY = replace(
    PHONE,
    title="Emergency contact",
    stage="First contact",
    digits="6:02",
    then="since the last try to reach the client",
    number="07700 900456",
    number_words="YOU RING  Mara, sister of A.K. · safe to ring, asked 14 Nov",
    script="This is Sam Reed. I am worried about Alex: our call ended and I cannot reach them.\n"
    "Can you see now whether they are safe, and ring me back on 020 7946 0123?",
    rows=(
        FlowRow(
            "ring",
            "Ring, read the words above",
            (Part("contact 1 of 2", Q),),
            keys("1 safe", "2 will check, rings back by…", "3 cannot", "4 no answer"),
            next=True,
            must=True,
        ),
        FlowRow("rejoin", "Rejoin the room", (Part("attempt 6 · 10:26:02", Q),), keys("r again", "b BACK")),
    ),
    exits=keys("l ring the lead", "9 emergency services"),
)
SERVICES = replace(
    EMERGENCY,
    title="Emergency services",
    stage="By location",
    digits="9:40",
    then="since the connection dropped",
    number="999",
    number_words="YOU RING  Emergency services. Say where first, not where you are.",
    script="",
    rows=(
        FlowRow("where", "Where", (Part("LAST KNOWN, 7 DAYS", A), Part("14 Elm Road, Leeds LS6", S))),
        FlowRow("who", "Who", (Part("Alex Kaye, 34", S),)),
        FlowRow("number", "Client's phone", (Part("07700 900123", S), Part("do not ring it back", A))),
        FlowRow("risk", "Risk", (Part("may be dangerous: partner, may be present", A),)),
        FlowRow("mine", "Ring me back on", (Part("020 7946 0123", S),)),
        FlowRow("told", "Reference and name", (), keys("1 told them"), next=True, must=True),
    ),
    exits=keys("b BACK"),
)
LANDING = replace(
    TRIAGE,
    title="Safe landing",
    stage="Two minutes",
    digits="1:34",
    then="to end well; no new content",
    clock="session 2:10 left · lost 4:03",
    first=("End well.", "No new content."),
    rows=(
        FlowRow("right", "Are you all right?", (Part("yes", D),), keys("1 yes", "2 no", chosen="1"), done=True),
        FlowRow("after", "What will you do after this?", (), keys("3 asked"), next=True),
        FlowRow("next", "Next time: what was not done comes first", (Part("Tue 24 Nov 10:00", Q),), keys("4 said")),
    ),
    warning="5 minutes left: say so",
    exits=keys("g ended well"),
)
COVERT = replace(
    TRIAGE,
    title="Someone came in",
    stage="Wait",
    digits="30:12",
    look="covert",
    closing_line="We can go over the invoice another day.",
    question="Shall we carry on?",
    answers=keys("y yes", "n no"),
    warning="5 minutes left: say so",
)
LATE = replace(
    TRIAGE,
    title="Late",
    who="R.T.",
    began="11:00:00",
    use_when="Use when the client has not come two minutes after the booked start.",
    first=("Stay in the room.", "Check the link."),
    stage="Not here yet",
    digits="2:40",
    then="then text or ring, by the plan",
    clock="late 2:20 · booked 11:00 to 11:50",
    rows=(
        FlowRow("link", "Send the link again", (Part("TEXT", L), Part("07700 900321", S)), keys("c copy"), next=True),
        FlowRow("here", "R.T. is here", (), keys("b BACK")),
    ),
    question="Concern?",
    answers=keys("y yes", "n no", "u unsure", chosen="n"),
    exits=keys("w wait on"),
)
ASKED = replace(
    TRIAGE, ask=CheckAsk("Whom is it about?", (("1", "A.K.", ""), ("2", "B.N.", ""), ("3", "other", "Who?")))
)
UNKNOWN = replace(
    ASKED,
    who="who?",
    number="NO CALL",
    number_words="Choose whom it is about first.",
)
LONG = replace(
    PHONE,
    number="+44 (0)20 7946 0123 ext. 4417",
    rows=tuple(
        FlowRow(f"r{n}", f"A step with rather more words in it than a step should have, {n}", (Part(f"value {n}", Q),))
        for n in range(24)
    )
    + PHONE.rows,
)
INCIDENTS = {
    "triage": TRIAGE,
    "reconnect-late": RECONNECT,
    "phone": PHONE,
    "no-call": NO_CALL,
    "someone-else": SOMEONE_ELSE,
    "re-entry": REENTRY,
    "emergency-contact": EMERGENCY,
    "services": SERVICES,
    "landing": LANDING,
    "covert": COVERT,
    "late": LATE,
    "who": UNKNOWN,
    "long": LONG,
}
STAGES = tuple(name for name in INCIDENTS if name not in ("covert", "long"))
"""What a practitioner can meet, but for the covert look."""


def hostile(words: str) -> IncidentView:
    """An incident in which every field is `words`."""
    part = Part(words, A)
    some = (FlowKey("1", words, True), FlowKey(words or "2", words, False, True))
    ask = CheckAsk(words, ((words or "1", words, words), ("2", words, "")), words)
    return IncidentView(
        id="i",
        title=words,
        who=words,
        began=words,
        use_when=words,
        first=(words, words, words),
        stage=words,
        digits=words,
        then=words,
        clock=words,
        rows=tuple(FlowRow(f"r{n}", words, (part, part), some, n == 1, n == 2, n == 3) for n in range(5)),
        question=words,
        answers=some,
        exits=some,
        leave=some,
        number=words,
        number_words=words,
        script=words,
        closing_line=words,
        warning=words,
        said=part,
        ask=ask,
    )
