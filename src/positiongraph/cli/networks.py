"""Rows → networks, pages: network, explore."""

from pathlib import Path
from typing import Annotated, Any

import typer

from positiongraph.cli.common import Joint, Out, Since, StoreFolder, Until, app, tell


@app.command()
def network(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="positions, holders, issues, targets or roles.")],
    store: StoreFolder,
    out: Out,
    measure: Annotated[str | None, typer.Option(help="ignore, congruence, conflict, subtract, similarity, identical or s-score.")] = None,
    normalise: Annotated[str | None, typer.Option(help="none, average, jaccard, cosine, activity or prominence.")] = None,
    joint: Joint = "each",
    since: Since = None,
    until: Until = None,
    issue: Annotated[str | None, typer.Option(metavar="ISSUE")] = None,
    holder: Annotated[str | None, typer.Option(metavar="ACTOR")] = None,
) -> None:
    """Make a network and write it: .graphml, .gexf, .csv, .json, .html …"""
    from positiongraph.graph import positions_table
    from positiongraph.network import network as project
    from positiongraph.network import write

    rows = positions_table(store)
    made = project(rows, kind, measure=measure, normalise=normalise, joint=joint, since=since, until=until, issue=issue, holder=holder)
    if out.suffix.casefold() in (".html", ".htm"):
        _page(made, rows, store, out, None)
    else:
        write(made, out)
    tell(f"{out}: {made.number_of_nodes()} nodes, {made.number_of_edges()} edges")


@app.command()
def explore(store: StoreFolder, out: Out, title: Annotated[str | None, typer.Option(help="The page's title.")] = None) -> None:
    """Write the explorer: one page that shows who stands where, and the words. It works offline."""
    from positiongraph.graph import positions_table
    from positiongraph.network import network as project

    rows = positions_table(store)
    _page(project(rows, "positions"), rows, store, out, title)
    tell(f"{out}: {len(set(rows['position'].to_pylist()))} positions; open it in a browser")


def _page(made: Any, rows: Any, store: Path, out: Path, title: str | None) -> None:
    from positiongraph.graph import documents, open_store
    from positiongraph.view import page

    page(made, rows, str(out), documents=documents(open_store(store)), **({"title": title} if title else {}))
