"""Three public lists of leaders, each read into tenures: one office of one person, with the precision of its source.

Source: REIGN, list of leaders to March 2021 (One Earth Future); Wikidata's heads of state and government, October 2022 (CC0);
leaders of the G20 and ASEAN, 19 July 2026 (open-data-archive, CC BY-SA 4.0).
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from positiongraph.errors import Fault, InputError
from positiongraph.reference.build import DATA, states
from positiongraph.reference.index import overlaps, span
from positiongraph.reference.names import fold

_FILES = ("reign_leaderlist_2021-03.csv", "world_leaders_2022_wikidata.csv", "world_leaders_g20_asean_2026-07-19.json")
_WEST_GERMANY, _GERMANY, _ZIMBABWE = 260, 255, 552


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
                what = f"no state of code {row['ccode']} ({row['stateabb']}) on {since}"
                faults.append(Fault(path.name, line, what, "a code of states.yaml"))
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
                until, holder = row["end_year"] or None, row["officeholderLabel"]
                yield Tenure(code, _label(row["positionLabel"], holder), holder, row["start_year"], until, ("wikidata-2022",),
                             None if until else "2022-10", None, row["officeholder"])


_LABELS = {
    "supreme leader": "supreme leader", "vice president": "vice president", "president of the executive yuan": "premier",
    "presidential council": "chairman of the Presidential Council", "council of ministers": "prime minister",
    "pontifical commission": "president of the Governorate", "co-prince": "co-prince", "federal council": "federal councillor",
    "governor-general": "governor-general", "president": "president", "prime minister": "prime minister", "premier": "premier",
    "chancellor": "chancellor", "taoiseach": "taoiseach", "chief minister": "chief minister", "captain regent": "captain regent",
    "minister of state": "minister of state", "emperor": "emperor", "emir": "emir", "sultan": "sultan", "prince": "prince", "pope": "pope",
    "military leader": "leader", "king": "king", "druk gyalpo": "king", "ngwenyama": "king", "agong": "king",
    "ao o le malo": "head of state",
}
_QUEENS = ("Elizabeth II", "Margrethe II")


def _label(label: str, holder: str) -> str:
    """Return the office of a position as Wikidata words it.

    >>> _label("President of the Executive Yuan", "Su Tseng-chang"), _label("monarch of Belize", "Elizabeth II")
    ('premier', 'queen')
    """
    if "monarch" in label.lower():
        return "queen" if holder.startswith(_QUEENS) else "king"
    return next((office for words, office in _LABELS.items() if words in label.lower()), "leader")


def snapshot_2026(path: Path, alpha2: dict[str, str]) -> Iterator[Tenure]:
    """Yield the tenures of the snapshot of July 2026; a holder without a day of start, or an office without holder, is left out."""
    snapshot = json.loads(path.read_text("utf-8"))
    seen: set[tuple[str, str, str]] = set()
    for country in snapshot["countries"].values():
        for position in country["positions"].values():
            holder, title = position["current_holder"], position["title_en"]
            code = alpha2.get(country["country"]["iso_code"])
            if not (code and holder and holder["since"]):
                continue
            words = title.lower()
            offices = {"king"} if "monarch" in words else {office for part, office in _LABELS.items() if part in words}
            for office in sorted(offices - {who for state, who, name in seen if (state, name) == (code, holder["name_en"])}):
                seen.add((code, office, holder["name_en"]))
                yield Tenure(code, office, holder["name_en"], holder["since"], None, ("leaders-2026",), snapshot["snapshot_date"],
                             (holder["born"] or "")[:4] or None, holder["wikidata_id"])


def read_lists(folder: Path) -> list[Tenure]:
    """Return the tenures of the three lists in a folder, the oldest list first.

    Raises:
        InputError: when a file is missing or a row cannot be read.
    """
    known = states()
    codes = defaultdict(list)
    for state in known:
        if state.get("cow"):
            codes[int(state["cow"])].append(state)
    codes[_WEST_GERMANY] = codes[_GERMANY]
    codes[_ZIMBABWE].extend(state for state in known if state["code"] == "RHO")
    items = {state["wikidata"]: state["code"] for state in known if state.get("wikidata") and state.get("status") != "former"}
    items |= {"Q756617": "DNK", "Q29999": "NLD"}
    alpha2 = {state["iso2"]: state["code"] for state in known if state.get("iso2") and state.get("status") != "former"}
    offices = yaml.safe_load((DATA / "offices.yaml").read_text("utf-8"))["leaders_as"]
    files = [folder / name for name in _FILES]
    if missing := [Fault(str(path), None, "no such file", "one of the three lists of leaders") for path in files if not path.exists()]:
        raise InputError(missing)
    return [*reign(files[0], codes, offices), *wikidata_2022(files[1], items), *snapshot_2026(files[2], alpha2)]
