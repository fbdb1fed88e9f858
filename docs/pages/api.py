"""The Python pages: the seven names that most need, then room by room what the docstrings say."""

from importlib import import_module
from pathlib import Path

ROOMS = {
    "Facts": ("facts", "errors", "reading", "rows"),
    "Sources": ("sources", "sources.un_votes", "sources.records"),
    "Who is who": ("reference",),
    "Extraction": ("extraction", "extraction.evaluation"),
    "Graph": ("graph",),
    "Questions": ("questions",),
    "Networks": ("network", "network.findings", "network.windows", "network.structure", "network.scaling", "network.significance",
                 "network.backbone", "network.measures"),
    "Pictures": ("network.plots", "network.drawings"),
    "Page": ("view",),
    "Notebook and service": ("notebook", "service"),
}


def pages(root: Path) -> dict[str, str]:
    """Return a page for each room, and the one that lists them."""
    files = {title: "api/" + title.casefold().replace(" ", "-") for title in ROOMS}
    listed = "\n".join(files.values())
    start = import_module("positiongraph")
    names = "".join(f".. autofunction:: positiongraph.{name}\n   :no-index:\n\n" for name in start.__all__)
    head = f"# Python\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n\n## The names that most need\n\n```{{eval-rst}}\n{names}```\n"
    return {"api.md": head, **{f"{files[title]}.md": room(title, modules) for title, modules in ROOMS.items()}}


def room(title: str, modules: tuple[str, ...]) -> str:
    """Return a page that documents modules by their docstrings, those of packages by their `__all__`."""
    parts = []
    for name in modules:
        module = import_module(f"positiongraph.{name}")
        imported = "" if hasattr(module, "__all__") else "   :no-imported-members:\n"
        parts.append(f"## positiongraph.{name}\n\n```{{eval-rst}}\n.. automodule:: positiongraph.{name}\n{imported}```\n")
    return f"# {title}\n\n" + "\n".join(parts)
