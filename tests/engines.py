"""Real engines for the tests, each started on loopback in a private folder and ended by its process."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from positiongraph.graph.endpoint import Endpoint

GRAPH = "https://w3id.org/positiongraph/id/graph"

_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 10000000
"""

_RIGHTS = """grant SPARQL_UPDATE to "SPARQL";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7);
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answering(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until an engine answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"the engine ended with {process.returncode}"
        try:
            httpx.get(url, params={"query": "ASK {}"}, timeout=2)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(url)


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def started(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start `oxigraph serve` of the package oxigraph and wait until it answers."""
    binary = Path(sys.executable).with_name("oxigraph")
    process = subprocess.Popen([str(binary), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    answering(f"http://127.0.0.1:{port}/query", process)
    return process


@contextmanager
def oxigraph(folder: Path) -> Iterator[Endpoint]:
    """Run Oxigraph's server."""
    port = free_port()
    with ended(started(folder, port)):
        yield Endpoint.at(f"http://127.0.0.1:{port}/query")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Endpoint]:
    """Run Debian's Virtuoso; its triples live in a named graph, for its default graph is the union of all."""
    assert shutil.which("virtuoso-t"), "Virtuoso is not installed: apt-get install virtuoso-opensource"
    folder.mkdir(parents=True, exist_ok=True)
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http))
    (folder / "rights.sql").write_text(_RIGHTS)
    process = subprocess.Popen(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], cwd=folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with ended(process):
        answering(f"http://127.0.0.1:{http}/sparql", process)
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "rights.sql"], cwd=folder, check=True, capture_output=True, timeout=60)
        yield Endpoint.at(f"http://127.0.0.1:{http}/sparql", store=f"http://127.0.0.1:{http}/sparql-graph-crud", graph=GRAPH)
