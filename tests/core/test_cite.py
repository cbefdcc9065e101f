"""Where a line comes from, in words."""

import pytest

from console.core.cite import cite, cite_line
from data.policies import load
from data.values.citing import citations


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("S3 4.4", "Remote Session Protocol Policy, 4.4"),
        ("S0 L17", "Secure online video appointments, line 17"),
        ("S0 L20,51", "Secure online video appointments, lines 20, 51"),
        ("S1 L15-16", "Online counselling using Zoom, lines 15–16"),
        ("S4 therapist 1.3 L114-116", "Policy and Procedure for Online Working, therapist 1.3"),
        ("S3 7; S3 8", "Remote Session Protocol Policy, 7; 8"),
        ("S1 L9; S3 3", "Online counselling using Zoom, line 9; Remote Session Protocol Policy, 3"),
        ("S3", "Remote Session Protocol Policy"),
        ("standard", "Session Day standard"),
        ("practice", "our own practice"),
        ("OP 3", "OP, 3"),
        ("", "no source given"),
        (";;", ";;"),
    ],
)
def test_a_source_reads_in_words(source: str, words: str) -> None:
    assert cite(load("standard"), source) == words


def test_what_was_taken_over_says_so_and_what_the_source_says_is_cited() -> None:
    policy = load("support-service")
    assert cite_line(policy, policy.reconnect) == "not in this source: standard"
    assert cite_line(policy, policy.session) == "Secure online video appointments, line 17"
    private = next(check for check in policy.checks if check.id == "private")
    assert cite_line(policy, private) == "Secure online video appointments, lines 15, 23"


@pytest.mark.parametrize("source", ["", " ", "17", "standard 3", "S3 4.4;", "S0 L1-"])
def test_a_source_that_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="cannot read the source"):
        citations(source)
