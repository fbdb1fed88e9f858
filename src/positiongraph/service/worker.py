"""A process that answers SPARQL from one generation of a store and may be killed at any moment. It needs pyoxigraph and nothing else.

It is run by its path, `worker.py STORE OPTIONS`, and speaks over its pipes. In: a JSON object a line. Out: first a line that names the
generation it has open and gives its stamp, then for each request a JSON line with status, type and length, and so many bytes.
"""

import ctypes
import html
import json
import platform
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

Answer = tuple[int, str, bytes]
"""Status, media type, body."""
Result = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean | list[ox.Quad]

SHOWN = 2_000
"""Rows that an HTML table shows."""
TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"

_ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON, "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV, "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE, "application/n-triples": ox.RdfFormat.N_TRIPLES, "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_ENCODED = ("text/csv", "text/tab-separated-values", "text/turtle")
"""Types whose encoding has to be said."""


class TooLong(Exception):
    """The result has more bytes than it may."""


class Paper:
    """Where a result is written, up to a length."""

    def __init__(self, most: int):
        self.left, self.sheets = most, list[bytes]()

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self.left -= len(data)
        if self.left < 0:
            raise TooLong
        self.sheets.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: everything is written."""


def answer(store: ox.Store, request: dict[str, Any], prefixes: dict[str, str], most: int, base: str = "") -> Answer:
    """Run a query. `rows` and `graph` of the request are the media types wanted for either form, None where none will do.

    IRIs that begin with `base` lead to their page here in an HTML table.
    """
    default, named, also = ([ox.NamedNode(name) for name in request.get(key, ())] for key in ("default", "named", "also"))
    for name in (*default, *named, *also):
        if not store.contains_named_graph(name):
            return 400, TEXT, f"no graph {name} here, and nothing is fetched: leave FROM and default-graph-uri out".encode()
    dataset: dict[str, Any] = {"default_graph": default, "named_graphs": named} if default or named else {}
    return written(store.query(request["query"], prefixes=prefixes, **dataset), request, prefixes, most, base)


def written(result: Result, request: dict[str, Any], prefixes: dict[str, str], most: int, base: str) -> Answer:
    """Return a result in the media type wanted for its form."""
    graph = isinstance(result, (ox.QueryTriples, list))
    kind = request["graph" if graph else "rows"]
    if kind is None:
        known = ", ".join(_GRAPHS if graph else _ROWS)
        return 406, TEXT, f"none of the accepted types fits this query; it can have {known}, text/html".encode()
    paper: Any = Paper(most)  # all that pyoxigraph wants of a file is `write`
    if kind == "text/html":
        paper.write(table(result, base).encode("utf-8", "replace"))
        return 200, HTML, b"".join(paper.sheets)
    if isinstance(result, (ox.QueryTriples, list)):
        bound = prefixes if kind in ("text/turtle", "application/rdf+xml") else None
        ox.serialize(result, paper, format=_GRAPHS[kind], prefixes=bound)
    elif isinstance(result, ox.QueryBoolean) and kind in ("text/csv", "text/tab-separated-values"):
        paper.write(f"{str(bool(result)).lower()}\n".encode())
    else:
        result.serialize(paper, format=_ROWS[kind])
    return 200, kind + ("; charset=utf-8" if kind in _ENCODED else ""), b"".join(paper.sheets)


def table(result: Result, base: str) -> str:
    """Return a result as a page with a table, its first rows only where there are many."""
    if isinstance(result, ox.QueryBoolean):
        return _page(f"<p>{'yes' if result else 'no'}</p>")
    names = ["subject", "predicate", "object"] if isinstance(result, (ox.QueryTriples, list)) else [name.value for name in result.variables]
    lines, more = [], ""
    for number, row in enumerate(result):
        if number == SHOWN:
            more = f"<p>the first {SHOWN} rows</p>"
            break
        lines.append("<tr>" + "".join(f"<td>{_cell(term, base)}</td>" for term in _terms(row)) + "</tr>")
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    return _page(f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{more or f'<p>{len(lines)} rows</p>'}")


def _terms(row: Any) -> Iterable[Any]:
    return (row.subject, row.predicate, row.object) if isinstance(row, (ox.Triple, ox.Quad)) else row


def _cell(term: Any, base: str) -> str:
    if isinstance(term, ox.NamedNode):
        shown = html.escape(term.value)
        if base and term.value.startswith(base):
            return f'<a href="/id/{shown[len(html.escape(base)) :]}">{shown}</a>'
        return f'<a rel="noreferrer" href="{shown}">{shown}</a>' if term.value.startswith(("http://", "https://")) else shown
    return "" if term is None else html.escape(term.value if isinstance(term, ox.Literal) else str(term))


def _page(body: str) -> str:
    return ('<!doctype html><html lang="en"><meta charset="utf-8"><title>Result</title><link rel="stylesheet" href="/static/site.css">'
            f'<header><b>positiongraph</b><a href="/">Query</a></header><main>{body}</main></html>')


def confine(memory: int | None, *, calls: bool = False) -> None:
    """Die with the parent, take no more memory than said, and open no socket unless it calls. What a system cannot do is left undone."""
    if memory:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    number = {"x86_64": 41, "aarch64": 198}.get(platform.machine())
    if number and not calls:
        _without(libc, number)


class _Rule(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint))


class _Rules(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("rules", ctypes.POINTER(_Rule)))


def _without(libc: ctypes.CDLL, number: int) -> None:
    """Let a system call fail with EACCES from now on (seccomp): load its number, compare, refuse or allow."""
    rules = (_Rule * 4)(_Rule(0x20, 0, 0, 0), _Rule(0x15, 0, 1, number), _Rule(0x06, 0, 0, 0x00050000 | 13), _Rule(0x06, 0, 0, 0x7FFF0000))
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    libc.prctl(22, 2, ctypes.byref(_Rules(4, rules)), 0, 0)  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER


def converse(generation: Path, reply: Callable[[dict[str, Any]], Answer], most: int) -> None:
    """Answer the requests on standard input, one after the other, until it ends."""
    out = sys.stdout.buffer
    stamp = json.loads((generation / "stamp.json").read_text())
    out.write(json.dumps({"generation": generation.name, "stamp": stamp}).encode() + b"\n")
    out.flush()
    for line in sys.stdin.buffer:
        try:
            status, kind, body = reply(json.loads(line))
        except TooLong:
            status, kind, body = 422, TEXT, f"the result has more than {most:,} bytes; ask for fewer rows (LIMIT) or columns".encode()
        except SyntaxError as error:
            status, kind, body = 400, TEXT, f"no SPARQL query: {' '.join(str(error).split())[:300]}".encode("utf-8", "replace")
        except ValueError as error:
            status, kind, body = 400, TEXT, f"{error}"[:300].encode("utf-8", "replace")
        except (OSError, RuntimeError) as error:
            status, kind, body = 500, TEXT, f"the engine failed: {error}"[:300].encode("utf-8", "replace")
        out.write(json.dumps({"status": status, "type": kind, "length": len(body)}).encode() + b"\n" + body)
        out.flush()


def main(folder: str, options: str) -> None:
    """Open the store's current generation and answer queries."""
    chosen = json.loads(options)
    root = Path(folder)
    try:
        generation = root / (root / "CURRENT").read_text().strip()
        store = ox.Store.read_only(str(generation / chosen["engine"]))
    except OSError as error:
        print(json.dumps({"error": f"{root}: cannot be opened: {error}"}))
        return
    confine(chosen["memory"])
    base = json.loads((generation / "stamp.json").read_text())["base"]
    converse(generation, lambda request: answer(store, request, chosen["prefixes"], chosen["most"], base), chosen["most"])


if __name__ == "__main__":
    main(*sys.argv[1:])
