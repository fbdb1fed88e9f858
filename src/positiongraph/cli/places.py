"""`--store DIR` or `--endpoint URL`: a command that takes a store takes an endpoint in its place, because it is registered here."""

import inspect
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from positiongraph.errors import UsageError

if TYPE_CHECKING:
    from positiongraph.graph import Place

Command = TypeVar("Command", bound=Callable[..., Any])

WRITTEN = "written"
"""Marks the `store` of a command that writes to it."""

DEFAULT = Path("kg")
"""Where a store is looked for when the command line does not say."""

_PANEL = "A SPARQL 1.1 endpoint in the store's place"
_STORE = Annotated[Path | None, typer.Option("--store", metavar="DIR", help="The store's folder; kg where there is one.")]
_OPTIONS: dict[str, Any] = {
    "endpoint": Annotated[str | None, typer.Option(metavar="URL", help="Where it takes queries.", rich_help_panel=_PANEL)],
    "graph": Annotated[str | None, typer.Option(metavar="IRI", help="Its graph to work in, not the default one.", rich_help_panel=_PANEL)],
    "user": Annotated[str | None, typer.Option(
        metavar="NAME", envvar="POSITIONGRAPH_USER", rich_help_panel=_PANEL,
        help="Password in POSITIONGRAPH_PASSWORD; a bearer token in POSITIONGRAPH_TOKEN.")],
    "timeout": Annotated[float | None, typer.Option(
        metavar="SECONDS", min=0.1, help="How long it may keep silent; 60 unless said.", rich_help_panel=_PANEL)],
}
_WRITING: dict[str, Any] = {
    "update": Annotated[str | None, typer.Option(metavar="URL", help="Where it takes updates, if elsewhere.", rich_help_panel=_PANEL)],
    "graph_store": Annotated[str | None, typer.Option(
        metavar="URL", help="Its Graph Store Protocol; triples go there rather than by INSERT DATA.", rich_help_panel=_PANEL)],
}


class Commands(typer.Typer):
    """Registers commands."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[Command], Command]:
        """Register a function as a command."""
        register = super().command(name, **options)

        def decorate(function: Command) -> Command:
            register(either(function))
            return function

        return decorate


def either(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that has a `store` the options of an endpoint; any other comes back as it is."""
    signature = inspect.signature(function)
    if "store" not in signature.parameters:
        return function
    old = signature.parameters["store"]
    writes = WRITTEN in getattr(old.annotation, "__metadata__", ())
    options = _OPTIONS | (_WRITING if writes else {})

    @wraps(function)
    def command(**given: Any) -> Any:
        asked = {name: given.pop(name) for name in options}
        folder = given.pop("store")
        place = chosen(folder, **asked)
        if place is None:
            place = _default(function.__name__.replace("_", "-"), writes) if old.default is old.empty else old.default
        return function(store=place, **given)

    new = {name: inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
           for name, kind in {"store": _STORE, **options}.items()}
    others = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in signature.parameters.values() if each is not old]
    parameters = [new.pop("store"), *others, *new.values()]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def chosen(folder: Path | None, endpoint: str | None, user: str | None = None, **options: Any) -> "Place | None":
    """Return the place that the command line names; None where it names none.

    Raises:
        UsageError: it names two, or an endpoint's options without one.
    """
    if endpoint is None:
        if alone := [name for name, value in options.items() if value is not None]:
            raise UsageError(f"--{alone[0].replace('_', '-')} goes with --endpoint URL")
        return folder
    if folder is not None:
        raise UsageError("either --store DIR or --endpoint URL, not both")
    from positiongraph.graph.endpoint import Endpoint

    secrets = {"password": os.environ.get("POSITIONGRAPH_PASSWORD"), "token": os.environ.get("POSITIONGRAPH_TOKEN")}
    return Endpoint.at(endpoint, user=user, store=options.pop("graph_store", None), **options, **secrets)


def _default(command: str, writes: bool) -> Path:
    if writes or not (DEFAULT / "CURRENT").is_file():
        raise UsageError(f"{command} needs --store DIR or --endpoint URL")
    return DEFAULT
