"""Media types: what is offered, what short names they have, and which of them a client would rather have."""

from collections.abc import Mapping
from functools import lru_cache

ROWS = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/csv": "text/csv", "text/tab-separated-values": "text/tab-separated-values", "text/html": "text/html",
    "application/json": "application/sparql-results+json", "text/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml", "text/xml": "application/sparql-results+xml",
    "application/xhtml+xml": "text/html",
}
"""What a client may accept for rows and yes or no → what it then gets; the first is the one for whoever does not care."""

GRAPHS = {
    "text/turtle": "text/turtle", "application/n-triples": "application/n-triples", "application/ld+json": "application/ld+json",
    "application/rdf+xml": "application/rdf+xml", "text/html": "text/html",
    "application/turtle": "text/turtle", "application/x-turtle": "text/turtle", "text/plain": "application/n-triples",
    "application/json": "application/ld+json", "application/xml": "application/rdf+xml", "application/xhtml+xml": "text/html",
}
"""The same for graphs."""

SHORT = {
    "json": "application/json", "xml": "application/xml", "csv": "text/csv", "tsv": "text/tab-separated-values", "turtle": "text/turtle",
    "ttl": "text/turtle", "nt": "application/n-triples", "ntriples": "application/n-triples", "jsonld": "application/ld+json",
    "json-ld": "application/ld+json", "rdf": "application/rdf+xml", "html": "text/html",
}
"""Short names, for `format=` in an address."""


def preferred(accept: str, offered: Mapping[str, str]) -> str | None:
    """Return the offered type that an Accept header likes best, None where it likes none.

    Among equals the one that the header names first, then the one offered first. No header is `*/*`.

    >>> preferred("text/*;q=0.5, application/xml", ROWS), preferred("", ROWS), preferred("image/png", ROWS)
    ('application/sparql-results+xml', 'application/sparql-results+json', None)
    >>> preferred("text/csv;q=0, text/*", ROWS)
    'text/tab-separated-values'
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",") if part.strip()]
    best: tuple[float, int, int] | None = None
    chosen = None
    for place, name in enumerate(offered):
        fits = [(_closeness(name, wanted), weight, -number) for number, (wanted, weight) in enumerate(ranges)]
        closeness, weight, number = max((fit for fit in fits if fit[0]), default=(0, 0.0, 0))
        if not closeness or not weight:
            continue
        score = (weight, number if closeness == 3 else number - len(ranges), -place)
        if best is None or score > best:
            best, chosen = score, offered[name]
    return chosen


@lru_cache(64)
def wanted(named: str | None, accept: str) -> tuple[str | None, str | None]:
    """Return the types for rows and for a graph that a client wants. `named`, what a short name in the address means, goes before Accept.

    >>> wanted("text/csv", "*/*"), wanted(None, "application/xml")
    (('text/csv', 'text/turtle'), ('application/sparql-results+xml', 'application/rdf+xml'))
    """
    rows, graph = (offered[named] if named in offered else preferred(accept, offered) for offered in (ROWS, GRAPHS))
    return rows, graph


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.casefold().split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, min(1.0, max(0.0, float(value)))
            except ValueError:
                return name, 0.0
    return name, 1.0


def _closeness(name: str, wanted: str) -> int:
    if name == wanted:
        return 3
    if wanted.endswith("/*") and wanted != "*/*":
        return 2 if name.startswith(wanted[:-1]) else 0
    return 1 if wanted in ("*/*", "*") else 0
