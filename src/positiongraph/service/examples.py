"""The named questions as queries that can be run as they are: values are put in that the store has something to say on."""

from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rdflib import Graph, Literal
from rdflib.namespace import ORG, SKOS
from rdflib.term import Node

from positiongraph.graph.triples import iri
from positiongraph.questions import Parameter, Question, questions
from positiongraph.vocabulary import POS


def examples(rows: pa.Table, graph: Graph, base: str) -> list[dict[str, Any]]:
    """Return name, number, question, parameters, note and runnable SPARQL of every named question, by number.

    Values come from the flat rows: the actors, issue and statement with the most positions. An optional parameter stays out.
    """
    values = _values(rows, graph, base)
    return [{
        "name": question.name, "number": question.number, "asks": question.text, "note": question.note, "sparql": filled(question, values),
        "parameters": [{"name": p.name, "type": p.type, "optional": p.optional, "text": p.text} for p in question.parameters],
    } for question in questions()]


def filled(question: Question, values: dict[str, Node]) -> str:
    """Return a question's SPARQL with values in place; lines of optional parameters go."""
    lines = question.sparql.split("\n")
    for parameter in question.parameters:
        slot = f"VALUES ?asked_{parameter.name} {{ UNDEF }}"
        value = _value(question, parameter, values)
        if parameter.optional:
            lines = [line for line in lines if slot not in line]
        elif value is not None:
            lines = [line.replace(slot, slot.replace("UNDEF", value.n3())) for line in lines]
    return "\n".join(line for line in lines if not line.startswith(("# number:", "# parameter:", "# list:", "# show:")))


def _value(question: Question, parameter: Parameter, values: dict[str, Node]) -> Node | None:
    return values.get(question.name, values.get(parameter.name, values.get(parameter.type)))


def _values(rows: pa.Table, graph: Graph, base: str) -> dict[str, Node]:
    """Return example values by parameter name or type, or by question where it needs another: an issue with narrower ones, a lonely one."""
    found: dict[str, Node] = {"integer": Literal(2), "n": Literal(10), "words": Literal("the")}
    holders, issues, statements = (_frequent(rows, column) for column in ("holder", "issue", "statement"))
    for name, sort, codes, place in (("actor", "actor", holders, 0), ("holder", "actor", holders, 0), ("a", "actor", holders, 0),
                                     ("b", "actor", holders, 1), ("silent", "actor", holders, 1), ("other", "actor", holders, 0),
                                     ("issue", "issue", issues, 0), ("statement", "statement", statements, 0)):
        if codes:
            found[name] = iri(sort, codes[min(place, len(codes) - 1)], base)
    above = Counter(graph.objects(None, SKOS.broader)).most_common(1)
    if above:
        found["issue-by-issue"] = above[0][0]
    holders_of = rows.group_by("issue").aggregate([("holder", "count_distinct")]).to_pylist()
    if holders_of:
        lonely = min(holders_of, key=lambda entry: (entry["holder_count_distinct"], entry["issue"]))["issue"]
        found["examined-but-silent"] = iri("issue", lonely, base)
    concerned = next(iter(graph.objects(None, POS.concerns)), None)
    if concerned is not None:
        found["actor"] = concerned
    target = next(iter(graph.objects(None, POS.target)), None)
    if target is not None:
        found["target"] = target
    bloc = next((body for body in graph.objects(None, ORG.organization) if (body, SKOS.prefLabel, None) in graph), None)
    if bloc is not None:
        found["bloc"] = bloc
    days = pc.min_max(rows["date"].cast(pa.string())).as_py()
    if days["max"]:
        found["date"], found["since"] = Literal(days["max"]), Literal(days["min"])
        found["until"] = Literal(days["max"])
    text = next((words for words in rows["text"].drop_null().slice(0, 1).to_pylist() if words), None)
    if text:
        found["words"] = Literal(max(text.split(), key=len))
    return found


def _frequent(rows: pa.Table, column: str) -> list[str]:
    counts = rows[column].cast(pa.string()).value_counts().to_pylist()
    return [entry["values"] for entry in sorted(counts, key=lambda entry: (-entry["counts"], entry["values"]))[:2]]
