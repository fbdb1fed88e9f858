"""How IRIs of ours begin and end, as plain text: no RDF library has to be loaded to read or write one."""

from urllib.parse import quote, unquote

BASE = "https://w3id.org/positiongraph/id/"
"""Where data IRIs begin, unless the user names a base of their own."""

TERMS = "https://w3id.org/positiongraph/ontology#"
"""Where the ontology's terms begin."""

PREFIXES: dict[str, str] = {
    "pos": TERMS,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix → namespace, for queries and serialising."""


def address(sort: str, key: str, base: str = BASE) -> str:
    """Return the IRI of an actor, issue, document, statement, position, passage or membership by its code or id.

    >>> address("actor", "unnamed:some states")
    'https://w3id.org/positiongraph/id/actor/unnamed%3Asome%20states'
    """
    return f"{base}{sort}/{quote(key, safe='')}"


def key_of(term: str) -> str:
    """Return the code or id that an IRI of ours ends in.

    >>> key_of("https://w3id.org/positiongraph/id/actor/unnamed%3Asome%20states")
    'unnamed:some states'
    """
    return unquote(term.rsplit("/", 1)[-1])
