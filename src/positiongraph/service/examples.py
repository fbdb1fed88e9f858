"""The named questions as the query page offers them: with values that the store has something to say on, and whether it has."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rdflib.namespace import ORG, SKOS

from positiongraph.facts import Act
from positiongraph.graph.snapshots import Snapshot
from positiongraph.graph.triples import iri
from positiongraph.questions import Question, ask, flat, questions
from positiongraph.questions.asking import put
from positiongraph.questions.engines import beneath
from positiongraph.service.cards import World
from positiongraph.vocabulary import POS

DEEP = 4
"""Values of a kind that are tried for a question."""
TRIES = 24
"""Combinations of them."""

Values = dict[str, str]


def examples(world: World) -> list[dict[str, Any]]:
    """Return name, number, question, parameters, note, needs, values, SPARQL, rows and place of every named question, by number.

    `rows` is how many the values give: those that are tried come from the store, and 0 says that none of them gives any. `place` is `tab`
    where the SPARQL is run in one, `page` where the flat table answers, on a page of its own: the store has so many positions that SPARQL
    may take longer than a query may. At an endpoint that large nothing is tried: `rows` is null.
    """
    where = beneath(world.graph)
    large = isinstance(where, Snapshot) and flat.pays(where)
    counted = isinstance(where, Snapshot) or len(world.rows) <= flat.FEW
    found, offered = _found(world), []
    for question in questions():
        tries = _combinations(question, found, large=large)
        values, rows = _best(world, question, tries) if counted else (next(tries, {}), None)
        offered.append({
            "name": question.name, "number": question.number, "asks": question.text, "note": question.note,
            "needs": question.needs, "values": values, "rows": rows,
            "place": "page" if large and question.sql else "tab", "sparql": _text(world, question, values),
            "parameters": [{"name": p.name, "type": p.type, "optional": p.optional, "text": p.text} for p in question.parameters],
        })
    return offered


def _best(world: World, question: Question, tries: Iterator[Values]) -> tuple[Values, int]:
    """Return the first values that give rows, with their number; else the first of all, and 0."""
    first: Values = {}
    for values in islice(tries, TRIES):
        rows = len(ask(world.graph, question.name, **values))
        if rows:
            return values, rows
        first = first or values
    return first, 0


def _combinations(question: Question, found: dict[str, list[str]], *, large: bool) -> Iterator[Values]:
    """Yield values for what a question needs; of a large store only what is on an actor and an issue, and so many rows at most."""
    needed = [p for p in question.parameters if not p.optional]
    if large:
        spare = ("limit",) if needed else ("actor", "issue", "limit")
        needed += [p for p in question.parameters if p.optional and p.type in spare]
    for chosen in product(*(found.get(p.name, found.get(f"any {p.type}", [])) for p in needed)):
        if len(set(chosen)) == len(chosen):
            yield {p.name: value for p, value in zip(needed, chosen, strict=True)}


def _text(world: World, question: Question, values: Values) -> str:
    if any(not p.optional and p.name not in values for p in question.parameters):
        text = question.sparql
    else:
        text = put(world.graph, question, values)
    return "\n".join(line for line in text.split("\n") if not line.startswith(("# number:", "# parameter:", "# list:", "# show:")))


def _found(world: World) -> dict[str, list[str]]:
    """Return values to try, by the name or the type of a parameter, the most promising first."""
    graph, rows, base = world.graph, world.rows, world.base

    def frequent(column: str, sort: str, among: pa.Table = rows) -> list[str]:
        return [str(iri(sort, key, base)) for key, _ in _counted(among[column])[:DEEP]]

    voters = frequent("holder", "actor", rows.filter(pc.equal(rows["act"].cast(pa.string()), Act.VOTE.value)))
    actors, issues = list(dict.fromkeys(frequent("holder", "actor") + voters)), frequent("issue", "issue")
    above, concerned, targets, bodies = (
        [str(node) for node, _ in Counter(graph.objects(None, each)).most_common(DEEP)]
        for each in (SKOS.broader, POS.concerns, POS.target, ORG.organization))
    days = pc.min_max(rows["date"].cast(pa.string())).as_py()
    texts = rows["text"].drop_null().slice(0, 1).to_pylist()
    return {
        "any actor": actors, "b": actors[::-1], "silent": actors[::-1], "actor": concerned + targets + actors, "bloc": bodies,
        "any issue": issues + above + [str(iri("issue", key, base)) for key, _ in _counted(rows["issue"])[-1:]],
        "any statement": frequent("statement", "statement"), "date": [days["max"]] if days["max"] else [],
        "any date": [days["min"]] if days["min"] else [], "any words": [max(texts[0].split(), key=len)] if texts else ["the"],
        "any integer": ["2"], "any limit": ["10"],
    }


def _counted(column: pa.ChunkedArray) -> list[tuple[str, int]]:
    counts = column.cast(pa.string()).value_counts().to_pylist()
    return sorted(((entry["values"], entry["counts"]) for entry in counts), key=lambda entry: (-entry[1], entry[0]))
