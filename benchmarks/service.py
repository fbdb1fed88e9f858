"""Load on loopback: `python benchmarks/service.py [STORE] [--seconds 10] [--load once] [--only NAME]`, by wrk (Debian's package).

Look-ups of the positions of one actor on one issue, drawn with a seed, over connections that stay open: each asked once (so that nothing
that was kept can help), then a thousand of them again and again. This service beside Oxigraph's own server and rdflib-endpoint on the same
files, where they are installed. Before the load every server answers some of them, and has to give as many rows as the engine does by
itself, and is warmed up by the same load in another order until its memory stays within a hundredth for ten seconds: engines fill their
caches first. Wall clock shares the processors with wrk and whatever else runs, so the processor time that a server's processes take for one
look-up stands beside it. Memory is what all of them have for themselves: before any load, then at the start, each quarter and the end
of the measured run. It is flat where the second half of the run adds no more than a twentieth. Beside it stand, at the end, the same with
each process's share of the pages that several have, and what is no file's: pages of the store's files can be taken back at any time.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pyoxigraph as ox

POS = "https://w3id.org/positiongraph/ontology#"
# the issue first: Oxigraph takes what it cannot tell apart in the order written, and an actor has more positions than an issue
QUERY = f"SELECT ?position ?stance {{ ?position <{POS}issue> <%s> ; <{POS}holder> <%s> ; <{POS}stance> ?stance }} LIMIT 100"
FLAT = 0.05
"""What memory may grow by from the middle of a run to its end."""
WARMING = 300.0
"""Seconds after which no server is warmed up any longer."""
JSON = "application/sparql-results+json"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
WRK = f"""
local made, next = {{}}, 0
function init(args)
  for line in io.lines(args[1]) do made[#made + 1] = wrk.format("GET", line, {{["Accept"] = "{JSON}"}}) end
end
function request()
  next = next % #made + 1
  return made[next]
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\\n{{"answers": %d, "seconds": %f, "p50": %f, "p99": %f, "most": %f, "errors": %d}}', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""
SERVE = "import sys; from positiongraph.service import serve; serve(sys.argv[1], port=int(sys.argv[2]))"
ENDPOINT = """
import sys, uvicorn
from oxrdflib import OxigraphStore
from pyoxigraph import Store
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(store=OxigraphStore(store=Store.read_only(sys.argv[1])), default_union=True)
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(sys.argv[2]), log_level="error")
"""


def looked_up(engine: ox.Store, count: int) -> list[str]:
    """Different queries for holders and issues that occur, drawn and shuffled with a seed: at most half of an issue's positions."""
    chance = random.Random(1)
    issues = sorted(quad.subject.value for quad in engine.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(POS + "Issue")))
    chance.shuffle(issues)
    found: dict[str, None] = {}
    for issue in issues:
        for position in list(engine.quads_for_pattern(None, ox.NamedNode(POS + "issue"), ox.NamedNode(issue)))[:: 2 if count > 100 else 1]:
            for held in engine.quads_for_pattern(position.subject, ox.NamedNode(POS + "holder"), None):
                found[QUERY % (issue, held.object.value)] = None
        if len(found) >= count:
            break
    queries = list(found)
    chance.shuffle(queries)
    return queries[:count]


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        try:
            until = time.monotonic() + 120
            while time.monotonic() < until and process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.1)
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)


def family(pid: int) -> list[int]:
    """A process and its children."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
    return [pid, *(child for child, parent in parents.items() if parent == pid)]


def memory(pid: int, kind: str = "Private") -> float:
    """Megabytes that a process and its children have of their own; or, by the kernel's name of it, of another kind."""
    total = 0
    for each in family(pid):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(kind))
    return total / 1024


def busy(pid: int) -> float:
    """Processor seconds that a process and its children took."""
    total = 0.0
    for each in family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def rows(url: str) -> int:
    with urlopen(Request(url, headers={"Accept": JSON}), timeout=60) as answer:
        return len(json.load(answer)["results"]["bindings"])


def load(address: str, folder: Path, paths: str, seconds: int, connections: int) -> dict[str, float]:
    options = ["--threads", "1", "--connections", str(connections), "--timeout", "60s", "--duration", f"{seconds}s"]
    done = subprocess.run(["wrk", *options, "--script", str(folder / "wrk.lua"), address, "--", str(folder / paths)],
                          capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(
    name: str, command: list[str], port: int, path: str, queries: list[str], *, checked: list[int], folder: Path, seconds: int,
    connections: int,
) -> None:
    paths = [f"{path}?query={quote(query, safe='')}" for query in queries]
    (folder / "wrk.lua").write_text(WRK)
    (folder / "paths").write_text("\n".join(paths))
    address = f"http://127.0.0.1:{port}"
    with running(command, port) as pid:
        told = [rows(address + each) for each in paths[: len(checked)]]
        assert told == checked, f"{name} answers {told} where the engine has {checked}"
        fresh, sizes = memory(pid), [0.0]
        warming, rest = time.monotonic(), paths[::-1]
        while (size := memory(pid)) > 1.01 * sizes[-1] and time.monotonic() - warming < WARMING:
            sizes.append(size)
            (folder / "warm").write_text("\n".join(rest))
            rest = rest[int(load(address, folder, "warm", 10 if seconds > 10 else 2, connections)["answers"]):] or paths[::-1]
        warming = time.monotonic() - warming
        sizes, before = [memory(pid)], busy(pid)
        quarters = [threading.Timer(seconds * part / 4, lambda: sizes.append(memory(pid))) for part in (1, 2, 3)]
        for quarter in quarters:
            quarter.start()
        found = load(address, folder, "paths", seconds, connections)
        spent = busy(pid) - before
        for quarter in quarters:
            quarter.join()
        sizes.append(memory(pid))
        shared, anonymous = memory(pid, "Pss:"), memory(pid, "Anonymous:")
    grown = sizes[-1] / sizes[2] - 1
    answers, each = int(found["answers"]), spent / max(1, found["answers"]) * 1000
    print(f"{name:26}{answers / found['seconds']:6.0f} a second   p50 {found['p50']:.1f}   p99 {found['p99']:.1f}   "
          f"longest {found['most']:.0f} ms   {found['errors']} errors in {answers:,}   {each:.2f} processor ms each   "
          f"{fresh:.0f} MB, warmed up in {warming:.0f} s, {' → '.join(f'{size:.0f}' for size in sizes)} MB "
          f"(second half {grown:+.1%}: {'flat' if grown <= FLAT else 'NOT flat'}; at the end {shared:.0f} MB "
          f"with a share of what is shared, {anonymous:.0f} MB no file's)", flush=True)


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("store", type=Path, nargs="?")
    told.add_argument("--seconds", type=int, default=10)
    told.add_argument("--connections", type=int, default=32)
    told.add_argument("--endpoint", help="a Python that has rdflib-endpoint and oxrdflib, where this one does not")
    told.add_argument("--only", default="", help="servers whose name has this in it")
    told.add_argument("--load", choices=["once", "again"], help="one of the two loads")
    given = told.parse_args()
    if not shutil.which("wrk"):
        sys.exit("this needs wrk: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        if given.store is None:  # something to run on, where no store is named
            from positiongraph.demo import demonstrate

            demonstrate(Path(folder), tell=lambda _: None)
            given.store = Path(folder) / "store"
        files = given.store / (given.store / "CURRENT").read_text().strip() / "engine"
        engine = ox.Store.read_only(str(files))
        queries = looked_up(engine, 300_000)
        servers = [("positiongraph serve", [sys.executable, "-c", SERVE, str(given.store), "8471"], 8471, "/sparql")]
        if server := shutil.which("oxigraph", path=str(Path(sys.executable).parent)):
            command = [server, "serve-read-only", "--location", str(files), "--bind", "127.0.0.1:8472"]
            servers.append(("oxigraph serve-read-only", command, 8472, "/query"))
        if endpoint := given.endpoint or (sys.executable if importlib.util.find_spec("rdflib_endpoint") else None):
            servers.append(("rdflib-endpoint", [endpoint, "-c", ENDPOINT, str(files), "8473"], 8473, "/sparql"))
        loads = {f"{len(queries):,} look-ups, each once": queries, "1,000 look-ups again and again": queries[-1_000:]}
        for told_of, chosen in loads.items():
            if given.load and given.load not in told_of:
                continue
            print(f"{told_of}; {given.connections} connections, {given.seconds} s each")
            checked = [len(list(engine.query(query))) for query in chosen[:50]]  # type: ignore[arg-type]
            for name, *server in servers:
                if given.only in name:
                    size = {"seconds": given.seconds, "connections": given.connections}
                    measure(name, *server, chosen, checked=checked, folder=Path(folder), **size)


if __name__ == "__main__":
    main()
