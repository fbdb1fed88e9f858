"""The service as an ASGI application: which address is answered by whom."""

import asyncio
import json
import sys
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from positiongraph.iris import PREFIXES
from positiongraph.service import description, relay, sharing, worker
from positiongraph.service.envelope import Envelope
from positiongraph.service.formats import GRAPHS, SHORT, preferred
from positiongraph.service.kept import Kept
from positiongraph.service.pool import Pool, Reply, told
from positiongraph.service.protocol import Asked, Refused, asked, fields_of

EXPLORING = 300.0
"""Seconds that making the explorer may take; it is made once for each state of the store."""
VERSION = version("positiongraph")
_STATIC = {"yasgui.min.js": "text/javascript", "yasgui.min.css": "text/css", "query.js": "text/javascript", "site.css": "text/css",
           "LICENSE-yasgui.txt": "text/plain"}
_ANSWERS = {"text/html": "text/html", "application/json": "application/json", "text/csv": "text/csv", "application/xhtml+xml": "text/html"}

_DESCRIBED = """PREFIX pos: <https://w3id.org/positiongraph/ontology#>
CONSTRUCT { ?s ?p ?o } WHERE {
  { { BIND(<%(iri)s> AS ?s) } %(with)s ?s ?p ?o
    FILTER(?p != <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> || NOT EXISTS { ?s a pos:Document }) }
}"""
_WITH = {
    "actor": "UNION { ?s pos:holder <%s> }", "issue": "UNION { ?s pos:issue <%s> }", "statement": "UNION { ?s pos:expressedIn <%s> }",
    "document": "UNION { ?s pos:inDocument <%s> }",
    "position": "UNION { <%s> pos:evidence ?s } UNION { <%s> pos:evidence/<http://www.w3.org/ns/oa#hasSelector> ?s }",
}
"""What comes along with a node's own triples: an actor's positions, a position's words. The text of a document never does."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take."""

    deadline: float = 30.0
    """Seconds a query may run, its wait for a free worker included."""
    result: int = 64_000_000
    """Bytes of a result."""
    memory: int = 2_000_000_000
    """Bytes of memory a query's process may take."""
    body: int = 1_000_000
    """Bytes of a request's body."""
    patience: float = 10.0
    """Seconds a client may take to send its request."""


DEFAULT = Limits()


class Site:
    """What the routes share: the store, its limits, two pools of workers and the pages made from the store as it is."""

    def __init__(self, store: Path, limits: Limits, workers: int, texts: bool):
        self.store, self.limits = store, limits
        options = json.dumps({"memory": limits.memory, "most": limits.result, "prefixes": {k: str(v) for k, v in PREFIXES.items()},
                              "engine": sharing.WHOLE if texts else sharing.SHARED})
        lock = Lock()

        def prepare(generation: Path) -> None:
            with lock:
                if not texts:
                    sharing.share(generation)

        remote = relay.relayed() is not None
        asking = ("-m", "positiongraph.service.relay") if remote else ("-I", worker.__file__)
        self.engines = Pool((sys.executable, *asking, str(store), options), store, workers, patient=remote, prepare=prepare)
        self.rooms = Pool((sys.executable, "-m", "positiongraph.service.rooms", str(store), options), store, 2,
                          patient=True, prepare=prepare)
        self.kept = Kept()
        self.made: dict[str, tuple[str, Reply]] = {}
        self.making = asyncio.Lock()

    async def answered(self, asked: Asked) -> Reply:
        """Return the answer to a query, the same as before where it was asked in this state of the store."""
        state = self.engines.mark()
        reply = self.kept.find(state, asked)
        if not reply:
            reply = await self.engines.run(asked.request(), self.limits.deadline)
            self.kept.keep(state, asked, reply)
        return reply

    async def once(self, do: str, form: str = worker.HTML, **more: str) -> Reply:
        """Return what depends on the store alone, made once for each of its generations."""
        async with self.making:
            now, key = self.rooms.current(), f"{do} {form} {more}"
            if key not in self.made or self.made[key][0] != now:
                reply = await self.rooms.run({"do": do, "form": form, "iri": None, **more}, EXPLORING)
                if reply.status != 200:
                    return reply
                self.made[key] = now, reply
            return self.made[key][1]


Answering = Callable[[Site, Request], Awaitable[Reply | Response]]


def application(
    store: str | Path, *, limits: Limits = DEFAULT, workers: int = 4, hosts: tuple[str, ...] = (), texts: bool = False,
    verbose: bool = False,
) -> Envelope:
    """Return the service on a store's folder as an ASGI application.

    `workers` is the number of queries that run at a time. `hosts` are the names a client may call it by; none: any. With `texts` a query
    can read every stored text, else those only whose licence lets them be passed on.
    """
    site = Site(Path(store), limits, workers, texts)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        await site.engines.warm()
        warming = asyncio.create_task(site.rooms.warm())
        try:
            yield
        finally:
            warming.cancel()
            await asyncio.gather(site.engines.close(), site.rooms.close())

    def route(path: str, answering: Answering, *methods: str, kept: bool = False) -> Route:
        async def endpoint(request: Request) -> Response:
            headers = {"vary": "Accept"}
            if kept:  # it is what the store makes it: who has it from this state of the store needs nothing new
                wanted = zlib.crc32(request.headers.get("accept", "").encode("latin-1"))
                headers |= {"etag": f'W/"{site.engines.mark()}-{VERSION}-{wanted:x}"', "cache-control": "no-cache"}
                if headers["etag"] in request.headers.get("if-none-match", ""):
                    return Response(status_code=304, headers=headers)
            try:
                reply = await _while_wanted(request, answering(site, request))
            except Refused as error:
                refusal = told(error.status, str(error))
                # the rest of a body that nobody reads ends with its connection
                return Response(refusal.body, error.status, {"connection": "close"} if error.status in (408, 413) else None, refusal.type)
            except asyncio.CancelledError:  # its time to finish is over
                reply = told(503, "the service is ending")
            if isinstance(reply, Response):
                return reply
            told_too = headers if reply.status == 200 else {"vary": "Accept"}
            return Response(reply.body, reply.status, headers={**told_too, "content-type": reply.type})

        return Route(path, endpoint, methods=methods or ("GET",))

    inside = Starlette(lifespan=life, routes=[
        route("/sparql", sparql, "GET", "POST"), route("/", home), route("/health", health), route("/explore", explore, kept=True),
        route("/questions.json", listed, kept=True), route("/ask", question_list, kept=True), route("/ask/{name}", question, kept=True),
        route("/id/{sort}", index, kept=True), route("/id/{sort}/{key:path}", node, kept=True), route("/ontology", ontology, kept=True),
        route("/static/{name}", static),
    ])
    inside.state.site = site
    return Envelope(inside, hosts=hosts, verbose=verbose)


async def _while_wanted(request: Request, answering: Awaitable[Reply | Response]) -> Reply | Response:
    """Answer as long as the client is there: who hangs up ends the query too. A body is read by whoever answers."""
    if request.method != "GET":
        return await answering
    own = asyncio.current_task()
    assert own
    watch = asyncio.create_task(_gone(request, own))
    try:
        return await answering
    except asyncio.CancelledError:
        if not watch.done():  # the service is ending
            raise
        return told(499, "the client hung up")
    finally:
        watch.cancel()


async def _gone(request: Request, task: asyncio.Task[Any]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    task.cancel()


async def sparql(site: Site, request: Request) -> Reply | Response:
    """Answer a query; tell of the service where there is none."""
    limits = site.limits
    query = await asked(request, body=limits.body, patience=limits.patience)
    if query is None:
        if preferred(request.headers.get("accept", ""), GRAPHS) == "text/html":
            return RedirectResponse("/", 303)
        return description.described(str(request.url.replace(query="")), preferred(request.headers.get("accept", ""), GRAPHS))
    request.scope["seen"]["query"] = query.query
    return await site.answered(query)


async def health(site: Site, request: Request) -> Reply:
    """Tell whether a query is answered, and what the store holds."""
    reply = await site.engines.run(Asked("ASK {}", "text/csv", None).request(), site.limits.deadline)
    if reply.status != 200:
        return Reply(503, "application/json", json.dumps({"status": "failing", "reason": reply.body.decode().strip()}).encode())
    found = {"status": "ok", "generation": site.engines.current(), **site.engines.stamp, "workers": len(site.engines.processes)}
    return Reply(200, "application/json", json.dumps(found).encode())


async def home(site: Site, request: Request) -> Reply:
    """Return the query page."""
    return Reply(200, worker.HTML, files(__package__).joinpath("static/query.html").read_bytes())


async def static(site: Site, request: Request) -> Reply | Response:
    """Return one of the files of the query page, and no other."""
    name = request.path_params["name"]
    if name not in _STATIC:
        return told(404, "no such file")
    data = files(__package__).joinpath("static", name).read_bytes().replace(b"//# sourceMappingURL=yasgui.min.js.map", b"")
    return Response(data, headers={"content-type": f"{_STATIC[name]}; charset=utf-8", "cache-control": "max-age=3600"})


async def explore(site: Site, request: Request) -> Reply:
    """Return the explorer on the store as it is."""
    return await site.once("explore")


async def listed(site: Site, request: Request) -> Reply:
    """Return the named questions with queries that can be run as they are."""
    return await site.once("examples")


async def question_list(site: Site, request: Request) -> Reply:
    """Return the page of named questions."""
    return await site.once("catalogue")


async def question(site: Site, request: Request) -> Reply:
    """Answer a named question; its values are the address's parameters."""
    values = {name: value for name, value in fields_of(request.scope["query_string"]) if value}
    short = SHORT.get(values.pop("format", ""))
    form = _ANSWERS.get(short or "") or preferred(request.headers.get("accept", ""), _ANSWERS)
    if form is None:
        return told(406, "an answer is text/html, application/json or text/csv")
    return await site.rooms.run({"do": "ask", "name": request.path_params["name"], "values": values, "format": form}, site.limits.deadline)


async def node(site: Site, request: Request) -> Reply:
    """Return what is known of a node: a page for people, triples for programs."""
    sort, key = request.path_params["sort"], request.path_params["key"]
    if not site.engines.stamp and (wrong := await site.engines.warm()):
        return told(503, wrong)
    address = f"{site.engines.stamp['base']}{quote(sort, safe='')}/{quote(key, safe='')}"
    form = _form(request)
    if form is None:
        return told(406, f"a node is text/html or {', '.join(sorted(set(GRAPHS.values()) - {'text/html'}))}")
    if form == "text/html":
        return await site.rooms.run({"do": "about", "iri": address, "sort": sort}, site.limits.deadline)
    known = await site.answered(Asked(f"ASK {{ <{address}> ?p ?o }}", "text/csv", None))
    if known.status != 200:
        return known
    if known.body == b"false\n":
        return told(404, f"nothing here is known by {address}")
    described = _DESCRIBED % {"iri": address, "with": _WITH.get(sort, "").replace("%s", address)}
    return await site.answered(Asked(described, None, form))


async def index(site: Site, request: Request) -> Reply:
    """Return the list of all actors, or of all issues."""
    sort = request.path_params["sort"]
    return await site.once("about", sort=sort) if sort in ("actor", "issue") else told(404, "there are lists of actor and of issue")


async def ontology(site: Site, request: Request) -> Reply:
    """Return the ontology: documentation for people, triples for programs."""
    form = _form(request)
    return await site.once("ontology", worker.HTML if form is None or form == "text/html" else form)


def _form(request: Request) -> str | None:
    short: Any = SHORT.get(request.query_params.get("format", ""))
    return GRAPHS[short] if short in GRAPHS else preferred(request.headers.get("accept", ""), {"text/html": "text/html", **GRAPHS})
