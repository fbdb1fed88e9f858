"""Network and rows → one self-contained page: assembly only. What it knows is in `payload.py`, how it looks in the template and `js/`."""

import base64
import gzip
import hashlib
import html
import json
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import Document, Facts
from positiongraph.iris import BASE
from positiongraph.view.drawing import pyvis_network
from positiongraph.view.layouts import LAYOUTS
from positiongraph.view.lexicon import Lexicon
from positiongraph.view.material import Material, material
from positiongraph.view.payload import fitting, payload
from positiongraph.view.places import Scene, measured, scene

SCRIPTS = (
    "data", "dom", "state", "filter", "matrix", "grid", "lines", "placing", "graph", "cards", "summary", "panel", "table", "timeline",
    "facets", "exports", "picture", "dossier", "controls", "main",
)
"""The modules of js/ in the order in which the page has them; together they are one function, so that nothing of theirs is global."""
BUDGET = 15_000_000
"""Bytes that a page may have unless told otherwise: what goes through most mail servers."""
PLAIN = 60_000
"""A payload longer than this is packed with gzip."""


def page(n: "nx.Graph[Any] | None", rows: Any, path: str | Path, **options: Any) -> Path:
    """Write one self-contained HTML page: who stands where, with the words. Returns its path.

    Arguments and options are those of `page_html`. The file is UTF-8 with `\\n` line ends; the same input gives the same bytes.
    """
    target = Path(path)
    target.write_bytes(page_html(n, rows, **options).encode("utf-8"))
    return target


def page_html(
    n: "nx.Graph[Any] | None", rows: Any, *, title: str = "Who stands where", documents: Iterable[Document] = (),
    about: Facts | None = None, note: str = "", embed: str = "licensed", layout: str = "bipartite", budget: int = BUDGET, base: str = BASE,
) -> str:
    """Return the page as text, for a file, a notebook's srcdoc frame or a server.

    `rows` are flat rows (`positiongraph.rows`) as an Arrow table, a DataFrame, an answer with `.table` or `.df`, or facts. `n` is a network
    of the same rows: of kind positions it is the graph that is drawn, any other kind is offered beside it *as measured*; None draws the
    positions of the rows. `documents` give titles, links, licences and texts; `about` the names of actors and issues, statements, and
    memberships (rows that are facts describe themselves; the packaged reference fills in). `note` stands in the page, for licences
    and the like. `embed` says which texts go into the page: "licensed" those under an open licence, "all", or "none". A page that
    would have more than `budget` bytes leaves out words, then ids, then days, then single issues, and says so.

    Raises:
        UnknownName: for an unknown layout or embed.
        UsageError: when the rows lack a column, or nothing fits into the budget.
    """
    if layout not in LAYOUTS:
        raise UnknownName("layout", layout, LAYOUTS)
    described = about or (rows if isinstance(rows, Facts) else Facts())
    source = material(rows, Lexicon(described, documents), embed)
    drawn = scene(n, source)
    for level in fitting(source):
        text = _assembled(n, source, drawn, level, {"title": title, "note": note, "layout": layout, "base": base})
        if len(text) <= budget and len(text.encode("utf-8")) <= budget:
            return text
    raise UsageError(f"this page needs more than {budget:,} bytes even as an overview; narrow the rows or raise the budget")


def _assembled(n: "nx.Graph[Any] | None", source: Material, drawn: Scene, level: str, told: dict[str, Any]) -> str:
    content = payload(source, level) | told | {"ranks": drawn.ranks}
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    packed = "gzip" if len(data) > PLAIN else "no"
    carried = harmless(data) if packed == "no" else base64.b64encode(gzip.compress(data.encode("utf-8", "surrogatepass"), mtime=0)).decode()
    style, library, script = _asset("page.css"), _library(), _script()
    net = pyvis_network(drawn.network, edges=False)
    for node in net.nodes:
        drawn.finish(node)
    environment = Environment(loader=DictLoader({"page.html": _asset("template.html")}), autoescape=True, keep_trailing_newline=True)
    environment.globals.update(
        title=told["title"], note=told["note"], version=version("positiongraph"), count=f"{content['positions']:,} positions",
        measured=measured(n, source), packed=packed, payload=Markup(carried),
        style=Markup(style), library=Markup(library), script=Markup(script), policy=_policy(style, library, script),
    )
    net.templateEnv, net.path = environment, "page.html"
    text: str = net.generate_html()
    return text


def harmless(text: str) -> str:
    """Escape JSON so that no element can begin or end in it, and no line separator breaks it.

    >>> harmless('"</script>&"')
    '"\\\\u003c/script\\\\u003e\\\\u0026"'
    """
    table = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
    return text.translate(table | {c: f"\\u{c:04x}" for c in range(0xD800, 0xE000)})


def srcdoc(text: str) -> str:
    """Return a page as an `<iframe>` for a notebook: sandboxed, with scripts and downloads and nothing of the outer page's."""
    return (f'<iframe title="Positions" sandbox="allow-scripts allow-downloads allow-popups allow-modals" '
            f'style="width:100%;height:780px;border:1px solid #ccc" srcdoc="{html.escape(text)}"></iframe>')


def _asset(name: str) -> str:
    return files("positiongraph.view").joinpath(name).read_text("utf-8")


def _script() -> str:
    return "(() => {\n'use strict';\n" + "\n".join(_asset(f"js/{name}.js") for name in SCRIPTS) + "})();\n"


def _library() -> str:
    """Return pyvis's bundled vis-network as it is, but for the line that names a source map, which a browser would go and look for."""
    text = files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text("utf-8")
    return text.rpartition("//# sourceMappingURL=")[0] or text


def _policy(style: str, *scripts: str) -> str:
    return (f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {_hash(style)}; img-src data: blob:; "
            "base-uri 'none'; form-action 'none'")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"
