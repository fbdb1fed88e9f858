"""Questions on a million votes: `python benchmarks/queries.py [--quick] [--store DIR] [--runs 7] [--only PART]`.

Parts: `questions` each figure on the whole graph (the package unvotes where ../shared/data is beside the checkout, or the store given), as
`ask` answers it, beside the same SPARQL on Oxigraph alone and on Virtuoso (Debian's virtuoso-opensource, started on loopback from a private
folder), where it is installed; `fresh` whole processes, from the start of Python to the printed answer; `growth` made-up votes at 10⁴, 10⁵
and 10⁶ positions. Figures are medians of warm runs; every answer is held equal to its baseline's. `--quick` makes everything small. What
rdflib's own engine takes is in `votes.py`.
"""

import argparse
import itertools
import math
import multiprocessing
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from _measured import Report, cost, tell

sys.path.insert(0, str(Path(__file__).parents[1]))
from votes import DATA, bytes_in, made_up

from positiongraph.errors import StoreError
from positiongraph.facts import Facts
from positiongraph.graph import build, snapshot
from positiongraph.graph.endpoint import Endpoint
from positiongraph.graph.snapshots import Snapshot
from positiongraph.questions import Answer, ask, flat, query
from positiongraph.sources.un_votes import read_votes
from tests.engines import virtuoso

PATIENCE = 30.0
"""Seconds after which an engine is given up, as the service does; the ratio is then a lower bound."""
PIECE = 200_000
"""Lines that go to Virtuoso at a time."""

Question = tuple[str, str, dict[str, str]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true")
    options.add_argument("--store", type=Path, help="a store of votes that is there already")
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--only", choices=["questions", "fresh", "growth"])
    asked = options.parse_args()
    report = Report("queries", "Questions on votes")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        store = asked.store or store_of_votes(work, asked.quick)
        if asked.quick:
            flat.FEW = 0  # the flat table answers however few they are
        for part, measure in (("questions", on_the_whole), ("fresh", fresh), ("growth", growth)):
            if asked.only in (None, part):
                measure(report, store, work, asked.quick, 2 if asked.quick else asked.runs)


def store_of_votes(work: Path, quick: bool) -> Path:
    """Build the store that is asked: the package unvotes, or made-up votes."""
    path = DATA / "votes.csv.gz" if DATA.is_dir() and not quick else made_up(work / "UNVotes.csv", 1_000 if quick else 870_000)
    tell(f"building from {path.name}")
    votes = read_votes(str(path))
    build(Facts(), work / "kg", votes=[votes])
    return work / "kg"


def questions_on(kg: Snapshot) -> list[Question]:
    """Return what is asked, with values that occur: title, question, values."""
    counts = ask(kg, "how-many-positions").rows
    names = {row["holder"] for row in counts}
    a, b = ("USA", "ISR") if {"USA", "ISR"} <= names else (counts[0]["holder"], counts[1]["holder"])
    first = query(kg, "SELECT ?issue { ?p pos:stance pos:opposes ; pos:issue ?issue } LIMIT 1 OFFSET 9").rows[0]["issue"]
    subject = query(kg, "SELECT ?s { ?i skos:broader ?s } GROUP BY ?s ORDER BY DESC(COUNT(?i)) ?s LIMIT 1").rows[0]["s"]
    return [
        ("who opposes a resolution", "who-opposes", {"issue": first}),
        ("an actor's positions on an issue in a period", "who-stands-where",
         {"holder": a, "issue": subject, "since": "1990", "until": "1999"}),
        ("counts for each actor", "how-many-positions", {}),
        ("counts for each actor and stance", "stances-of-each-actor", {}),
        ("a timeline of everything", "year-by-year", {}),
        ("agreement of two actors", "two-in-votes", {"a": a, "b": b}),
        ("agreement of one actor with all", "votes-alike", {"holder": a}),
        ("agreement of all pairs, all years", "least-agreement", {}),
        ("what divides the actors", "what-divides", {"n": "20"}),
        ("the newest since 2010", "said-since", {"since": "2010", "n": "20"}),
    ]


def on_the_whole(report: Report, store: Path, work: Path, quick: bool, runs: int) -> None:
    """Ask each question three ways, and hold the rows equal."""
    kg = snapshot(store)
    listed = questions_on(kg)
    baselines: dict[str, Callable[[Question], float | None]] = {"Oxigraph alone": lambda asked: alone(store, asked, runs)}
    with virtuoso_with(kg, work) as endpoint:
        if endpoint:
            baselines["Virtuoso"] = lambda asked: equal_and_timed(kg, asked, lambda: ask(endpoint, asked[1], **asked[2]), runs)
        rows = [position(kg, endpoint, runs)]
        for asked in listed:
            answer = ask(kg, asked[1], **asked[2])
            row = {"what": asked[0], "rows": len(answer), "answered by": answer.source,
                   "ms": 1000 * timed(partial(ask, kg, asked[1], **asked[2]), runs)}
            for name, baseline in baselines.items():
                tell(f"{asked[0]}: {name}")
                taken = baseline(asked)
                row |= {f"{name}, ms": f"> {PATIENCE * 1000:,.0f}" if taken is None else 1000 * taken,
                        f"{name} ÷ ours": f"> {PATIENCE * 1000 / row['ms']:,.0f}" if taken is None else 1000 * taken / row["ms"]}
            rows.append({**dict.fromkeys(rows[0], ""), **row})
    note = (f"{kg.stamp.positions:,} positions, {bytes_in(store) / 1e6:,.0f} MB. The baselines get the same question's SPARQL, Virtuoso "
            "over HTTP on loopback. Medians, warm, on the wall.")
    report.table("Each question beside its SPARQL", rows, note)


def position(kg: Snapshot, endpoint: Endpoint | None, runs: int) -> dict[str, Any]:
    """Look a position up by its IRI."""
    iri = query(kg, "SELECT (STR(?p) AS ?iri) { ?p a pos:Position } LIMIT 1 OFFSET 99").rows[0]["iri"]
    text = f"SELECT ?term ?value {{ <{iri}> ?term ?value }}"
    ours = 1000 * timed(lambda: query(kg, text), 20 * runs)
    row: dict[str, Any] = {"what": "a position by its IRI", "rows": len(query(kg, text)), "answered by": query(kg, text).source, "ms": ours,
                           "Oxigraph alone, ms": ours, "Oxigraph alone ÷ ours": 1.0}
    if endpoint:
        there = 1000 * timed(lambda: query(endpoint, text), runs)
        row |= {"Virtuoso, ms": there, "Virtuoso ÷ ours": there / ours}
    return row


def fresh(report: Report, store: Path, work: Path, quick: bool, runs: int) -> None:
    """Measure whole processes: the command line's, and one of Python that asks once."""
    line = "import sys; from positiongraph.cli import main; sys.argv = ['positiongraph', '--quiet', *sys.argv[1:]]; main()"
    python = f"from positiongraph import ask, open_store; print(len(ask(open_store({str(store)!r}), 'who-spoke')))"
    where = ["--store", store, "--format", "csv"]
    commands: dict[str, list[str | Path]] = {
        "Python alone": [sys.executable, "-c", "pass"],
        "Python with rdflib, oxrdflib and pandas": [sys.executable, "-c", "import rdflib, oxrdflib, pandas"],
        "ask who-spoke": [sys.executable, "-c", line, "ask", "who-spoke", *where],
        "ask how-many-positions": [sys.executable, "-c", line, "ask", "how-many-positions", *where],
        "ask least-agreement: all pairs, all years": [sys.executable, "-c", line, "ask", "least-agreement", *where],
        "open_store and ask in Python": [sys.executable, "-c", python],
        "network holders --measure identical": [
            sys.executable, "-c", line, "network", "holders", "--measure", "identical", "--store", store, "--out", work / "net.csv"],
    }
    rows = []
    for name, command in commands.items():
        tell(f"fresh: {name}")
        cost(command)  # its files are in memory, its bytecode is written
        found = [cost(command) for _ in range(runs)]
        wall, cpu = (statistics.median(getattr(one, sort) for one in found) for sort in ("wall", "cpu"))
        rows.append({"process": name, "seconds": wall, "of processors": cpu})
    report.table("From a fresh process", rows, "The whole process, from its start to its end.")


def growth(report: Report, store: Path, work: Path, quick: bool, runs: int) -> None:
    """Ask the same of made-up votes of growing number."""
    rows: list[dict[str, Any]] = []
    for size in (500, 1_000) if quick else (10_000, 100_000, 1_000_000):
        path, folder = made_up(work / "UNVotes.csv", size), work / f"kg{size}"
        tell(f"growth: building {size:,}")
        build(Facts(), folder, votes=[read_votes(str(path))])
        kg = snapshot(folder)
        row: dict[str, Any] = {"positions": kg.stamp.positions, "a position by its IRI, ms": position(kg, None, runs)["ms"]}
        for title, name, values in questions_on(kg)[:6]:
            row[f"{title}, ms"] = 1000 * timed(partial(ask, kg, name, **values), runs)
        rows.append(row)
        shutil.rmtree(folder)
    report.table("Growth", rows, f"Medians, warm. Up to {flat.FEW:,} positions SPARQL answers, above it the flat table.")


def timed(work: Callable[[], Any], runs: int) -> float:
    """Return the median of several runs, in seconds, after one that warms up."""
    taken = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def equal_and_timed(kg: Snapshot, asked: Question, work: Callable[[], Answer], runs: int) -> float | None:
    """Hold a baseline's rows equal to ours and time it; once only where it is slow."""
    start = time.perf_counter()
    try:
        found = work()
    except StoreError as error:  # it gives up before we do; an engine that fails is not slow
        tell(str(error)[:200])
        return None if "no answer" in str(error) else math.nan
    once = time.perf_counter() - start
    if once > PATIENCE:
        return None
    hold_equal(ask(kg, asked[1], **asked[2]), found, asked)
    return once if once > PATIENCE / runs else timed(work, runs)


def hold_equal(ours: Answer, theirs: Answer, asked: Question) -> None:
    assert [tuple(row) for row in ours.rows] == [tuple(row) for row in theirs.rows], asked
    for one, other in zip(ours.rows, theirs.rows, strict=True):
        for name, value in one.items():
            same = math.isclose(value, other[name], rel_tol=1e-6) if isinstance(value, float) else value == other[name]
            assert same, (asked, name, one, other)


def alone(store: Path, asked: Question, runs: int) -> float | None:
    """Time a question's SPARQL on Oxigraph in a process of its own, which is ended when it takes too long."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_alone, args=(str(store), asked, runs, theirs))
    process.start()
    theirs.close()
    try:
        return float(ours.recv()) if ours.poll(PATIENCE + 15) else None
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()


def _alone(store: str, asked: Question, runs: int, pipe: Any) -> None:
    kg = snapshot(store)
    taken = equal_and_timed(kg, asked, lambda: ask(kg, asked[1], by="sparql", **asked[2]), runs)
    if taken is not None:
        pipe.send(taken)


@contextmanager
def virtuoso_with(kg: Snapshot, work: Path) -> Iterator[Endpoint | None]:
    """Start Virtuoso with the triples of a store; None where it is not installed."""
    if not shutil.which("virtuoso-t"):
        tell("no Virtuoso here: apt-get install virtuoso-opensource")
        yield None
        return
    text = work / "all.nt"
    with text.open("wb") as file:
        kg.engine.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    with virtuoso(work / "virtuoso") as endpoint, text.open("rb") as lines:
        sent = 0
        while piece := list(itertools.islice(lines, PIECE)):
            endpoint.insert(b"".join(piece), endpoint.graph)
            sent += len(piece)
            tell(f"Virtuoso has {sent:,} triples")
        yield endpoint


if __name__ == "__main__":
    main()
