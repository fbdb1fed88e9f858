"""What a stranger may try: calls outside, files, endless queries, huge and slow requests, and what is left when it ends."""

import contextlib
import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positiongraph.errors import UsageError
from positiongraph.facts import Facts
from positiongraph.graph import build
from positiongraph.questions.guard import refuse_calls
from tests.gold import gold
from tests.service.conftest import CROSS, DEADLINE, Service, alive, children


@pytest.fixture
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """An address that hears whoever calls."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    link, _ = listener.accept()
                    heard.append(b"called")
                    link.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", heard
        listener.shutdown(socket.SHUT_RDWR)


CALLS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }", "SELECT * { service silent <URL> { ?s ?p ?o } }", "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }", "PREFIX SERVICE: <URL> SELECT * { ?s ?p ?o . SERVICE<URL>{ ?a ?b ?c } }",
    "SELECT * { ?a pos:holder ?b FILTER(?b<?c||true)SERVICE#>\n<URL> {?s ?p ?o} }",
    "PREFIX b: <urn:> SELECT * { ?a pos:holder ?b FILTER(?b<b:c#>\"\"\"\n||true) SERVICE <URL> {?s ?p ?o} #\"\"\"\n}",
    "SELECT * { ?s ?p 1SERVICE<URL>{ ?a ?b ?c } }", "SELECT * { ?s ?p trueSERVICE<URL>{ ?a ?b ?c } }", "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { # ' \n SERVICE <URL> { ?s ?p ?o } # ' \n}", "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }", "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }", "PREFIX : <URL> SELECT * FROM :x { ?s ?p ?o }", "ASK FROM <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <URL>", "CLEAR ALL", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DESCRIBE <URL> FROM <URL>",
]


@pytest.mark.parametrize("query", CALLS)
def test_no_query_calls_anybody(service: Service, canary: tuple[str, list[bytes]], query: str) -> None:
    address, heard = canary
    answer = service.query(query.replace("URL", address))
    assert answer.status == 400, answer.text[:300]
    assert not heard


def test_a_worker_could_not_call_even_if_it_wanted_to(kg: Path, canary: tuple[str, list[bytes]]) -> None:
    address, heard = canary
    code = ("import pyoxigraph as ox, sys; from positiongraph.service.worker import confine; confine(None)\n"
            "try: list(ox.Store().query(f'SELECT * {{ SERVICE <{sys.argv[1]}> {{ ?s ?p ?o }} }}'))\n"
            "except OSError as error: print('refused')")
    done = subprocess.run([sys.executable, "-c", code, address], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"
    assert not heard


def test_no_query_reads_a_file(service: Service, tmp_path: Path) -> None:
    secret = tmp_path / "canary.ttl"
    secret.write_text("<urn:canary> <urn:sings> 'tweet' .")
    for query in (f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}", f"SELECT * {{ GRAPH <{secret.as_uri()}> {{ ?s ?p ?o }} }}"):
        assert "tweet" not in service.query(query).text
    assert "tweet" not in service.query("SELECT * { ?s ?p ?o }", **{"default-graph-uri": secret.as_uri()}).text


PIECES = ["SERVICE", "service", "Service ", "<urn:x>", "<urn:x#y>", "<http://h/p#q>", "?a", "<?b", "#", ">", "\n", " ", '"', '"""', "'", "'''", ":x", "b:c", "{?s ?p ?o}",
          "{", "}", "FILTER(", ")", "||", "<", "1", "true", ".", "\\", "SILENT ", "?s ?p ", "$v", "@en", "^^", "a:", "BIND(", " AS ", "e", "_:b", "-", "&&", "="]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=400, deadline=None)
def test_whatever_the_guard_lets_through_calls_nobody(pieces: list[str]) -> None:
    """Oxigraph says that it cannot call urn:x: from then on we know that it would have."""
    query = "PREFIX : <urn:p:> PREFIX b: <urn:b:> PREFIX a: <urn:a:> SELECT * { ?s ?p ?o . " + "".join(pieces) + "}"
    try:
        refuse_calls(query)
    except UsageError:
        return
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o")))
    try:
        result = store.query(query)
        list(result)  # type: ignore[arg-type]
    except (SyntaxError, ValueError, TypeError):
        return
    except OSError as error:
        pytest.fail(f"{query!r} called: {error}")


def test_the_guard_lets_harmless_queries_through() -> None:
    for query in ("SELECT ?service { ?service <http://example.org/SERVICE#x> 'SERVICE' } # SERVICE", "PREFIX e: <http://e/service#> ASK { e:service ?p ?o }"):
        refuse_calls(query)


def test_a_cross_product_is_ended_while_others_are_answered(service: Service) -> None:
    before = set(service.workers())
    began, ended = time.monotonic(), []
    ask = threading.Thread(target=lambda: ended.append((service.query(CROSS), time.monotonic())))
    ask.start()
    waits = []
    while ask.is_alive():
        asked = time.monotonic()
        assert service.fresh().status == 200
        waits.append(time.monotonic() - asked)
    ask.join()
    answer, when = ended[0]
    assert (answer.status, "stopped after 4 s" in answer.text) == (503, True)
    assert when - began < DEADLINE + 1
    assert sorted(waits)[len(waits) // 2] < 1
    assert len(waits) > 3
    after = service.workers()
    spent = busy(after)
    assert service.fresh().status == 200
    assert busy(after) - spent < 1  # nobody is still counting
    assert before or after


def test_long_queries_leave_room_for_short_ones(service: Service) -> None:
    """Five that never end, on three processes for the short and one for the long: the three are there again once they are known to be long."""
    ended: list[int] = []
    threads = [threading.Thread(target=lambda: ended.append(service.query(CROSS).status)) for _ in range(5)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    answered = 0
    while any(thread.is_alive() for thread in threads):
        answered += service.fresh().status == 200 and not ended
    for thread in threads:
        thread.join()
    assert ended == [503] * 5
    assert time.monotonic() - began < DEADLINE + 1
    assert answered > 3


def busy(pids: list[int]) -> float:
    """Processor seconds of processes so far."""
    total = 0.0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def test_who_hangs_up_ends_the_query(service: Service) -> None:
    host, port = service.netloc.split(":")
    before = set(service.workers())
    with socket.create_connection((host, int(port)), timeout=30) as link:
        link.sendall(f"GET /sparql?{urlencode({'query': CROSS})} HTTP/1.1\r\nHost: {service.netloc}\r\n\r\n".encode())
        until = time.monotonic() + DEADLINE - 1
        while time.monotonic() < until and busy(service.workers()) - busy(list(before)) < 0.05 and set(service.workers()) <= before:
            time.sleep(0.05)
    while '"status": 499' not in service.log.read_text():
        assert time.monotonic() < until + 30, "the query went on"
        time.sleep(0.05)


def test_a_result_has_a_bound(service: Service) -> None:
    answer = service.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv")
    assert (answer.status, "more than 3,000,000 bytes" in answer.text) == (422, True)


def test_a_50_mb_body_is_refused_before_it_is_read(service: Service) -> None:
    host, port = service.netloc.split(":")
    for head in (f"Content-Length: {50_000_000}", "Transfer-Encoding: chunked"):
        with socket.create_connection((host, int(port)), timeout=30) as link:
            link.sendall(f"POST /sparql HTTP/1.1\r\nHost: {service.netloc}\r\nContent-Type: application/sparql-query\r\n{head}\r\n\r\n".encode())
            sent = 0
            with contextlib.suppress(OSError):
                for _ in range(50 if "chunked" in head else 0):
                    link.sendall(b"100000\r\n" + b"x" * 0x100000 + b"\r\n")
                    sent += 1
            with contextlib.suppress(OSError):
                assert link.recv(100).startswith(b"HTTP/1.1 413")
            assert sent < 50
    assert service.query("ASK {}").status == 200


def test_slow_bodies_and_slow_heads_are_cut_off(service: Service) -> None:
    host, port = service.netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=30) as link:
        link.sendall(f"POST /sparql HTTP/1.1\r\nHost: {service.netloc}\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK".encode())
        assert link.recv(1000).startswith(b"HTTP/1.1 408")
    with socket.create_connection((host, int(port)), timeout=30) as link:
        link.sendall(b"GET /sparql HT")
        assert link.recv(1000) == b""


def test_who_takes_no_answer_is_cut_off(service: Service) -> None:
    host, port = service.netloc.split(":")
    path = "/sparql?" + urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9000"})
    whole = len(service.ask(path, accept="text/csv").body)
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.connect((host, int(port)))
        mine = link.getsockname()[1]
        link.sendall(4 * f"GET {path} HTTP/1.1\r\nHost: {service.netloc}\r\nAccept: text/csv\r\n\r\n".encode())  # more than a system buffers
        until = time.monotonic() + 60
        for held in (True, False):  # it is accepted, then given up
            while holds(service, mine) != held:
                assert time.monotonic() < until, "it is waited for"
                time.sleep(0.1)
        taken = 0
        with contextlib.suppress(OSError):
            while part := link.recv(65536):
                taken += len(part)
    assert taken < 4 * whole


def test_a_query_has_a_bound_on_memory(start: Callable[..., Service], kg: Path) -> None:
    tight = start(kg, deadline=60.0, memory=120_000_000)
    answer = tight.query("SELECT DISTINCT (CONCAT(STR(?a), STR(?d), STR(?g), STR(?c), STR(?f), STR(?i)) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?x")
    assert (answer.status, "memory" in answer.text) == (503, True)
    assert tight.query("ASK {}").status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_service_and_its_workers(start: Callable[..., Service], kg: Path, number: signal.Signals) -> None:
    own = start(kg)
    thread = threading.Thread(target=quiet, args=(own,))
    thread.start()
    while not children(own.process.pid):
        time.sleep(0.05)
    workers = children(own.process.pid)
    own.process.send_signal(number)
    assert own.process.wait(30) == 0
    thread.join()
    assert not [pid for pid in workers if alive(pid)]
    assert [line for line in own.log.read_text().splitlines() if not line.startswith("{")] == []


def quiet(own: Service) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):  # its connection is cut
        own.query(CROSS)


def test_killed_it_leaves_no_worker_either(start: Callable[..., Service], kg: Path) -> None:
    own = start(kg)
    assert own.query("ASK {}").status == 200
    workers = children(own.process.pid)
    assert workers
    own.process.kill()
    own.process.wait(30)
    until = time.monotonic() + 30
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in workers if alive(pid)]


def test_a_build_shows_at_the_next_query(start: Callable[..., Service], tmp_path: Path) -> None:
    whole = gold()
    some = Facts(whole.positions[:10], whole.statements, whole.documents, whole.actors, whole.issues, whole.memberships)
    build(some, tmp_path / "kg")
    own = start(tmp_path / "kg")
    count = "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?p a pos:Position }"
    assert own.query(count, "text/csv").text.split() == ["n", "10"]
    build(whole, tmp_path / "kg")
    assert own.query(count, "text/csv").text.split() == ["n", "26"]


def holds(service: Service, port: int) -> bool:
    """Tell whether the service has its end of the connection from a port: in the kernel's table, an end that nobody holds has no inode."""
    ends = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    own = int(service.netloc.rpartition(":")[2])
    return any((end[1][-4:], end[2][-4:]) == (f"{own:04X}", f"{port:04X}") and end[9] != "0" for end in ends)


def open_files(service: Service) -> int:
    return len(list(Path(f"/proc/{service.process.pid}/fd").iterdir()))


def test_open_files_do_not_grow(service: Service) -> None:
    service.query("ASK {}")
    before = open_files(service)
    for _ in range(30):
        service.query("ASK {")
    assert open_files(service) <= before + 5
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > before
