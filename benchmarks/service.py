"""Load on loopback: `python benchmarks/service.py STORE [--seconds 15] [--connections 32] [--endpoint PYTHON]`.

The positions of one actor on one issue, looked up over and over by so many connections that stay open: this service, beside Oxigraph's own
server on the same files and, where `--endpoint` names a Python that has it, rdflib-endpoint. Read ratios: all of it, the client too, shares
the processors. Of Oxigraph's server and of this one the memory is that of all their processes together.
"""

import argparse
import asyncio
import contextlib
import importlib.util
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

POS = "https://w3id.org/positiongraph/ontology#"
# the issue first: Oxigraph takes what it cannot tell apart in the order written, and an actor has more positions than an issue
QUERY = f"SELECT ?position ?stance {{ ?position <{POS}issue> <%s> ; <{POS}holder> <%s> ; <{POS}stance> ?stance }} LIMIT 100"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SERVE = "import sys; from positiongraph.service import serve; serve(sys.argv[1], port=int(sys.argv[2]), workers=2)"
ENDPOINT = """
import sys, uvicorn
from oxrdflib import OxigraphStore
from pyoxigraph import Store
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(store=OxigraphStore(store=Store.read_only(sys.argv[1])), default_union=True)
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(sys.argv[2]), log_level="error")
"""


def pairs(store: Path, count: int) -> list[str]:
    """Queries for holders and issues that occur, drawn with a seed."""
    engine = ox.Store.read_only(str(store / (store / "CURRENT").read_text().strip() / "engine"))
    chance, found = random.Random(1), []
    issues = [quad.subject for quad in engine.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(POS + "Issue"))]
    while len(found) < count:
        issue = chance.choice(issues)
        for position in engine.quads_for_pattern(None, ox.NamedNode(POS + "issue"), issue):
            for held in engine.quads_for_pattern(position.subject, ox.NamedNode(POS + "holder"), None):
                found.append(QUERY % (issue.value, held.object.value))
            break
    return found


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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


def memory(pid: int) -> float:
    """Megabytes that a process and its children have of their own."""
    total, parents = 0, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
    for each in (pid, *(child for child, parent in parents.items() if parent == pid)):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Private"))
    return total / 1024


async def client(port: int, path: str, queries: list[str], until: float, seed: int, times: list[float], errors: list[str]) -> None:
    chance = random.Random(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < until:
        began = time.perf_counter()
        writer.write(f"GET {path}?query={quote(chance.choice(queries))} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                     "Accept: application/sparql-results+json\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").casefold()
        if "content-length:" in head:
            body = await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
        else:
            body = b""
            while size := int((await reader.readuntil(b"\r\n")).strip() or b"0", 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readexactly(2)
        times.append(time.perf_counter() - began)
        if " 200 " not in head.split("\r\n")[0] or b"position" not in body or b'"bindings":[]' in body:
            errors.append(head.split("\r\n")[0])
    writer.close()


async def load(port: int, path: str, queries: list[str], seconds: float, connections: int) -> tuple[list[float], list[str]]:
    times: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + seconds
    done = await asyncio.gather(*(client(port, path, queries, until, k, times, errors) for k in range(connections)), return_exceptions=True)
    return sorted(times), errors + [repr(each) for each in done if each]


def measure(name: str, command: list[str], port: int, path: str, queries: list[str], seconds: float, connections: int) -> None:
    with running(command, port) as pid:
        asyncio.run(load(port, path, queries, 2, connections))
        before = memory(pid)
        times, errors = asyncio.run(load(port, path, queries, seconds, connections))
        after = memory(pid)
    if not times:
        print(f"{name:28}  no answer: {errors[:1]}")
        return
    p50, p99 = times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000
    print(f"{name:28}{len(times) / seconds:8.0f} a second   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   {len(errors)} errors   "
          f"{before:5.0f} → {after:5.0f} MB")


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("store", type=Path, nargs="?")
    told.add_argument("--seconds", type=float, default=15)
    told.add_argument("--connections", type=int, default=32)
    told.add_argument("--endpoint", help="a Python that has rdflib-endpoint and oxrdflib")
    given = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.store is None:  # something to run on, where no store is named
            from positiongraph.demo import demonstrate

            demonstrate(Path(folder), tell=lambda _: None)
            given.store = Path(folder) / "store"
        engine = given.store / (given.store / "CURRENT").read_text().strip() / "engine"
        queries = pairs(given.store, 500)
        size = (given.seconds, given.connections)
        measure("positiongraph serve", [sys.executable, "-c", SERVE, str(given.store), "8471"], 8471, "/sparql", queries, *size)
        server = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
        if server:
            command = [server, "serve-read-only", "--location", str(engine), "--bind", "127.0.0.1:8472"]
            measure("oxigraph serve-read-only", command, 8472, "/query", queries, *size)
        endpoint = given.endpoint or (sys.executable if importlib.util.find_spec("rdflib_endpoint") else None)
        if endpoint:
            measure("rdflib-endpoint", [endpoint, "-c", ENDPOINT, str(engine), "8473"], 8473, "/sparql", queries, *size)


if __name__ == "__main__":
    main()
