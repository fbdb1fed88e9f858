"""Does the data make sense? Each check yields faults: nothing missing, nothing outside its time, no name of two actors without a rule."""

from collections.abc import Iterator
from typing import Any

from positiongraph.errors import Fault
from positiongraph.facts import ActorKind
from positiongraph.reference.entries import LINE, Entries
from positiongraph.reference.index import Reference, overlaps, span

PLACEHOLDER = "a code in the packaged files"


def faults(entries: Entries, reference: Reference, sources: set[str], ambiguous: Entries) -> list[Fault]:
    """Return all that is wrong, in the order of the checks; empty when all is well."""
    return [*_twice(entries), *_sources(entries, sources), *_references(entries, reference), *_lifetimes(entries, reference),
            *_circles(reference), *_issue_names(reference),
            *_shared_names(reference, ambiguous)]


def _fault(entry: dict[str, Any], what: str, expected: str) -> Fault:
    return Fault(str(entry.get("file", "reference")), entry.get(LINE), f"{entry.get('code', entry.get('id'))}: {what}", expected)


def _twice(entries: Entries) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        key = ("id", entry["id"]) if "id" in entry else ("code", entry["code"])
        if key in seen:
            yield _fault(entry, "a second entry", "one entry an actor or issue")
        seen.add(key)


def _sources(entries: Entries, sources: set[str]) -> Iterator[Fault]:
    for entry in entries:
        named = [*entry.get("source", []), *(key for held in entry.get("offices", []) for key in held.get("source", []))]
        if not entry.get("source"):
            yield _fault(entry, "no source", "keys of sources.yaml")
        for key in dict.fromkeys(named):
            if key not in sources:
                yield _fault(entry, f"unknown source {key!r}", "a key of sources.yaml")


def _references(entries: Entries, reference: Reference) -> Iterator[Fault]:
    for entry in entries:
        if "id" in entry:
            for key in entry.get("broader", []):
                if key not in reference.issue_rows:
                    yield _fault(entry, f"unknown broader issue {key!r}", "an id in the packaged files")
        codes = [*entry.get("concerns", []), *entry.get("successors", []), *entry.get("predecessors", []),
                 *(m["actor"] for m in entry.get("members", [])), *(o["of"] for o in entry.get("offices", [])),
                 *(code for code in (entry.get("continued_by"), entry.get("part_of")) if code)]
        for code in dict.fromkeys(codes):
            if code not in reference.rows:
                yield _fault(entry, f"unknown actor {code!r}", PLACEHOLDER)


def _lifetimes(entries: Entries, reference: Reference) -> Iterator[Fault]:
    """A seat lies within the life of the member and of the body; an office within the life of its state or body.

    `governed_from` says since when it had offices and seats of its own, where that was before.
    """
    governed = {entry["code"]: entry["governed_from"] for entry in entries if "governed_from" in entry}
    for entry in entries:
        for seat in entry.get("members", []):
            for code in (seat["actor"], entry["code"]):
                row = reference.rows.get(code)
                if row and (what := _outside(code, governed.get(code) or row[5], row[6], seat)):
                    yield _fault(entry, f"the seat of {seat['actor']} {what}", "a seat within the life of both")
        for held in entry.get("offices", []):
            row = reference.rows.get(held["of"])
            early = governed.get(held["of"])
            if row and (what := _outside(held["of"], early or row[5], row[6], held)):
                yield _fault(entry, f"{held['office']} {what}", "an office within the life of its state or body")


def _outside(code: str, since: str | None, until: str | None, tie: dict[str, Any]) -> str | None:
    if since and tie.get("from") and span(tie["from"])[1] < span(since)[0]:
        return f"from {tie['from']} begins before {code} does, {since}"
    if until and (tie.get("until") is None or span(tie["until"])[0] > span(until)[1]):
        return f"until {tie.get('until', 'today')} ends after {code} does, {until}"
    return None


def _circles(reference: Reference) -> Iterator[Fault]:
    for key, row in reference.issue_rows.items():
        if key in row[3] or any(key in above.broader for above in reference.issue_ancestors(key)):
            yield Fault("issues.yaml", None, f"{key}: broader than itself", "a tree")


def _issue_names(reference: Reference) -> Iterator[Fault]:
    for name, keys in reference.issue_names().items():
        if len(keys) > 1:
            yield Fault("issues.yaml", None, f"{name!r} is a name of {' and '.join(keys)}", "a name of one issue")


def _shared_names(reference: Reference, ambiguous: Entries) -> Iterator[Fault]:
    """Two actors of one name need a rule: different times, main name before other names, an office on the day, or `ambiguous.yaml`."""
    allowed = [set(entry["actors"]) for entry in ambiguous]
    for rows in reference.names.values():
        for best in (1, 2):
            same = [row for row in rows if row[3] == best and row[1] not in ("surname", "alpha2", "capital") and ":" not in row[1]]
            if len({row[0] for row in same}) < 2 or (best == 2 and any(row[3] == 1 and row[1] != "alpha2" for row in rows)):
                continue
            for i, one in enumerate(same):
                for other in same[i + 1:]:
                    clash = one[0] != other[0] and _together(reference, one, other)
                    if clash and not any({one[0], other[0]} <= codes for codes in allowed):
                        yield Fault("names", None, f"{one[2]!r} is a name of {one[0]} and of {other[0]} at the same time",
                                    "another name, dates, or an entry in ambiguous.yaml")


def _together(reference: Reference, one: list[Any], other: list[Any]) -> bool:
    """Tell whether two names hold at one time."""
    kinds = {reference.rows[row[0]][0] for row in (one, other)}
    if ActorKind.PERSON.value in kinds:   # of two persons of one name, the one in office is meant: nobody's when both are
        terms = [[(t[2], t[3]) for t in reference.ties.get(row[0], [])] for row in (one, other)]
        return len(kinds) > 1 or (one[3] == 1 and any(_meet(a, b) for a in terms[0] for b in terms[1]))
    spans = [(row[4] or reference.rows[row[0]][5], row[5] or reference.rows[row[0]][6]) for row in (one, other)]
    return _meet(*spans)


def _meet(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    """Tell whether two spans overlap by more than the day on which one hands over to the other."""
    first = max((span(s)[0] for s in (one[0], other[0]) if s), default="0001-01-01")
    last = min((span(s)[1] for s in (one[1], other[1]) if s), default="9999-12-31")
    return first < last and overlaps(one[0], one[1], first)
