"""A store, written in other formats. A document's text goes along only where its licence lets it be passed on."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pyoxigraph as ox
from rdflib import RDF, Dataset, Graph
from rdflib.namespace import DCTERMS

from positiongraph.errors import UsageError
from positiongraph.facts import Document
from positiongraph.graph.ontology import ONTOLOGY
from positiongraph.graph.places import Place, engine, positions_table, stamp
from positiongraph.iris import PREFIXES
from positiongraph.vocabulary import POS

READABLE = 50_000
"""Positions up to which Turtle, TriG and JSON-LD are written for reading, by rdflib; beyond, Oxigraph streams them."""

FORMATS = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD, "nquads": ox.RdfFormat.N_QUADS,
           "csv": None, "parquet": None}

_OPEN = re.compile(
    r"cc0.*|public domain|pddl|odc-by.*|cc[ -]by([ -]sa)?([ -][\d.]+)?"
    r"|https?://creativecommons\.org/(publicdomain/.*|licenses/by(-sa)?/[\d.]+/?)",
    re.I,
)


def open_license(text: str | None) -> bool:
    """Tell whether a licence, named or linked, lets a text be passed on. Where none is stated, it does not.

    >>> open_license("CC BY 4.0"), open_license("CC BY-NC 4.0"), open_license(None)
    (True, False, False)
    """
    return bool(text and _OPEN.fullmatch(text.strip()))


def documents(graph: Graph) -> tuple[Document, ...]:
    """Return the documents of a graph, sorted by id; their texts only where they may be passed on."""
    terms = {"identifier": DCTERMS.identifier, "title": DCTERMS.title, "issued": DCTERMS.issued, "publisher": DCTERMS.publisher,
             "language": DCTERMS.language, "source": DCTERMS.source, "license": DCTERMS.license, "text": RDF.value,
             "content_hash": POS.contentHash}
    found = []
    for node in graph.subjects(RDF.type, POS.Document):
        values = {name: str(value) for name, term in terms.items() if (value := graph.value(node, term)) is not None}
        if not open_license(values.get("license")):
            values.pop("text", None)
        found.append(Document(**values))
    return tuple(sorted(found, key=lambda document: document.id))


def export(place: Place, out: str | Path, format: str = "turtle") -> None:
    """Write a store, or what an endpoint holds, to a file.

    As turtle, trig, jsonld (with its context) or sorted nquads; or its flat rows as csv or parquet. The same store gives the same bytes.

    Raises:
        UsageError: an unknown format.
        StoreError: there is no store, or the endpoint does not answer or gives a part only.
    """
    path = Path(out)
    if format not in FORMATS:
        raise UsageError(f"no format named {format!r}; known: {', '.join(FORMATS)}")
    if format in ("csv", "parquet"):
        _write_rows(positions_table(place), path, format)
    elif format == "nquads":
        path.write_bytes(b"".join(sorted(ox.serialize(shareable(engine(place)), format=ox.RdfFormat.N_QUADS).splitlines(keepends=True))))  # type: ignore[union-attr]
    elif stamp(place).positions > READABLE:
        prefixes = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
        ox.serialize(shareable(engine(place)), str(path), format=FORMATS[format], prefixes=prefixes)
    else:
        path.write_text(readable(place, format), encoding="utf-8")


def readable(place: Place, format: str) -> str:
    """Return a store or an endpoint as turtle, trig or jsonld, laid out for reading."""
    data = Dataset() if format == "trig" else Graph()
    for prefix, namespace in PREFIXES.items():
        data.bind(prefix, namespace)
    text = ox.serialize(shareable(engine(place)), format=ox.RdfFormat.N_QUADS if format == "trig" else ox.RdfFormat.N_TRIPLES)
    data.parse(data=text, format="nquads" if format == "trig" else "nt")
    if format != "jsonld":
        return data.serialize(format=format)
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return data.serialize(format="json-ld", context=context, auto_compact=True, sort_keys=True) + "\n"


def shareable(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield a store's quads but for the texts that may not be passed on."""
    text, closed = ox.NamedNode(str(RDF.value)), set(withheld(store))
    return (quad for quad in store if not (quad.predicate == text and quad in closed))


def withheld(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield the quads that hold a document's text which its licence does not let be passed on."""
    kind, text, licence = (ox.NamedNode(str(term)) for term in (RDF.type, RDF.value, DCTERMS.license))
    for quad in store.quads_for_pattern(None, text, None):
        if any(True for _ in store.quads_for_pattern(quad.subject, kind, ox.NamedNode(str(POS.Document)))):
            licences = [found.object.value for found in store.quads_for_pattern(quad.subject, licence, None)]  # type: ignore[union-attr]
            if not any(map(open_license, licences)):
                yield quad


def _write_rows(table: pa.Table, path: Path, format: str) -> None:
    if format == "parquet":
        pyarrow.parquet.write_table(table, path, compression="zstd")
        return
    targets = pa.array([";".join(codes) for codes in table["targets"].to_pylist()], pa.string())
    pyarrow.csv.write_csv(table.set_column(table.schema.get_field_index("targets"), "targets", targets), path)
