"""A store over HTTP: the SPARQL 1.1 Protocol, a query page, the explorer, pages of actors and issues. Read-only; it calls nobody."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from positiongraph.service.serving import serve as serve
    from positiongraph.service.site import Limits as Limits
    from positiongraph.service.site import application as application

__all__ = ["Limits", "application", "serve"]


def __getattr__(name: str) -> Any:  # worker processes import this room too, and need no HTTP
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("positiongraph.service.serving"), name)
