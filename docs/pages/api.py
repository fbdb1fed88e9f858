"""The Python pages: the seven names that most need, then room by room what the docstrings say."""

import inspect
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
    """Return a page that documents modules by their docstrings, those of packages name by name: some load them when they are first used."""
    parts = []
    for name in modules:
        module = import_module(f"positiongraph.{name}")
        own = f".. automodule:: positiongraph.{name}\n"
        if hasattr(module, "__all__"):
            names = sorted(module.__all__, key=str.casefold)
            told = [f".. auto{kind(getattr(module, one))}:: positiongraph.{name}.{one}\n" for one in names]
            own = "\n".join([own + "   :no-members:\n", *told])
        else:
            own += "   :no-imported-members:\n"
        parts.append(f"## positiongraph.{name}\n\n```{{eval-rst}}\n{own}```\n")
    return f"# {title}\n\n" + "\n".join(parts)


def kind(what: object) -> str:
    """Return what Sphinx calls an object."""
    return "class" if inspect.isclass(what) else "function" if callable(what) and hasattr(what, "__name__") else "data"
