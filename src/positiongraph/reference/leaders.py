"""Three public lists of leaders → data/persons-leaders.yaml: who held the highest office where persons.yaml does not say so.

    python -m positiongraph.reference.leaders ../shared/data/leaders

What stands by hand goes before, for the same state and office. A tenure that agrees with it is counted and left out, one that
contradicts it is printed and left out. Of the rest, two sources that name one person become one entry, under the fuller name.
A date keeps the precision of its source: REIGN knows the day of a start and the month of an end, Wikidata's list years.

Source: REIGN, list of leaders to March 2021 (One Earth Future); Wikidata's heads of state and government, October 2022 (CC0);
leaders of the G20 and ASEAN, 19 July 2026 (open-data-archive, CC BY-SA 4.0).
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml
from slugify import slugify

from positiongraph.errors import Fault, InputError
from positiongraph.reference.build import DATA, states
from positiongraph.reference.entries import read_entries
from positiongraph.reference.index import overlaps, span
from positiongraph.reference.names import fold

OUTPUT = DATA / "persons-leaders.yaml"
HEADS = {"head of state", "head of government", "party leader", "leader"}
_WEST_GERMANY = 260
_BIRTH = 4    # sources that differ by more years of birth mean two persons
_LONG = 4     # shorter words are the same or they are not
_MONTH = 31   # days by which two sources may differ without contradiction
_NEAR = 0.74  # Nyussi and Nyusi, Jabir and Jaber; not Rahman and Ramos
_PARTICLES = frozenset(("al", "el", "as", "ath", "at", "bin", "ibn", "ben", "de", "la", "of", "the", "ii", "iii", "iv", "vi"))
_HEAD = """\
# Leaders where persons.yaml has none, from three public lists. Written by `python -m positiongraph.reference.leaders`; do not edit.
# office leader: the one who governed, whatever the title. attested: the last day for which the source vouches; a tenure without
# `until` had not ended then, and may have since. A name of one word is all that the source gives.
# disagreements: tenures that a source gives otherwise than persons.yaml or than another source, and which one stands.
"""


@dataclass(frozen=True, slots=True)
class Tenure:
    """One office of one person as one or more sources give it; dates at known precision, `until` None where it had not ended."""

    state: str
    office: str
    name: str
    since: str
    until: str | None
    source: tuple[str, ...]
    attested: str | None = None
    born: str | None = None
    wikidata: str | None = None
    other: tuple[str, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The words of all names, folded, without initials."""
        return frozenset(word for name in (self.name, *self.other) for word in fold(name).split() if len(word) > 1)

    def meets(self, other: "Tenure") -> bool:
        """Tell whether the spans share a day, as far as their precision tells."""
        last = span(other.until)[1] if other.until else "9999"
        return span(self.since)[0] <= last and (self.until is None or span(other.since)[0] <= span(self.until)[1])

    def crosses(self, other: "Tenure") -> bool:
        """Tell whether the spans surely share more than a day, whatever the unknown days and months are."""
        first = max(span(self.since)[1], span(other.since)[1])
        return first < min(span(last)[0] if last else "9999" for last in (t.until or t.attested for t in (self, other)))


def reign(path: Path, codes: dict[int, list[dict[str, Any]]], offices: list[dict[str, Any]]) -> Iterator[Tenure]:
    """Yield REIGN's tenures. The list names who governed, not the office: `offices` says where it was one office, since when.

    A span that runs over the end of a state (Yeltsin's from July 1991) belongs to the state of its middle, and is cut to its lifetime.

    Raises:
        InputError: when a row has no state of that code, or no date.
    """
    faults = []
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines), 2):
            try:
                since = f"{int(row['syear']):04}-{int(row['smonth']):02}-{int(row['sdate']):02}"
                until = f"{int(row['eyear']):04}-{int(row['emonth']):02}" if row["eyear"] else None
                span(since)
            except ValueError:
                faults.append(Fault(path.name, line, f"{row['leader']}: no date", "year, month and day of start, month and year of end"))
                continue
            state = _state_on(codes.get(int(row["ccode"]), []), _middle(since, until))
            if state is None:
                faults.append(Fault(path.name, line, f"no state of code {row['ccode']} ({row['stateabb']}) on {since}", "a code of states.yaml"))
                continue
            name = _straight(row["leader"])
            office = "leader" if "(acting)" in row["leader"] else _office(offices, state["code"], since, name)
            born = row["birthyear"] if row["birthyear"].isdigit() else None
            begun, ended = state.get("governed_from", state.get("from")) or "", state.get("until")
            if begun and since < begun and (until is None or span(until)[1] >= begun):
                since = begun
            if ended and (until is None or span(until)[1] > ended):
                until = ended
            yield Tenure(state["code"], office, name, since, until, ("reign",), None if until else "2021-03", born)
    if faults:
        raise InputError(faults)


def _state_on(candidates: list[dict[str, Any]], day: str) -> dict[str, Any] | None:
    """Return the state of a Correlates-of-War code on a day; before its first day the earliest, as with leaders who came before it."""
    there = [state for state in candidates if overlaps(state.get("from"), state.get("until"), day)]
    return there[0] if there else min(candidates, key=lambda state: state.get("from") or "", default=None)


def _middle(since: str, until: str | None) -> str:
    """Return the month half way through a span, as a date; an open one counts as begun.

    >>> _middle("1991-07-10", "1999-12"), _middle("2013-03-14", None)
    ('1995-09', '2013-03-14')
    """
    if until is None:
        return since
    first, last = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (since, until))
    return f"{(first + last) // 2 // 12:04}-{(first + last) // 2 % 12 + 1:02}"


def _office(offices: list[dict[str, Any]], code: str, since: str, name: str) -> str:
    for row in offices:
        start, _, end = row["states"].get(code, "9999").partition("/")
        if start <= since and (not end or since < end) and name not in row.get("not", []):
            return str(row["office"])
    return "leader"


def _straight(name: str) -> str:
    """Put a name into its usual order.

    >>> _straight("Duvalier, Francois"), _straight("Gandhi, I."), _straight("araujo"), _straight("Evans Paul (acting)")
    ('Francois Duvalier', 'I. Gandhi', 'Araujo', 'Evans Paul')
    """
    name = re.sub(r"\s*\(.*?\)", "", " ".join(name.split())).strip()
    if ", " in name:
        family, given = name.split(", ", 1)
        name = f"{given.rstrip('-')} {family}"
    return name[:1].upper() + name[1:]


def wikidata_2022(path: Path, items: dict[str, str]) -> Iterator[Tenure]:
    """Yield the tenures of the list of October 2022; places that are no packaged state are left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = items.get(row["countryid"])
            if code and not re.fullmatch(r"Q\d+", row["officeholderLabel"]):
                until = row["end_year"] or None
                yield Tenure(code, _label(row["positionLabel"], row["officeholderLabel"]), row["officeholderLabel"], row["start_year"], until,
                             ("wikidata-2022",), None if until else "2022-10", None, row["officeholder"])


_LABELS = (("supreme leader", "supreme leader"), ("vice president", "vice president"), ("president of the executive yuan", "premier"),
           ("presidential council", "chairman of the Presidential Council"), ("council of ministers", "prime minister"),
           ("pontifical commission", "president of the Governorate"), ("co-prince", "co-prince"), ("federal council", "federal councillor"),
           ("governor-general", "governor-general"), ("president", "president"), ("prime minister", "prime minister"), ("premier", "premier"),
           ("chancellor", "chancellor"), ("taoiseach", "taoiseach"), ("chief minister", "chief minister"), ("captain regent", "captain regent"),
           ("minister of state", "minister of state"), ("emperor", "emperor"), ("emir", "emir"), ("sultan", "sultan"), ("prince", "prince"),
           ("pope", "pope"), ("military leader", "leader"), ("king", "king"), ("druk gyalpo", "king"), ("ngwenyama", "king"),
           ("agong", "king"), ("ao o le malo", "head of state"))
_QUEENS = ("Elizabeth II", "Margrethe II")


def _label(label: str, holder: str) -> str:
    """Return the office of a position as Wikidata words it.

    >>> _label("President of the Executive Yuan", "Su Tseng-chang"), _label("monarch of Belize", "Elizabeth II")
    ('premier', 'queen')
    """
    if "monarch" in label.lower():
        return "queen" if holder.startswith(_QUEENS) else "king"
    return next((office for words, office in _LABELS if words in label.lower()), "leader")


def snapshot_2026(path: Path, alpha2: dict[str, str]) -> Iterator[Tenure]:
    """Yield the tenures of the snapshot of July 2026; a holder without a day of start, or an office without holder, is left out."""
    snapshot = json.loads(path.read_text("utf-8"))
    seen = set()
    for country in snapshot["countries"].values():
        for position in country["positions"].values():
            holder, title = position["current_holder"], position["title_en"]
            code = alpha2.get(country["country"]["iso_code"])
            for office in {part for word, part in _LABELS if word in title.lower()} if "monarch" not in title.lower() else {"king"}:
                if code and holder and holder["since"] and (code, office, holder["name_en"]) not in seen:
                    seen.add((code, office, holder["name_en"]))
                    born = (holder["born"] or "")[:4] or None
                    yield Tenure(code, office, holder["name_en"], holder["since"], None, ("leaders-2026",), snapshot["snapshot_date"], born,
                                 holder["wikidata_id"])


def by_hand(offices: list[dict[str, Any]]) -> list[Tenure]:
    """Return the tenures of persons.yaml; those that are no highest office have the office marked with a star."""
    roles = {row["office"]: {row["role"], *row.get("roles_of", {})} for row in offices}
    return [Tenure(o["of"], o["office"] if roles.get(o["office"], set()) & HEADS else f"*{o['office']}", person["name"], o.get("from", "0001"),
                   o.get("until"), ("hand",), None, person.get("born"),
                   next((m[3:] for m in person.get("matches", []) if m.startswith("wd:")), None), tuple(person.get("aliases", [])))
            for person in read_entries(DATA / "persons.yaml") for o in person["offices"]]


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
    return bool(fewer) and all(any(a == b or min(len(a), len(b)) >= _LONG and SequenceMatcher(None, a, b).ratio() > _NEAR for b in more) for a in fewer)


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
        source = tenure.source[0]
        heads = [held for held in of_state[tenure.state] if not held.office.startswith("*")]
        mine = [held for held in heads if held.meets(tenure) and (same(held, tenure) or _starts_with(held, tenure))]
        alike = [held for held in mine if tenure.office in ("leader", held.office)] or (mine if source == "reign" else [])
        if alike:
            day = min((held.since for held in alike), key=lambda since: _apart(since, tenure.since))
            end = next((held.until for held in alike if held.since == day), None)
            if _apart(day, tenure.since) > _MONTH:
                lines.append(f"{tenure.state} {tenure.office}, {tenure.name}: since {tenure.since} in {source}, {day} by hand")
                counts[f"{source} start differs"] += 1
            elif tenure.until and end and _apart(end, tenure.until) > _MONTH:
                lines.append(f"{tenure.state} {tenure.office}, {tenure.name}: until {tenure.until} in {source}, {end} by hand")
                counts[f"{source} end differs"] += 1
            else:
                counts[f"{source} agrees"] += 1
        elif any(held.office == tenure.office and tenure.crosses(held) for held in heads):
            lines.append(f"{tenure.state} {tenure.office}, {tenure.name} {tenure.since}–{tenure.until or ''} in {source}, not by hand")
            counts[f"{source} not by hand"] += 1
        else:
            if known := humans.get(tenure.wikidata or "") or next((h for h in of_state[tenure.state] if same(h, tenure)), None):
                lines.append(f"{tenure.state} {tenure.office}, {tenure.name} {tenure.since}–{tenure.until or ''} in {source}: {known.name} is by hand without it")
                counts[f"{source} person by hand"] += 1
                continue
            rest.append(_closed(tenure, heads))
            counts[f"{source} used"] += 1
    return rest, lines, counts


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
        found = [held for held in people[tenure.state] if any(same(t, tenure) for t in held)]
        if len(found) != 1:
            people[tenure.state].append([tenure])
            continue
        held = found[0]
        twin = next((t for t in held if t.source != tenure.source and t.meets(tenure) and tenure.office in ("leader", t.office)), None)
        if twin is None:
            held.append(tenure)
        elif _apart(twin.since, tenure.since) > _MONTH and twin.since[:4] != tenure.since[:4]:
            lines.append(f"{twin.state} {twin.office}, {twin.name}: since {tenure.since} in {tenure.source[0]}, {twin.since} in {twin.source[0]}; both stand")
            held.append(tenure if tenure.office == "leader" else replace(tenure, office="leader"))
        else:
            exact = max((twin.since, tenure.since), key=len)
            held[held.index(twin)] = replace(twin, since=exact, until=twin.until if twin.until is None else max((twin.until, tenure.until or ""), key=len),
                                             source=(*twin.source, *tenure.source), born=twin.born or tenure.born,
                                             other=tuple(dict.fromkeys([*twin.other, *(n for n in (tenure.name,) if fold(n) != fold(twin.name))])))
    return _across_states(held for groups in people.values() for held in groups), lines


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
        used[code] = {"code": code, "name": name, **({"aliases": sorted(others)} if others else {}), **({"born": born} if born else {}),
                      **({"matches": [f"wd:{item}"]} if item else {}),
                      "offices": [{key: value for key, value in (("office", t.office), ("of", t.state), ("from", t.since), ("until", t.until),
                                                                 ("attested", t.attested if not t.until else None)) if value}
                                  for t in sorted(held, key=lambda t: (t.since, t.office))],
                      "source": sorted({source for t in held for source in t.source})}
    return [used[code] for code in sorted(used)]


class _Dumper(yaml.SafeDumper):
    """Quotes dates, and writes what is short in one line."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if text[:4].isdigit() else None)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=bool(items) and isinstance(items[0], str) and " " not in items[0][:4])


def _mapping(dumper: yaml.SafeDumper, row: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style="office" in row)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _mapping)


def read(folder: Path) -> list[Tenure]:
    """Return the tenures of the three lists in a folder, the oldest list first.

    Raises:
        InputError: when a file is missing or a row cannot be read.
    """
    known = states()
    codes = defaultdict(list)
    for state in known:
        if state.get("cow"):
            codes[int(state["cow"])].append(state)
    codes[_WEST_GERMANY] = codes[255]
    items = {state["wikidata"]: state["code"] for state in known if state.get("wikidata") and state.get("status") != "former"}
    items |= {"Q756617": "DNK", "Q29999": "NLD"}
    alpha2 = {state["iso2"]: state["code"] for state in known if state.get("iso2") and state.get("status") != "former"}
    offices = yaml.safe_load((DATA / "offices.yaml").read_text("utf-8"))["leaders_as"]
    files = [folder / name for name in ("reign_leaderlist_2021-03.csv", "world_leaders_2022_wikidata.csv", "world_leaders_g20_asean_2026-07-19.json")]
    if missing := [Fault(str(path), None, "no such file", "one of the three lists of leaders") for path in files if not path.exists()]:
        raise InputError(missing)
    return [*reign(files[0], codes, offices), *wikidata_2022(files[1], items), *snapshot_2026(files[2], alpha2)]


def text(folder: Path) -> tuple[str, list[str], Counter[str]]:
    """Return the file as text, the disagreements, and how often each source agreed, differed or was used.

    Raises:
        InputError: as `read`.
    """
    offices = yaml.safe_load((DATA / "offices.yaml").read_text("utf-8"))["offices"]
    rest, lines, counts = settled(read(folder), by_hand(offices))
    people, more = merged(rest)
    written = entries(people, {entry["code"] for entry in read_entries(DATA / "persons.yaml")})
    counts |= Counter(persons=len(written), offices=sum(len(entry["offices"]) for entry in written))
    lines = sorted([*lines, *more])
    return _HEAD + yaml.dump({"actors": written, "disagreements": lines}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=200), lines, counts


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
