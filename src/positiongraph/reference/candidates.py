"""What a name may mean on a date: the candidates, by rules 2 to 6 of `resolve`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from positiongraph.facts import Actor, ActorKind, Membership
from positiongraph.reference.index import Name, Reference, overlaps
from positiongraph.reference.names import bare, fold, spelled_as

_UNDECIDED = {"adjective", "inhabitants", "successor", "predecessor", "surname", "holder"}
_TOLD = 3
_SAME = {"person": "person", "surname": "person"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing a name may mean. A place (`reading` city or place) is no actor: its `actor` is None."""

    actor: Actor | None
    reading: str
    """As what: state, organisation, bloc, person, office, government, metonym, continuity, placeholder name an actor; city and place
    name none; adjective, inhabitants, surname, predecessor, successor and holder (of an office, at some time) only point at one."""
    reason: str
    alias: str
    """The name by which it was found, as the data write it."""
    offices: tuple[Membership, ...] = ()
    """Of a person: the offices held on the date."""

    @property
    def decisive(self) -> bool:
        """Tell whether this reading names an actor outright."""
        return self.actor is not None and self.reading not in _UNDECIDED


def options(candidates: tuple[Candidate, ...]) -> set[str]:
    """Return what is told apart: actors by code, and places as one."""
    return {c.actor.code if c.actor else "place" for c in candidates}


def rows(reference: Reference, text: str) -> list[Name]:
    """Return the names with the same key whose capitals allow this spelling, strongest first."""
    plain = bare(text)
    if text in reference.rows and reference.rows[text][0] == ActorKind.PERSON:
        return [Name(text, "person", text, 1)]
    found = [Name(*row) for row in reference.names.get(fold(plain), ())]
    return sorted((n for n in found if spelled_as(plain, n.written, strict=n.rank > 2)), key=lambda n: n.rank)


def named(reference: Reference, text: str, on: str | None) -> tuple[Candidate, ...]:
    """Return what bears this name on the date, by rules 2 to 6; without a date, what bears it at any time but by a dated name."""
    found = rows(reference, text)
    if on is None and any(not (n.since or n.until) for n in found):
        found = [n for n in found if not (n.since or n.until)]
    found = [n for n in found if overlaps(n.since, n.until, on)]
    standing = [n for n in found if _exists(reference, n.code, on)]
    if not standing:
        return lineage(reference, [n for n in found if n.rank == min(f.rank for f in found)], on)
    if on is None:
        standing = todays(reference, standing)
    if any(n.reading != "alpha2" for n in standing if n.rank < 2):
        standing = [n for n in standing if n.reading != "alpha2"]
    best = standing[0].rank
    tier = [n for n in standing if n.rank == best or (best in (2, 3) and n.rank in (2, 3))]
    return _persons_in_office(_unique(c for n in tier for c in _readings(reference, n, on)))


def todays(reference: Reference, found: list[Name]) -> list[Name]:
    """Where no date is known, the state of today goes before the one whose seat it took."""
    codes = {n.code for n in found}
    return [n for n in found if n.code not in reference.rows or reference.rows[n.code][8] not in codes - {n.code}]


def _exists(reference: Reference, code: str, on: str | None) -> bool:
    row = reference.rows.get(code)
    return row is not None and overlaps(row[5], row[6], on)


def _unique(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    kept: dict[tuple[str, str], Candidate] = {}
    for c in candidates:
        kept.setdefault((c.actor.code if c.actor else c.reason, _SAME.get(c.reading, c.reading)), c)
    return tuple(kept.values())


def _readings(reference: Reference, found: Name, on: str | None) -> list[Candidate]:
    entry = reference.entry(found.code)
    assert entry is not None
    actor, alias = entry.actor, found.written
    if found.reading == "capital":
        return [Candidate(actor=actor, reading="metonym", alias=alias, reason=f"{alias}, the capital, stands for {actor.name}"),
                Candidate(actor=None, reading="city", alias=alias, reason=f"{alias} is the capital of {actor.name}")]
    if found.reading.startswith("metonym"):
        means = found.reading.partition(":")[2]
        stands = Candidate(actor=actor, reading="metonym", alias=alias, reason=f"{alias} stands for {actor.name}")
        place = Candidate(actor=None, reading="place", alias=alias, reason=f"{alias} is a place ({actor.name})")
        return {"state": [stands], "place": [place]}.get(means, [stands, place])
    if actor.kind == ActorKind.PERSON:
        held = reference.memberships(actor.code, on) if on else ()
        reason = describe_person(reference, actor, held, on)
        return [Candidate(actor=actor, reading=found.reading, alias=alias, offices=held, reason=reason)]
    says = {"adjective": f"{alias} is the adjective of {actor.name}", "inhabitants": f"{alias} are those of {actor.name}"}
    if found.reading == "alpha2":
        return [Candidate(actor=actor, reading="state", alias=alias, reason=f"{alias} is the ISO 3166 alpha-2 code of {actor.name}")]
    if alias == actor.code:
        other = [reference.rows[row[0]][1] for row in reference.names.get(fold(alias), ()) if row[1] == "alpha2" and row[2] == alias]
        reason = f"{alias} is the code of {actor.name}" + (f", and the ISO 3166 alpha-2 code of {other[0]}" if other else "")
    else:
        reason = f"{alias} is a name of {actor.name}" if alias != actor.name else f"{alias} is its main name"
    return [Candidate(actor=actor, reading=found.reading, alias=alias, reason=says.get(found.reading, reason))]


def describe_person(reference: Reference, actor: Actor, held: tuple[Membership, ...], on: str | None) -> str:
    """Say which offices a person holds on the date."""
    if on is None:
        return f"{actor.name} is a person of that name"
    if not held:
        return f"{actor.name} holds no office on record on {on}"
    offices = [f"{m.role} of {_name(reference, m.organization)}" for m in held]
    more = f" and {len(offices) - _TOLD} more" if len(offices) > _TOLD else ""
    return f"{actor.name} is {', '.join(offices[:_TOLD])}{more} on {on}"


def _name(reference: Reference, code: str) -> str:
    row = reference.rows.get(code)
    return str(row[1]) if row else code


def _persons_in_office(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Of several of one name, keep who holds an office that day; a family name with an office becomes a person."""
    candidates = tuple(replace(c, reading="person") if c.reading == "surname" and c.offices else c for c in candidates)
    persons = [c for c in candidates if c.actor and c.actor.kind == ActorKind.PERSON]
    holding = tuple(c for c in persons if c.offices)
    if len(persons) == len(candidates) > 1 and len(holding) >= 1:
        return holding
    whole = tuple(c for c in candidates if c.reading != "surname")
    return whole or candidates


def lineage(reference: Reference, found: list[Name], on: str | None) -> tuple[Candidate, ...]:
    """Return the states that stand for those which do not exist on the date: the predecessor whose seat they took, else all of them."""
    candidates: list[Candidate] = []
    for n in found:
        entry = reference.entry(n.code)
        if entry is None or on is None or n.rank > 2:
            continue
        begun = entry.since is None or overlaps(entry.since, None, on)
        known = entry.actor.name
        if begun:
            reason = f"{known} ended on {entry.until}"
            for code in _after(reference, n.code, on):
                successor = reference.actor(code)
                candidates.append(Candidate(actor=successor, reading="successor", alias=n.written,
                                            reason=f"{reason}; {_name(reference, code)} came after it"))
            continue
        reason = f"{known} began on {entry.since}"
        before = [code for code in reference.before(n.code) if _exists(reference, code, on)]
        seats = [code for code in before if reference.rows[code][8] == n.code]
        for code in seats or before:
            reading = "continuity" if len(seats) == 1 else "predecessor"
            candidates.append(Candidate(actor=reference.actor(code), reading=reading, alias=n.written,
                                        reason=f"{reason}; {_name(reference, code)} stood in its place on {on}"))
    return _unique(candidates)


def _after(reference: Reference, code: str, on: str) -> list[str]:
    """Return the successors that exist on the date, through those that do not; the one that took the seat goes alone."""
    row = reference.rows[code]
    found: list[str] = []
    for successor in [row[8]] if row[8] else row[9]:
        if _exists(reference, successor, on):
            found.append(successor)
        elif successor in reference.rows:
            found.extend(_after(reference, successor, on))
    return list(dict.fromkeys(found))
