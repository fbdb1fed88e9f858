"""Answers from the flat table beside a store: a question's twin in SQL, run by DuckDB straight on the Parquet file.

A twin is the file `library/NAME.sql` beside `NAME.rq`. It gives the same columns and rows, which tests hold it to; SPARQL is the truth.
Parameters are `$holder` and so on: actors and statements as codes and ids, dates and words as text, an issue as the list of its own id and
all narrower ones, `$issue_alone` as the id. As in SPARQL, the lines of optional ones that are not given go. What it can read:

    positions   all flat rows, see `positiongraph.rows`
    accepted    those of status accepted
    shared      of those, the positions that several hold
    once        of those, one row for each position: for counting positions rather than holders
    actors      code, name
    labels      issue, label
    above       issue, broader: the hierarchy of issues
    within      issue, broader: every issue with itself and everything above it
    ties        member, organization, role, since, until: memberships
    papers      document, identifier, title, issued, publisher, source, license
    statements  statement, date, act: what stands on the statement itself; act is null where it is the position's own
    roll_calls  statement, date: of those, the votes
    ballots     statement, issue, date, number: on what was voted, counted from 0

and it can ask `since(date, $since)` and `until(date, $until)`: whether a date lies wholly in a window. From `actors` on,
what is in a table is read from the graph when a twin first names it. All of it hangs on the snapshot that was opened, so that nothing
outlives a change of the store.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from positiongraph.graph.snapshots import Snapshot
from positiongraph.iris import key_of
from positiongraph.questions.engines import Rows, select
from positiongraph.questions.registry import Question

if TYPE_CHECKING:
    import duckdb

FEW = 20_000
"""Up to so many positions SPARQL answers before DuckDB is loaded."""

LISTED = 20
"""Up to so many issues are named in the text of a twin."""

_ACTORS = "pos:State pos:Organisation pos:Bloc pos:Person pos:Actor"

_FROM_GRAPH = {
    "actors": ("code name", f"SELECT DISTINCT ?code ?name {{ VALUES ?class {{ {_ACTORS} }} ?code a ?class ; skos:prefLabel ?name }}"),
    "labels": ("issue label", "SELECT ?issue ?label { ?issue a pos:Issue ; skos:prefLabel ?label }"),
    "above": ("issue broader", "SELECT ?issue ?broader { ?issue skos:broader ?broader }"),
    "within": ("issue broader", "SELECT DISTINCT ?issue ?broader { ?issue a pos:Issue ; skos:broader* ?broader }"),
    "ties": ("member organization role since until", """SELECT ?member ?organization ?role ?since ?until {
        ?tie org:member ?member ; org:organization ?organization ; skos:prefLabel ?role .
        OPTIONAL { ?tie pos:from ?since } OPTIONAL { ?tie pos:until ?until } }"""),
    "papers": ("document identifier title issued publisher source license", """SELECT * { ?document dcterms:identifier ?identifier .
        OPTIONAL { ?document dcterms:title ?title } OPTIONAL { ?document dcterms:issued ?issued }
        OPTIONAL { ?document dcterms:publisher ?publisher } OPTIONAL { ?document dcterms:source ?source }
        OPTIONAL { ?document dcterms:license ?license } }"""),
    "roll_calls": ("statement date", "SELECT ?statement ?date { ?statement pos:act pos:vote ; pos:date ?date }"),
    "statements": ("statement date act", """SELECT ?statement ?date ?act {
        ?statement a pos:Statement ; pos:date ?date OPTIONAL { ?statement pos:act ?act } }"""),
}

_FROM_ROWS = {
    "shared": "TABLE shared AS SELECT * FROM accepted WHERE holders > 1",  # few, and read twice by those that name them
    "once": "VIEW once AS SELECT * FROM accepted WHERE holders = 1 UNION ALL SELECT DISTINCT ON (position) * FROM shared",
    "ballots": """TABLE ballots AS SELECT *, row_number() OVER () - 1 AS number
        FROM (SELECT DISTINCT statement, issue, roll_calls.date FROM positions JOIN roll_calls USING (statement))
    """,
}

_VIEWS = """
CREATE VIEW positions AS SELECT * FROM read_parquet('{file}');
CREATE VIEW accepted AS SELECT * FROM positions WHERE status = 'accepted';
CREATE MACRO since(date, day) AS date >= day;
CREATE MACRO until(date, day) AS date <= day || '~' AND (length(date) >= length(day) OR NOT starts_with(day, date));
SET parquet_metadata_cache = true;
SET allowed_paths = ['{file}'];
SET enable_external_access = false;
SET lock_configuration = true;
"""


def pays(snapshot: Snapshot) -> bool:
    """Tell whether a store has so many positions that its flat table answers sooner than SPARQL."""
    return snapshot.stamp.positions > FEW


def answer(snapshot: Snapshot, asked: Question, terms: Mapping[str, ox.NamedNode | ox.Literal]) -> Rows | None:
    """Run a question's twin; None where the table is gone, taken away with its generation, or is not of the store's state."""
    import duckdb

    try:
        tables = _tables(snapshot)
        _lay_out(snapshot, tables, asked.sql)
        run = tables.cursor().execute(*_filled(snapshot, asked, terms))
        columns = tuple(column[0] for column in run.description)
        return columns, [dict(zip(columns, row, strict=True)) for row in run.fetchall()]
    except (duckdb.IOException, OSError):
        return None


def _tables(snapshot: Snapshot) -> "duckdb.DuckDBPyConnection":
    """Open DuckDB on a snapshot's flat rows: it reads that one file, and changes nothing."""
    if "tables" not in snapshot.held:
        import duckdb

        file = str(snapshot.rows)
        made = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False, "temp_directory": ""})
        told = dict(made.execute("SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [file]).fetchall())
        if told.get("state") != snapshot.stamp.state:
            raise OSError(f"{file}: not of its store's state")
        made.execute(_VIEWS.format(file=file.replace("'", "''")))
        snapshot.held["tables"] = made
    tables: duckdb.DuckDBPyConnection = snapshot.held["tables"]
    return tables


def _lay_out(snapshot: Snapshot, tables: "duckdb.DuckDBPyConnection", sql: str) -> None:
    """Make the tables that a text names and that are not there yet: from the graph, or from other tables."""
    for name in {*_FROM_GRAPH, *_FROM_ROWS} & set(re.findall(r"\w+", sql)) - snapshot.held.keys():
        if name in snapshot.held:  # made meanwhile, for another that is made from it
            continue
        values: dict[str, list[str | None]] = {}
        if made := _FROM_ROWS.get(name, ""):
            _lay_out(snapshot, tables, made.partition(" AS ")[2])
        else:
            columns, sparql = _FROM_GRAPH[name]
            _, rows = select(snapshot, sparql)
            values = {column: [row[column] for row in rows] for column in columns.split()}
            made = f"TABLE {name} AS SELECT {', '.join(f'unnest(${column}::VARCHAR[]) AS {column}' for column in values)}"
        tables.execute(f"CREATE OR REPLACE {made}", values)
        snapshot.held[name] = True


def _filled(snapshot: Snapshot, asked: Question, terms: Mapping[str, ox.NamedNode | ox.Literal]) -> tuple[str, dict[str, list[str]]]:
    """Return a twin with its values in place, and the issues that are too many for it.

    DuckDB passes over what a constant rules out, but not what a parameter does; a long list of constants takes it long to read.
    """
    gone = {parameter.name for parameter in asked.parameters} - terms.keys()
    text = "\n".join(line for line in asked.sql.split("\n") if not gone & set(re.findall(r"\$(\w+)", line)))
    words, many = dict[str, str](), dict[str, list[str]]()
    for parameter in asked.parameters:
        if (term := terms.get(parameter.name)) is None:
            continue
        word = term.value if isinstance(term, ox.Literal) else key_of(term.value)
        words[parameter.name] = word if parameter.type in ("integer", "limit") else _quoted(word)
        if parameter.type == "issue":
            issues = _narrower(snapshot, term) or [word]
            words[parameter.name] = f"({', '.join(map(_quoted, issues))})"
            words[parameter.name + "_alone"] = _quoted(word)
            if len(issues) > LISTED and re.search(rf"\${parameter.name}\b", text):
                words[parameter.name], many[parameter.name] = f"(SELECT unnest(${parameter.name}::VARCHAR[]))", issues
    return re.sub(r"\$(\w+)", lambda found: words[found[1]], text), many


def _narrower(snapshot: Snapshot, issue: ox.NamedNode | ox.Literal) -> list[str]:
    """Return an issue and all narrower ones, found once."""
    if issue not in snapshot.held:
        _, rows = select(snapshot, f"SELECT ?issue {{ ?issue skos:broader* {issue} }}")
        snapshot.held[issue] = [row["issue"] for row in rows]
    found: list[str] = snapshot.held[issue]
    return found


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
