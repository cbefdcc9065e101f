"""Invented days to look at: `DayView`s as the core would make them. Every name and number is made up."""

from __future__ import annotations

from dataclasses import replace

from data.values.views import (
    AgendaRow,
    Banner,
    CheckAsk,
    CheckGroup,
    CheckRow,
    ClockView,
    DayView,
    DetailView,
    HeaderView,
    OwedRow,
    Part,
    Tone,
)

Q, P, S, L, D, A = Tone.QUIET, Tone.PLAIN, Tone.STRONG, Tone.LIVE, Tone.DONE, Tone.ATTENTION

HEADER = HeaderView(
    "Session Day",
    "Saturday 21 November",
    "10:18",
    "Remote protocol",
    A,
    "review overdue 40 days",
    "names hidden",
    "alerts on",
    Q,
)
ROWS = (
    AgendaRow("s1", "09:00", "J.M.", "", "ended", "14/14", D),
    AgendaRow("s2", "10:00", "A.K.", "▶", "in session", "9/12", L),
    AgendaRow("", "10:18", "", "", "", "", Q),
    AgendaRow("s3", "11:00", "R.T.", "", "first", "! 3 missing", P, A),
    AgendaRow("s4", "12:00", "L.B.", "", "cancelled late", "", Q),
    AgendaRow("s5", "14:00", "Group", "", "6 members", "", P),
    AgendaRow("s6", "16:00", "S.O.", "", "weekly, by phone", "", P),
)


def check(id: str, glyph: str, text: str, tone: Tone = P, value: str = "", time: str = "", **more: bool) -> CheckRow:  # noqa: A002
    return CheckRow(id, glyph, text, value, time, tone, **more)


DETAIL = DetailView(
    "s2",
    "A.K.",
    "10:00 · weekly · Teams · 7th session",
    (
        CheckGroup(
            "Before",
            (
                check("b1", "·", "The link is new", Q, "", "09:40"),
                check("b2", "✓", "Recording is off", D, "", "09:56"),
            ),
        ),
        CheckGroup(
            "Start",
            (
                check("c1", "✓", "Private, alone", D, "", "10:01"),
                check("c2", "✓", "Where now", D, "14 Elm Road, Leeds", "10:01"),
                check("c3", "✓", "Emergency contact", D, "same (sister)", "10:02"),
                check("c4", "~", "Contact rules", A, "no text until Friday", "10:02"),
            ),
        ),
        CheckGroup(
            "Ending",
            (
                check("e1", "○", "Say there are five minutes left", S, "", "at 10:45", next=True),
                check("e2", "○", "What will you do after this?"),
                check("e3", "○", "Next session agreed"),
                check("e4", "○", "Goodbye said, client left first"),
            ),
        ),
    ),
)
DROP = ((Part("YOU RING", L), Part("07700 900123", S), Part("after nine"), Part("NO TEXT", A), Part("14 Nov", Q)),)
OWED = (OwedRow("o1", "Report Tuesday's breach", "31 h left", A, "s0"), OwedRow("o2", "Ring back R.T.'s mother", "", P))
CLOCK = ClockView(
    "31:29",
    "left · ends 10:50 as booked",
    "saved 10:18:30",
    Q,
    "running",
    0.37,
    ((0.8, "10"), (0.9, "5"), (0.98, "1")),
    "A.K.",
    "Say there are five minutes left",
)
KEYS = (
    ("space", "tick"),
    ("enter", "open"),
    ("n", "note"),
    ("e", "end"),
    ("?", "why"),
    ("F1", "help"),
)
SESSION = DayView(HEADER, ROWS, DETAIL, DROP, OWED, CLOCK, None, KEYS)

WARNING = replace(
    SESSION,
    header=replace(HEADER, clock="10:45"),
    clock=replace(CLOCK, digits="4:58", caption="5 minutes left: say so", mood="warning", fraction=0.9),
    banner=Banner("w5", "5 minutes left: say so", (("a", "seen"),), A),
)
OVER = replace(
    SESSION,
    header=replace(HEADER, clock="10:52"),
    clock=replace(CLOCK, digits="+2:10", caption="past the end · booked to 10:50", mood="over", fraction=1.0),
    said=Part("Extending to 11:00 would leave no break before R.T. at 11:00.", A),
)
BEFORE = replace(
    SESSION,
    header=replace(HEADER, clock="10:52", demo=True, alerts="alerts fail", alerts_tone=A),
    detail=DetailView(
        "s3",
        "R.T.",
        "11:00 · first session · Teams",
        (
            CheckGroup(
                "Before",
                (
                    check("b1", "!", "Guardian consent", A, "none recorded"),
                    check("b2", "!", "The link is new", A, "same as 9:00 with J.M."),
                    check("b3", "·", "The platform is approved", Q),
                    check("b4", "○", "Invitation sent", S, "", "by 10:50", next=True),
                    check("b5", "↷", "Headphones", Q, "later"),
                    check("b6", "–", "Neutral backdrop", Q, "not applicable"),
                ),
            ),
            CheckGroup(
                "Start",
                (
                    check("c1", "○", "Are you alone, and is it private where you are?"),
                    check("c2", "○", "Where are you now?", P, "LAST KNOWN, 7 DAYS: 3 Mill Lane, Otley", waits=True),
                    check("c3", "×", "Emergency contact", P, "refused", waits=True),
                ),
            ),
        ),
        (Part("13 years", S), Part("guardian consent missing", A)),
    ),
    drop=((Part("NO CALL", A), Part("no number is known to be safe"), Part("stay in the room to 11:50", S)),),
    clock=ClockView("7:40", "until R.T. · room opens 10:55", "NOT SAVED: the disk is full", A, "idle", who="R.T."),
    banner=Banner(
        "gap",
        "Asleep 14 min; by the clock 36:20 have passed. Was the session running?",
        (("y", "yes"), ("n", "no"), ("p", "partly")),
        A,
    ),
    keys=(("s", "start"), ("enter", "open"), ("i", "sent"), ("c", "client"), ("g", "contact rules"), ("?", "why")),
)
EMPTY = DayView(
    replace(HEADER, policy="Standard", policy_note="", policy_tone=Q),
    (),
    None,
    (),
    (),
    ClockView("10:18", "nothing runs", "saved", Q, "idle"),
    None,
    (("w", "new session"), ("p", "new client"), ("F1", "help")),
)
MEMBERS = ("A.K.", "B.N.", "C.O.", "D.P.", "E.R.", "F.S.")
GROUP = replace(
    SESSION,
    detail=DetailView(
        "s5",
        "Group",
        "14:00 · 6 members · Zoom",
        tuple(
            CheckGroup(
                who,
                (
                    check(f"{who}1", "✓", "Present", D, "", "14:00"),
                    check(f"{who}2", "✓", "Private, alone", D, "", "14:01"),
                    check(
                        f"{who}3", "○", "Where now?", S if at == 1 else P, "14 Elm Road" if at < 1 else "", next=at == 1
                    ),
                    check(f"{who}4", "○", "Camera on, or agreed off"),
                ),
            )
            for at, who in enumerate(MEMBERS)
        ),
    ),
)
LONG = replace(
    SESSION,
    rows=tuple(
        AgendaRow(f"s{n}", f"{7 + n // 4:02}:{n % 4 * 15:02}", f"A.{chr(65 + n % 26)}.", "", "weekly", f"0/{n}", P)
        for n in range(60)
    ),
    detail=DetailView(
        "s2",
        "A.K.",
        "a long list",
        tuple(
            CheckGroup(
                f"Phase {g}",
                tuple(
                    check(
                        f"{g}-{n}",
                        "○",
                        f"A check with quite a number of words in it, number {n} of its phase",
                        value="a value",
                    )
                    for n in range(12)
                ),
            )
            for g in range(8)
        ),
    ),
    owed=tuple(OwedRow(f"o{n}", f"Thing {n} that is still owed to somebody", f"{n} h left", A) for n in range(30)),
)
DAYS = {
    "session": SESSION,
    "warning": WARNING,
    "over": OVER,
    "before": BEFORE,
    "empty": EMPTY,
    "group": GROUP,
    "long": LONG,
    "loading": None,
}
ASK = CheckAsk(
    "Are you alone, and is it private?",
    (("1", "alone", ""), ("2", "adjusted", "What was adjusted?"), ("3", "rearranged", "")),
    "headphones on",
)
HOSTILE = (
    "[/]",
    "[TODO] plan",
    "Ann [/oops]",
    "[b]x",
    "\x1b]52;c;AAAA\x07",
    "\x1bP+q\x1b\\",
    "\x1b[2J",
    "a\tb\nc",
    "\u202eevil",
    "e" + "\u0301" * 60,
    "宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽",
    "👩‍👩‍👧‍👦" * 20,
    "\ud800",
    "\x9b31m",
    "x" * 5000,
    "",
    " ",
)


def hostile(words: str) -> DayView:
    """A day in which every field is `words`."""
    part = Part(words, A)
    return DayView(
        HeaderView(words, words, words, words, A, words, words, words, A, True),
        (
            AgendaRow("a", words, words, words, words, words, L, A),
            AgendaRow("", words, "", "", "", "", Q),
            AgendaRow("b", words, words, words, words, words, P),
        ),
        DetailView(
            "a",
            words,
            words,
            (
                CheckGroup(
                    words,
                    tuple(
                        CheckRow(f"c{n}", words, words, words, words, tone, n == 1, n == 2)
                        for n, tone in enumerate(Tone)
                    ),
                ),
            ),
            (part, part),
        ),
        ((part, part), (part,)),
        (OwedRow("o", words, words, A), OwedRow("p", words, words, Q)),
        ClockView(words, words, words, A, "running", 0.5, ((0.5, words), (0.9, words)), words, words),
        Banner("b", words, (("y", words), (words or "k", words)), A, words),
        ((words, words), ("s", words)),
        part,
    )
