"""Readable YAML → a `Reference`: the one place where the format of the data files is known. Users' own files have the same format.

A file is a list of entries, or a mapping of `actors:` and `issues:` to such lists. An entry with `id` is an issue, one with `code` an
actor; an actor with `offices` is a person, one with `kind` an organisation or a bloc, any other a state.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from positiongraph.errors import Fault, InputError
from positiongraph.facts import ActorKind
from positiongraph.reference.index import Reference, span
from positiongraph.reference.names import fold

Entries = list[dict[str, Any]]
LINE = "__line__"
_WIKIDATA = "http://www.wikidata.org/entity/"
_ISO = "https://www.iso.org/obp/ui/#iso:code:3166:"
_COW = "https://w3id.org/positiongraph/id/cow/"
_KINDS = ("State", "Organisation", "Bloc", "Person")
_FAMILY_FIRST = {"CHN", "KOR", "PRK", "TWN", "KHM", "HKG", "MAC", "SGP"}
_NO_FAMILY = {"VNM", "ISL", "ETH", "ERI", "THA", "LAO", "MNG", "MMR", "AFG", "BTN"}
_PARTICLES = {"al", "el", "ben", "bin", "de", "da", "di", "do", "dos", "del", "della", "la", "le", "van", "von", "der", "den", "ter", "st."}


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)   # libyaml where PyYAML has it: ten times as fast


class _Lines(_Loader):  # type: ignore[misc]
    """Keeps the line of each mapping, so that a fault can say where."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build the mapping and note where it begins."""
        return {**super().construct_mapping(node, deep), LINE: node.start_mark.line + 1}


def read_entries(path: Path) -> Entries:
    """Read the entries of one file, in its order, each with the line where it begins under `LINE`.

    Raises:
        InputError: when it is no YAML, or not of the format above.
    """
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=_Lines)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([Fault(str(path), None, str(error), "a readable UTF-8 file")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "not YAML"
        raise InputError([Fault(str(path), mark.line + 1 if mark else None, what, "YAML")]) from error
    if isinstance(data, dict):
        data = [entry for key in ("actors", "issues") for entry in data.get(key) or []]
    if not isinstance(data, list):
        raise InputError([Fault(str(path), 1, "no list of entries", "a list, or a mapping with actors and issues")])
    if faults := [fault for entry in data for fault in _faults(path.name, entry)]:
        raise InputError(faults)
    return data


def _faults(file: str, entry: Any) -> Iterator[Fault]:
    """Yield what is wrong with the form of an entry."""
    if not isinstance(entry, dict):
        yield Fault(file, None, f"an entry that is no mapping: {entry!r}", "a mapping with code or id")
        return
    key = entry.get("code", entry.get("id"))
    if not isinstance(key, str) or not key.strip():
        yield Fault(file, entry[LINE], f"no usable code or id: {key!r}", 'text; quote codes such as "NO"')
        return
    for field in ("label", "positive_pole") if "id" in entry else ("name",):
        if not isinstance(entry.get(field, "" if "code" in entry else None), str):
            yield Fault(file, entry[LINE], f"{key}: {field} is {entry.get(field)!r}", "text")
    for field in ("aliases", "adjectives", "inhabitants", "matches", "source", "broader", "concerns", "successors"):
        value = entry.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            yield Fault(file, entry[LINE], f"{key}: {field} is {value!r}", "a list of texts")
    if entry.get("kind", "State") not in _KINDS:
        yield Fault(file, entry[LINE], f"{key}: unknown kind {entry['kind']!r}", ", ".join(_KINDS))
    yield from _span_faults(file, key, entry)
    for field, needed in (("members", ("actor",)), ("offices", ("office", "of")), ("dated", ("name",)), ("metonyms", ("name",))):
        for item in entry.get(field) or []:
            if not isinstance(item, dict) or not all(isinstance(item.get(need), str) for need in needed):
                yield Fault(file, entry[LINE], f"{key}: {field} has {_plain(item)!r}", f"a mapping with {' and '.join(needed)}, as text")
            else:
                yield from _span_faults(file, key, item)


def _span_faults(file: str, key: str, item: dict[str, Any]) -> Iterator[Fault]:
    days = []
    for field in ("from", "until"):
        try:
            days.append(span(item[field])[field == "until"] if field in item else None)
        except (ValueError, TypeError):
            yield Fault(file, item[LINE], f"{key}: {field} is {item[field]!r}", 'a quoted date: "2013", "2013-07" or "2013-07-01"')
            return
    if days[0] and days[1] and days[0] > days[1]:
        yield Fault(file, item[LINE], f"{key}: from {item['from']} is after until {item['until']}", "from before until")


def _plain(item: Any) -> Any:
    return {k: v for k, v in item.items() if k != LINE} if isinstance(item, dict) else item


def compiled(entries: Iterable[dict[str, Any]], offices: Iterable[dict[str, Any]] = ()) -> Reference:
    """Build a reference from entries: states (their generated part already merged), organisations, persons and issues."""
    whole = Reference()
    for entry in entries:
        if "id" in entry:
            whole.issue_rows[entry["id"]] = [
                entry["label"], entry["positive_pole"], entry.get("aliases", []), entry.get("broader", []), entry.get("concerns", []),
                [_match(m) for m in entry.get("matches", [])], entry.get("notation")]
        else:
            _add_actor(whole, entry)
    for office in offices:
        whole.offices.append([office["office"], office.get("role"), office.get("titles", []), office.get("of"),
                              {role: codes for role, codes in office.get("roles_of", {}).items() if role != LINE},
                              office.get("possessive", True)])
    return whole


def _add_actor(whole: Reference, entry: dict[str, Any]) -> None:
    code = entry["code"]
    kind = ActorKind.PERSON if entry.get("offices") else ActorKind(entry.get("kind", "State"))
    written = list(dict.fromkeys(name for name, reading, *_ in _names(entry, kind) if reading == kind.lower()))
    name = entry.get("name", code)
    matches = [*(f"{_WIKIDATA}{entry['wikidata']}" for _ in "." if entry.get("wikidata")),
               *(_match(m) for m in entry.get("matches", [])),
               *(f"{_ISO}{entry['iso2']}" for _ in "." if entry.get("iso2") and entry.get("status") != "former"),
               *(f"{_COW}{entry['cow']}" for _ in "." if entry.get("cow"))]
    whole.rows[code] = [kind.value, name, [n for n in written if n not in (name, code)], list(dict.fromkeys(matches)),
                        entry.get("status") or entry.get("sort") or "", entry.get("from"), entry.get("until"), entry.get("capital"),
                        entry.get("continued_by"), entry.get("successors", []), entry.get("part_of"), entry.get("source", [])]
    seen = set()
    for text, reading, rank, since, until in _names(entry, kind):
        key = fold(text)
        if key and (key, reading, since) not in seen:
            seen.add((key, reading, since))
            whole.names.setdefault(key, []).append([code, reading, text, rank, since, until])
    for seat in entry.get("members", []):
        whole.ties.setdefault(seat["actor"], []).append([code, seat.get("role", "member"), seat.get("from"), seat.get("until"), False])
    for held in entry.get("offices", []):
        tie = [held["of"], held["office"], held.get("from"), held.get("until"), bool(held.get("acting"))]
        whole.ties.setdefault(code, []).append(tie)


def _names(entry: dict[str, Any], kind: ActorKind) -> Iterator[tuple[str, str, int, str | None, str | None]]:
    """Yield name, reading, rank and span of validity of all names of an actor, the strongest first."""
    reading = kind.lower()
    if kind == ActorKind.PERSON and " " not in entry.get("name", "") and "hand" not in entry.get("source", ["hand"]):
        yield entry.get("name", entry["code"]), "surname", 3, None, None   # the lists of leaders give many by family name alone
        return
    code = "" if kind == ActorKind.PERSON else entry["code"]
    for text in (code, entry.get("name", entry["code"]), entry.get("official"), entry.get("iso_official")):
        if text:
            yield text, reading, 1, None, None
    if entry.get("iso2") and entry.get("status") != "former":
        yield entry["iso2"], "alpha2", 1, None, None
    for dated in entry.get("dated", []):
        yield dated["name"], reading, 1, dated.get("from"), dated.get("until")
    translated = (text for language, text in entry.get("names", {}).items() if language != LINE)
    for text in (*entry.get("former_codes", []), *translated, *entry.get("aliases", [])):
        yield text, reading, 2, None, None
    if entry.get("capital"):
        yield entry["capital"], "capital", 3, None, None
    for metonym in entry.get("metonyms", []):
        yield metonym["name"], f"metonym:{metonym.get('means', 'both')}", 3, metonym.get("from"), metonym.get("until")
    for plural in ("adjectives", "inhabitants"):
        for text in entry.get(plural, []):
            yield text, plural.removesuffix("s") if plural == "adjectives" else plural, 4, None, None
    if kind == ActorKind.PERSON and (surname := surname_of(entry)):
        yield surname, "surname", 3, None, None


def surname_of(person: dict[str, Any]) -> str | None:
    """Return the family name as English texts use it alone, None where the name has none or its order is not plain.

    >>> surname_of({"name": "Xi Jinping", "offices": [{"of": "CHN"}]}), surname_of({"name": "Ursula von der Leyen", "offices": []})
    ('Xi', 'von der Leyen')
    """
    words = person.get("name", "").split()
    states = {office.get("of") for office in person.get("offices", [])}
    if len(words) < 2 or "of" in words or states & _NO_FAMILY or any(word[0].isdigit() or word.isupper() for word in words[-1:]):
        return None
    if states & _FAMILY_FIRST:
        return str(words[0])
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return " ".join(words[first:])


def _match(match: str) -> str:
    return _WIKIDATA + match.removeprefix("wd:") if match.startswith("wd:") else match
