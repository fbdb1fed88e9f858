"""The command line: one command a room, named like the functions. Data goes to stdout, everything else to stderr.

Exit codes: 0 done, 1 the input is at fault, 2 the command line is at fault, 3 done with rejects.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from positiongraph.errors import PositiongraphError, UsageError

app = typer.Typer(name="positiongraph", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="Who stands where on what, since when, in whose words.", context_settings={"help_option_names": ["-h", "--help"]})

CommandLineError: type[Exception] = typer.BadParameter.__mro__[1]  # click's UsageError, which newer versions of typer carry themselves
say = Console(stderr=True, highlight=False, soft_wrap=True)

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE…",
        help="Tables of positions (.yaml .jsonl .csv .parquet), texts (.txt .md .html), DNA databases (.dna), - for JSON Lines on stdin.",
    ),
]
StoreFolder = Annotated[Path, typer.Option("--store", metavar="DIR", help="The store's folder.")]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write.")]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="Encoding of the tables, where it is not UTF-8.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="First day, inclusive.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Last day, inclusive.")]


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code; a user's mistake is said in a line each, without traceback."""
    try:
        code = app(arguments, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except UsageError as error:
        _complain(error)
        return 2
    except PositiongraphError as error:
        _complain(error)
        return 1
    except typer.Exit as error:
        return error.exit_code
    except CommandLineError as error:
        error.show()  # type: ignore[attr-defined]
        return 2
    except (KeyboardInterrupt, typer.Abort):
        say.print("stopped")
        return 130
    except BrokenPipeError:  # the reader of our output went away: nothing to say
        sys.stderr.close()
        return 0


def _complain(error: PositiongraphError) -> None:
    for line in str(error).split("\n"):
        say.print(line, markup=False)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"positiongraph {version('positiongraph')}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")] = False,
) -> None:
    say.quiet = False
    _voice.update(quiet=quiet, verbose=verbose)


_voice = {"quiet": False, "verbose": False}


def _tell(text: str) -> None:
    if not _voice["quiet"]:
        say.print(text, markup=False)


@contextmanager
def _progress(first: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done, on a terminal, as long as it lasts; with --verbose leave it standing."""
    with say.status(first) if say.is_terminal and not _voice["quiet"] else _nothing() as status:

        def stage(text: str) -> None:
            if status:
                status.update(text)
            if _voice["verbose"]:
                say.print(text, markup=False)

        yield stage


@contextmanager
def _nothing() -> Iterator[None]:
    yield None


@app.command()
def demo(out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to put what it makes.")] = Path("demo")) -> None:
    """Do the main job on the packaged sample: facts, graph, answers, network, page."""
    from positiongraph.demo import demonstrate

    demonstrate(out, tell=_tell)


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


@app.command()
def build(
    sources: Sources,
    store: StoreFolder,
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Leave faulty rows out, write them aside, exit with 3.")] = False,
    rejects: Annotated[Path | None, typer.Option(metavar="FILE", help="The rejects file; DIR.rejects.jsonl unless said.")] = None,
    encoding: Encoding = None,
    base: Annotated[str | None, typer.Option(metavar="IRI", help="Namespace of a new store's data.")] = None,
) -> int:
    """Build a validated store from any sources; documents that it has already are replaced."""
    from positiongraph.graph import build as write
    from positiongraph.graph import check
    from positiongraph.reading import reading

    with _progress("reading") as stage:
        found = reading(sources, keep_going=keep_going, encoding=encoding)
        stage("validating")
        sound = check(found, keep_going=keep_going)
        for warning in sound.warnings:
            _tell(f"warning: {warning}")
        made = write(sound.facts, store, base=base, stage=stage)
    _tell_unused(found)
    _tell(f"{store}: {made.positions} positions in {made.documents} documents; {len(sound.facts.positions)} of them read now"
          + (f", {found.duplicates} told twice" if found.duplicates else ""))
    refused = (*found.rejects, *sound.rejects)
    if not refused:
        return 0
    file = rejects or store.with_name(store.name + ".rejects.jsonl")
    lines = [json.dumps({"source": r.faults[0].source, "line": r.faults[0].line, "reasons": [str(f) for f in r.faults], "row": r.row},
                        ensure_ascii=False, default=str) for r in refused]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for reject in refused:
        for fault in reject.faults:
            say.print(str(fault), markup=False)
    _tell(f"{len(refused)} rows refused, written to {file}")
    return 3


def _tell_unused(found: Any) -> None:
    for path, column, count in found.unused:
        _tell(f"{path}: field {column!r} means nothing here; left out in {count} rows")


@app.command()
def validate(
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE…")] = None,
    store: Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Validate a store instead.")] = None,
    encoding: Encoding = None,
) -> int:
    """Check sources or a store against the tables' schema and the ontology's SHACL shapes."""
    from positiongraph.graph import check, open_store
    from positiongraph.graph import validate as judge
    from positiongraph.reading import reading

    if bool(sources) == bool(store):
        raise UsageError("validate takes either sources or --store DIR")
    with _progress("validating"):
        if store:
            findings = judge(open_store(store))
            wrong = [finding for finding in findings if not finding.warning]
            for finding in findings:
                say.print(("warning: " if finding.warning else "") + str(finding), markup=False)
            _tell(f"{store}: {'valid' if not wrong else f'{len(wrong)} violations'}")
            return 1 if wrong else 0
        found = reading(sources or [], encoding=encoding)
        sound = check(found)
    for warning in sound.warnings:
        _tell(f"warning: {warning}")
    _tell_unused(found)
    _tell(f"valid: {len(found.facts.positions)} positions")
    return 0


@app.command()
def ask(
    store: StoreFolder = Path("kg"),
    question: Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="Name or number; none: list the questions.")] = None,
    format: Annotated[str, typer.Option(help="table, csv, tsv or json.")] = "table",
    holder: Annotated[str | None, typer.Option(metavar="ACTOR")] = None,
    issue: Annotated[str | None, typer.Option(metavar="ISSUE")] = None,
    statement: Annotated[str | None, typer.Option(metavar="STATEMENT")] = None,
    actor: Annotated[str | None, typer.Option(metavar="ACTOR")] = None,
    a: Annotated[str | None, typer.Option("--a", metavar="ACTOR")] = None,
    b: Annotated[str | None, typer.Option("--b", metavar="ACTOR")] = None,
    silent: Annotated[str | None, typer.Option(metavar="ACTOR")] = None,
    other: Annotated[str | None, typer.Option(metavar="ACTOR")] = None,
    words: Annotated[str | None, typer.Option(metavar="WORDS")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE")] = None,
) -> None:
    """Ask a named question; without one, list the questions and what each takes."""
    from positiongraph.graph import open_store
    from positiongraph.questions import ask as put
    from positiongraph.questions import questions
    from positiongraph.terminal import listing, show

    if question is None:
        listing(questions())
        return
    given = {"holder": holder, "issue": issue, "statement": statement, "actor": actor, "a": a, "b": b, "silent": silent, "other": other,
             "words": words, "date": date}
    show(put(open_store(store), question, **{name: value for name, value in given.items() if value is not None}), format)


@app.command()
def query(
    store: StoreFolder,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="The query; - reads it from stdin.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A file with the query.")] = None,
    format: Annotated[str | None, typer.Option(help="table, csv, tsv or json for rows; turtle for graphs.")] = None,
) -> None:
    """Run any SPARQL query on a store. It is read-only and calls nobody."""
    from positiongraph.graph import engine
    from positiongraph.questions import serialised
    from positiongraph.terminal import show

    if (sparql is None) == (file is None):
        raise UsageError("query takes either SPARQL or --file FILE")
    if file is not None and not file.is_file():
        raise UsageError(f"{file}: no such file")
    text = file.read_text(encoding="utf-8") if file else sys.stdin.read() if sparql == "-" else str(sparql)
    answer = serialised(engine(store), text, format)
    if isinstance(answer, bytes):
        sys.stdout.buffer.write(answer)
    else:
        show(answer, "table")


@app.command()
def network(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="positions, holders, issues, targets or roles.")],
    store: StoreFolder,
    out: Out,
    measure: Annotated[str | None, typer.Option(help="ignore, congruence, conflict, subtract, similarity, identical or s-score.")] = None,
    normalise: Annotated[str | None, typer.Option(help="none, average, jaccard, cosine, activity or prominence.")] = None,
    joint: Annotated[str, typer.Option(help="each, fractional, exclude or bloc.")] = "each",
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
    _tell(f"{out}: {made.number_of_nodes()} nodes, {made.number_of_edges()} edges")


@app.command()
def explore(store: StoreFolder, out: Out, title: Annotated[str | None, typer.Option(help="The page's title.")] = None) -> None:
    """Write the explorer: one page that shows who stands where, and the words. It works offline."""
    from positiongraph.graph import positions_table
    from positiongraph.network import network as project

    rows = positions_table(store)
    _page(project(rows, "positions"), rows, store, out, title)
    _tell(f"{out}: {len(set(rows['position'].to_pylist()))} positions; open it in a browser")


def _page(made: Any, rows: Any, store: Path, out: Path, title: str | None) -> None:
    from positiongraph.graph import documents, open_store
    from positiongraph.view import page

    page(made, rows, str(out), documents=documents(open_store(store)), **({"title": title} if title else {}))


@app.command()
def export(
    store: StoreFolder,
    out: Out,
    format: Annotated[str, typer.Option(help="turtle, trig, nquads, jsonld, csv or parquet.")] = "turtle",
) -> None:
    """Write what a store holds in another format. Texts go along where their licence allows it."""
    from positiongraph.graph import export as write

    write(store, out, format)
    _tell(f"{out}: {out.stat().st_size:,} bytes")


@app.command()
def who(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    on: Annotated[str | None, typer.Option(metavar="DATE", help="As of a day, month or year.")] = None,
    context: Annotated[str | None, typer.Option(metavar="WORDS", help="Words around the name, to choose by.")] = None,
    format: Annotated[str, typer.Option(help="table or json.")] = "table",
) -> int:
    """Say who a name means, as of a date: one actor, candidates, or nobody (exit code 1)."""
    from positiongraph.reference import describe
    from positiongraph.terminal import show_who

    try:
        found = describe(name, on=on, context=context)
    except ValueError:
        raise UsageError(f"no such date {on!r}; expected YYYY, YYYY-MM or YYYY-MM-DD") from None
    show_who(found, format)
    return 0 if found["candidates"] else 1


@app.command()
def schema() -> None:
    """Print the JSON Schema of a position, as tables have it and `extract` prints it."""
    from positiongraph.sources.records import json_schema

    print(json.dumps(json_schema(), indent=2))


if __name__ == "__main__":
    main()
