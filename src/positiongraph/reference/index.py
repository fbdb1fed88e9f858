"""The packaged index in memory: actors, names, memberships, offices and issues, read from one file when first asked for."""

import datetime
import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from positiongraph.errors import nearest
from positiongraph.facts import UNNAMED, UNRESOLVED, Actor, ActorKind, Issue, Membership, period
from positiongraph.reference.names import fold

INDEX = Path(__file__).parent / "data" / "index.json"
Day = str | datetime.date | None


@lru_cache(maxsize=8192)
def span(date: str) -> tuple[str, str]:
    """Return the first and last day of a date at known precision, as ISO text, which sorts as days do.

    >>> span("2024-02")
    ('2024-02-01', '2024-02-29')
    """
    first, last = period(date)
    return first.isoformat(), last.isoformat()


def overlaps(since: str | None, until: str | None, on: str | None) -> bool:
    """Tell whether a span that is open where it has no end may cover the date; what is not known counts in its favour."""
    if on is None or (since is None and until is None):
        return True
    first, last = span(on)
    return (since is None or span(since)[0] <= last) and (until is None or first <= span(until)[1])


def iso(on: Day) -> str | None:
    """Return a day as ISO text at its precision.

    Raises:
        ValueError: when it is text and no date.
    """
    if isinstance(on, datetime.datetime):
        on = on.date()
    text = on.isoformat() if isinstance(on, datetime.date) else on
    if text is not None:
        span(text)
    return text


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name an actor: `reading` says as what, `rank` 0 the user's own, 1 its name or code, 2 another name."""

    code: str
    reading: str
    written: str
    rank: int = 2
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor as packaged: what `facts.Actor` holds, and when it exists, what came before and after it."""

    actor: Actor
    sort: str
    since: str | None = None
    until: str | None = None
    capital: str | None = None
    continued_by: str | None = None
    successors: tuple[str, ...] = ()
    part_of: str | None = None
    source: tuple[str, ...] = ()


@dataclass(slots=True)
class Reference:
    """All that is known, by key. Values are raw rows until asked for, so that opening costs little."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    """code → kind, name, aliases, matches, sort, since, until, capital, continued_by, successors, part_of, source"""
    names: dict[str, list[list[Any]]] = field(default_factory=dict)
    """key → code, reading, as written, rank, since, until"""
    ties: dict[str, list[list[Any]]] = field(default_factory=dict)
    """member → organization, role, since, until, acting"""
    offices: list[list[Any]] = field(default_factory=list)
    """office, role, titles, of, roles_of, possessive"""
    issue_rows: dict[str, list[Any]] = field(default_factory=dict)
    """id → label, pole, aliases, broader, concerns, matches, notation"""
    _entries: dict[str, Entry] = field(default_factory=dict)
    _issues: dict[str, Issue] = field(default_factory=dict)
    _seats: dict[str, dict[str, list[Membership]]] | None = None
    """body → role → memberships"""
    _issue_names: dict[str, list[str]] | None = None
    _before: dict[str, list[str]] | None = None
    _titles: dict[str, list[int]] | None = None

    def entry(self, code: str) -> Entry | None:
        """Return what is packaged of an actor, None when there is no such code."""
        if code not in self._entries:
            if (row := self.rows.get(code)) is None:
                return None
            kind, name, aliases, matches, sort, since, until, capital, continued_by, successors, part_of, source = row
            actor = Actor(code=code, kind=ActorKind(kind), name=name, aliases=tuple(aliases), exact_matches=tuple(matches))
            self._entries[code] = Entry(actor, sort, since, until, capital, continued_by, tuple(successors), part_of, tuple(source))
        return self._entries[code]

    def actor(self, code: str) -> Actor | None:
        """Return the actor with exactly this code; a placeholder's code gives a placeholder; None when nobody has it."""
        for prefix, kind in ((UNNAMED, ActorKind.BLOC), (UNRESOLVED, ActorKind.ACTOR)):
            if code.startswith(prefix):
                return Actor(code=code, kind=kind, name=code.removeprefix(prefix).strip() or code)
        entry = self.entry(code)
        return entry.actor if entry else None

    def actors(self) -> tuple[Actor, ...]:
        """Return all actors in the order of their codes."""
        return tuple(entry.actor for code in sorted(self.rows) if (entry := self.entry(code)))

    def memberships(self, code: str, on: Day = None) -> tuple[Membership, ...]:
        """Return the seats and offices *of* this member, oldest first; with a day, those that may hold on it."""
        day = iso(on)
        found = (Membership(member=code, organization=body, role=role, since=since, until=until)
                 for body, role, since, until, _ in self.ties.get(code, ()) if overlaps(since, until, day))
        return tuple(sorted(found, key=lambda m: (m.since or "", m.organization, m.role)))

    def members(self, body: str, on: Day = None, role: str | None = "member") -> tuple[Membership, ...]:
        """Return the memberships *in* this body, by member; `role=None` brings observers, partners and office-holders too."""
        roles = self._seats_in(body)
        held = roles.values() if role is None else (roles.get(role, []),)
        day = iso(on)
        found = (m for seats in held for m in seats if overlaps(m.since, m.until, day))
        return tuple(sorted(found, key=lambda m: (m.member, m.since or "", m.role)))

    def _seats_in(self, body: str) -> dict[str, list[Membership]]:
        if self._seats is None:
            self._seats = defaultdict(lambda: defaultdict(list))
            for member, ties in self.ties.items():
                for organization, role, since, until, _ in ties:
                    seat = Membership(member=member, organization=organization, role=role, since=since, until=until)
                    self._seats[organization][role].append(seat)
        return self._seats.get(body, {})

    def issue(self, key: str) -> Issue | None:
        """Return the issue with exactly this id, None when there is none."""
        if key not in self._issues:
            if (row := self.issue_rows.get(key)) is None:
                return None
            label, pole, aliases, broader, concerns, matches, _ = row
            self._issues[key] = Issue(id=key, label=label, positive_pole=pole, aliases=tuple(aliases), broader=tuple(broader),
                                      concerns=tuple(concerns), exact_matches=tuple(matches))
        return self._issues[key]

    def issues(self) -> tuple[Issue, ...]:
        """Return all issues in the order of their ids."""
        return tuple(issue for key in sorted(self.issue_rows) if (issue := self.issue(key)))

    def resolve_issue(self, text: str) -> Issue | None:
        """Return the one issue of this id, label, alias or notation, whatever its case, dashes and punctuation; None when several."""
        found = self.issue_names().get(fold(text), [])
        return self.issue(found[0]) if len(found) == 1 else None

    def issue_names(self) -> dict[str, list[str]]:
        """Return key → ids of the issues that are called so."""
        if self._issue_names is None:
            self._issue_names = defaultdict(list)
            for key, (label, _, aliases, _, _, _, notation) in self.issue_rows.items():
                for name in dict.fromkeys(fold(n) for n in (key, label, *aliases, notation or key)):
                    self._issue_names[name].append(key)
        return self._issue_names

    def issue_ancestors(self, key: str) -> tuple[Issue, ...]:
        """Return the broader issues of an issue and theirs, nearest first, each once; empty when it has none or does not exist."""
        seen: dict[str, None] = {}
        layer = [key]
        while layer:
            layer = [b for k in layer for b in (self.issue_rows[k][3] if k in self.issue_rows else ()) if b not in seen and b != key]
            seen.update(dict.fromkeys(layer))
        return tuple(issue for k in seen if (issue := self.issue(k)))

    def before(self, code: str) -> list[str]:
        """Return the codes of those that name this one among their successors."""
        if self._before is None:
            self._before = defaultdict(list)
            for key, row in self.rows.items():
                for successor in row[9]:
                    self._before[successor].append(key)
        return self._before.get(code, [])

    def titles(self) -> dict[str, list[int]]:
        """Return title → numbers of the offices it may mean; a role ("head of government") is a title of all offices that have it."""
        if self._titles is None:
            self._titles = defaultdict(list)
            for number, (office, role, words, _, roles_of, _) in enumerate(self.offices):
                for title in dict.fromkeys(fold(w) for w in (office, *words, *([role] if role else []), *roles_of)):
                    self._titles[title].append(number)
        return self._titles

    def nearest(self, name: str) -> list[str]:
        """Return up to three known names that look like this one, for messages."""
        near = nearest(fold(name), self.names)
        return list(dict.fromkeys(self.names[key][0][2] for key in near))

    def extended(self, other: "Reference") -> "Reference":
        """Return this with another laid over it: an actor or issue of the same code is replaced, its names are added and go before."""
        names = dict(self.names)
        for key, rows in other.names.items():
            names[key] = [*names.get(key, []), *([*row[:3], 0, *row[4:]] for row in rows)]
        ties = self.ties | {member: [*self.ties.get(member, []), *rows] for member, rows in other.ties.items()}
        return Reference(self.rows | other.rows, names, ties, [*self.offices, *other.offices], self.issue_rows | other.issue_rows)


def read_index(path: Path = INDEX) -> Reference:
    """Read an index file."""
    data = json.loads(path.read_text("utf-8"))
    return Reference(data["actors"], data["names"], data["ties"], data["offices"], data["issues"])
