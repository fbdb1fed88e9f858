"""A database of the Discourse Network Analyzer, version 3 → facts.

| DNA | here |
|---|---|
| document | Document with its text, exactly as stored; title, date, source |
| statement with start and stop | Position on those words; DNA counts UTF-16 units, we code points |
| organization | holder, an Organisation; where it is blank, the person holds |
| person | speaker |
| concept | issue; its parent is the broader issue |
| boolean qualifier | stance +2 or −2, unless `stances` says otherwise |
| integer qualifier | stance of the same number, −3 … 3, unless `stances` says otherwise |
| alias of an entity | alias of the actor or issue |

DNA does not say what the words do nor how close they are to the holder's own: every position is an assertion, by paraphrase. What has no
place here (other types of statement, notes, coders, colours, other attributes) is listed in `Reading.unmapped`.
"""

import datetime
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slugify import slugify

from positiongraph.errors import Fault, InputError, UnknownName
from positiongraph.facts import STANCES, Act, Actor, ActorKind, Attribution, Document, Facts, Issue, Kind, Position, Statement, digest
from positiongraph.sources.tables import issue_id

BOOLEAN = {0: -2, 1: 2}
INTEGER = {stance: stance for stance in STANCES}
TABLES = {"DOCUMENTS", "STATEMENTS", "STATEMENTTYPES", "VARIABLES", "ENTITIES", "DATASHORTTEXT"}


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Something of the database that no fact holds: what, how many, why."""

    what: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a database gave."""

    facts: Facts
    unmapped: tuple[Unmapped, ...]
    qualifiers: Mapping[str, float]
    """Position id → the qualifier as it was: `network(facts, kind, stances=qualifiers, scale=1)` runs on it."""


def read_dna(path: str | Path, **variables: Any) -> Facts:
    """Return the facts of a DNA 3 database: documents, statements, positions, actors and issues, in the order of their ids.

    See `dna_reading` for the options, what is raised, and for what was left out.
    """
    return dna_reading(path, **variables).facts


def dna_reading(
    path: str | Path, *, statement_type: str = "DNA Statement", organization: str = "organization", person: str = "person",
    concept: str = "concept", qualifier: str = "agreement", stances: Mapping[int, int] | None = None,
) -> Reading:
    """Read a DNA 3 database. The names are those of its statement type and variables; `stances` maps the qualifier's values.

    Raises:
        InputError: no such file, no DNA 3 database, or qualifiers that the rule gives no stance.
        UnknownName: a statement type or variable that the database does not have.
    """
    if not Path(path).is_file():
        raise InputError([Fault(str(path), None, "no such file")])
    with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as base:
        base.row_factory = sqlite3.Row
        try:
            tables = {row[0].upper() for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        except sqlite3.DatabaseError:
            tables = set()
        if missing := TABLES - tables:
            raise InputError([Fault(str(path), None, f"no table {', '.join(sorted(missing))}",
                                    "a database of DNA 3; DNA converts older ones")])
        return _Database(base, str(path), statement_type).reading((organization, person, concept), qualifier, stances)


class _Database:
    def __init__(self, base: sqlite3.Connection, path: str, statement_type: str) -> None:
        self.base, self.path = base, path
        types = {row["Label"]: row["ID"] for row in base.execute("SELECT ID, Label FROM STATEMENTTYPES")}
        if statement_type not in types:
            raise UnknownName("statement type", statement_type, types)
        self.type = types[statement_type]
        rows = base.execute("SELECT ID, Variable, DataType FROM VARIABLES WHERE StatementTypeId = ?", [self.type])
        self.variables = {row["Variable"]: (row["ID"], row["DataType"]) for row in rows}
        self.unmapped: list[Unmapped] = []

    def reading(self, roles: tuple[str, str, str], qualifier: str, stances: Mapping[int, int] | None) -> Reading:
        named = [self._entities(role) for role in roles]
        values, rule = self._qualifier(qualifier, stances)
        documents, units = self._documents()
        actors, issues = self._actors(named[0], ActorKind.ORGANISATION), self._issues(named[2])
        persons = self._actors(named[1], ActorKind.PERSON)
        positions: dict[str, Position] = {}
        said: dict[str, Statement] = {}
        qualifiers: dict[str, float] = {}
        faults, skipped, again = [], Counter[str](), 0
        for row in self.base.execute("SELECT * FROM STATEMENTS WHERE StatementTypeId = ? ORDER BY ID", [self.type]):
            key, document = row["ID"], documents.get(row["DocumentId"])
            speaker = persons.get(named[1].of.get(key, 0))
            holder, issue, value = actors.get(named[0].of.get(key, 0)) or speaker, issues.get(named[2].of.get(key, 0)), values.get(key)
            if document is None or holder is None or issue is None or value is None:
                lacks = zip(("document", roles[0], roles[2], qualifier), (document, holder, issue, value), strict=True)
                skipped[", ".join(name for name, found in lacks if found is None)] += 1
                continue
            if value not in rule:
                what = f"statement {key}: no stance for {qualifier} {value}"
                faults.append(Fault(self.path, None, what, "a rule: stances={…} for every value"))
                continue
            date = document.issued or ""
            act = Statement(document=document.id, key=slugify(f"{speaker.name if speaker else ''} {holder.name}") or "statement",
                            kind=Kind.OTHER, date=date, parties=(holder.code,))
            start, end = (units[row["DocumentId"]](row[name]) for name in ("Start", "Stop"))
            position = Position(
                document=document.id, statement=act.id, holders=(holder.code,), issue=issue.id, stance=rule[value], act=Act.ASSERT,
                attribution=Attribution.PARAPHRASE, date=date, speaker=speaker.code if speaker else None, start=start, end=end,
                text=(document.text or "")[start:end],
            )
            again += position.id in positions
            positions[position.id], said[act.id], qualifiers[position.id] = position, act, float(value)
        if faults:
            raise InputError(faults)
        self._note(again, "statements that repeat another word for word", "kept once")
        for lack, count in sorted(skipped.items()):
            self._note(count, f"statements without {lack}", "no position without it")
        self._rest(roles, qualifier)
        facts = Facts(tuple(positions.values()), tuple(said.values()), tuple(documents.values()),
                      tuple(dict.fromkeys((*actors.values(), *persons.values()))), tuple(dict.fromkeys(issues.values())))
        return Reading(facts, tuple(self.unmapped), qualifiers)

    def _variable(self, name: str) -> tuple[int, str]:
        if name not in self.variables:
            raise UnknownName("variable", name, self.variables)
        return self.variables[name]

    def _entities(self, name: str) -> "_Named":
        number, _ = self._variable(name)
        entities = {row["ID"]: row for row in self.base.execute("SELECT * FROM ENTITIES WHERE VariableId = ? ORDER BY ID", [number])}
        of = dict(self.base.execute("SELECT StatementId, Entity FROM DATASHORTTEXT WHERE VariableId = ?", [number]).fetchall())
        aliases = dict(self.base.execute(
            "SELECT EntityId, AttributeValue FROM ATTRIBUTEVALUES JOIN ATTRIBUTEVARIABLES a ON a.ID = AttributeVariableId "
            "WHERE a.VariableId = ? AND a.AttributeVariable = 'Alias' AND AttributeValue <> ''", [number]).fetchall())
        return _Named({key: row["Value"] for key, row in entities.items() if row["Value"].strip()}, of, aliases,
                      {key: row["ChildOf"] for key, row in entities.items()})

    def _qualifier(self, name: str, stances: Mapping[int, int] | None) -> tuple[dict[int, int], Mapping[int, int]]:
        number, kind = self._variable(name)
        tables = {"boolean": ("DATABOOLEAN", BOOLEAN), "integer": ("DATAINTEGER", INTEGER)}
        if kind not in tables:
            raise InputError([Fault(self.path, None, f"variable {name!r} is {kind}", "a boolean or integer qualifier")])
        table, rule = tables[kind]
        rows = self.base.execute(f"SELECT StatementId, Value FROM {table} WHERE VariableId = ?", [number])
        return dict(rows.fetchall()), rule if stances is None else stances

    def _documents(self) -> tuple[dict[int, Document], dict[int, Any]]:
        documents, units = {}, {}
        for row in self.base.execute("SELECT * FROM DOCUMENTS ORDER BY ID"):
            day = datetime.datetime.fromtimestamp(row["Date"], datetime.UTC).date().isoformat()
            documents[row["ID"]] = Document(identifier=f"{self.path}#{row['ID']}", title=row["Title"], issued=day,
                                            publisher=row["Source"] or None, text=row["Text"])
            units[row["ID"]] = code_points(row["Text"])
        return documents, units

    def _actors(self, named: "_Named", kind: ActorKind) -> dict[int, Actor]:
        codes = _codes(named.names, lambda name: slugify(name) or digest("actor", name))
        return {key: Actor(code=codes[key], kind=kind, name=name, aliases=named.alias(key)) for key, name in named.names.items()}

    def _issues(self, named: "_Named") -> dict[int, Issue]:
        codes = _codes(named.names, issue_id)
        return {key: Issue(id=codes[key], label=name, positive_pole=f"agreeing: {name}", aliases=named.alias(key),
                           broader=tuple(codes[parent] for parent in [named.parents[key]] if parent in codes))
                for key, name in named.names.items()}

    def _rest(self, roles: tuple[str, ...], qualifier: str) -> None:
        """List what nothing here holds."""
        rows = self.base.execute("SELECT t.Label, count(*) FROM STATEMENTS s JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId "
                                 "WHERE t.ID <> ? GROUP BY t.Label ORDER BY t.Label", [self.type])
        for label, count in rows.fetchall():
            self._note(count, f"statements of type {label!r}", "no type of position; read it with statement_type")
        for name in self.variables.keys() - {*roles, qualifier}:
            self._note(1, f"variable {name!r}", "no field for it")
        rows = self.base.execute("SELECT AttributeVariable, count(*) FROM ATTRIBUTEVALUES "
                                 "JOIN ATTRIBUTEVARIABLES a ON a.ID = AttributeVariableId "
                                 "WHERE AttributeValue <> '' AND AttributeVariable <> 'Alias' GROUP BY 1 ORDER BY 1")
        for name, count in rows.fetchall():
            self._note(count, f"values of the attribute {name!r}", "no field for it")
        self.unmapped.sort(key=lambda item: item.what)

    def _note(self, count: int, what: str, why: str) -> None:
        if count:
            self.unmapped.append(Unmapped(what, count, why))


@dataclass(frozen=True, slots=True)
class _Named:
    names: dict[int, str]
    of: dict[int, int]
    aliases: dict[int, str]
    parents: dict[int, int | None]

    def alias(self, key: int) -> tuple[str, ...]:
        return (self.aliases[key],) if key in self.aliases else ()


def _codes(names: Mapping[int, str], code: Any) -> dict[int, str]:
    """Return a code for each name; the second of two names with one code gets a digest behind it."""
    taken: dict[str, str] = {}
    codes = {}
    for key, name in names.items():
        plain = code(name)
        codes[key] = plain if taken.setdefault(plain, name) == name else f"{plain}-{digest('name', name)}"
    return codes


def code_points(text: str) -> Any:
    """Return a function from offsets in UTF-16 units, which DNA counts, to offsets in code points.

    >>> code_points("a😀b")(3)
    2
    """
    if not text or max(text) <= "\uffff":
        return int
    places = list(_places(text))
    return lambda unit: places[min(unit, len(places) - 1)]


def _places(text: str) -> Iterator[int]:
    for place, character in enumerate(text):
        yield from [place] * (2 if character > "\uffff" else 1)
    yield len(text)
