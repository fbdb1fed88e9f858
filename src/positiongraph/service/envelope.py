"""What every answer comes in: headers that keep a browser safe, the check of the host's name, and a line in the access log."""

import hashlib
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
          "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
EXPLORER = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The explorer brings a stricter policy along, with the hashes of its own scripts."""


class Envelope:
    """An application inside another: no header that lets other origins read, and no answer to a name that is not ours."""

    def __init__(self, inside: ASGIApp, *, hosts: tuple[str, ...] = (), verbose: bool = False):
        self.inside, self.hosts, self.verbose = inside, hosts, verbose

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http":
            await self.inside(scope, receive, send)
            return
        seen: dict[str, Any] = {"status": 500, "bytes": 0}
        scope["seen"] = seen  # where the inside leaves what the log should know
        began = time.monotonic()

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), *_headers(scope["path"])]}
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            if self._known(scope):
                await self.inside(scope, receive, sealed)
            else:
                await _refuse(sealed)
        finally:
            self._note(scope, seen, time.monotonic() - began)

    def _known(self, scope: Scope) -> bool:
        """Tell whether the client called us by a name of ours; other names are how a page elsewhere would get at a loopback address."""
        if not self.hosts:
            return True
        names = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        return len(names) == 1 and names[0].rpartition("]")[0].lstrip("[") + names[0].rpartition("]")[2].partition(":")[0] in self.hosts

    def _note(self, scope: Scope, seen: dict[str, Any], seconds: float) -> None:
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "method": scope["method"], "path": scope["path"],
                "status": seen["status"], "bytes": seen["bytes"], "ms": round(seconds * 1000, 1)}
        query = seen.get("query")
        if query is not None:
            line |= {"query_length": len(query), "query_sha256": hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:16]}
            if self.verbose:
                line["query"] = query
        print(json.dumps(line, ensure_ascii=True), file=sys.stderr, flush=True)


def _headers(path: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-security-policy", (EXPLORER if path == "/explore" else POLICY).encode()), (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"), (b"cross-origin-resource-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"), (b"x-frame-options", b"DENY"),
    ]


async def _refuse(send: Send) -> None:
    body = b"this service does not go by that name\n"
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": head})
    await send({"type": "http.response.body", "body": body})
