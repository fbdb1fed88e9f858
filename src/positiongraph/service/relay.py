"""A service in front of an endpoint: a process that passes queries on, and the folder that stands where a store's would.

Everything else is as for a store: the same protocol, deadlines, bounded results, formats and pages. The folder has a generation that holds
nothing but a stamp, and a new one from time to time, so that nothing that was made of the endpoint's answers is older than that.

Run as `python -m positiongraph.service.relay FOLDER OPTIONS`; it speaks as `worker.py` does. Credentials come by the environment.
"""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox

from positiongraph.errors import PositiongraphError
from positiongraph.graph.endpoint import Endpoint, TooMuch
from positiongraph.graph.remote import base_of, counted
from positiongraph.iris import BASE
from positiongraph.service.worker import TEXT, Answer, TooLong, confine, converse, written

FRESH = 60.0
"""Seconds that an answer is kept, and what pages are made of."""
SECRET = "POSITIONGRAPH_RELAYED"
"""The variable that has the endpoint, with its credentials, for the processes of this service alone."""


@contextmanager
def standing_for(endpoint: Endpoint) -> Iterator[Path]:
    """Make a folder that stands for an endpoint, as long as it is served.

    Raises:
        StoreError: the endpoint does not answer.
    """
    base = base_of(endpoint) or BASE
    stamp = json.dumps({"base": base, "endpoint": str(endpoint), "positions": counted(endpoint, "?s a pos:Position")})
    before, ended = os.environ.get(SECRET), threading.Event()
    with TemporaryDirectory() as folder:
        root = Path(folder)

        def renew() -> None:
            number = 0
            while not ended.wait(FRESH if number else 0):
                number += 1
                (root / f"generation-{number}").mkdir()
                (root / f"generation-{number}" / "stamp.json").write_text(stamp)
                (root / "CURRENT.new").write_text(f"generation-{number}\n")
                (root / "CURRENT.new").replace(root / "CURRENT")
                started.set()

        started = threading.Event()
        clock = threading.Thread(target=renew, daemon=True)
        clock.start()
        started.wait()
        os.environ[SECRET] = json.dumps(asdict(endpoint))
        try:
            yield root
        finally:
            ended.set()
            clock.join()
            os.environ.pop(SECRET)
            if before is not None:
                os.environ[SECRET] = before


def relayed() -> Endpoint | None:
    """Return the endpoint that this process is to ask; None where there is a store."""
    given = os.environ.get(SECRET)
    return Endpoint(**json.loads(given)) if given else None


def answer(endpoint: Endpoint, request: dict[str, Any], prefixes: dict[str, str], most: int, base: str) -> Answer:
    """Pass a query on and return its result in the type wanted. What is no SPARQL is refused here."""
    for name in (*request.get("default", ()), *request.get("named", ()), *request.get("also", ())):
        if name != endpoint.graph:
            return 400, TEXT, f"no graph <{name}> here, and nothing is fetched: leave FROM and default-graph-uri out".encode()
    ox.Store().query(request["query"], prefixes=prefixes)  # on nothing: a syntax error shows
    try:
        return written(endpoint.select(request["query"]), request, prefixes, most, base)
    except TooMuch:
        raise TooLong from None
    except PositiongraphError as error:
        said = str(error).removeprefix(f"{endpoint}: ")
        return 502, TEXT, f"the endpoint behind this service: {said}\n".encode()


def main(folder: str, options: str) -> None:
    """Answer queries from the endpoint."""
    chosen, root, endpoint = json.loads(options), Path(folder), relayed()
    assert endpoint
    endpoint = replace(endpoint, most=chosen["most"])
    generation = root / (root / "CURRENT").read_text().strip()
    confine(chosen["memory"], calls=True)
    base = json.loads((generation / "stamp.json").read_text())["base"]
    converse(generation, lambda request: answer(endpoint, request, chosen["prefixes"], chosen["most"], base), chosen["most"])


if __name__ == "__main__":
    main(*sys.argv[1:])
