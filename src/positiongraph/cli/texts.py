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
    vectors: Annotated[bool, typer.Option("--vectors", help="Link new issues to known ones by meaning; of attributions, read words in "
                                          "context. Wants the extra `vectors`.")] = False,
    propose: Annotated[str | None, typer.Option(metavar="URL", help="Ask an OpenAI-compatible endpoint for proposals too.")] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="The endpoint's model.")] = "default",
) -> int:
    """Read positions out of texts: one JSON line a position, each with its exact words.

    A text that cannot be read is told on stderr, the others are read, and the exit code is 3. With --propose the texts are sent to that
    address, with the key in OPENAI_API_KEY; what comes back is `proposed`, or refused where its words are not in the text.
    """
    from positiongraph.extraction import Account, attributions, records
    from positiongraph.extraction.many import processes_for
    from positiongraph.terminal import show_records

    if layer not in ("positions", "attributions"):
        raise UsageError(f"no layer named {layer!r}; known: positions, attributions")
    if propose and layer == "attributions":
        raise UsageError("--propose is for positions")
    if rules and vectors and layer == "attributions":
        raise UsageError("--rules leaves the chooser out, which is what --vectors is for here")
    proposer = None
    if propose:
        from positiongraph.extraction.llm import Proposer

        proposer = Proposer(url=propose, model=model)
    with progress("reading texts", data=True) as stage:
        account, processes = Account(tell=stage), processes or processes_for(texts)
        if layer == "attributions":
            found = attributions(*texts, learned=not rules, vectors=vectors, explain=explain, encoding=encoding, processes=processes,
                                 account=account)
        else:
            found = records(*texts, everything=all, explain=explain, date=date, encoding=encoding, processes=processes, vectors=vectors,
                            proposer=proposer, account=account)
        show_records(found, format)
    for note in account.notes:
        tell(f"warning: {note}")
    for reason, count in sorted(account.refused.items()):
        tell(f"{count} proposal{'s' if count > 1 else ''} refused: {reason}")
    if account.faults and not account.read:
        raise InputError(account.faults)
    for fault in account.faults:
        say.print(str(fault), markup=False)
    return 3 if account.faults else 0


@app.command()
def evaluate(
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="Gold positions or attributions, JSON Lines.")],
    predicted: Annotated[str, typer.Argument(metavar="PREDICTED", help="The same as `extract` prints them, JSON Lines.")],
    negatives: Annotated[str | None, typer.Option(metavar="FILE", help="Passages that are nobody's position, JSON Lines.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong, gold and predicted side by side.")] = False,
    coders: Annotated[bool, typer.Option("--coders", help="Two coders instead: Krippendorff's alpha for each field.")] = False,
    format: Annotated[str, typer.Option(help="table or json.")] = "table",
) -> None:
    """Score extracted positions or attributions against gold ones, slot by slot; or tell how far two coders agree."""
    from positiongraph import extraction
    from positiongraph.terminal import show_agreement, show_evaluation

    if coders and (negatives or errors):
        raise UsageError("--coders takes two files and nothing else")
    if coders:
        show_agreement(extraction.agreement(gold, predicted), format)
    elif extraction.attributes(gold):
        show_evaluation(extraction.evaluate_attributions(gold, predicted), format, errors=errors)
    else:
        show_evaluation(extraction.evaluate(gold, predicted, negatives or ()), format, errors=errors)
