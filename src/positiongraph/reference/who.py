"""Who is that?, as values ready to print: what `positiongraph who NAME` shows."""

import datetime
from typing import Any

from positiongraph.facts import ActorKind, Membership
from positiongraph.reference.candidates import Candidate
from positiongraph.reference.current import current
from positiongraph.reference.index import Reference, iso
from positiongraph.reference.resolve import resolved


def describe(name: str, *, on: str | datetime.date | None = None, context: str | None = None) -> dict[str, Any]:
    """Return what is known of a name on a day, as plain values for JSON.

    Keys: `name`, `on`, `actor` (a code or None), `reason`, `nearest` (names that look alike, when nothing is found) and `candidates`,
    each with `code`, `name`, `kind`, `reading`, `alias`, `reason`, `exists` (from, until), `offices` (held by it), `memberships` (its
    seats), `members` (seats in it), `holders` (of its offices; on a day only) and `matches`.

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
                           "reason": candidate.reason, "exists": None, "matches": [], "offices": [], "memberships": [],
                           "members": [], "holders": []}
    if actor and (entry := reference.entry(actor.code)):
        own, seats = reference.memberships(actor.code, on), reference.members(actor.code, on, role=None)
        held = [m for m in seats if _is_person(reference, m.member)]
        offices = list(own) if actor.kind == ActorKind.PERSON else []
        row |= {"exists": [entry.since, entry.until], "matches": list(actor.exact_matches),
                "offices": [_tie(reference, m, m.organization) for m in offices],
                "memberships": [_tie(reference, m, m.organization) for m in own if m not in offices],
                "members": [_tie(reference, m, m.member) for m in seats if m not in held],
                "holders": [_tie(reference, m, m.member) for m in held] if on else []}
    return row


def _is_person(reference: Reference, code: str) -> bool:
    return code in reference.rows and reference.rows[code][0] == ActorKind.PERSON


def _tie(reference: Reference, membership: Membership, other: str) -> dict[str, Any]:
    """Return a membership as seen from one end: the code and name of the other."""
    actor = reference.actor(other)
    key = "organization" if other == membership.organization else "member"
    return {key: other, "name": actor.name if actor else other, "role": membership.role,
            "from": membership.since, "until": membership.until}
