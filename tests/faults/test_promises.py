"""The short form of every long proof: few tries, and the canary fails all the same."""

import os
import shutil

import pytest

from tests.faults.proofs import PROOFS, Proof
from tests.faults.result import Result, table

SEED = 20261122


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_the_promise_is_kept_and_its_canary_fails(proof: Proof) -> None:
    if proof.needs and shutil.which(proof.needs) is None:
        assert os.environ.get("CI") != "1", f"{proof.needs} must be installed where the whole suite runs"
        pytest.skip(f"{proof.needs} is not installed")
    result = proof.run(proof.short, SEED)
    assert result.holds, table([result])


def test_a_result_holds_only_with_tries_no_failures_and_a_canary_that_failed() -> None:
    assert not Result("R0", "", canary_failed=True).holds
    assert not Result("R0", "", tries=1).holds
    assert not Result("R0", "", tries=1, failures=["x"], canary_failed=True).holds
    assert Result("R0", "", tries=1, canary_failed=True).holds
