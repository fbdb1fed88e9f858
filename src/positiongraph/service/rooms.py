"""A process that answers what takes more than SPARQL: named questions, the explorer, pages of actors and issues, the ontology.

Run as `python -m positiongraph.service.rooms STORE OPTIONS`; it speaks as `worker.py` does. Requests name what they want in `do`.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from rdflib import URIRef

from positiongraph.errors import PositiongraphError, StoreError, UnknownName, UsageError
from positiongraph.graph import documents, positions_table, stamp, walkable
from positiongraph.graph.remote import open_endpoint
from positiongraph.graph.snapshots import open_store
from positiongraph.questions import ask, question, questions
from positiongraph.service import pages, profiles
from positiongraph.service.cards import World
from positiongraph.service.relay import relayed
from positiongraph.service.worker import HTML, TEXT, Answer, TooLong, confine, converse


def asked(world: World, request: dict[str, Any]) -> Answer:
    """Answer a named question as JSON, CSV or a page."""
    answer = ask(world.graph, request["name"], **request["values"])
    if request["format"] == "text/csv":
        return 200, "text/csv; charset=utf-8", answer.csv().encode("utf-8", "replace")
    if request["format"] == "application/json":
        return 200, "application/json", answer.json().encode("utf-8", "replace")
    return 200, HTML, pages.question_page(question(request["name"]), request["values"], answer).encode("utf-8", "replace")


def explorer(world: World, request: dict[str, Any]) -> Answer:
    """Return the explorer on all positions."""
    from positiongraph.network import network
    from positiongraph.view import page_html

    rows = world.rows
    return 200, HTML, page_html(network(rows, "positions"), rows, documents=documents(world.described()), base=world.base).encode()


def about(world: World, request: dict[str, Any]) -> Answer:
    """Return the page of a node: an actor, an issue, or whatever has triples; without a node, the list of its sort."""
    if request["iri"] is None:
        return 200, HTML, profiles.index(world, request["sort"]).encode("utf-8", "replace")
    node = URIRef(request["iri"])
    if (node, None, None) not in world.graph:
        return 404, TEXT, f"nothing here is known by {node}\n".encode()
    return 200, HTML, profiles.profile(world, node, request["sort"]).encode("utf-8", "replace")


def ontology(world: World, request: dict[str, Any]) -> Answer:
    """Return the ontology: its documentation, or its triples."""
    kind, name = request["form"], {"application/n-triples": "nt", "application/ld+json": "json-ld"}
    if kind == HTML:
        return 200, HTML, pages.ontology_page().encode()
    return 200, kind, pages.ontology_graph().serialize(format=name.get(kind, kind)).encode()


def catalogue(world: World, request: dict[str, Any]) -> Answer:
    """Return the page of named questions."""
    return 200, HTML, pages.question_list(questions()).encode()


def listed(world: World, request: dict[str, Any]) -> Answer:
    """Return the named questions, each with values that give rows here and a query that can be run as it is."""
    from positiongraph.service.examples import examples

    return 200, "application/json", json.dumps(examples(world), ensure_ascii=False).encode()


WORK: dict[str, Callable[[World, dict[str, Any]], Answer]] = {
    "ask": asked, "explore": explorer, "about": about, "ontology": ontology, "examples": listed, "catalogue": catalogue,
}


def main(folder: str, options: str) -> None:
    """Open the store and do what is asked."""
    chosen = json.loads(options)
    most = chosen["most"]
    root = Path(folder)
    try:
        generation = root / (root / "CURRENT").read_text().strip()
        if endpoint := relayed():
            base = json.loads((generation / "stamp.json").read_text())["base"]
            world = World(open_endpoint(endpoint), partial(positions_table, endpoint), base, partial(walkable, endpoint, positions=False))
        else:
            graph = open_store(root, files=chosen["engine"])
            world = World(graph, partial(positions_table, root), stamp(root).base, lambda: graph)
    except (OSError, PositiongraphError) as error:
        print(json.dumps({"error": str(error)}))
        return
    confine(None, calls=endpoint is not None)
    with suppress(OSError):
        os.nice(5)  # pages take longer than look-ups, and give way to them

    def reply(request: dict[str, Any]) -> Answer:
        try:
            status, kind, body = WORK[request["do"]](world, request)
        except UnknownName as error:
            return 404, TEXT, f"{error}\n".encode()
        except UsageError as error:
            return 400, TEXT, f"{error}\n".encode()
        except StoreError as error:
            return 502, TEXT, f"{error}\n".encode()
        if len(body) > most:
            raise TooLong
        return status, kind, body

    converse(generation, reply, most)


if __name__ == "__main__":
    main(*sys.argv[1:])
