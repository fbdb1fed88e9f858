"""Sources → store → other formats: demo, build, validate, export, schema."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from positiongraph.cli import common
from positiongraph.cli.common import Encoding, Out, Overrides, Sources, StoreFolder, WrittenStore, app, own_actors, progress, say, tell
from positiongraph.errors import UsageError
from positiongraph.facts import Facts


@app.command()
def demo(out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to put what it makes.")] = Path("demo")) -> None:
    """Do the main job on the packaged sample: facts, graph, answers, network, page."""
    from positiongraph.demo import demonstrate

    demonstrate(out, tell=tell)


@app.command()
def build(
    sources: Sources,
    store: WrittenStore,
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Leave faulty rows out, write them aside, exit with 3.")] = False,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The rejects file; DIR.rejects.jsonl unless said, or positiongraph.rejects.jsonl.")
    ] = None,
    encoding: Encoding = None,
    actors: Overrides = None,
    base: Annotated[str | None, typer.Option(metavar="IRI", help="Namespace of a new store's data.")] = None,
    date: common.TextDate = None,
    processes: common.Processes = None,
    vectors: common.Vectors = False,
    again: Annotated[bool, typer.Option("--again", help="Read texts again that the store has unchanged.")] = False,
) -> int:
    """Build a validated store from any sources, or add them to an endpoint; documents that it has already are replaced,
    unchanged texts passed over.

    A text that cannot be read is told, the others are built, and the exit code is 3.
    """
    own_actors(actors)
    from positiongraph.extraction.many import Account
    from positiongraph.graph import build as write
    from positiongraph.graph import check, held, stamp
    from positiongraph.reading import reading

    with progress("reading") as stage:
        texts = Account(tell=stage)
        found = reading(sources, keep_going=keep_going, encoding=encoding, date=date, processes=processes, vectors=vectors,
                        held=() if again else held(store), account=texts)
        stage("validating")
        sound = check(found, keep_going=keep_going, processes=processes, stage=stage)
        for warning in sound.warnings:
            tell(f"warning: {warning}")
        nothing = texts.held and sound.facts == Facts() and not found.votes
        made = stamp(store) if nothing else write(sound.facts, store, votes=found.votes, base=base, stage=stage)
    tell_unused(found)
    tell_votes(found)
    for note in texts.notes:
        tell(f"warning: {note}")
    if texts.held:
        tell(f"{texts.held} unchanged text{'s' if texts.held > 1 else ''} passed over; --again reads them too")
    now = len(sound.facts.positions) + sum(map(len, found.votes))
    tell(f"{store}: {made.positions} positions in {made.documents} documents; {now} of them read now"
         + (f", {found.duplicates} told twice" if found.duplicates else ""))
    refused = (*found.rejects, *sound.rejects)
    if not refused:
        return 0
    file = rejects or (store.with_name(store.name + ".rejects.jsonl") if isinstance(store, Path) else Path("positiongraph.rejects.jsonl"))
    lines = [json.dumps({"source": r.faults[0].source, "line": r.faults[0].line, "reasons": [str(f) for f in r.faults], "row": r.row},
                        ensure_ascii=False, default=str) for r in refused]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for reject in refused:
        for fault in reject.faults:
            say.print(str(fault), markup=False)
    tell(f"{len(refused)} {'rows and texts' if texts.faults else 'rows'} refused, written to {file}")
    return 3


@app.command()
def validate(
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE…")] = None,
    store: StoreFolder | None = None,
    encoding: Encoding = None,
    actors: Overrides = None,
) -> int:
    """Check sources or a store against the tables' schema and the ontology's SHACL shapes."""
    from positiongraph.graph import check, walkable
    from positiongraph.graph import validate as judge
    from positiongraph.reading import reading

    own_actors(actors)
    if bool(sources) == bool(store):
        raise UsageError("validate takes either sources, or --store DIR or --endpoint URL")
    with progress("validating"):
        if store:
            findings = judge(walkable(store))
            wrong = [finding for finding in findings if not finding.warning]
            for finding in findings:
                say.print(("warning: " if finding.warning else "") + str(finding), markup=False)
            tell(f"{store}: {'valid' if not wrong else f'{len(wrong)} violations'}")
            return 1 if wrong else 0
        found = reading(sources or [], encoding=encoding)
        sound = check(found)
    for warning in sound.warnings:
        tell(f"warning: {warning}")
    tell_unused(found)
    tell_votes(found)
    tell(f"valid: {len(found.facts.positions) + sum(map(len, found.votes))} positions")
    return 0


@app.command()
def export(
    store: StoreFolder,
    out: Out,
    format: Annotated[str, typer.Option(help="turtle, trig, nquads, jsonld, csv or parquet.")] = "turtle",
) -> None:
    """Write what a store holds in another format. Texts go along where their licence allows it."""
    from positiongraph.graph import export as write

    write(store, out, format)
    tell(f"{out}: {out.stat().st_size:,} bytes")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a position, as tables have it and `extract` prints it."""
    from positiongraph.sources.records import json_schema

    print(json.dumps(json_schema(), indent=2))


def tell_votes(found: Any) -> None:
    """Say what became of the rows of each file of votes."""
    for votes in found.votes:
        tell(votes.summary)
        for warning in votes.warnings:
            tell(f"warning: {warning}")


def tell_unused(found: Any) -> None:
    """Say which fields were left out."""
    for path, column, count in found.unused:
        tell(f"{path}: field {column!r} means nothing here; left out in {count} rows")
