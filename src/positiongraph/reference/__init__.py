"""Who is who: packaged actors, memberships and issues, and names → actors as of a date.

    resolve("Moscow", on="2025-05-08")     the state, and the city
    members("BRICS", on="2024-06-01")      who sat in it on that day
    resolve_issue("One-China policy")      the issue of that name

Everything is read from one packaged file when first asked for. A user's own YAML file goes before it: `load_overrides`.
"""

import datetime

from positiongraph.facts import Actor, Issue, Membership
from positiongraph.reference.candidates import Candidate
from positiongraph.reference.current import current, load_overrides, with_overrides
from positiongraph.reference.index import iso
from positiongraph.reference.resolve import Resolution, resolved
from positiongraph.reference.who import describe

__all__ = ["Candidate", "Resolution", "actor", "actors", "describe", "issue", "issue_ancestors", "issues", "load_overrides", "members",
           "memberships", "nearest", "resolve", "resolve_issue", "with_overrides"]


def resolve(name: str, *, on: str | datetime.date | None = None, context: str | None = None) -> Resolution:
    """Return who a name means on a day: `.actor` when there is exactly one right answer, `.candidates` with reasons, `.reason`.

    `on` may be known to the year or month: "2010". `context` is a stretch of text around the name, or any words that help to choose.

    >>> resolve("USSR", on="1985-01-01").actor.name
    'Soviet Union'
    >>> resolve("USSR", on="2000-01-01").actor is None
    True
    >>> [c.reading for c in resolve("Moscow", on="2025-05-08").candidates]
    ['metonym', 'city']
    >>> resolve("NA").actor.name
    'Namibia'

    Raises:
        ValueError: when `on` is no date.
    """
    return resolved(current(), name, iso(on), context)


def actor(code: str) -> Actor | None:
    """Return the actor with exactly this code, placeholders included; None when nobody has it."""
    return current().actor(code)


def actors() -> tuple[Actor, ...]:
    """Return all actors in the order of their codes."""
    return current().actors()


def memberships(code: str, on: str | datetime.date | None = None) -> tuple[Membership, ...]:
    """Return the seats and offices *of* this member, oldest first; with a day, those that may hold on it."""
    return current().memberships(code, on)


def members(bloc: str, on: str | datetime.date | None = None, *, role: str | None = "member") -> tuple[Membership, ...]:
    """Return the memberships *in* this body, by member; `role=None` brings observers, partners and office-holders too."""
    return current().members(bloc, on, role)


def issue(id: str) -> Issue | None:
    """Return the issue with exactly this id, None when there is none."""
    return current().issue(id)


def issues() -> tuple[Issue, ...]:
    """Return all issues in the order of their ids."""
    return current().issues()


def resolve_issue(text: str) -> Issue | None:
    """Return the one issue with this id, label or alias, whatever its case, dashes and punctuation; None when none or several."""
    return current().resolve_issue(text)


def issue_ancestors(id: str) -> tuple[Issue, ...]:
    """Return the broader issues of an issue and theirs, nearest first, each once; empty when it has none or does not exist."""
    return current().issue_ancestors(id)


def nearest(name: str) -> list[str]:
    """Return up to three known names that look like this one, for messages."""
    return current().nearest(name)
