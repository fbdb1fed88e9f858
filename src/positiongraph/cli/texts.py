"""Texts → positions: extract, evaluate."""

from typing import Annotated

import typer

from positiongraph.cli.common import Encoding, Processes, TextDate, app, progress, say, tell
from positiongraph.errors import InputError, UsageError


@app.command()
def extract(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT…", help="Texts (.txt .md .html .jsonl), - for standard input.")],
    format: Annotated[str, typer.Option(help="jsonl or csv.")] = "jsonl",
    all: Annotated[bool, typer.Option("--all", help="Proposed positions too, not the accepted only.")] = False,
    layer: Annotated[str, typer.Option(help="positions, or attributions: who is said to have said what.")] = "positions",
    explain: Annotated[bool, typer.Option("--explain", help="Say what filled each slot.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="Attributions by rules alone, without the learned chooser.")] = False,
    date: TextDate = None,
    encoding: Encoding = None,
    processes: Processes = None,
) -> int:
    """Read positions out of texts: one JSON line a position, each with its exact words.

    A text that cannot be read is told on stderr, the others are read, and the exit code is 3.
    """
    from positiongraph.extraction import Account, attributions, records
    from positiongraph.terminal import show_records

    if layer not in ("positions", "attributions"):
        raise UsageError(f"no layer named {layer!r}; known: positions, attributions")
    with progress("reading texts", data=True) as stage:
        account = Account(tell=stage)
        if layer == "attributions":
            found = attributions(*texts, learned=not rules, encoding=encoding, processes=processes, account=account)
        else:
            found = records(*texts, everything=all, explain=explain, date=date, encoding=encoding, processes=processes, account=account)
        show_records(found, format)
    for note in account.notes:
        tell(f"warning: {note}")
    if account.faults and not account.read:
        raise InputError(account.faults)
    for fault in account.faults:
        say.print(str(fault), markup=False)
    return 3 if account.faults else 0


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
