"""Rows → networks, pages: network, explore."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from positiongraph.cli.common import Joint, Out, Since, StoreFolder, Until, app, broader, key, tell

if TYPE_CHECKING:
    from positiongraph.graph import Place


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
    issue: Annotated[str | None, typer.Option("--issue", metavar="ISSUE", help="Only this issue and its narrower ones.")] = None,
    holder: Annotated[str | None, typer.Option(metavar="ACTOR", help="Only what this actor holds.")] = None,
    duplicates: Annotated[str | None, typer.Option(metavar="PERIOD", help="Count once a document, day, week, month or year.")] = None,
    level: Annotated[str, typer.Option(help="state (holders as they are), bloc (as of the date) or person (who spoke).")] = "state",
    roll_up: Annotated[bool, typer.Option("--roll-up", help="Issues at the top of their hierarchy.")] = False,
    minimum: Annotated[int, typer.Option(help="Leave out actors with fewer positions.", min=1)] = 1,
    shared: Annotated[int, typer.Option(help="Leave out pairs with fewer shared topics.", min=1)] = 1,
    window: Annotated[str | None, typer.Option(metavar="WIDTH", help="Slices, such as '1 year', in one .gexf with time.")] = None,
    step: Annotated[str | None, typer.Option(metavar="WIDTH", help="From one slice to the next; their width unless said.")] = None,
    kernel: Annotated[str, typer.Option(help="How a slice weighs its days: uniform, triangular, epanechnikov or gaussian.")] = "uniform",
) -> None:
    """Make a network and write it: .graphml, .gexf, .csv, .matrix.csv, .json, .net, .parquet, or a page: .html."""
    from positiongraph.graph import positions_table
    from positiongraph.network import network as project
    from positiongraph.network import write
    from positiongraph.network.windows import dynamic, slices

    rows = positions_table(store)
    options: dict[str, Any] = {
        "measure": measure or "", "normalise": normalise or "", "joint": joint, "since": since, "until": until,
        "issue": None if issue is None else key(store, "issue", issue), "holder": None if holder is None else key(store, "actor", holder),
        "duplicates": duplicates, "level": level, "roll_up": roll_up, "minimum": minimum, "shared": shared, "broader": broader(store),
    }
    made = dynamic(slices(rows, kind, width=window, step=step, kernel=kernel, **options)) if window else project(rows, kind, **options)
    if out.suffix.casefold() in (".html", ".htm"):
        _page(made, rows, store, out)
    else:
        write(made, out)
    tell(f"{out}: {made.number_of_nodes()} nodes, {made.number_of_edges()} edges")


@app.command()
def explore(
    store: StoreFolder,
    out: Out,
    title: Annotated[str, typer.Option(help="The page's title.")] = "Who stands where",
    note: Annotated[str, typer.Option(help="A line in the page, for licences of the sources and the like.")] = "",
    issue: Annotated[str | None, typer.Option("--issue", metavar="ISSUE", help="Only this issue and its narrower ones.")] = None,
    holder: Annotated[str | None, typer.Option(metavar="ACTOR", help="Only what this actor holds.")] = None,
    since: Since = None,
    until: Until = None,
    layout: Annotated[str, typer.Option(help="How the graph is laid out at first.")] = "bipartite",
    embed: Annotated[str, typer.Option(help="Texts that go into the page: licensed, all or none.")] = "licensed",
    open: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write the explorer: one page that shows who stands where, and the words. It works offline."""
    import pyarrow.compute as pc

    from positiongraph.graph import positions_table
    from positiongraph.network.projections import Plan

    plan = Plan(
        kind="positions", since=since, until=until, issue=None if issue is None else key(store, "issue", issue),
        holder=None if holder is None else key(store, "actor", holder), broader=broader(store),
    )
    rows = plan.select(positions_table(store)).table
    _page(None, rows, store, out, title=title, note=note, layout=layout, embed=embed)
    tell(f"{out}: {pc.count_distinct(rows['position']).as_py():,} positions; open it in a browser")
    if open:
        typer.launch(out.absolute().as_uri())


def _page(made: Any, rows: Any, store: "Place", out: Path, **options: Any) -> None:
    from positiongraph.graph import described, documents, walkable
    from positiongraph.view import page

    graph = walkable(store, positions=False)
    page(made, rows, str(out), documents=documents(graph), about=described(graph), **options)
