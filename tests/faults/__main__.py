"""`make faults`: runs the long proofs and prints the table.

It ends with 0 where every promise held and every canary failed, 1 otherwise. `SHARD=i/n` (from 1) runs a part of every
count; `--only r1_kill`, `--count 20` and `--jobs 2` are for trying out.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from tests.faults.proofs import PROOFS, Proof
from tests.faults.result import Result, table
from tests.term import ROOT

SEED = 20261122


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__, allow_abbrev=False)
    parser.add_argument("--only", nargs="*", default=[], choices=[proof.name for proof in PROOFS], metavar="PROOF")
    parser.add_argument("--count", type=int, default=0, help="tries of each instead of its own count")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--one", nargs=3, metavar=("PROOF", "COUNT", "SEED"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return _one(*asked.one)
    wanted = [proof for proof in PROOFS if not asked.only or proof.name in asked.only]
    parts = list(_parts(wanted, asked.count, asked.seed, *_shard(os.environ.get("SHARD", "1/1"))))
    parts.sort(key=lambda part: part[0].weight * part[1], reverse=True)
    with ThreadPoolExecutor(asked.jobs) as pool:
        results = list(pool.map(_in_a_process, parts))
    results.sort(key=lambda one: one.promise)
    print(table(results))
    return 0 if all(one.holds for one in results) else 1


def _shard(words: str) -> tuple[int, int]:
    part, _, parts = words.partition("/")
    if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        sys.exit(f"SHARD is {words!r}; it must be as 1/2, 2/2.")
    return int(part), int(parts)


def _parts(proofs: Sequence[Proof], count: int, seed: int, part: int, parts: int) -> Iterator[tuple[Proof, int, int]]:
    """Each proof with its share of the tries, and a seed of its own for this share."""
    for proof in proofs:
        whole = count or proof.long
        share = whole // parts + (part <= whole % parts)
        if share:
            yield proof, share, seed + part - 1


def _in_a_process(part: tuple[Proof, int, int]) -> Result:
    """One proof in a process of its own, so that none can spoil another."""
    proof, count, seed = part
    argv = [sys.executable, "-m", "tests.faults", "--one", proof.name, str(count), str(seed)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        result = Result(**json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        result = Result(proof.name, "it runs to its end", failures=[done.stderr.strip()[-2000:] or "it said nothing"])
    print(f"{result.promise}: {result.tries} tries, {len(result.failures)} failures", file=sys.stderr, flush=True)
    return result


def _one(name: str, count: str, seed: str) -> int:
    proof = next(proof for proof in PROOFS if proof.name == name)
    print(json.dumps(asdict(proof.run(int(count), int(seed)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
