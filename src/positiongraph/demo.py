"""The main job on the packaged sample: facts, graph, answers, network, page."""

import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from positiongraph.facts import Facts
from positiongraph.graph import build, check, described, documents, export, open_store, positions_table
from positiongraph.network import network, write
from positiongraph.questions import ask, question
from positiongraph.reading import reading
from positiongraph.sources import Reading
from positiongraph.terminal import table
from positiongraph.view import page

ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("who-stands-where", {"issue": "One-China policy"}),
    ("joint-and-alone", {"statement": "joint-statement"}),
    ("who-is-criticised", {}),
    ("silent-where-another-spoke", {"silent": "CHN", "other": "RUS"}),
    ("what-concerns", {"actor": "UKR"}),
)
"""The questions that the demo asks, with their values."""

MADE = {
    "store": "the graph on disk",
    "positions.ttl": "the graph as Turtle",
    "network.graphml": "the network, for Gephi and the like",
    "page.html": "the explorer: open it in a browser, offline",
}

JOINT = ("each", "fractional", "exclude")


def sample() -> Reading:
    """Read the packaged sample: a report of the meeting of 8 May 2025 in Moscow, with its positions."""
    with as_file(files("positiongraph") / "sample") as folder:
        return reading([str(folder / "moscow-2025-05-08.yaml")])


def demonstrate(out: Path, *, tell: Callable[[str], None]) -> None:
    """Build a store from the sample, ask it five questions, and write Turtle, GraphML and the page into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    found = sample()
    checked = check(found)
    store = out / "store"
    shutil.rmtree(store, ignore_errors=True)
    made = build(checked.facts, store, stage=lambda _: None)
    tell(f"{made.positions} positions read from the packaged report of 8 May 2025, validated, and stored in {store}")
    graph = open_store(store)
    for name, values in ASKED:
        answer = ask(graph, name, **values)
        print()
        print(" ".join(["positiongraph ask", name, *(f"--{key} {_quoted(value)}" for key, value in values.items()), "--store", str(store)]))
        columns = answer.show or answer.columns
        table(columns, ([row[column] for column in columns] for row in answer.rows), question(name).text)
    print()
    _agreement(checked.facts)
    rows = positions_table(store)
    positions = network(rows, "positions")
    export(store, out / "positions.ttl", "turtle")
    write(positions, out / "network.graphml")
    page(positions, rows, str(out / "page.html"), documents=documents(graph), about=described(graph),
         title="Russia and China, 8 May 2025")
    tell("")
    for name, what in MADE.items():
        tell(f"{out / name}: {what}")


def _agreement(facts: Facts) -> None:
    """Show how much of the agreement of Russia and China is in what they signed together."""
    rows: list[list[Any]] = []
    for joint in JOINT:
        edge = network(facts, "holders", joint=joint).get_edge_data("CHN", "RUS") or {"weight": 0.0}
        rows.append([joint, f"{edge['weight']:.2f}"])
    table(("joint positions count", "congruence Russia–China"), rows, "How far do the two agree? It depends on what co-signing counts for.")


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
