"""Pages for people, as text: the frame of all, the named questions and their answers, the ontology. Every value is escaped here."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from positiongraph.graph.ontology import ONTOLOGY
from positiongraph.questions import Answer, Question
from positiongraph.vocabulary import POS, STANCES

SHOWN = 500
"""Rows that a page's table shows."""
_PLACES = (("/", "Query"), ("/explore", "Explore"), ("/id/actor", "Actors"), ("/id/issue", "Issues"), ("/ask", "Questions"),
           ("/ontology", "Ontology"))
FORMS = '<a href="?format=turtle">Turtle</a> · <a href="?format=jsonld">JSON-LD</a>'

Cells = Iterable[str]


def frame(title: str, body: str, *, forms: bool = False) -> str:
    """Return a page with the site's head; `body` is HTML, `title` text. With `forms` programs are told of its triples."""
    others = ('<link rel="alternate" type="text/turtle" href="?format=turtle">'
              '<link rel="alternate" type="application/ld+json" href="?format=jsonld">') if forms else ""
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} · positiongraph</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">{others}'
            f'<link rel="stylesheet" href="/static/site.css"></head><body>{navigation()}'
            f"<main><h1>{escape(title)}</h1>{body}</main></body></html>")


def navigation() -> str:
    """Return the head of every page."""
    links = "".join(f'<a href="{address}">{name}</a>' for address, name in _PLACES)
    return f'<header><b>positiongraph</b><nav aria-label="Site">{links}</nav></header>'


def grid(head: Iterable[str], rows: Iterable[Cells]) -> str:
    """Return a table; heads are text, cells HTML."""
    names = (name.removesuffix("_name").removesuffix("_label").replace("_", " ") for name in head)
    top = "".join(f"<th>{escape(name)}</th>" for name in names)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = f"<thead><tr>{top}</tr></thead>" if top.replace("<th></th>", "") else ""
    return f'<div class="scroll"><table>{head}<tbody>{lines}</tbody></table></div>'


def question_list(questions: Iterable[Question]) -> str:
    """Return the page that lists the named questions, with a form for each."""
    parts = []
    for each in questions:
        fields = "".join(f'<label>{escape(p.name)}{"" if p.optional else " *"} <input name="{escape(p.name)}" title="{escape(p.text)}" '
                         f'placeholder="{escape(p.text or p.type)}"{"" if p.optional else " required"}></label> ' for p in each.parameters)
        note = f"<p class=soft>{escape(each.note)}</p>" if each.note else ""
        parts.append(f'<li value="{each.number}"><form action="/ask/{each.name}"><h2>{escape(each.text)}</h2>{note}{fields}'
                     '<button>Ask</button></form></li>')
    return frame("Named questions", f'<ol class="ask">{"".join(parts)}</ol>')


def question_page(question: Question, values: dict[str, str], answer: Answer) -> str:
    """Return the page of a question's answer."""
    told = "".join(f"<li>{escape(name)}: {escape(value)}</li>" for name, value in values.items())
    ways = " · ".join(f'<a href="/ask/{question.name}?{escape(urlencode({**values, "format": form}))}">{form.upper()}</a>'
                      for form in ("csv", "json"))
    shown = answer.show or answer.columns
    rows = ([_cell(name, row[name], row) for name in shown] for row in answer.rows[:SHOWN])
    note = f"<p class=soft>{escape(question.note)}</p>" if question.note else ""
    note += f"<p class=silence>No rows: this needs {escape(question.needs)}.</p>" if question.needs and not answer.rows else ""
    return frame(question.text, f"{f'<ul>{told}</ul>' * bool(told)}{note}<p>{_counted(len(answer.rows))} · {ways}</p>{grid(shown, rows)}"
                 f"<details><summary>SPARQL</summary><pre>{escape(question.sparql)}</pre></details>")


def _counted(rows: int) -> str:
    return f"{SHOWN} of {rows:,} rows" if rows > SHOWN else f"{rows} row{'' if rows == 1 else 's'}"


def _cell(name: str, value: Any, row: dict[str, Any]) -> str:
    """Return a value as HTML; names of actors and labels of issues lead to their pages where the row has their ids."""
    if value is None:
        return ""
    if isinstance(value, list):
        return escape(", ".join(map(str, value)))
    if name == "stance" and value in STANCES:
        return chip(value)
    if name == "date":
        return f"<time>{escape(str(value))}</time>"
    text = escape(str(value))
    for column, sort, label in (("holder", "actor", "holder_name"), ("target", "actor", "target_name"), ("actor", "actor", "actor_name"),
                                ("speaker", "actor", "speaker_name"), ("issue", "issue", "issue_label")):
        if name in (column, label) and (name == label or label in row) and row.get(column):
            return f'<a href="/id/{sort}/{quote(str(row[column]), safe="")}">{text}</a>'
    return f"<q>{text}</q>" if name == "text" else text


def term(graph: Graph, value: Node | None, base: str) -> str:
    """Return a term as HTML: nodes of ours by their label, linked to their page here; others by their address."""
    if isinstance(value, Literal) or value is None:
        return escape(str(value or ""))
    text = str(value)
    if text.startswith(str(POS)):
        return f'<a href="/ontology#{escape(text[len(str(POS)):])}">{escape(text[len(str(POS)):])}</a>'
    label = graph.value(value, SKOS.prefLabel) or graph.value(value, DCTERMS.title)
    shown = escape(str(label or graph.namespace_manager.normalizeUri(text).strip("<>")))
    if text.startswith(base) and (value, RDF.type, None) in graph:
        return f'<a href="/id/{escape(text[len(base):])}">{shown}</a>'
    return f'<a rel="noreferrer" href="{escape(text)}">{shown}</a>' if text.startswith(("http://", "https://")) else shown


def chip(stance: int) -> str:
    """Return a stance as a coloured sign with its number and name."""
    number = f"{stance:+d}".replace("-", "−") if stance else "0"
    return f'<span class="chip {side_of(stance)}">{number} {spaced(local(STANCES[stance]))}</span>'


def side_of(stance: int) -> str:
    """Return the side that a stance is on."""
    return "for" if stance > 0 else "against" if stance < 0 else "neutral"


def local(term: Any) -> str:
    """Return a term of ours without its namespace."""
    return str(term).removeprefix(str(POS))


def spaced(name: str) -> str:
    """Return a local name as words.

    >>> spaced("pressConference")
    'press conference'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def ontology_graph() -> Graph:
    """Return the ontology's terms and schemes."""
    graph = Graph()
    for name in ("positions.ttl", "schemes.ttl"):
        graph.parse(ONTOLOGY / name, format="turtle")
    return graph


_SORTS = (("Classes", (RDFS.Class, URIRef("http://www.w3.org/2002/07/owl#Class"))),
          ("Properties", tuple(URIRef(f"http://www.w3.org/2002/07/owl#{name}Property") for name in ("Object", "Datatype"))),
          ("Schemes", (SKOS.ConceptScheme,)), ("Concepts", (SKOS.Concept, POS.Stance, POS.Act)))
_NOTES = (("", SKOS.definition), ("", RDFS.comment), ("Note", SKOS.scopeNote), ("Example", SKOS.example))
_TIES = (("kind of", RDFS.subClassOf), ("from", RDFS.domain), ("to", RDFS.range), ("in", SKOS.inScheme))


def ontology_page() -> str:
    """Return the documentation of every term of our own, from its label, definition, notes and examples."""
    graph = ontology_graph()
    parts, told = [], set[URIRef]()
    for heading, classes in _SORTS:
        typed = {URIRef(str(term)) for kind in classes for term in graph.subjects(RDF.type, kind) if str(term).startswith(str(POS))}
        terms = sorted(typed - told)
        told |= set(terms)
        parts.append(f"<h2>{heading}</h2>" + "".join(_documented(graph, term) for term in terms))
    return frame("The ontology of positions", f"<p>Terms of <code>{POS}</code>, prefix <code>pos:</code> · {FORMS}</p>{''.join(parts)}")


def _documented(graph: Graph, node: Node) -> str:
    name = str(node)[len(str(POS)):]
    notes = [(heading, value) for heading, predicate in _NOTES for value in graph.objects(node, predicate)]
    tied = [(heading, other) for heading, predicate in _TIES for other in graph.objects(node, predicate) if isinstance(other, URIRef)]
    ties = " · ".join(f"{heading} {term(graph, other, str(POS))}" for heading, other in tied)
    told = "".join(f"<p>{f'<b>{heading}:</b> ' if heading else ''}{escape(str(value))}</p>" for heading, value in notes)
    return f'<section id="{escape(name)}"><h3>pos:{escape(name)}</h3><p class=soft>{ties}</p>{told}</section>'
