"""The long proofs of what is promised, one module a promise; `python -m tests.faults` runs them and prints the table.

Rule: a proof must be able to fail. Each module has `run(count, seed) -> Result`, and a canary: the same proof on
something that is known to be wrong, which must be seen to fail. The short forms are in `test_*.py` beside them.
"""
