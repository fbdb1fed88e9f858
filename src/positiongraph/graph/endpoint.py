"""A SPARQL 1.1 endpoint: where it listens, how it is asked, and what is said when it does not answer. Over httpx, the extra `remote`.

Nothing is sent anywhere but to the addresses given, and credentials go into no message.
"""

import atexit
import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from positiongraph.errors import StoreError, UsageError
from positiongraph.iris import PREFIXES

if TYPE_CHECKING:
    import httpx

ATTEMPTS = 4
"""How often a request is tried when the endpoint does not answer, breaks off or is busy."""

LINES = 1_000
"""Triples in one INSERT DATA, where there is no Graph Store Protocol: some engines take no more."""

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples, text/turtle;q=0.8"
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
FORM = "application/x-www-form-urlencoded"
_BUSY = {429, 502, 503, 504}
_NO_ENTRY = {401: "; give --user NAME with its password in POSITIONGRAPH_PASSWORD, or a bearer token in POSITIONGRAPH_TOKEN",
             404: "; is this its address?", 405: "; is this its address?"}

T = TypeVar("T")


class TooMuch(StoreError):
    """An answer is longer than it may be."""


Result = ox.QuerySolutions | ox.QueryBoolean | list[ox.Quad]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an engine listens. `graph` names the graph to work in; without one it is the default graph."""

    query: str
    update: str
    store: str | None = None
    """Graph Store Protocol; without it triples go by INSERT DATA."""
    graph: str | None = None
    user: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)
    token: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    """Seconds without a byte after which the endpoint is given up."""
    most: int | None = None
    """Bytes that an answer may have."""

    @classmethod
    def at(cls, url: str, **options: Any) -> "Endpoint":
        """Tell the three addresses from one: `…/query` has `…/update` and `…/store` beside it; another URL takes queries and updates.

        A name and password in the URL are taken out of it, and sent as basic authentication.

        >>> Endpoint.at("http://localhost:7878/query").store
        'http://localhost:7878/store'

        Raises:
            UsageError: no web address.
        """
        options, parts = {name: value for name, value in options.items() if value is not None}, urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"no endpoint's address: {_shown(url)!r}; expected http://… or https://…")
        if parts.username:
            options = {"user": unquote(parts.username), "password": unquote(parts.password or ""), **options}
            url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        stem = url.removesuffix("/query")
        beside = {"update": f"{stem}/update", "store": f"{stem}/store"} if stem != url else {"update": url}
        return cls(url, **{**beside, **options})

    def __str__(self) -> str:
        return _shown(self.query)

    def select(self, sparql: str) -> Result:
        """Run a query of any form, our prefixes known, and return its rows, its yes or no, or its triples."""
        format, content = self.answer(PROLOGUE + sparql)
        try:
            if isinstance(format, ox.QueryResultsFormat):
                return ox.parse_query_results(content, format=format)
            return list(ox.parse(content, format=format))
        except (SyntaxError, ValueError) as error:
            raise damaged(self, error) from error

    def answer(self, sparql: str) -> tuple[ox.QueryResultsFormat | ox.RdfFormat, bytes]:
        """Run a query of any form and return the answer as it comes, with its format."""

        def take(answer: "httpx.Response") -> tuple[ox.QueryResultsFormat | ox.RdfFormat, bytes]:
            content = b"".join(self._bounded(answer))
            if b'"__ASK_RETVAL"' in content[:200]:  # Virtuoso 7 says yes and no in a way of its own
                content = b'{"head": {}, "boolean": %s}' % (b"true" if b'"value": "1"' in content else b"false")
            return self.media(answer), content

        return self.ask(sparql, take)

    def ask(self, sparql: str, take: "Callable[[httpx.Response], T]", accept: str = f"{ROWS}, {TRIPLES}") -> T:
        """Run a query and return what `take` makes of the answer. It goes as a form: Virtuoso 7 never answers one that is sent bare."""
        form = {"query": sparql} | ({"default-graph-uri": self.graph} if self.graph else {})
        return self.send(self.query, urlencode(form).encode(), FORM, take, accept=accept)

    def media(self, answer: "httpx.Response") -> ox.QueryResultsFormat | ox.RdfFormat:
        """Return the format of an answer.

        Raises:
            StoreError: it is no format of SPARQL answers: a web page, most often.
        """
        name = answer.headers.get("Content-Type", "").split(";", maxsplit=1)[0].strip()
        found = ox.QueryResultsFormat.from_media_type(name) or ox.RdfFormat.from_media_type(name)
        if found is None:
            raise StoreError(f"{self}: it answers with {name or 'no media type'}, not with SPARQL results; is this the endpoint's address?")
        return found

    def _bounded(self, answer: "httpx.Response") -> Iterator[bytes]:
        length = 0
        for piece in answer.iter_bytes():
            length += len(piece)
            if self.most is not None and length > self.most:
                raise TooMuch(f"{self}: the answer has more than {self.most:,} bytes")
            yield piece

    def change(self, sparql: str) -> None:
        """Run an update."""
        self.send(self.update, urlencode({"update": sparql}).encode(), FORM, _read)

    def insert(self, text: bytes, graph: str | None) -> None:
        """Add N-Triples to a graph."""
        if self.store:
            self.send(self.store, text, "application/n-triples", _read, params={"graph": graph} if graph else {"default": ""})
            return
        lines = text.splitlines(keepends=True)
        for at in range(0, len(lines), LINES):
            body = b"".join(lines[at: at + LINES]).decode()
            self.change(f"INSERT DATA {{ GRAPH <{graph}> {{ {body} }} }}" if graph else f"INSERT DATA {{ {body} }}")

    def send(
        self, url: str, content: bytes, kind: str, take: "Callable[[httpx.Response], T]", *, accept: str = "*/*",
        params: dict[str, str] | None = None,
    ) -> T:
        """Post a request and return what `take` makes of the answer; again where the endpoint is away, busy or breaks off.

        Raises:
            StoreError: it refuses, stays away, or takes longer than its timeout.
        """
        import httpx

        headers = {"Content-Type": kind, "Accept": accept} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        auth: Any = httpx.BasicAuth(self.user, self.password) if self.user else None
        failure = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.25 * 2**attempt)
            try:
                given: Any = {"content": content, "headers": headers, "params": params, "auth": auth, "timeout": self.timeout}
                with client().stream("POST", url, **given) as answer:
                    if answer.status_code == 401 and isinstance(auth, httpx.BasicAuth):  # Virtuoso takes a digest only
                        auth, failure = httpx.DigestAuth(str(self.user), self.password), "401 Unauthorized"
                        continue
                    if answer.status_code in _BUSY:
                        failure = f"{answer.status_code} {answer.reason_phrase}"
                        continue
                    _refused(url, answer)
                    return take(answer)
            except httpx.ReadTimeout:
                raise StoreError(f"{_shown(url)}: no answer within {self.timeout:g} s; --timeout SECONDS gives it longer") from None
            except httpx.TransportError as error:
                failure = str(error) or type(error).__name__
            except httpx.InvalidURL as error:
                raise UsageError(f"{_shown(url)}: {error}") from None
        raise StoreError(f"{_shown(url)}: no answer in {ATTEMPTS} attempts: {failure}")


@cache
def client() -> "httpx.Client":
    """Return the process's one client: its connections stay open from request to request.

    Raises:
        UsageError: httpx is not installed.
    """
    try:
        import httpx
    except ImportError as error:
        raise UsageError(f"an endpoint needs {error.name}: pip install 'positiongraph[remote]'") from None
    made = httpx.Client(headers={"User-Agent": "positiongraph"})
    atexit.register(made.close)
    return made


def damaged(endpoint: Endpoint, error: Exception) -> StoreError:
    """Say that an answer cannot be read."""
    return StoreError(f"{endpoint}: a damaged answer: {' '.join(str(error).split())[:200]}")


class Stream(io.RawIOBase):
    """The body of an answer as a file to read from while it comes."""

    def __init__(self, answer: "httpx.Response") -> None:
        self.pieces: Iterator[bytes] = answer.iter_bytes()
        self.left = b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Take the next bytes."""
        while not self.left:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.left = piece
        count = min(len(buffer), len(self.left))
        buffer[:count], self.left = self.left[:count], self.left[count:]
        return count


def _read(answer: "httpx.Response") -> bytes:
    return answer.read()


def _refused(url: str, answer: "httpx.Response") -> None:
    if answer.is_redirect:
        raise StoreError(f"{_shown(url)}: it is elsewhere: {_shown(answer.headers.get('Location', ''))}; give that address")
    if answer.is_error:
        kind = answer.headers.get("Content-Type", "")
        words = "" if "html" in kind else " ".join(answer.read().decode("utf-8", "replace").split())[:200]
        hint = _NO_ENTRY.get(answer.status_code, "")
        raise StoreError(f"{_shown(url)}: {answer.status_code} {answer.reason_phrase}{': ' + words if words else ''}{hint}")


def _shown(url: str) -> str:
    """Return an address without what may be secret in it."""
    return re.sub(r"//[^/]*@", "//", re.split("[?#]", url, maxsplit=1)[0])
