"""A knowledge graph of international positions: who stands where on what, since when, in whose words.

    facts = read("statement.yaml")
    g = graph(facts)
    rows = ask(g, "who-stands-where", issue="one-china-policy")
    n = network(facts, "holders", measure="congruence", joint="exclude")
    page(n, rows, "page.html")

Names are loaded when they are first used: `import positiongraph` costs nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from positiongraph.graph import graph as graph
    from positiongraph.graph import open_endpoint as open_endpoint
    from positiongraph.graph import open_store as open_store
    from positiongraph.network import network as network
    from positiongraph.questions import ask as ask
    from positiongraph.reading import read as read
    from positiongraph.view.drawing import pyvis_network as pyvis_network
    from positiongraph.view.page import page as page

_HOMES = {
    "read": "reading", "graph": "graph", "open_store": "graph", "open_endpoint": "graph", "ask": "questions", "network": "network",
    "page": "view", "pyvis_network": "view", "load_ipython_extension": "notebook",
}

__all__ = ["ask", "graph", "network", "open_endpoint", "open_store", "page", "pyvis_network", "read"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"positiongraph.{_HOMES[name]}"), name)


class _Package(ModuleType):
    """The functions `graph` and `network` share their rooms' names: importing a room must not hide the function."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
