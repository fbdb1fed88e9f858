"""A million votes into a store, and how that grows: `python benchmarks/votes.py [--quick] [--runs 3] [--only PART]`.

Parts: `files` the two real files, where ../shared/data is beside the checkout; `growth` made-up votes at 10⁴, 10⁵ and 10⁶ positions;
`rdflib` a tenth of the votes beside rdflib's memory store. A build is the whole command, from the start of Python over the file and its
validation to the packed store with its flat rows. Its baseline is pyoxigraph alone, which reads the finished N-Triples of the same graph
in one call, without and with `optimize`. Each run is a process of its own, in turns; figures are medians. `--quick` makes everything small.
"""

import argparse
import csv
import gzip
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from _measured import Report, alternating, cost, tell
from rdflib import Graph

from positiongraph import reference
from positiongraph.facts import Facts
from positiongraph.graph import build as build_store
from positiongraph.graph import bulk, engine, graph, ntriples, open_store, stamp
from positiongraph.iris import BASE
from positiongraph.questions import ask
from positiongraph.sources.un_votes import read_votes
from positiongraph.sources.voters import Voters

DATA = Path(__file__).parents[1] / "../shared/data/unvotes"
PYTHON = sys.executable
BUILD = "import sys; from positiongraph.cli import main; sys.argv = ['positiongraph', '--quiet', 'build', *sys.argv[1:]]; main()"
ONE_BY_ONE = "from positiongraph.graph import bulk; bulk.SIDE_BY_SIDE = 1; " + BUILD
LOAD = """
import sys, shutil, pyoxigraph as ox
shutil.rmtree(sys.argv[2], ignore_errors=True)
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_TRIPLES)
if sys.argv[3:]: store.optimize()
store.flush()
"""
COUNT = "SELECT (COUNT(*) AS ?n) { ?p a <https://w3id.org/positiongraph/ontology#Position> }"
YES, ABSTAIN, NO = "1", "2", "3"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", choices=["files", "growth", "rdflib"])
    asked = options.parse_args()
    report = Report("votes", "Votes: building a store")
    with tempfile.TemporaryDirectory() as folder:
        for part, work in (("files", files), ("growth", growth), ("rdflib", beside_rdflib)):
            if asked.only in (None, part):
                work(report, Path(folder), asked.quick, 1 if asked.quick else asked.runs)


def files(report: Report, work: Path, quick: bool, runs: int) -> None:
    """Build from the real files; count rows, and ask SPARQL for the count."""
    if not DATA.is_dir() or quick:
        tell("the real files are left out")
        return
    counted, rows = [], []
    for name in ("votes.csv.gz", "voeten2017_UNVotesPublished.csv.gz"):
        rows += beside_load(DATA / name, work, runs, name)
        counted.append(accounted(DATA / name, work / "kg"))
    report.table("Every row is accounted for", counted)
    report.table("The real files", rows, NOTE)


NOTE = "Seconds on the wall and of the processors; the ratio is to the single load of the same graph, loaded and packed in brackets."


def growth(report: Report, work: Path, quick: bool, runs: int) -> None:
    """Build from made-up votes of growing number."""
    rows = []
    for size in (1_000,) if quick else (10_000, 100_000, 1_000_000):
        path = made_up(work / "UNVotes.csv", size)
        rows += beside_load(path, work, runs, f"{size:,} positions")
    report.table("Growth", rows, NOTE)


def beside_load(path: Path, work: Path, runs: int, name: str) -> list[dict[str, Any]]:
    """Build from a file, then load the finished text of the same graph, in turns."""
    store, text, alone = work / "kg", work / "finished.nt", work / "alone"
    build = fresh(BUILD, path, store)
    cost(build)
    with text.open("wb") as file:
        engine(store).dump(file, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    ways = {"build": build, "build, one load at a time": fresh(ONE_BY_ONE, path, store), "load alone": [PYTHON, "-c", LOAD, text, alone],
            "load alone, packed": [PYTHON, "-c", LOAD, text, alone, "packed"]}
    found = alternating(ways, runs, name)
    positions, size = stamp(store).positions, bytes_in(store)
    rows = []
    for way, each in found.items():
        loads = found["load alone"], found["load alone, packed"]
        wall, cpu = ([getattr(each, sort) / getattr(load, sort) for load in loads] for sort in ("wall", "cpu"))
        rows.append({"source": name, "what": way, "positions": positions, "seconds": each.wall, "of processors": each.cpu,
                     "µs of processors a position": each.cpu / positions * 1e6, "ratio": f"{wall[0]:.2f} ({wall[1]:.2f})",
                     "ratio of processors": f"{cpu[0]:.2f} ({cpu[1]:.2f})", "peak MB": each.memory, "store MB": size / 1e6,
                     "Parquet": f"{next(store.glob('generation-*/positions.parquet')).stat().st_size / size:.2%}"})
    return rows


def fresh(code: str, path: Path, store: Path) -> list[str | Path]:
    """Return the command that builds into a folder, emptied first."""
    return [PYTHON, "-c", f"import shutil; shutil.rmtree({str(store)!r}, ignore_errors=True); {code}", path, "--store", store]


def accounted(path: Path, store: Path) -> dict[str, Any]:
    """Say what became of a file's rows, beside what SPARQL counts."""
    votes = read_votes(str(path))
    asked = int(next(iter(open_store(store).query(COUNT)))[0])
    nothing = sum(votes.nothing.values())
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(votes.nothing.items())) or "none"
    whole = len(votes) + nothing + votes.doubles + len(votes.rejects)
    return {"file": path.name, "rows": votes.rows, "positions": len(votes), "no position": reasons, "told twice": votes.doubles,
            "adds up": whole == votes.rows, "SPARQL COUNT": asked, "agrees": asked == len(votes)}


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def made_up(path: Path, size: int) -> Path:
    """Write about so many votes in the layout of Voeten: every state in every roll call, in two camps, with noise; none absent."""
    chance, codes = random.Random(0), seats()
    calls = -(-size // len(codes))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["rcid", "session", "vote", "ccode", "member", "date", "unres", "me", "nu", "di", "hr", "co", "ec", "year"])
        for call in range(calls):
            year = 1946 + call * 74 // calls
            about = [int(chance.random() < 0.2) for _ in range(6)]
            yes, no = chance.sample([YES, NO], 2)
            for at, code in enumerate(codes[: size - call * len(codes)]):
                vote = (yes if at % 2 else no) if chance.random() < 0.8 else chance.choice([YES, ABSTAIN, NO])
                day, symbol = f"11/{call % 28 + 1}/{year}", f"R/{year - 1945}/{call}"
                writer.writerow([call + 1, year - 1945, vote, code, 1, day, symbol, *about, year])
    return path


def seats() -> list[str]:
    """Return codes of Correlates of War of which each means one state at all times, and no two the same."""
    known = {match.rsplit("/", 1)[1] for actor in reference.actors() for match in actor.exact_matches if "/cow/" in match}
    voters = Voters("cow")
    states = {code: {voters.code(code, str(year)) for year in range(1946, 2020)} for code in sorted(known, key=int)}
    return [code for code, names in states.items() if len(names) == 1 and sum(names <= others for others in states.values()) == 1]


def a_tenth(folder: Path) -> Path:
    """Write every tenth roll call of the package unvotes, with its two tables beside."""
    folder.mkdir()
    for name in ("roll_calls.csv.gz", "issues.csv.gz"):
        shutil.copy(DATA / name, folder)
    numbers: dict[str, int] = {}
    with gzip.open(DATA / "votes.csv.gz", "rt", encoding="utf-8") as file, (folder / "votes.csv").open("w", encoding="utf-8") as out:
        out.write(next(file))
        out.writelines(line for line in file if numbers.setdefault(line.split(",", 1)[0], len(numbers)) % 10 == 0)
    return folder / "votes.csv"


ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("how-many-positions", {}), ("who-stands-where", {"issue": "CALL"}), ("what-is-opposed", {}), ("how-strong", {}),
    ("on-record", {"holder": "FRA", "issue": "human-rights"}), ("stance-over-time", {"holder": "FRA", "issue": "nuclear-weapons"}),
    ("who-stands-with", {"holder": "FRA", "issue": "CALL"}), ("said-since", {"since": "2019-12-01"}), ("year-by-year", {"holder": "FRA"}),
    ("how-often-alike", {"a": "USA", "b": "ISR"}), ("who-was-first", {"issue": "colonialism"}),
)
PATIENCE = 60
"""Seconds after which rdflib is given up; the ratio is then a lower bound."""


def beside_rdflib(report: Report, work: Path, quick: bool, runs: int) -> None:
    """Map, load and ask a tenth of the votes, and the same in rdflib's memory store, all in this process."""
    path = a_tenth(work / "tenth") if DATA.is_dir() and not quick else made_up(work / "tenth.csv", 400 if quick else 87_000)
    votes = read_votes(str(path))
    facts = votes.facts()
    texts = list(bulk.texts(votes, BASE))
    rows = []

    def in_turn(what: str, ours: Callable[[], Any], theirs: Callable[[], Any], wanted: str) -> None:
        pairs = [(timed(ours), timed(theirs)) for _ in range(runs)]
        mine, other = (tuple(statistics.median(pair[side][sort] for pair in pairs) for sort in (0, 1)) for side in (0, 1))
        rows.append({"what": what, "seconds": mine[0], "of processors": mine[1], "rdflib": other[0], "rdflib, of processors": other[1],
                     "times faster": other[0] / mine[0], "times, of processors": other[1] / mine[1], "wanted": wanted})
        tell(f"{what}: {mine[0]:.2f} s, rdflib {other[0]:.2f} s")

    def mapped() -> None:
        mapped_votes()
        written([ntriples.text(votes.heads, BASE).encode()])

    def loaded() -> None:
        shutil.rmtree(work / "engine", ignore_errors=True)
        store = ox.Store(str(work / "engine"))
        bulk.load(store, texts)
        store.flush()

    def mapped_votes() -> None:
        written(piece for batch in votes.batches() for piece in ntriples.votes_pieces(batch, BASE))

    def written(pieces: Iterable[bytes | memoryview]) -> None:
        with Path(os.devnull).open("wb") as nowhere:
            nowhere.writelines(pieces)

    alone = Facts(positions=facts.positions, statements=votes.heads.statements)  # by its statement a position is known for a vote
    in_turn("mapping the votes to N-Triples", mapped_votes, lambda: graph(alone).serialize(os.devnull, format="nt"), "50")
    in_turn("mapping all, what they share too", mapped, lambda: graph(facts).serialize(os.devnull, format="nt"), "50")
    text = b"".join(texts)
    in_turn("loading N-Triples, ours to disk", loaded, lambda: Graph().parse(data=text, format="nt"), "3")
    report.table("Beside rdflib's memory store, on a tenth of the votes", rows, f"{len(votes):,} positions; median of {runs}.")
    build_store(Facts(), work / "asked", votes=[votes])
    memory, stored = graph(facts), open_store(work / "asked")
    call = max(votes.heads.issues[: len(votes.roll_calls)], key=lambda issue: issue.id).id
    asked = [(name, {key: call if value == "CALL" else value for key, value in values.items()}) for name, values in ASKED]
    answers = [compared(name, values, stored, memory) for name, values in asked]
    ratio = statistics.median(row["times faster"] for row in answers)
    report.table("Questions on a tenth of the votes", answers, f"Median {ratio:,.0f} times faster than rdflib's memory store; wanted 50.")


def compared(name: str, values: dict[str, Any], stored: Graph, memory: Graph) -> dict[str, Any]:
    """Ask both, ours five times and warm, rdflib once."""
    ask(stored, name, **values)
    ours = statistics.median(timed(lambda: ask(stored, name, **values))[0] for _ in range(5))
    theirs, ended = patiently(lambda: ask(memory, name, **values))
    tell(f"{name}: {ours:.4f} s, rdflib {theirs:.1f} s")
    return {"question": name, "seconds": ours, "rdflib": f"{theirs:.2f}" if ended else f"over {PATIENCE}", "times faster": theirs / ours}


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def patiently(work: Callable[[], Any]) -> tuple[float, bool]:
    """Return the seconds that work took, and whether it came to its end."""

    def enough(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, enough)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    start = time.perf_counter()
    try:
        work()
        return time.perf_counter() - start, True
    except TimeoutError:
        return float(PATIENCE), False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
