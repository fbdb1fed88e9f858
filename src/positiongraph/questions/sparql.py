"""Any SPARQL on a store or an endpoint, answered in the formats of the standard. Read-only, and it calls nobody."""

import pyoxigraph as ox

from positiongraph.errors import UsageError
from positiongraph.graph.places import Place, endpoint_of, engine
from positiongraph.iris import PREFIXES
from positiongraph.questions.answers import Answer
from positiongraph.questions.guard import refuse_calls

ROWS = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV, "json": ox.QueryResultsFormat.JSON}


def serialised(place: Place, sparql: str, format: str | None = None) -> bytes | Answer:
    """Run a query on a store or an endpoint.

    Returns its rows as a table to show (no format, or `table`), or the bytes of csv, tsv, json or turtle.

    Raises:
        UsageError: no SPARQL query, a call to another endpoint, or a format that does not fit the query's form.
    """
    refuse_calls(sparql)
    endpoint = endpoint_of(place)
    try:
        result = endpoint.select(sparql) if endpoint else engine(place).query(sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        raise UsageError(f"no SPARQL query: {' '.join(str(error).split())[:300]}") from error
    if isinstance(result, (ox.QueryTriples, list)):
        if format not in (None, "turtle"):
            raise UsageError(f"a query for a graph gives turtle, not {format}")
        return ox.serialize(result, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    if format not in (None, "table", *ROWS):
        raise UsageError(f"a query for rows gives table, {', '.join(ROWS)}, not {format}")
    if format in ROWS:
        if isinstance(result, ox.QueryBoolean) and format != "json":
            return f"{str(bool(result)).lower()}\n".encode()
        return result.serialize(format=ROWS[format]) or b""
    if isinstance(result, ox.QueryBoolean):
        return Answer(("answer",), [{"answer": bool(result)}])
    columns = tuple(variable.value for variable in result.variables)
    return Answer(columns, [{name: _shown(row[name]) for name in columns} for row in result])


def _shown(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str | None:
    """Return a term for reading: literals as their text, IRIs with a prefix where one fits."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(str(namespace)):
                return f"{prefix}:{term.value[len(str(namespace)):]}"
        return term.value
    return term.value if isinstance(term, (ox.Literal, ox.BlankNode)) else str(term)
