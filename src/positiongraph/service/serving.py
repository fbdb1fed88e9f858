"""Serving: from a store's folder to an address that answers, until somebody ends it."""

import asyncio
import contextlib
import ipaddress
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import uvicorn
import uvloop
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from positiongraph.errors import StoreError, UsageError
from positiongraph.graph import Place, endpoint_of
from positiongraph.service.relay import standing_for
from positiongraph.service.site import Limits, application

LOOPBACK = ("localhost", "127.0.0.1", "::1")
HEAD = 65_536
"""Bytes that a request's head may have, its address included."""


def serve(
    store: Place, *, host: str = "127.0.0.1", port: int = 8000, deadline: float = 30.0, workers: int = 4, limits: Limits | None = None,
    verbose: bool = False, ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve a store or an endpoint over HTTP until SIGINT or SIGTERM; then end every worker and return.

    In each of the `workers` processes that answer, the engine's caches grow to some 100 MB on a million votes and stay there. Port 0
    takes a free one. `ready` is called with the address once the port answers. The access log goes to stderr, a JSON object a line.
    On a loopback address only its own names are answered to, and queries read the store whole; elsewhere they do not find the texts whose
    licence does not let them be passed on.

    Raises:
        StoreError: there is no store in the folder, or the endpoint does not answer.
        UsageError: the address cannot be had, or a limit makes no sense.
    """
    endpoint = endpoint_of(store)
    if endpoint:
        if not _loopback(host):
            raise UsageError("an endpoint is served on loopback only: its texts cannot be told from those that may be passed on")
        with standing_for(replace(endpoint, timeout=min(endpoint.timeout, deadline))) as folder:
            serve(folder, host=host, port=port, deadline=deadline, workers=workers, limits=limits, verbose=verbose, ready=ready)
        return
    assert isinstance(store, (str, Path))
    if not (Path(store) / "CURRENT").is_file():
        raise StoreError(f"{store}: no store here; positiongraph build SOURCE --store {store} makes one")
    if deadline <= 0 or workers < 1:
        raise UsageError("a deadline is more than 0 seconds, and there is at least 1 worker")
    bound = _bound(host, port)
    name = f"[{host}]" if ":" in host else host
    chosen = limits or Limits(deadline=deadline)
    own = _loopback(host)
    inside = application(store, limits=chosen, workers=workers, hosts=LOOPBACK if own else (), texts=own, verbose=verbose)
    config = uvicorn.Config(inside, http=_protocol(chosen.patience), ws="none", lifespan="on", log_level="error", access_log=False,
                            server_header=False, timeout_keep_alive=30, timeout_graceful_shutdown=1, backlog=512)
    server = _Server(config)
    logging.getLogger("uvicorn.error").addFilter(lambda record: "Cancel %s running" not in str(record.msg))  # they are answered 503
    server.ready = lambda: ready(f"http://{name}:{bound.getsockname()[1]}/")
    uvloop.run(server.serve(sockets=[bound]))


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except (OSError, OverflowError) as error:
        raise UsageError(f"cannot serve at {host}:{port}: {getattr(error, 'strerror', None) or error}") from error
    return bound


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Server(uvicorn.Server):
    """Uvicorn's server, that says when it is ready and ends in peace: it does not raise the signal again that ended it."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def _protocol(patience: float) -> type[HttpToolsProtocol]:
    """Return uvicorn's protocol with a clock and a measure.

    Who sends no whole request head, or takes no answer, for so many seconds is cut off; so is a head longer than HEAD bytes.
    """

    class Bounded(HttpToolsProtocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._unread = 0
            self._mark = self._progress()
            self._clock = self.loop.call_later(patience, self._tick)

        def connection_lost(self, exc: Exception | None) -> None:
            self._clock.cancel()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            self._unread += len(data)
            super().data_received(data)
            if self._unread > HEAD and not self.transport.is_closing():
                self.send_400_response(f"The request's head has more than {HEAD:,} bytes; send the query with POST.")

        def on_headers_complete(self) -> None:
            self._unread = 0
            super().on_headers_complete()

        def on_body(self, body: bytes) -> None:
            self._unread = 0
            super().on_body(body)

        def _progress(self) -> tuple[object, int]:
            """What stands still when a client dawdles: the request it is on, and what it has yet to take."""
            return self.cycle, self.transport.get_write_buffer_size()

        def _tick(self) -> None:
            mark = self._progress()
            waiting = self.cycle is None or self.cycle.response_complete
            if mark == self._mark and (waiting or mark[1]):
                self.transport.abort()
                return
            self._mark = mark
            self._clock = self.loop.call_later(patience, self._tick)

    return Bounded
