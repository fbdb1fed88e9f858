"""A store over HTTP: serve."""

from typing import Annotated

import typer

from positiongraph.cli.common import StoreFolder, app, tell, voice
from positiongraph.errors import UsageError


@app.command()
def serve(
    store: StoreFolder,
    host: Annotated[str, typer.Option(
        metavar="ADDRESS", help="Where to listen; loopback unless said. Elsewhere texts that may not be passed on are left out.",
    )] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", help="0 takes a free one.", min=0, max=65535)] = 8000,
    deadline: Annotated[float, typer.Option(metavar="SECONDS", help="A query that takes longer is ended with 503.")] = 30.0,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer; half as many more for what takes over half a second.")] = 4,
) -> None:
    """Serve a store: SPARQL at /sparql, a query page, the explorer, and a page of each actor and issue. Read-only; it calls nobody."""
    try:
        from positiongraph.service import serve as run
    except ImportError as error:
        raise UsageError(f"serve needs {error.name}: pip install 'positiongraph[service]'") from None
    run(store, host=host, port=port, deadline=deadline, workers=workers, verbose=voice["verbose"],
        ready=lambda address: tell(f"serving {store} at {address}"))
