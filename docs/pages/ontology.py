"""The ontology, from its Turtle files: terms with definition, example and what they are not, closed lists, shapes and what breaks them."""

import re
from collections.abc import Iterable
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from pages.prose import linked

POS = "https://w3id.org/positiongraph/ontology#"


def pages(root: Path) -> dict[str, str | bytes]:
    """Return the page of the ontology, after its README."""
    folder = root / "ontology"
    terms, shapes = Graph(), Graph().parse(folder / "shapes.ttl")
    for name in ("positions.ttl", "schemes.ttl"):
        terms.parse(folder / name)
    text, taken = linked(root, folder / "README.md", (folder / "README.md").read_text("utf-8"), "ontology.md")
    parts = [text, "## Classes\n", *(term(terms, node) for node in declared(terms, OWL.Class)), "## Properties\n"]
    parts += [term(terms, node) for node in declared(terms, OWL.ObjectProperty, OWL.DatatypeProperty)]
    parts += ["## Closed lists\n", *(scheme(terms, node) for node in declared(terms, SKOS.ConceptScheme))]
    parts += ["## Shapes\n", "What a valid graph looks like; each with an example that breaks it and no other.\n",
              *(shape(shapes, node, folder / "examples" / "invalid") for node in declared(shapes, SH.NodeShape, SH.PropertyShape))]
    parts += ["## Examples\n", *(f"### {file.stem}\n\n{turtle(file)}" for file in sorted((folder / "examples" / "valid").glob("*.ttl")))]
    return {"ontology.md": "\n".join(parts), **taken}


def declared(graph: Graph, *classes: URIRef) -> list[URIRef]:
    """Return the nodes of some classes that are the ontology's own, by name."""
    found = {node for one in classes for node in graph.subjects(RDF.type, one)}
    return sorted(node for node in found if isinstance(node, URIRef) and node.startswith(POS))


def name(node: Node | None) -> str:
    """Return `pos:holder`, or the last part of another's IRI."""
    text = str(node)
    return f"pos:{text[len(POS):]}" if text.startswith(POS) else text.rpartition("#")[2].rpartition("/")[2]


def link(node: Node) -> str:
    """Return a term as code, one of the page's own as a link to where it stands."""
    text = name(node)
    return f"[`{text}`](#{text.replace(':', '').casefold()})" if text.startswith("pos:") else f"`{text}`"


def union(graph: Graph, node: Node) -> str:
    """Return a class, or the classes of a union."""
    members = graph.value(node, OWL.unionOf)
    return " or ".join(map(link, graph.items(members))) if members is not None else link(node)


def term(graph: Graph, node: URIRef) -> str:
    """Return a class or property: heading, definition, example, note, and what it ties to what."""
    ties = [f"{label} {', '.join(found)}" for label, predicate in (("a kind of", RDFS.subClassOf), ("of", RDFS.domain), ("to", RDFS.range))
            if (found := sorted(union(graph, one) for one in graph.objects(node, predicate)))]
    return "\n".join([f"### {name(node)}\n", *said(graph, node, SKOS.definition), f"{', '.join(ties)}\n" if ties else "",
                      *(f"*Example.* {line}" for line in said(graph, node, SKOS.example)),
                      *(f"*Note.* {line}" for line in said(graph, node, SKOS.scopeNote))])


def said(graph: Graph, node: Node, predicate: URIRef) -> Iterable[str]:
    """Yield what a term says by a property, a paragraph each."""
    return [f"{escaped(str(text))}\n" for text in sorted(graph.objects(node, predicate))]


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, terms of the ontology as code."""
    text = text.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;").replace("|", "\\|").replace("[", "\\[")
    return re.sub(r"\bpos:[A-Za-z]+", r"`\g<0>`", text)


def scheme(graph: Graph, node: URIRef) -> str:
    """Return a closed list as a table, in the order of its numbers or its names."""
    concepts = sorted(graph.subjects(SKOS.inScheme, node), key=lambda one: (int(graph.value(one, RDF.value) or 0), str(one)))
    rows = ["| " + " | ".join([f"`{name(one)}`", *(escaped(str(value)) if (value := graph.value(one, predicate)) is not None else ""
                               for predicate in (RDF.value, SKOS.definition, SKOS.example))]) + " |" for one in concepts]
    head = [f"### {name(node)}\n", *said(graph, node, SKOS.definition), "| term | value | definition | example |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def shape(graph: Graph, node: URIRef, invalid: Path) -> str:
    """Return a shape: its message, and the example that breaks it."""
    severity = "warning" if graph.value(node, SH.severity) == SH.Warning else "violation"
    told = [node, *graph.objects(node, SH.sparql)]
    messages = sorted({str(text) for part in told for text in graph.objects(part, SH.message)})
    return f"### {name(node)}\n\n{' '.join(map(escaped, messages))} ({severity})\n\n{turtle(invalid / f'{name(node)[4:]}.ttl')}"


def turtle(file: Path) -> str:
    """Return a Turtle file in a box to open."""
    return f"<details><summary>{file.name}</summary>\n\n```turtle\n{file.read_text('utf-8').strip()}\n```\n\n</details>\n"
