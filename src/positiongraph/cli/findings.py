"""What an analyst asks of rows: compare, shift, coalition, outlier, says-and-votes; and pictures: plot."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from positiongraph.cli.common import Joint, Out, Since, StoreFolder, Until, app, broader, tell
from positiongraph.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from positiongraph.graph import Place
    from positiongraph.network.findings import Said, View

Holder = Annotated[str, typer.Argument(metavar="HOLDER", help="An actor's code.")]
IssueId = Annotated[str, typer.Argument(metavar="ISSUE", help="An issue's id; its narrower ones count with it.")]
Format = Annotated[str, typer.Option(help="table, csv, tsv or json.")]
PLOTS = ("heat-map", "coalition", "scaling", "timeline")


@app.command()
def compare(
    a: Annotated[str, typer.Argument(metavar="A")], b: Annotated[str, typer.Argument(metavar="B")], store: StoreFolder,
    joint: Joint = "each", since: Since = None, until: Until = None, format: Format = "table",
) -> None:
    """Say where two actors agree, where they differ, and where one is silent, with the words."""
    from positiongraph.network.findings import compare as compared

    found = compared(_rows(store), a, b, joint=joint, since=since, until=until, broader=broader(store))
    rows = [{"how": how, "issue": one.label, a: one.stance, b: other.stance, "words": _words(one, other)}
            for how, pairs in (("agree", found.agree), ("differ", found.differ)) for one, other in pairs]
    for silent, views in zip((a, b), found.silent, strict=True):
        rows += [{"how": f"{silent} silent", "issue": view.label, a: None if silent == a else view.stance,
                  b: None if silent == b else view.stance, "words": _words(view)} for view in views]
    _show(f"{a} and {b}", ("how", "issue", a, b, "words"), rows, format)


@app.command()
def shift(
    holder: Holder, issue: IssueId, store: StoreFolder, since: Since = None, until: Until = None, format: Format = "table",
) -> None:
    """Say how an actor's stance on an issue moved, with the words."""
    from positiongraph.network.findings import shift as shifted

    rows = [{"date": move.said.date, "stance": _whole(move.said.stance), "change": move.change, "speaker": move.said.speaker,
             "words": move.said.text, "position": move.said.position}
            for move in shifted(_rows(store), holder, issue, since=since, until=until, broader=broader(store))]
    _show(f"{holder} on {issue}", ("date", "stance", "change", "speaker", "words", "position"), rows, format)


@app.command()
def coalition(
    issue: IssueId, store: StoreFolder, joint: Joint = "each", since: Since = None, until: Until = None, format: Format = "table",
) -> None:
    """Say who stands for an issue, who against, who is neutral."""
    from positiongraph.network.findings import coalition as gathered

    found = gathered(_rows(store), issue, joint=joint, since=since, until=until, broader=broader(store))
    rows = [{"side": side, "actor": view.actor, "stance": view.stance, "positions": len(view.said), "words": _words(view)}
            for side, views in (("for", found.supporters), ("against", found.opponents), ("neutral", found.neutral)) for view in views]
    _show(issue, ("side", "actor", "stance", "positions", "words"), rows, format)


@app.command()
def outlier(
    store: StoreFolder,
    bloc: Annotated[str | None, typer.Option("--bloc", metavar="BLOC", help="Only among its members on --until, or today's.")] = None,
    joint: Joint = "each", since: Since = None, until: Until = None, format: Format = "table",
) -> None:
    """Say who stands furthest from the others, and on which issue most."""
    from positiongraph import reference
    from positiongraph.network.findings import outliers as apart

    if bloc and reference.actor(bloc) is None:
        raise UnknownName("bloc", bloc, reference.nearest(bloc))
    among = {m.member for m in reference.members(bloc, until)} if bloc else None
    rows = [{"actor": one.actor, "distance": one.distance, "issues": one.issues, "furthest on": one.furthest.label,
             "its stance": one.furthest.stance, "the others'": one.others}
            for one in apart(_rows(store), among=among, joint=joint, since=since, until=until)]
    _show("Furthest from the others", ("actor", "distance", "issues", "furthest on", "its stance", "the others'"), rows, format)


@app.command("says-and-votes")
def says_and_votes(
    holder: Holder, store: StoreFolder, since: Since = None, until: Until = None, format: Format = "table",
) -> None:
    """Say where an actor's words and votes on one issue part."""
    from positiongraph.network.findings import says_and_votes as held

    rows = [{"issue": one.says.label, "says": one.says.stance, "votes": one.votes.stance, "part": "yes" if one.part else "no",
             "statements": len(one.says.said), "roll calls": len(one.votes.said), "words": _words(one.says)}
            for one in held(_rows(store), holder, since=since, until=until, broader=broader(store))]
    _show(f"{holder}: words and votes", ("issue", "says", "votes", "part", "statements", "roll calls", "words"), rows, format)


@app.command()
def plot(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(PLOTS))], store: StoreFolder, out: Out,
    issue: Annotated[str | None, typer.Option("--issue", metavar="ISSUE", help="For a coalition; a filter for the others.")] = None,
    pair: Annotated[list[str] | None, typer.Option("--pair", metavar="A,B", help="For a timeline; may be given several times.")] = None,
    width: Annotated[str, typer.Option("--width", metavar="WIDTH", help="A timeline's windows, such as '1 year'.")] = "1 year",
    joint: Joint = "each", since: Since = None, until: Until = None,
) -> None:
    """Draw a picture, PNG or SVG: who agrees with whom, a coalition, one dimension, agreement over time."""
    from positiongraph.network import network, plots
    from positiongraph.network.findings import coalition as gathered
    from positiongraph.network.scaling import ideal_points
    from positiongraph.network.windows import slices

    rows = _rows(store)
    options: dict[str, Any] = {"joint": joint, "since": since, "until": until, "broader": broader(store)}
    if kind not in PLOTS:
        raise UnknownName("plot", kind, PLOTS)
    if kind == "coalition":
        if issue is None:
            raise UsageError("plot coalition needs --issue ISSUE")
        figure: Any = plots.coalition_plot(gathered(rows, issue, **options), title=issue)
    elif kind == "timeline":
        pairs = [(a, b) for a, _, b in (text.partition(",") for text in pair or ())]
        if not pairs or not all(a and b for a, b in pairs):
            raise UsageError("plot timeline needs --pair A,B")
        figure = plots.timeline(slices(rows, "holders", width=width, issue=issue, **options), pairs)
    elif kind == "scaling":
        figure = plots.scaling_plot(ideal_points(rows, issue=issue, **options))
    else:
        figure = plots.heat_map(network(rows, "holders", issue=issue, **options))
    tell(f"{plots.save(figure, out)}: written")


def _rows(store: "Place") -> Any:
    from positiongraph.graph import positions_table

    return positions_table(store)


def _show(title: str, columns: tuple[str, ...], rows: list[dict[str, Any]], format: str) -> None:
    from positiongraph.questions import Answer
    from positiongraph.terminal import show

    rounded = [{name: round(value, 4) if isinstance(value, float) else value for name, value in row.items()} for row in rows]
    show(Answer(columns, rounded, title), format)


def _whole(stance: float) -> float:
    return int(stance) if stance == int(stance) else stance


def _words(*views: "View") -> str:
    """Return the first words of each side; what both said together, once."""
    return " | ".join(dict.fromkeys(said.text for view in views if (said := _first(view.said)) and said.text))


def _first(said: Iterable["Said"]) -> "Said | None":
    return next(iter(said), None)
