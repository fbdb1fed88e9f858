"""Questions to a store and to the reference: ask, query, who."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from positiongraph.cli.common import Overrides, StoreFolder, app, own_actors, tell
from positiongraph.errors import UsageError


@app.command()
def ask(
    store: StoreFolder = Path("kg"),
    question: Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="Name or number; none: list the questions.")] = None,
    format: Annotated[str, typer.Option(help="table, csv, tsv or json.")] = "table",
    holder: Annotated[str | None, typer.Option(metavar="ACTOR", help="Who holds it: a code, a name or an IRI.")] = None,
    issue: Annotated[str | None, typer.Option("--issue", metavar="ISSUE", help="The issue: an id, a label or an IRI.")] = None,
    statement: Annotated[str | None, typer.Option("--statement", metavar="STATEMENT", help="A statement: its key, title or IRI.")] = None,
    actor: Annotated[str | None, typer.Option("--actor", metavar="ACTOR", help="Whom it is about.")] = None,
    a: Annotated[str | None, typer.Option("--a", metavar="ACTOR", help="The one of two actors.")] = None,
    b: Annotated[str | None, typer.Option("--b", metavar="ACTOR", help="The other of them.")] = None,
    silent: Annotated[str | None, typer.Option(metavar="ACTOR", help="Who says nothing.")] = None,
    other: Annotated[str | None, typer.Option(metavar="ACTOR", help="Who spoke where it is silent.")] = None,
    words: Annotated[str | None, typer.Option("--words", metavar="WORDS", help="Looked for in the evidence.")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day: YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="First day, inclusive.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day, inclusive.")] = None,
    bloc: Annotated[str | None, typer.Option(metavar="ACTOR", help="A bloc or body with members.")] = None,
    n: Annotated[str | None, typer.Option("--n", metavar="NUMBER", help="So many rows.")] = None,
    by: Annotated[str | None, typer.Option(metavar="WAY", help="sparql, or flat (the table beside the store).")] = None,
) -> None:
    """Ask a named question; without one, list the questions and what each takes."""
    from positiongraph.graph import opened
    from positiongraph.questions import ask as put
    from positiongraph.questions import questions
    from positiongraph.terminal import listing, show

    if question is None:
        listing(questions())
        return
    given = {"holder": holder, "issue": issue, "statement": statement, "actor": actor, "a": a, "b": b, "silent": silent, "other": other,
             "words": words, "date": date, "since": since, "until": until, "bloc": bloc, "n": n}
    answer = put(opened(store), question, by=by, **{name: value for name, value in given.items() if value is not None})
    show(answer, format)
    tell(f"answered by {answer.source}")


@app.command()
def query(
    store: StoreFolder,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="The query; - reads it from stdin.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A file with the query.")] = None,
    format: Annotated[str | None, typer.Option(help="table, csv, tsv or json for rows; turtle for graphs.")] = None,
) -> None:
    """Run any SPARQL query on a store or an endpoint. It is read-only; no query has another endpoint called."""
    from positiongraph.questions import serialised
    from positiongraph.terminal import show

    if (sparql is None) == (file is None):
        raise UsageError("query takes either SPARQL or --file FILE")
    if file is not None and not file.is_file():
        raise UsageError(f"{file}: no such file")
    text = file.read_text(encoding="utf-8") if file else sys.stdin.read() if sparql == "-" else str(sparql)
    answer = serialised(store, text, format)
    if isinstance(answer, bytes):
        sys.stdout.buffer.write(answer)
    else:
        show(answer, "table")


@app.command()
def who(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    on: Annotated[str | None, typer.Option(metavar="DATE", help="As of a day, month or year.")] = None,
    context: Annotated[str | None, typer.Option(metavar="WORDS", help="Words around the name, to choose by.")] = None,
    actors: Overrides = None,
    format: Annotated[str, typer.Option(help="table or json.")] = "table",
) -> int:
    """Say who a name means, as of a date: one actor, candidates, or nobody (exit code 1)."""
    own_actors(actors)
    from positiongraph.reference import describe
    from positiongraph.terminal import show_who

    try:
        found = describe(name, on=on, context=context)
    except ValueError:
        raise UsageError(f"no such date {on!r}; expected YYYY, YYYY-MM or YYYY-MM-DD") from None
    show_who(found, format)
    return 0 if found["candidates"] else 1
