"""Sources → parts of N-Triples and Parquet: map."""

import time
from pathlib import Path
from typing import Annotated

import typer

from positiongraph.cli.building import tell_unused, tell_votes
from positiongraph.cli.common import Encoding, Overrides, Sources, app, own_actors, progress, tell


@app.command("map")
def map_sources(
    sources: Sources,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="A new folder for triples/ and positions/.")],
    engine: Annotated[str, typer.Option(help="local (this machine) or spark.")] = "local",
    master: Annotated[str | None, typer.Option(metavar="URL", help="Spark's master, such as spark://host:7077; else this machine.")] = None,
    parts: Annotated[int | None, typer.Option(min=1, help="Parts to divide votes into; else a million in each.")] = None,
    encoding: Encoding = None,
    actors: Overrides = None,
    base: Annotated[str | None, typer.Option(metavar="IRI", help="Namespace of the data.")] = None,
) -> None:
    """Translate sources to N-Triples and Parquet in parts, for other engines to load. They are read and validated as by build."""
    own_actors(actors)
    from positiongraph.graph import check
    from positiongraph.graph.mapping import write_parts
    from positiongraph.iris import BASE
    from positiongraph.reading import reading

    begun = time.monotonic()
    with progress("reading") as stage:
        found = reading(sources, encoding=encoding)
        stage("validating")
        sound = check(found)
        for warning in sound.warnings:
            tell(f"warning: {warning}")
        made = write_parts(sound.facts, out, votes=found.votes, engine=engine, master=master, parts=parts, base=base or BASE, stage=stage)
    tell_unused(found)
    tell_votes(found)
    seconds = time.monotonic() - begun
    rate = made.positions / seconds
    tell(f"{out}: {made.positions:,} positions, {made.triples:,} triples; {seconds:.1f} s, {rate:,.0f} positions a second")
