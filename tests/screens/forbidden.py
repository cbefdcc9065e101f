"""What nobody who looks over a shoulder may read in the covert look: no number, no key, no word of an incident."""

FORBIDDEN = (
    r"\d{3}", "drop", "crisis", r"\bsafe", "incident", "covert", "someone", "somebody", "came in", "person", "police",
    "danger", "emergency", r"\bhide", "hidden", "abuse", r"\bring\b", "number", r"a\.k\.", "anna", "client", "session",
    "began", "error", "why", r"\bf[2-5]\b", "concern", r"\blead\b", "supervisor", r"\blost\b", r"\bstay\b", "breathe",
    r"\bwait", "minutes left", "help", "signal", r"\bsign\b", "disclos", "overheard", "guardian", r"\brisk", "services",
    "unseen", "unheard", "also open", r"\btab\b",
)  # fmt: skip
