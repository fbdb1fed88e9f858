"""Texts → positions: extract, evaluate."""

from typing import Annotated

import typer

from positiongraph.cli.common import app
from positiongraph.errors import UsageError


@app.command()
def extract(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT…", help="Texts (.txt .md .html .jsonl), - for standard input.")],
    format: Annotated[str, typer.Option(help="jsonl or csv.")] = "jsonl",
    all: Annotated[bool, typer.Option("--all", help="Proposed positions too, not the accepted only.")] = False,
    layer: Annotated[str, typer.Option(help="positions, or attributions: who is said to have said what.")] = "positions",
    explain: Annotated[bool, typer.Option("--explain", help="Say what filled each slot.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="Attributions by rules alone, without the learned chooser.")] = False,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The texts' date, where they do not say it.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read files side by side.")] = 1,
) -> None:
    """Read positions out of texts: one JSON line a position, each with its exact words."""
    from positiongraph.extraction import attributions, records
    from positiongraph.terminal import show_records

    if layer not in ("positions", "attributions"):
        raise UsageError(f"no layer named {layer!r}; known: positions, attributions")
    if layer == "attributions":
        show_records(attributions(*texts, learned=not rules, workers=workers), format)
    else:
        show_records(records(*texts, everything=all, explain=explain, date=date, workers=workers), format)


@app.command()
def evaluate(
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="Gold positions, JSON Lines.")],
    predicted: Annotated[str, typer.Argument(metavar="PREDICTED", help="Positions as `extract` prints them, JSON Lines.")],
    negatives: Annotated[str | None, typer.Option(metavar="FILE", help="Passages that are nobody's position, JSON Lines.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong, gold and predicted side by side.")] = False,
    format: Annotated[str, typer.Option(help="table or json.")] = "table",
) -> None:
    """Score extracted positions against gold ones, slot by slot."""
    from positiongraph.extraction import evaluate as score
    from positiongraph.terminal import show_evaluation

    show_evaluation(score(gold, predicted, negatives or ()), format, errors=errors)
