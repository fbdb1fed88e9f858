"""Whose positions, on what: states, their blocs as of the date, or the persons who spoke; issues as they are, or what they roll up to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import numpy as np

from positiongraph import reference
from positiongraph.facts import ActorKind
from positiongraph.network.columns import sorted_codes
from positiongraph.network.selection import Selection

LEVELS = ("state", "bloc", "person")
Broader = Mapping[str, Collection[str]]


def actor_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the packaged names of actors, by code; co-signers by the names of each. Codes that nobody packaged are left out.

    >>> actor_names(["CHN+RUS", "Ada Lovelace"])
    {'CHN+RUS': 'China + Russia'}
    """
    names = {}
    for code in codes:
        found = [reference.actor(part) for part in code.split("+")]
        if any(found):
            names[code] = " + ".join(actor.name if actor else part for actor, part in zip(found, code.split("+"), strict=True))
    return names


def lift(kept: Selection, level: str, blocs: Collection[str] | None = None) -> Selection:
    """Return the selection with other actors: `bloc` puts each position on every bloc that its holder was in on its date, `person` on
    who uttered it.

    `blocs` limits the blocs. Positions of a holder in none of them, or without a speaker, are left out; so are, for blocs, those of
    unknown date. A position of several members counts once for their bloc.
    """
    if level == "state":
        return kept
    if level == "person":
        codes, words = kept.codes("speaker")
        spoken = kept.take(codes >= 0)
        actor, actors = sorted_codes(codes[codes >= 0], words)
        return replace(spoken, actor=actor, actors=actors, lifted=True)
    dates, days = kept.codes("date")
    known = kept.first >= 0
    seats = set(zip(kept.actor[known].tolist(), dates[known].tolist(), strict=True))
    held = {(a, d): _blocs(kept.actors[a], days[d], blocs) for a, d in seats}
    return _spread(kept, [held.get((a, d), ()) for a, d in zip(kept.actor.tolist(), dates.tolist(), strict=True)], "actor")


def _blocs(holder: str, date: str, blocs: Collection[str] | None) -> tuple[str, ...]:
    bodies = sorted({membership.organization for membership in reference.memberships(holder, on=date) if membership.role == "member"})
    if blocs is not None:
        return tuple(body for body in bodies if body in blocs)
    return tuple(body for body in bodies if (actor := reference.actor(body)) and actor.kind == ActorKind.BLOC)


def _spread(kept: Selection, names: list[tuple[str, ...]], side: str) -> Selection:
    """Put each entry on every name that is given for it."""
    at = np.repeat(np.arange(len(names)), [len(some) for some in names]).astype(np.int64)
    words = sorted({name for some in names for name in some})
    place = {name: number for number, name in enumerate(words)}
    codes = np.array([place[name] for some in names for name in some], dtype=np.int64)
    if side == "actor":
        return replace(kept.at(at), actor=codes, actors=tuple(words), lifted=True)
    return replace(kept.at(at), issue=codes, issues=tuple(words), lifted=True)


def ancestors(issue: str, broader: Broader) -> list[str]:
    """Return the broader issues of an issue and theirs, nearest first: as given in `broader`, else as packaged."""
    seen: dict[str, None] = {}
    layer = [issue]
    while layer:
        layer = [above for key in layer for above in _above(key, broader) if above not in seen and above != issue]
        seen.update(dict.fromkeys(layer))
    return list(seen)


def _above(issue: str, broader: Broader) -> Iterable[str]:
    if issue in broader:
        return broader[issue]
    packaged = reference.issue(issue)
    return packaged.broader if packaged else ()


def narrower(issues: Iterable[str], broader: Broader) -> dict[str, list[str]]:
    """Return the issues beneath each broader issue, at any depth.

    >>> narrower(["tariffs"], {"tariffs": ["trade"], "trade": ["economy"], "economy": []})
    {'trade': ['tariffs'], 'economy': ['tariffs']}
    """
    beneath: dict[str, list[str]] = {}
    for issue in issues:
        for above in ancestors(issue, broader):
            beneath.setdefault(above, []).append(issue)
    return beneath


def roll_up(kept: Selection, broader: Broader) -> Selection:
    """Return the selection on the top issues of the hierarchy; an issue with nothing above it stays, one with two tops counts for both."""
    tops = {}
    for issue in kept.issues:
        above = ancestors(issue, broader)
        tops[issue] = tuple(sorted(key for key in above if not list(_above(key, broader)))) or (issue,)
    spread = _spread(kept, [tops[kept.issues[code]] for code in kept.issue.tolist()], "issue")
    packaged = {key: found.label for key in spread.issues if (found := reference.issue(key))}
    return replace(spread, labels={**kept.labels, **packaged})
