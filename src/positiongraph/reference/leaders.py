"""Three public lists of leaders → data/persons-leaders.yaml: who held the highest office where persons.yaml does not say so.

    python -m positiongraph.reference.leaders ../shared/data/leaders

What stands by hand goes before, for the same state and office. A tenure that agrees with it is counted and left out, one that
contradicts it is printed and left out. Of the rest, two sources that name one person become one entry, under the fuller name.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml
from slugify import slugify

from positiongraph.errors import InputError
from positiongraph.reference.build import DATA
from positiongraph.reference.entries import read_entries
from positiongraph.reference.index import span
from positiongraph.reference.leader_lists import Tenure, read_lists
from positiongraph.reference.names import fold

OUTPUT = DATA / "persons-leaders.yaml"
HEADS = {"head of state", "head of government", "party leader", "leader"}
_BIRTH = 4    # sources that differ by more years of birth mean two persons
_LONG = 4     # shorter words are the same or they are not
_MONTH = 31   # days by which two sources may differ without contradiction
_NEAR = 0.79  # Nyussi and Nyusi, Jabir and Jaber; not Solberg and Stoltenberg
_PARTICLES = frozenset(("al", "el", "as", "ath", "at", "bin", "ibn", "ben", "de", "la", "of", "the", "ii", "iii", "iv", "vi"))
_HEAD = """\
# Leaders where persons.yaml has none, from three public lists. Written by `python -m positiongraph.reference.leaders`; do not edit.
# office leader: the one who governed, whatever the title. attested: the last day for which the source vouches; a tenure without
# `until` had not ended then, and may have since. A name of one word is all that the source gives.
# disagreements: tenures that a source gives otherwise than persons.yaml or than another source, and which one stands.
"""


def by_hand(offices: list[dict[str, Any]]) -> list[Tenure]:
    """Return the tenures of persons.yaml; those that are no highest office have the office marked with a star."""
    roles = {row["office"]: {row["role"], *row.get("roles_of", {})} for row in offices}
    held = []
    for person in read_entries(DATA / "persons.yaml"):
        item = next((match[3:] for match in person.get("matches", []) if match.startswith("wd:")), None)
        for o in person["offices"]:
            office = o["office"] if roles.get(o["office"], set()) & HEADS else f"*{o['office']}"
            held.append(Tenure(o["of"], office, person["name"], o.get("from", "0001"), o.get("until"), ("hand",),
                               born=person.get("born"), wikidata=item, other=tuple(person.get("aliases", []))))
    return held


def same(one: Tenure, other: Tenure) -> bool:
    """Tell whether two tenures of one state name the same human: by item, or by like names and years of birth. Without years a family
    name alone is enough only where the spans meet.
    """
    if one.wikidata and other.wikidata:
        return one.wikidata == other.wikidata
    if one.born and other.born:
        return abs(int(one.born) - int(other.born)) <= (_BIRTH if one.meets(other) else 1) and _alike(one, other)
    return _alike(one, other) and (one.meets(other) or len(one.words & other.words) > 1)


def _alike(one: Tenure, other: Tenure) -> bool:
    """Tell whether each word of the shorter name that is no particle is a word of the other, or nearly so."""
    fewer, more = sorted((one.words - _PARTICLES, other.words - _PARTICLES), key=len)
    return bool(fewer) and all(any(_near(word, other_word) for other_word in more) for word in fewer)


def _near(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _LONG and SequenceMatcher(None, one, other).ratio() > _NEAR)


def _closed(tenure: Tenure, heads: list[Tenure]) -> Tenure:
    """Close a tenure that had no end yet when somebody holds the office later, at the year or the last day that is certain."""
    later = min((held.since for held in heads if held.office == tenure.office and held.since > tenure.since), default=None)
    if tenure.until or not later or not tenure.attested:
        return tenure
    return replace(tenure, until=later[:4] if later[:4] == tenure.attested[:4] else tenure.attested)


def _starts_with(held: Tenure, tenure: Tenure) -> bool:
    """Tell whether both begin within a month, in one office as far as the source knows, and share a longer word of their names."""
    shared = {word for word in held.words & tenure.words if len(word) >= _LONG}
    return bool(shared) and tenure.office in ("leader", held.office) and _apart(held.since, tenure.since) <= _MONTH


def settled(tenures: Iterable[Tenure], hand: list[Tenure]) -> tuple[list[Tenure], list[str], Counter[str]]:
    """Return the tenures that hand leaves open, one line for each disagreement with it, and how many agreed, differed or stand alone."""
    of_state, humans = defaultdict(list), {t.wikidata: t for t in hand if t.wikidata}
    for held in hand:
        of_state[held.state].append(held)
    rest, lines, counts = [], [], Counter[str]()
    for tenure in tenures:
        source, who = tenure.source[0], f"{tenure.state} {tenure.office}, {tenure.name}"
        heads = [held for held in of_state[tenure.state] if not held.office.startswith("*")]
        mine = [held for held in heads if held.meets(tenure) and (same(held, tenure) or _starts_with(held, tenure))]
        alike = [held for held in mine if tenure.office in ("leader", held.office)] or (mine if source == "reign" else [])
        if alike:
            held = min(alike, key=lambda h, t=tenure: _apart(h.since, t.since))  # type: ignore[misc]
            if _apart(held.since, tenure.since) > _MONTH:
                what, line = "start differs", f"{who}: since {tenure.since} in {source}, {held.since} by hand"
            elif tenure.until and (ends := _ends(held, mine)) and all(_apart(end, tenure.until) > _MONTH for end in ends):
                what, line = "end differs", f"{who}: until {tenure.until} in {source}, {ends[-1]} by hand"
            else:
                what, line = "agrees", ""
        elif any(held.office == tenure.office and tenure.crosses(held) for held in heads):
            what, line = "not by hand", f"{who} {tenure.since}–{tenure.until or ''} in {source}, not by hand"
        elif known := humans.get(tenure.wikidata or "") or next((h for h in of_state[tenure.state] if same(h, tenure)), None):
            what, line = "person by hand", f"{who} {tenure.since}–{tenure.until or ''} in {source}: {known.name} is by hand without it"
        else:
            what, line = "used", ""
            rest.append(_closed(tenure, heads))
        counts[f"{source} {what}"] += 1
        lines += [line] * bool(line)
    return rest, lines, counts


def _ends(held: Tenure, others: list[Tenure]) -> list[str]:
    """Return the end of a tenure, and of those of the same person that follow at once: first acting, then in office."""
    ends = [held.until] if held.until else []
    for after in sorted((t for t in others if t.name == held.name and t.since > held.since), key=lambda t: t.since):
        if ends and after.until and _apart(ends[-1], after.since) <= _MONTH:
            ends.append(after.until)
    return ends


def _apart(one: str, other: str) -> int:
    """Return by how many days at least two dates at known precision are apart, months counted as 31.

    >>> _apart("2010", "2010-05-03"), _apart("2010-05-03", "2010-06-01"), _apart("2010", "2012")
    (0, 29, 373)
    """
    (a, b), (c, d) = span(one), span(other)
    first, last = (b, c) if b < c else (d, a)
    if first >= last:
        return 0
    y, m, n = ([int(part) for part in day.split("-")] for day in (first, last, last))
    return (m[0] - y[0]) * 372 + (m[1] - y[1]) * 31 + n[2] - y[2]


def merged(tenures: list[Tenure]) -> tuple[list[list[Tenure]], list[str]]:
    """Return the tenures of each person, and a line for each disagreement between two sources."""
    people: dict[str, list[list[Tenure]]] = defaultdict(list)
    lines: list[str] = []
    for tenure in sorted(tenures, key=lambda t: (t.state, t.source != ("wikidata-2022",), t.since, t.name)):
        found = [held for held in people[tenure.state] if any(same(t, tenure) or _starts_with(t, tenure) for t in held)]
        held = [t for group in found for t in group]   # whom one tenure names are one
        people[tenure.state] = [*(group for group in people[tenure.state] if group not in found), held]
        twin = next((t for t in held if t.source != tenure.source and t.meets(tenure) and tenure.office in ("leader", t.office)), None)
        if twin is None:
            held.append(tenure)
        elif _apart(twin.since, tenure.since) > _MONTH and twin.since[:4] != tenure.since[:4]:
            said = f"since {tenure.since} in {tenure.source[0]}, {twin.since} in {twin.source[0]}"
            lines.append(f"{twin.state} {twin.office}, {twin.name}: {said}; both stand")
            held.append(tenure if tenure.office == "leader" else replace(tenure, office="leader"))
        else:
            held[held.index(twin)] = _joined(twin, tenure)
    return _across_states(_succeeded(held, groups) for groups in people.values() for held in groups), lines


def _succeeded(held: list[Tenure], groups: list[list[Tenure]]) -> list[Tenure]:
    """Close the tenures that another source knows a successor of."""
    others = [t for group in groups if group is not held for t in group]
    return [_closed(tenure, [t for t in others if not set(t.source) & set(tenure.source)]) for tenure in held]


def _joined(one: Tenure, other: Tenure) -> Tenure:
    """Return one tenure of two: the more precise dates, both sources, the other's name as another name."""
    names = [*one.other, *(name for name in (other.name,) if fold(name) != fold(one.name))]
    until = one.until and max((one.until, other.until or ""), key=len)
    return replace(one, since=max((one.since, other.since), key=len), until=until, source=(*one.source, *other.source),
                   born=one.born or other.born, other=tuple(dict.fromkeys(names)))


def _across_states(people: Iterable[list[Tenure]]) -> list[list[Tenure]]:
    """Put together who governed two states: one full name, one year of birth."""
    humans: dict[tuple[str, str], list[Tenure]] = {}
    for held in people:
        born = next((t.born for t in held if t.born), "")
        key = (fold(held[0].name), born) if born and " " in held[0].name else (held[0].state, str(id(held)))
        humans.setdefault(key, []).extend(held)
    return list(humans.values())


def entries(people: list[list[Tenure]], taken: set[str]) -> list[dict[str, Any]]:
    """Return the people as entries, sorted by code. One word, or a name twice, gets the year of birth, then the state, to tell it apart."""
    rows = []
    for held in people:
        name = max((t.name for t in held), key=lambda n: (any(t.wikidata and t.name == n for t in held), len(n.split()), len(n)))
        born = next((t.born for t in held if t.born), None)
        rows.append((slugify(name), name, born, held))
    many = Counter(slug for slug, *_ in rows)
    used: dict[str, dict[str, Any]] = {}
    for slug, name, born, held in sorted(rows, key=lambda row: (row[0], row[2] or "", row[3][0].state)):
        code = slug if " " in name and many[slug] == 1 and slug not in taken else f"{slug}-{born or held[0].since[:4]}"
        if code in used or code in taken:
            code = f"{code}-{held[0].state.lower()}"
        others = {n for t in held for n in (t.name, *t.other)} - {name}
        item = next((t.wikidata for t in held if t.wikidata), None)
        optional = {"aliases": sorted(others), "born": born, "matches": [f"wd:{item}"] if item else []}
        used[code] = {"code": code, "name": name, **{key: value for key, value in optional.items() if value},
                      "offices": [_office(t) for t in sorted(held, key=lambda t: (t.since, t.office))],
                      "source": sorted({source for t in held for source in t.source})}
    return [used[code] for code in sorted(used)]


def _office(tenure: Tenure) -> dict[str, str]:
    row = {"office": tenure.office, "of": tenure.state, "from": tenure.since, "until": tenure.until,
           "attested": None if tenure.until else tenure.attested}
    return {key: value for key, value in row.items() if value}


class _Dumper(yaml.SafeDumper):
    """Quotes dates, and writes what is short in one line."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if text[:4].isdigit() else None)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    short = bool(items) and isinstance(items[0], str) and " " not in items[0][:4]
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


def _mapping(dumper: yaml.SafeDumper, row: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style="office" in row)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _mapping)


def text(folder: Path) -> tuple[str, list[str], Counter[str]]:
    """Return the file as text, the disagreements, and how often each source agreed, differed or was used.

    Raises:
        InputError: as `read_lists`.
    """
    offices = yaml.safe_load((DATA / "offices.yaml").read_text("utf-8"))["offices"]
    rest, lines, counts = settled(read_lists(folder), by_hand(offices))
    people, more = merged(rest)
    written = entries(people, {entry["code"] for entry in read_entries(DATA / "persons.yaml")})
    counts |= Counter(persons=len(written), offices=sum(len(entry["offices"]) for entry in written))
    lines = sorted([*lines, *more])
    data = {"actors": written, "disagreements": lines}
    return _HEAD + yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=200), lines, counts


def main(arguments: list[str] | None = None) -> int:
    """Write the file, print the disagreements, and the counts to stderr; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m positiongraph.reference.leaders", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with the three lists")
    try:
        written, lines, counts = text(parser.parse_args(arguments).folder)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    OUTPUT.write_text(written, "utf-8")
    print("\n".join(lines))
    print("\n".join(f"{number:5} {what}" for what, number in sorted(counts.items())), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
