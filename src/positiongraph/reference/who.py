"""Who is that?, as values ready to print: what `positiongraph who NAME` shows."""

import datetime
from typing import Any

from positiongraph.facts import Membership
from positiongraph.reference.candidates import Candidate
from positiongraph.reference.current import current
from positiongraph.reference.index import Reference, iso
from positiongraph.reference.resolve import resolved


def describe(name: str, *, on: str | datetime.date | None = None, context: str | None = None) -> dict[str, Any]:
    """Return what is known of a name on a day, as plain values for JSON.

    Keys: `name`, `on`, `actor` (a code or None), `reason`, `nearest` (names that look alike, when nothing is found) and `candidates`,
    each with `code`, `name`, `kind`, `reading`, `alias`, `reason`, `exists` (from, until), `offices`, `memberships`, `matches`.

    Raises:
        ValueError: when `on` is no date.
    """
    reference, day = current(), iso(on)
    found = resolved(reference, name, day, context)
    return {"name": name, "on": day, "actor": found.actor.code if found.actor else None, "reason": found.reason,
            "candidates": [_row(reference, c, day) for c in found.candidates],
            "nearest": [] if found.candidates else reference.nearest(name)}


def _row(reference: Reference, candidate: Candidate, on: str | None) -> dict[str, Any]:
    actor = candidate.actor
    row: dict[str, Any] = {"code": actor.code if actor else None, "name": actor.name if actor else candidate.alias,
                           "kind": actor.kind.value if actor else "place", "reading": candidate.reading, "alias": candidate.alias,
                           "reason": candidate.reason, "exists": None, "offices": [], "memberships": [], "matches": []}
    if actor and (entry := reference.entry(actor.code)):
        ties = reference.memberships(actor.code, on)
        offices = [m for m in ties if m.role not in ("member", "observer", "associate", "partner")]
        row |= {"exists": [entry.since, entry.until], "offices": [_tie(reference, m) for m in offices],
                "memberships": [_tie(reference, m) for m in ties if m not in offices], "matches": list(actor.exact_matches)}
    return row


def _tie(reference: Reference, membership: Membership) -> dict[str, Any]:
    body = reference.actor(membership.organization)
    return {"organization": membership.organization, "name": body.name if body else membership.organization, "role": membership.role,
            "from": membership.since, "until": membership.until}
