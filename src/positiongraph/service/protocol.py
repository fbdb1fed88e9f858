"""The SPARQL 1.1 Protocol: from an HTTP request to a query, or to a sentence that says why not."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from positiongraph.errors import UsageError
from positiongraph.iris import PREFIXES
from positiongraph.questions.guard import datasets, refuse_calls
from positiongraph.service.formats import SHORT, wanted

FORM = "application/x-www-form-urlencoded"
FIELDS = 100
"""Parameters that a request may have."""


class Refused(Exception):
    """A request that gets no answer but a sentence, with its status."""

    def __init__(self, status: int, sentence: str):
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and how to answer it; `rows` and `graph` are the media types wanted for either form, None where none will do.

    `default` and `named` are the data set that the protocol names, `also` the graphs of the query's own FROM.
    """

    query: str
    rows: str | None
    graph: str | None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def request(self) -> dict[str, Any]:
        """Return what a worker is told."""
        return {"query": self.query, "rows": self.rows, "graph": self.graph,
                "default": self.default, "named": self.named, "also": self.also}


async def asked(request: Request, *, body: int, patience: float) -> Asked | None:
    """Return what a request asks, None where it is a GET without a query. `body` is in bytes, `patience` in seconds.

    Raises:
        Refused: 400, 403, 408, 413 or 415.
    """
    fields = fields_of(request.scope["query_string"])
    query = None
    if request.method == "POST":
        kind, encoding = _kind(request.headers.get("content-type", ""))
        if kind == "application/sparql-update":
            raise Refused(403, "this endpoint is read-only: updates are refused")
        if kind not in (FORM, "application/sparql-query"):
            raise Refused(415, f"expected content type {FORM} or application/sparql-query")
        text = decoded(await body_of(request, body, patience), encoding)
        if kind == FORM:
            fields += fields_of(text)
        else:
            query = text
    if any(name == "update" for name, _ in fields):
        raise Refused(403, "this endpoint is read-only: updates are refused")
    found = ([query] if query is not None else []) + [value for name, value in fields if name == "query"]
    if len(found) > 1:
        raise Refused(400, "one request, one query")
    if not found and request.method != "POST":
        return None
    if not found or not found[0].strip():
        raise Refused(400, "no query: expected the parameter query, or a body of type application/sparql-query")
    try:
        refuse_calls(found[0])
    except UsageError as error:
        raise Refused(400, str(error)) from None
    accept = request.headers.get("accept", "")
    short = next((SHORT[value] for name, value in fields if name == "format" and value in SHORT), None)
    default, named = (tuple(v for n, v in fields if n == f"{key}-graph-uri") for key in ("default", "named"))
    also = tuple(datasets(found[0], PREFIXES)) if "from" in found[0].casefold() else ()
    return Asked(found[0], *wanted(short, accept), default, named, also)


def fields_of(text: str | bytes) -> list[tuple[str, str]]:
    """Return the name and value pairs of a form or of an address after its `?`.

    >>> fields_of("query=a%2525b+%C3%A9&x=")
    [('query', 'a%25b é'), ('x', '')]

    Raises:
        Refused: 400, where it is no UTF-8 or has too many.
    """
    try:
        return parse_qsl(text if isinstance(text, str) else text.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except UnicodeDecodeError:
        raise Refused(400, "the parameters are no UTF-8") from None
    except ValueError:
        raise Refused(400, f"more than {FIELDS} parameters") from None


def _kind(header: str) -> tuple[str, str]:
    kind, *parameters = (part.strip() for part in header.casefold().split(";"))
    given = dict(parameter.split("=", 1) for parameter in parameters if "=" in parameter)
    return kind, given.get("charset", "utf-8").strip('"')


def decoded(body: bytes, encoding: str = "utf-8") -> str:
    """Return a body as text.

    Raises:
        Refused: 400, where it is no UTF-8, or 415, where it says that it is something else.
    """
    if encoding not in ("utf-8", "utf8", "us-ascii"):
        raise Refused(415, "expected UTF-8")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"the body is no UTF-8: byte {error.start}") from None


async def body_of(request: Request, most: int, patience: float) -> bytes:
    """Return a request's body.

    Raises:
        Refused: 413 when it is longer than `most` bytes, as soon as that is known; 408 when it takes longer than `patience` seconds.
    """
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > most:
        raise Refused(413, f"a request may have {most:,} bytes, this one announces {int(length):,}")
    parts, size = [], 0
    try:
        async with asyncio.timeout(patience):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise Refused(413, f"a request may have {most:,} bytes")
                parts.append(part)
    except TimeoutError:
        raise Refused(408, f"the request's body did not arrive within {patience:g} s") from None
    except ClientDisconnect:
        raise Refused(400, "the connection ended before the body") from None
    return b"".join(parts)
