"""Asking a graph: named questions with values, or any SPARQL. Works on rdflib's graphs in memory and over a store."""

import datetime
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS, XSD
from rdflib.query import Result
from rdflib.term import Node

from positiongraph import reference
from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import period
from positiongraph.graph.triples import iri, key_of
from positiongraph.questions.answers import Answer
from positiongraph.questions.guard import refuse_calls
from positiongraph.questions.registry import Parameter, question
from positiongraph.vocabulary import POS

_IDS = "/id/"


def ask(graph: Graph, name: str | int, **values: Any) -> Answer:
    """Ask a named question; values go by parameter name.

    Actors go by code, name or IRI, issues by id, label or IRI, statements by key, title or IRI. Rows come sorted by all their columns,
    whatever the engine's order, unless the question itself sorts.

    Raises:
        UnknownName: no such question, parameter, actor, issue or statement; the nearest are said.
        UsageError: a value is missing or of the wrong form.
    """
    asked = question(name)
    known = {parameter.name: parameter for parameter in asked.parameters}
    for given in values:
        if given not in known:
            raise UnknownName("parameter", given, known) if known else UsageError(f"{asked.name} takes no parameter, so not {given!r}")
    text = asked.sparql
    for parameter in asked.parameters:
        slot = f"VALUES ?asked_{parameter.name} {{ UNDEF }}"
        value = values.get(parameter.name)
        if value is not None:
            text = text.replace(slot, slot.replace("UNDEF", _term(graph, parameter, value).n3()))
        elif parameter.optional:
            text = "\n".join(line for line in text.split("\n") if slot not in line)
        else:
            raise UsageError(f"{asked.name} needs {parameter.name}: {parameter.text or parameter.type}; usage: {asked.name} {asked.usage}")
    found = query(graph, text)
    for row in found.rows:
        for column in asked.lists:
            row[column] = sorted(filter(None, str(row[column] or "").split("\n")))
    if "ORDER BY" not in text:
        found.rows.sort(key=lambda row: [_sortable(row[column]) for column in found.columns])
    for parameter in asked.parameters:
        if parameter.type == "limit" and values.get(parameter.name) is not None:
            del found.rows[int(values[parameter.name]) :]
    return Answer(found.columns, found.rows, asked.text, asked.show)


def query(graph: Graph, sparql: str) -> Answer:
    """Run a SELECT or ASK and return its rows as plain values, in the engine's order.

    Raises:
        UsageError: the text is no SPARQL, or a query of another form (CONSTRUCT and DESCRIBE give graphs: use `graph.query`).
    """
    found = run(graph, sparql)
    if found.type == "ASK":
        return Answer(("answer",), [{"answer": bool(found.askAnswer)}])
    if found.type != "SELECT":
        raise UsageError(f"{found.type} gives a graph, not rows")
    columns = tuple(str(variable) for variable in found.vars or ())
    rows = [{name: _value(row.get(name)) for name in columns} for row in (binding.asdict() for binding in found)]  # type: ignore[union-attr]
    return Answer(columns, rows)


def run(graph: Graph, sparql: str) -> Result:
    """Run any query and return rdflib's result.

    Raises:
        UsageError: the text is no SPARQL query, or would call somebody or read a file (SERVICE; FROM on rdflib's own engine).
    """
    refuse_calls(sparql, loading=type(graph.store).__name__ != "OxigraphStore")
    try:
        return graph.query(sparql)
    except Exception as error:  # every engine has syntax errors of its own
        if type(error).__name__ in ("ParseException", "SyntaxError", "ResultException") or isinstance(error, (SyntaxError, ValueError)):
            raise UsageError(f"no SPARQL query: {' '.join(str(error).split())[:300]}") from error
        raise


def _term(graph: Graph, parameter: Parameter, value: Any) -> URIRef | Literal:
    text = str(value)
    if parameter.type == "words":
        return Literal(text)
    if parameter.type in ("integer", "limit"):
        if not text.lstrip("-" if parameter.type == "integer" else "").isdecimal():
            raise UsageError(f"{parameter.name}: {text!r} is no whole number")
        return Literal(int(text))
    if parameter.type == "date":
        try:
            period(text)
        except ValueError:
            raise UsageError(f"{parameter.name}: no such date {text!r}; expected YYYY, YYYY-MM or YYYY-MM-DD") from None
        return Literal(text)
    if text.startswith(("http://", "https://")):
        return URIRef(text)
    return named(graph, parameter.type, text)


_NAMED = """
PREFIX pos: <https://w3id.org/positiongraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?node ?name WHERE { %s }
"""

_WHERE = {
    "issue": "?node a pos:Issue ; skos:notation|skos:prefLabel|skos:altLabel ?name",
    "statement": "?node a pos:Statement ; skos:notation|dcterms:title ?name",
    "actor": "VALUES ?class { pos:State pos:Organisation pos:Bloc pos:Person pos:Actor } ?node a ?class ; "
             "skos:notation|skos:prefLabel|skos:altLabel ?name",
}


def named(graph: Graph, sort: str, name: str) -> URIRef:
    """Return the node of a sort (actor, issue or statement) that a code, label or title means: a code first, then a name of one node only.

    Raises:
        UnknownName: there is none; the nearest names are said.
        UsageError: several bear the name.
    """
    nodes = [node for node in graph.subjects(SKOS.notation, Literal(name)) if f"/{sort}/" in str(node)]
    if len(nodes) == 1 and isinstance(nodes[0], URIRef):
        return nodes[0]
    by_name: dict[str, set[str]] = {}
    for row in graph.query(_NAMED % _WHERE[sort]):
        by_name.setdefault(str(row[1]).casefold(), set()).add(str(row[0]))  # type: ignore[index]
    found = sorted(by_name.get(name.casefold(), ()))
    if len(found) == 1:
        return URIRef(found[0])
    if len(found) > 1:
        raise UsageError(f"{name!r} may be several: {', '.join(key_of(node) for node in found)}")
    if sort == "actor" and (actor := reference.resolve(name).actor):
        return iri("actor", actor.code)
    if sort == "issue" and (issue := reference.issue(name) or reference.resolve_issue(name)):
        return iri("issue", issue.id)
    raise UnknownName(sort, name, by_name)


def _value(term: Node | None) -> Any:
    if isinstance(term, Literal):
        if term.datatype in (XSD.date, XSD.gYear, XSD.gYearMonth, XSD.dateTime):
            return str(term)
        value = term.toPython()
        if isinstance(value, (bool, int, str)):
            return value
        if term.datatype in (XSD.decimal, XSD.double, XSD.float):
            return float(term)
        return str(term) if isinstance(value, (Literal, datetime.date)) else value
    if isinstance(term, URIRef):
        text = str(term)
        if text.startswith(str(POS)):
            return text[len(str(POS)):]
        return key_of(text) if _IDS in text and not text.startswith("http://www.wikidata") else text
    return None if term is None else str(term)


def _sortable(value: Any) -> tuple[int, Any]:
    """Order mixed values: nothing, numbers, then text and lists as text."""
    if value is None:
        return 0, 0
    if isinstance(value, (int, float)):
        return 1, value
    return 2, str(value)
