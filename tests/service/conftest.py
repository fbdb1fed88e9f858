"""A service of its own process on the gold's store, and a plain way to speak to it."""

import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from positiongraph.graph import build
from tests.gold import gold

START = """
import json, sys
from positiongraph.service import Limits, serve
options = json.loads(sys.argv[2])
host = options.pop("host", "127.0.0.1")
serve(sys.argv[1], host=host, port=0, limits=Limits(**options), workers=3, ready=lambda address: print(address, flush=True))
"""
DEADLINE = 4.0
COUNTER = itertools.count()
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Some 10^11 rows: no engine ends this."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Service:
    address: str
    process: "subprocess.Popen[str]"
    log: Path
    netloc: str = field(init=False)

    def __post_init__(self) -> None:
        self.netloc = urlsplit(self.address).netloc

    def ask(self, path: str, *, method: str = "GET", body: bytes | str | None = None, timeout: float = 60, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self.netloc, timeout=timeout)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            got = connection.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()

    def query(self, sparql: str, accept: str = "application/sparql-results+json", **more: str) -> Answer:
        return self.ask("/sparql?" + urlencode({"query": sparql, **more}), accept=accept)

    def fresh(self) -> Answer:
        """Ask what nobody asked before: no answer that was kept will do."""
        return self.query(f"ASK {{}} # {next(COUNTER)}")

    def workers(self) -> list[int]:
        return children(self.process.pid)


def children(parent: int) -> list[int]:
    """The living children of a process."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, above = stat.read_text().rsplit(")", 1)[1].split()[:2]
        except OSError:
            continue
        if int(above) == parent and state != "Z":
            found.append(int(stat.parent.name))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="session")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "kg"
    build(gold(), folder)
    return folder


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Service]]:
    running: list[subprocess.Popen[str]] = []

    def begin(store: Path | str, **limits: float | str) -> Service:
        log = tmp_path_factory.mktemp("service") / "log"
        with log.open("w") as errors:
            process = subprocess.Popen([sys.executable, "-c", START, str(store), json.dumps(limits)], stdout=subprocess.PIPE, stderr=errors, text=True)
        running.append(process)
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address, log.read_text()
        return Service(address, process, log)

    yield begin
    for process in running:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
        process.wait(30)
        if process.stdout:
            process.stdout.close()


@pytest.fixture(scope="session")
def service(start: Callable[..., Service], kg: Path) -> Service:
    return start(kg, deadline=DEADLINE, patience=3.0, result=3_000_000)
