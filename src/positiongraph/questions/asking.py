"""Asking a graph: named questions with values, or any SPARQL. Works on rdflib's graphs in memory and over a store."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import period
from positiongraph.graph.snapshots import Snapshot
from positiongraph.questions import flat
from positiongraph.questions.answers import Answer
from positiongraph.questions.engines import beneath, engine_name, select
from positiongraph.questions.naming import named, node
from positiongraph.questions.registry import Parameter, Question, question

if TYPE_CHECKING:
    from positiongraph.questions.engines import Asked

Term = ox.NamedNode | ox.Literal


def ask(graph: "Asked", name: str | int, *, by: str | None = None, **values: Any) -> Answer:
    """Ask a named question; values go by parameter name.

    Actors go by code, name or IRI, issues by id, label or IRI, statements by key, title or IRI. Rows come sorted by all their columns,
    whatever the engine's order, unless the question itself sorts.

    Some questions have a twin in SQL that gives the same rows from the flat table beside a store, which is quicker on many positions. It is
    taken where it is quicker, unless `by` says `sparql` or `flat`; the answer's `source` tells which it was.

    Raises:
        UnknownName: no such question, parameter, actor, issue or statement; the nearest are said.
        UsageError: a value is missing or of the wrong form, or the question cannot be answered by what `by` says.
    """
    if by not in (None, "sparql", "flat"):
        raise UnknownName("way to answer", str(by), ("sparql", "flat"))
    asked = question(name)
    terms = _terms(graph, asked, values)
    where, found = beneath(graph), None
    if by != "sparql" and asked.sql and isinstance(where, Snapshot) and (by or flat.pays(where)):
        found = flat.answer(where, asked, terms)
    if by == "flat" and found is None:
        raise UsageError(f"{asked.name} is answered by SPARQL only" if not asked.sql else "no flat table beside this graph")
    source = "flat table" if found else engine_name(graph)
    columns, rows = found or select(graph, filled(asked, terms))
    for column in asked.lists:
        for row in rows:
            row[column] = sorted(filter(None, (row[column] or []) if found else str(row[column] or "").split("\n")))
    if "ORDER BY" not in asked.sparql:
        rows.sort(key=_order(columns, rows))
    for parameter in asked.parameters:
        if parameter.type == "limit" and values.get(parameter.name) is not None:
            del rows[int(values[parameter.name]) :]
    return Answer(columns, rows, asked.text, asked.show, source)


def query(graph: "Asked", sparql: str) -> Answer:
    """Run a SELECT or ASK and return its rows as plain values, in the engine's order.

    Raises:
        UsageError: the text is no SPARQL, or a query of another form (CONSTRUCT and DESCRIBE give graphs: use `graph.query`).
    """
    columns, rows = select(graph, sparql)
    return Answer(columns, rows, source=engine_name(graph))


def put(graph: "Asked", asked: Question, values: Mapping[str, Any]) -> str:
    """Return a question's SPARQL with values in their places, as `ask` runs it.

    Raises:
        UnknownName, UsageError: as `ask`.
    """
    return filled(asked, _terms(graph, asked, values))


def filled(asked: Question, terms: Mapping[str, Term]) -> str:
    """Return a question's SPARQL with terms in their places; the lines of optional parameters that are not given go."""
    text = asked.sparql
    for parameter in asked.parameters:
        slot = f"VALUES ?asked_{parameter.name} {{ UNDEF }}"
        if parameter.name in terms:
            text = text.replace(slot, slot.replace("UNDEF", str(terms[parameter.name])))
        elif parameter.optional:
            text = "\n".join(line for line in text.split("\n") if slot not in line)
    return text


def _terms(graph: "Asked", asked: Question, values: Mapping[str, Any]) -> dict[str, Term]:
    """Return the values given as terms, by parameter."""
    known = {parameter.name: parameter for parameter in asked.parameters}
    for given in values:
        if given not in known:
            raise UnknownName("parameter", given, known) if known else UsageError(f"{asked.name} takes no parameter, so not {given!r}")
    for missing in (p for p in asked.parameters if values.get(p.name) is None and not p.optional):
        raise UsageError(f"{asked.name} needs {missing.name}: {missing.text or missing.type}; usage: {asked.name} {asked.usage}")
    return {name: _term(graph, known[name], value) for name, value in values.items() if value is not None}


def _term(graph: "Asked", parameter: Parameter, value: Any) -> Term:
    text = str(value)
    if parameter.type == "words":
        return ox.Literal(text)
    if parameter.type in ("integer", "limit"):
        if not text.lstrip("-" if parameter.type == "integer" else "").isdecimal():
            raise UsageError(f"{parameter.name}: {text!r} is no whole number")
        return ox.Literal(int(text))
    if parameter.type == "date":
        return ox.Literal(_date(parameter.name, text))
    return node(text) if text.startswith(("http://", "https://")) else node(named(graph, parameter.type, text))


def _date(name: str, text: str) -> str:
    """Return a date that bounds a window as coarsely as it can be said: a window since 1990-01-01 is one since 1990."""
    try:
        first, last = period(text)
    except ValueError:
        raise UsageError(f"{name}: no such date {text!r}; expected YYYY, YYYY-MM or YYYY-MM-DD") from None
    for length in (4, 7):
        wider = period(text[:length])
        if (name == "since" and wider[0] == first) or (name == "until" and wider[1] == last):
            return text[:length]
    return text


def _order(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Callable[[Mapping[str, Any]], Any]:
    """Return the key by which rows are sorted: the values themselves where each column has one sort of them, which is quicker."""
    if all({type(row[column]) for row in rows} in ({str}, {int}, {float}) for column in columns):
        return itemgetter(*columns)
    return lambda row: [_sortable(row[column]) for column in columns]


def _sortable(value: Any) -> tuple[int, Any]:
    """Order mixed values: nothing, numbers, then text and lists as text."""
    if value is None:
        return 0, 0
    if isinstance(value, (int, float)):
        return 1, value
    return 2, str(value)
