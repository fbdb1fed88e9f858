"""The service's description of itself, in the vocabulary of SPARQL 1.1 Service Description."""

from rdflib import RDF, BNode, Graph, Namespace, URIRef

from positiongraph.service.pool import Reply, told

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")


def graph(address: str) -> Graph:
    """Return the description of a service at an address."""
    result = Graph()
    result.bind("sd", SD)
    result.bind("formats", FORMATS)
    node = URIRef(address)
    data, default = BNode("dataset"), BNode("default")
    for triple in ((node, RDF.type, SD.Service), (node, SD.endpoint, node), (node, SD.supportedLanguage, SD.SPARQL11Query),
                   (node, SD.defaultDataset, data), (data, RDF.type, SD.Dataset), (data, SD.defaultGraph, default),
               (default, RDF.type, SD.Graph)):
        result.add(triple)
    for name in ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
                 "Turtle", "N-Triples", "JSON-LD", "RDF_XML"):
        result.add((node, SD.resultFormat, FORMATS[name]))
    return result


def described(address: str, form: str | None) -> Reply:
    """Return the description in a media type; Turtle unless it is another that can be had."""
    if form is None:
        return told(406, "the description is Turtle, N-Triples, JSON-LD or RDF/XML; for an answer add ?query=")
    names = {"application/n-triples": "nt", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}
    kind = form if form in names else "text/turtle"
    body = graph(address).serialize(format=names.get(kind, "turtle")).encode()
    return Reply(200, kind + ("; charset=utf-8" if kind == "text/turtle" else ""), body)
