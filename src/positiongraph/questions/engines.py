"""Running SPARQL, and rows as plain values: Oxigraph itself where a graph lies over a store, whatever engine rdflib has elsewhere."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from positiongraph.errors import UsageError
from positiongraph.graph.endpoint import Endpoint
from positiongraph.graph.snapshots import Snapshot
from positiongraph.iris import PREFIXES, TERMS, key_of
from positiongraph.questions.guard import refuse_calls

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.query import Result
    from rdflib.term import Node

    Asked = Graph | Snapshot | Endpoint
    """What can be asked: rdflib's graph in memory, over a store or over an endpoint; or an open store or an endpoint by itself."""

Rows = tuple[tuple[str, ...], list[dict[str, Any]]]
"""Columns in the order of SELECT, and rows."""


class NotRows(UsageError):
    """A query of a form that gives a graph (CONSTRUCT, DESCRIBE) was asked for rows."""


_XSD = PREFIXES["xsd"]
_WHOLE = {_XSD + name for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
                                   "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte")}
_BROKEN = {_XSD + name for name in ("decimal", "double", "float")}


def beneath(asked: "Asked") -> Snapshot | Endpoint | None:
    """Return the store's snapshot or the endpoint beneath a graph, None for a graph over anything else."""
    if isinstance(asked, (Snapshot, Endpoint)):
        return asked
    return getattr(asked, "snapshot", None) or getattr(asked.store, "endpoint", None)


def engine_name(asked: "Asked") -> str:
    """Return what answers SPARQL on a graph, in words."""
    where = beneath(asked)
    if isinstance(where, Endpoint):
        return f"SPARQL at {where}"
    return "SPARQL on Oxigraph" if where or type(asked.store).__name__ == "OxigraphStore" else "SPARQL on rdflib"  # type: ignore[union-attr]


def select(asked: "Asked", sparql: str) -> Rows:
    """Run a SELECT or ASK and return its rows as plain values, in the engine's order.

    Raises:
        UsageError: the text is no SPARQL or calls somebody.
        NotRows: it is a query of another form (CONSTRUCT and DESCRIBE give graphs).
        StoreError: the endpoint refuses or stays away.
    """
    where = beneath(asked)
    if where is None:
        return _from_rdflib(run(asked, sparql))  # type: ignore[arg-type]
    refuse_calls(sparql)
    if isinstance(where, Endpoint):
        return _from_oxigraph(where.select(sparql))
    prefixes: Mapping[str, str] = PREFIXES if isinstance(asked, Snapshot) else {p: str(name) for p, name in asked.namespaces()}  # type: ignore[union-attr]
    try:
        return _from_oxigraph(where.engine.query(sparql, prefixes=dict(prefixes)))
    except (SyntaxError, ValueError) as error:
        raise _no_query(error) from error


def run(graph: "Graph", sparql: str) -> "Result":
    """Run any query and return rdflib's result.

    Raises:
        UsageError: the text is no SPARQL query, or would call somebody or read a file (SERVICE; FROM on rdflib's own engine).
    """
    refuse_calls(sparql, loading=type(graph.store).__name__ != "OxigraphStore")
    try:
        return graph.query(sparql)
    except Exception as error:  # every engine has syntax errors of its own
        if type(error).__name__ in ("ParseException", "SyntaxError", "ResultException") or isinstance(error, (SyntaxError, ValueError)):
            raise _no_query(error) from error
        raise


def _no_query(error: Exception) -> UsageError:
    return UsageError(f"no SPARQL query: {' '.join(str(error).split())[:300]}")


def _from_oxigraph(found: Any) -> Rows:
    if isinstance(found, ox.QueryBoolean):
        return ("answer",), [{"answer": bool(found)}]
    if not isinstance(found, ox.QuerySolutions):
        raise NotRows("CONSTRUCT and DESCRIBE give a graph, not rows")
    columns = tuple(variable.value for variable in found.variables)
    known: dict[Any, Any] = {None: None}  # most terms come again and again
    rows = []
    for solution in found:
        row = {}
        for name, term in zip(columns, solution, strict=True):
            if term not in known:
                known[term] = _read(term)
            row[name] = known[term]
        rows.append(row)
    return columns, rows


def _read(term: Any) -> Any:
    if isinstance(term, ox.NamedNode):
        return shortened(term.value)
    return valued(term.value, term.datatype.value) if isinstance(term, ox.Literal) else getattr(term, "value", str(term))


def _from_rdflib(found: "Result") -> Rows:
    if found.type == "ASK":
        return ("answer",), [{"answer": bool(found.askAnswer)}]
    if found.type != "SELECT":
        raise NotRows(f"{found.type} gives a graph, not rows")
    columns = tuple(str(variable) for variable in found.vars or ())
    return columns, [{name: _plain(row.get(name)) for name in columns}
                     for row in (binding.asdict() for binding in found)]  # type: ignore[union-attr]


def _plain(term: "Node | None") -> Any:
    from rdflib import Literal, URIRef

    if isinstance(term, Literal):
        return valued(str(term), str(term.datatype or ""))
    return shortened(str(term)) if isinstance(term, URIRef) else None if term is None else str(term)


def valued(text: str, datatype: str) -> Any:
    """Return a literal as a plain value: numbers as numbers, booleans as such, anything else as its text.

    >>> valued("2.50", "http://www.w3.org/2001/XMLSchema#decimal"), valued("1990-05", "http://www.w3.org/2001/XMLSchema#gYearMonth")
    (2.5, '1990-05')
    """
    try:
        if datatype in _WHOLE:
            return int(text)
        if datatype in _BROKEN:
            return float(text)
    except ValueError:  # an ill-typed literal is text
        return text
    return text in ("true", "1") if datatype == _XSD + "boolean" else text


def shortened(iri: str) -> str:
    """Return an IRI of ours as its code, id or local name; any other as it is.

    >>> shortened("https://w3id.org/positiongraph/id/actor/RUS"), shortened("http://www.wikidata.org/entity/Q1")
    ('RUS', 'http://www.wikidata.org/entity/Q1')
    """
    if iri.startswith(TERMS):
        return iri[len(TERMS):]
    return key_of(iri) if "/id/" in iri and not iri.startswith("http://www.wikidata") else iri
