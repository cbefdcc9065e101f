"""Where the client of an incident is, by what was said: the client's last place, and what was said in the incident.

Its rule: a place that was left is kept, for it is the last one known, and never looks like where somebody is. What was
said before it was known whom the incident is about is no less true.
"""

from dataclasses import replace

from data.values.incident import Incident
from data.values.people import Client, Place


def place_of(client: Client | None, incident: Incident) -> Place | None:
    """The place to tell a call handler, `left` where they went on since; None where nobody said any."""
    known = client.last_place if client else _told(incident)
    gone = (one.at for one in incident.given if (one.fact, one.value) == ("same_place", "no"))
    if known is not None and any(at > known.at for at in gone):
        return replace(known, left=True)
    return known


def _told(incident: Incident) -> Place | None:
    moved = (one for one in reversed(incident.given) if (one.fact, one.value) == ("same_place", "no"))
    return next((Place(one.words.strip(), one.at) for one in moved if one.words.strip()), None)
