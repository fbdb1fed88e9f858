"""Offices and governments in words: "the French president", "President Putin", "secretary-general of the UN", "the Chinese side"."""

import re
from collections.abc import Iterator

from positiongraph.facts import Actor, ActorKind, Membership
from positiongraph.reference.candidates import Candidate, describe_person, named, rows, todays
from positiongraph.reference.index import Reference, overlaps, span
from positiongraph.reference.names import bare, fold

_GOVERNMENT = ("government", "administration", "authorities", "leadership", "side", "delegation", "cabinet", "regime", "state department",
               "foreign ministry", "ministry of foreign affairs", "ministry of external affairs", "foreign office", "defence ministry",
               "defense ministry", "ministry of defence", "ministry of defense", "department of state", "embassy", "permanent mission")
_OF_GOVERNMENT = re.compile("(.+?) (?:{0})|(?:{0}) of (?:the )?(.+)".format("|".join(_GOVERNMENT)), re.IGNORECASE)
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Madam|His|Her|H\.E|HE|Gen|General|Col|Colonel|Marshal|Sheikh|Ayatollah"
                        r"|Prof|Professor|Comrade)\.?(?: (?:Excellency|Majesty|Holiness|Highness))? +(?=\S)")
Split = tuple[str, str, str]
"""What stands before a title, the title's key, what stands after it."""
_LONGEST_TITLE = 8
_PAST = re.compile(r"^(?:former|ex|then|late|previous|outgoing|acting|interim|current|incumbent|sitting)[ -]+", re.IGNORECASE)


def read(reference: Reference, text: str, on: str | None) -> tuple[Candidate, ...]:
    """Return the office-holders or the government that the words mean on the date; nothing when they mean neither.

    Without a date all holders on record are offered, the latest first.
    """
    words = re.sub(r"^[Tt]he ", "", bare(text))
    past = _PAST.match(words)
    former = past is not None and past.group().lower().startswith(("former", "ex", "late", "previous"))
    words = _PAST.sub("", words)
    if (plain := _HONORIFIC.sub("", words)) != words:
        return tuple(c for c in named(reference, plain, on) if c.actor and c.actor.kind == ActorKind.PERSON)
    splits = list(_splits(reference, words))
    return (_titled_person(reference, splits, on) or (() if former else _office(reference, splits, on))
            or _government(reference, words, on))


def _bodies(reference: Reference, words: str, on: str | None) -> list[str]:
    """Return the codes of the states and organisations that a name or an adjective stands for."""
    plain = re.sub(r"^[Tt]he ", "", bare(words))
    found = [n for n in rows(reference, plain)
             if n.reading in {"state", "bloc", "organisation", "adjective", "capital", "metonym:both", "metonym:state"}
             and n.code in reference.rows and overlaps(reference.rows[n.code][5], reference.rows[n.code][6], on)
             and overlaps(n.since, n.until, on)]
    found = todays(reference, found) if on is None else found
    return list(dict.fromkeys(n.code for n in found if n.rank == found[0].rank))


def _splits(reference: Reference, words: str) -> Iterator[Split]:
    """Yield what stands around each title within the words, the longest first."""
    tokens = words.split()
    known = reference.titles()
    for length in range(min(_LONGEST_TITLE, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            title = fold(" ".join(tokens[start:start + length]))
            if title in known:
                yield " ".join(tokens[:start]), title, " ".join(tokens[start + length:])


def _office(reference: Reference, splits: list[Split], on: str | None) -> tuple[Candidate, ...]:
    for before, title, after in splits:
        body = before if before and not after else ""
        if not before and (match := re.match(r"(?:of|for|to) (.+)", after)):
            body = match.group(1)
        numbers = reference.titles()[title]
        if body:
            bodies = _bodies(reference, body, on)
        elif not before and not after:
            numbers = [n for n in numbers if _says_of_what(reference, n, title)]
            bodies = list(dict.fromkeys(code for n in numbers for code in reference.offices[n][3] or ()))
        else:
            continue
        if bodies and (found := _holders(reference, bodies, numbers, title, on)):
            return found
    return ()


def _says_of_what(reference: Reference, number: int, title: str) -> bool:
    """Tell whether the title alone says whose it is: "the Pope", "Commission president"."""
    _, _, words, _, _, possessive = reference.offices[number]
    return not possessive or any(fold(w) == title and " " in w and w != w.lower() for w in words)


def _matches(reference: Reference, number: int, title: str, body: str) -> str | None:
    """Return the office's word when the title may mean it for this body."""
    office, role, words, of, roles_of, _ = reference.offices[number]
    if of and body not in of:
        return None
    meant = title in {fold(w) for w in (office, role or "", *words)}
    return str(office) if meant or any(title == fold(other) and body in codes for other, codes in roles_of.items()) else None


def _holders(reference: Reference, bodies: list[str], numbers: list[int], title: str, on: str | None) -> tuple[Candidate, ...]:
    found: list[tuple[Actor, Membership]] = []
    for body in bodies:
        offices = dict.fromkeys(office for n in numbers if (office := _matches(reference, n, title, body)))
        held = [m for office in offices for m in reference.members(body, on, role=office)]
        exact = [m for m in held if fold(m.role) == title]
        for m in _incoming(exact or held, on):
            actor = reference.actor(m.member)
            if actor:
                found.append((actor, m))
    found.sort(key=lambda pair: pair[1].since or "", reverse=True)
    kept: dict[str, Candidate] = {}
    for actor, m in found:
        body_name = reference.rows[m.organization][1] if m.organization in reference.rows else m.organization
        years = f"{m.since or '?'} – {m.until or 'today'}"
        kept.setdefault(actor.code, Candidate(actor=actor, reading="office" if on else "holder", alias=m.role, offices=(m,),
                                              reason=f"{actor.name} is {m.role} of {body_name} ({years})"))
    return tuple(kept.values())


def _incoming(held: list[Membership], on: str | None) -> list[Membership]:
    """On a day of handover keep who comes in."""
    if on is None or len(held) < 2 or len(on) < 10:
        return held
    incoming = [m for m in held if m.since == on]
    leaving = [m for m in held if m.until and span(m.until) == (on, on)]
    return incoming if incoming and len(incoming) + len(leaving) == len(held) else held


def _titled_person(reference: Reference, splits: list[Split], on: str | None) -> tuple[Candidate, ...]:
    """Read "President Putin", "Russian Foreign Minister Sergey Lavrov": the name decides, the office must not speak against it."""
    for before, title, after in splits:
        if not after or re.match(r"(?:of|for|to) ", after):
            continue
        persons = [c for c in named(reference, after, on) if c.actor and c.actor.kind == ActorKind.PERSON]
        if not persons:
            continue
        bodies = _bodies(reference, before, on) if before else None
        fitting = []
        for c in persons:
            assert c.actor is not None
            ties = [m for m in reference.memberships(c.actor.code, on)
                    if (bodies is None or m.organization in bodies)
                    and any(_matches(reference, n, title, m.organization) == m.role for n in reference.titles()[title])]
            if ties:
                fitting.append(Candidate(actor=c.actor, reading="person", alias=c.alias, offices=tuple(ties),
                                         reason=describe_person(reference, c.actor, tuple(ties), on)))
        return tuple(fitting) or tuple(persons)
    return ()


def _government(reference: Reference, words: str, on: str | None) -> tuple[Candidate, ...]:
    match = _OF_GOVERNMENT.fullmatch(words)
    if match is None:
        return ()
    body = match.group(1) or match.group(2)
    codes = _bodies(reference, body, on)
    if not codes and on:
        persons = [c for c in named(reference, body, on) if c.actor and c.actor.kind == ActorKind.PERSON and c.offices]
        codes = sorted({m.organization for c in persons for m in c.offices})
    found = ((reference.actor(code), code) for code in codes)
    return tuple(Candidate(actor=actor, reading="government", alias=body, reason=f"{words} is the government of {actor.name}")
                 for actor, _ in found if actor and actor.kind != ActorKind.PERSON)
