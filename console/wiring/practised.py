"""By which policy a rehearsal goes: the practice's own, read and never changed, with its flows."""

from collections.abc import Mapping

from console.core.wall import day_of
from console.settings import Folders
from data import shelf, today
from data.flows import load_flows
from data.values.flow import Flow
from data.values.kept import Kept
from data.values.keys import Keys
from data.values.policy import Policy
from data.values.time import Now

STANDARD = "standard"


def practised(here: Folders, now: Now, zone: str, keys: Keys | None = None) -> tuple[str, Policy, Mapping[str, Flow]]:
    """The name of the practice's policy, the policy and its flows; the standard one where no practice is set up.

    The data file is only looked at: one that has to be brought up to date first is left as it is. Raises BadInput where
    the practice's policy cannot be used.
    """
    kept = today.load(here.database, keys.data if keys else None, day_of(now.utc, zone))
    practice = kept.practice if isinstance(kept, Kept) else None
    name = practice.policy if practice else STANDARD
    policy = shelf.cached(name, here.state / "policies")
    return name, policy, load_flows(policy)
