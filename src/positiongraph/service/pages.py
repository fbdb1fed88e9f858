"""Pages for people, as text: a named question's answer, an actor, an issue, any node, the ontology. Every value is escaped here."""

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import ORG, SKOS
from rdflib.term import Node

from positiongraph.graph.ontology import ONTOLOGY
from positiongraph.iris import key_of
from positiongraph.questions import Answer, Question, ask
from positiongraph.vocabulary import POS

SHOWN = 500
"""Rows that a page's table shows."""
_LINKS = ('<header><a href="/">Query</a> <a href="/explore">Explore</a> <a href="/ask">Questions</a> '
          '<a href="/ontology">Ontology</a></header>')
_FORMS = "<a href='?format=turtle'>Turtle</a> · <a href='?format=jsonld'>JSON-LD</a>"

Cells = Iterable[str]


def frame(title: str, body: str) -> str:
    """Return a page with the site's head; `body` is HTML, `title` text."""
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
            f'<link rel="stylesheet" href="/static/site.css"></head><body>{_LINKS}'
            f"<main><h1>{escape(title)}</h1>{body}</main></body></html>")


def grid(head: Iterable[str], rows: Iterable[Cells]) -> str:
    """Return a table; heads are text, cells HTML."""
    top = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"


def question_list(questions: Iterable[Question]) -> str:
    """Return the page that lists the named questions, with a form for each."""
    parts = []
    for each in questions:
        fields = "".join(f'<label>{escape(p.name)}{"" if p.optional else " *"} <input name="{escape(p.name)}" title="{escape(p.text)}"'
                         f'{"" if p.optional else " required"}></label> ' for p in each.parameters)
        note = f"<p class=soft>{escape(each.note)}</p>" if each.note else ""
        parts.append(f'<li value="{each.number}"><form action="/ask/{each.name}"><h2>{escape(each.text)}</h2>{note}{fields}'
                     '<button>Ask</button></form></li>')
    return frame("Named questions", f"<ol>{''.join(parts)}</ol>")


def question_page(question: Question, values: dict[str, str], answer: Answer) -> str:
    """Return the page of a question's answer."""
    told = "".join(f"<li>{escape(name)}: {escape(value)}</li>" for name, value in values.items())
    ways = " · ".join(f'<a href="/ask/{question.name}?{escape(urlencode({**values, "format": form}))}">{form.upper()}</a>'
                      for form in ("csv", "json"))
    shown = answer.show or answer.columns
    rows = ([_cell(name, row[name], row) for name in shown] for row in answer.rows[:SHOWN])
    note = f"<p class=soft>{escape(question.note)}</p>" if question.note else ""
    return frame(question.text, f"<ul>{told}</ul>{note}<p>{_counted(len(answer.rows))} · {ways}</p>{grid(shown, rows)}"
                 f"<details><summary>SPARQL</summary><pre>{escape(question.sparql)}</pre></details>")


def _counted(rows: int) -> str:
    return f"{SHOWN} of {rows:,} rows" if rows > SHOWN else f"{rows} row{'' if rows == 1 else 's'}"


def _cell(name: str, value: Any, row: dict[str, Any]) -> str:
    """Return a value as HTML; names of actors and labels of issues lead to their pages where the row has their ids."""
    if value is None:
        return ""
    if isinstance(value, list):
        return escape(", ".join(map(str, value)))
    text = f"{value:+d}" if name == "stance" and isinstance(value, int) else escape(str(value))
    for column, sort, label in (("holder", "actor", "holder_name"), ("target", "actor", "target_name"), ("actor", "actor", "actor_name"),
                                ("speaker", "actor", "speaker_name"), ("issue", "issue", "issue_label")):
        if name in (column, label) and (name == label or label in row) and row.get(column):
            return f'<a href="/id/{sort}/{quote(str(row[column]), safe="")}">{text}</a>'
    return f"<q>{text}</q>" if name == "text" else text


def node_page(graph: Graph, node: URIRef, sort: str) -> str:
    """Return the page of a node: what is said of it and, for an actor or an issue, its positions with their words."""
    title = str(graph.value(node, SKOS.prefLabel) or key_of(str(node)))
    body = f"<p class=soft>{escape(str(node))} · {_FORMS}</p>"
    if sort == "actor":
        body += _positions(graph, holder=str(node)) + _memberships(graph, node)
    elif sort == "issue":
        body += _positions(graph, issue=str(node))
        narrower = sorted((str(graph.value(child, SKOS.prefLabel) or ""), child) for child in graph.subjects(SKOS.broader, node))
        if narrower:
            body += f"<h2>Narrower issues</h2><ul>{''.join(f'<li>{_term(graph, child)}</li>' for _, child in narrower[:SHOWN])}</ul>"
    facts: dict[str, list[str]] = {}
    for predicate, value in sorted(graph.predicate_objects(node)):
        if predicate != RDF.value or sort != "document":  # a document's text may not be ours to pass on
            facts.setdefault(_term(graph, predicate), []).append(_term(graph, value))
    return frame(title, f"{body}<h2>Said of it</h2>{grid(('', ''), ((name, ' · '.join(values)) for name, values in facts.items()))}")


def _memberships(graph: Graph, node: URIRef) -> str:
    rows = []
    for far, near in ((ORG.organization, ORG.member), (ORG.member, ORG.organization)):
        for tie in graph.subjects(near, node):
            since, until = (str(graph.value(tie, term) or "…") for term in (POS["from"], POS.until))
            role = escape(str(graph.value(tie, SKOS.prefLabel) or ""))
            rows.append((_term(graph, graph.value(tie, far)), role, escape(since), escape(until)))
    return f"<h2>Memberships and offices</h2>{grid(('with', 'as', 'from', 'until'), sorted(rows))}" if rows else ""


def _positions(graph: Graph, **chosen: str) -> str:
    answer = ask(graph, "who-stands-where", **chosen)
    rows = [row for row in answer.rows if "holder" not in chosen or row["holder"] == key_of(chosen["holder"])]
    rows.sort(key=lambda row: str(row["date"]), reverse=True)
    columns = ("date", "holder_name", "stance", "issue_label", "voice", "act", "speaker", "targets", "text", "title")
    if not rows:
        return "<h2>Positions</h2><p>no position found</p>"
    cells = ([_cell(column, row[column], row) for column in columns] for row in rows[:SHOWN])
    return f"<h2>Positions</h2><p>{_counted(len(rows))}</p>{grid(columns, cells)}"


def _term(graph: Graph, term: Node | None) -> str:
    """Return a term as HTML: nodes of ours by their label, linked to their page here; others by their address."""
    if isinstance(term, Literal) or term is None:
        return escape(str(term or ""))
    text = str(term)
    if text.startswith(str(POS)):
        return f'<a href="/ontology#{escape(text[len(str(POS)):])}">{escape(text[len(str(POS)):])}</a>'
    label = escape(str(graph.value(term, SKOS.prefLabel) or graph.namespace_manager.normalizeUri(text).strip("<>")))
    if "/id/" in text and (term, RDF.type, None) in graph:
        sort, key = text.rsplit("/", 2)[1:]
        return f'<a href="/id/{escape(sort)}/{escape(key)}">{label}</a>'
    return f'<a rel="noreferrer" href="{escape(text)}">{label}</a>' if text.startswith(("http://", "https://")) else label


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
    return frame("The ontology of positions", f"<p>Terms of <code>{POS}</code>, prefix <code>pos:</code> · {_FORMS}</p>{''.join(parts)}")


def _documented(graph: Graph, term: Node) -> str:
    name = str(term)[len(str(POS)):]
    notes = [(heading, value) for heading, predicate in _NOTES for value in graph.objects(term, predicate)]
    tied = [(heading, other) for heading, predicate in _TIES for other in graph.objects(term, predicate) if isinstance(other, URIRef)]
    ties = " · ".join(f"{heading} {_term(graph, other)}" for heading, other in tied)
    told = "".join(f"<p>{f'<b>{heading}:</b> ' if heading else ''}{escape(str(value))}</p>" for heading, value in notes)
    return f'<section id="{escape(name)}"><h3>pos:{escape(name)}</h3><p class=soft>{ties}</p>{told}</section>'
