"""What the commands share: the application, how it speaks, and options that several have. Data goes to stdout, all else to stderr."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from positiongraph.cli.places import WRITTEN, Commands

if TYPE_CHECKING:
    from positiongraph.graph import Place

app = Commands(name="positiongraph", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
               help="Who stands where on what, since when, in whose words.", context_settings={"help_option_names": ["-h", "--help"]})

say = Console(stderr=True, highlight=False, soft_wrap=True)
voice = {"quiet": False, "verbose": False}

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE…",
        help="Tables of positions (.yaml .jsonl .csv .parquet), UN votes (.csv .csv.gz), texts (.txt .md .html, or .jsonl of texts), "
        "DNA databases (.dna), - for a text or JSON Lines on stdin.",
    ),
]
StoreFolder = Annotated["Place", "read"]
"""Where the graph is: the folder or the endpoint that the user gave. The options for it are in `cli.places`."""
WrittenStore = Annotated["Place", WRITTEN]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write.")]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="Encoding of the files, where it is not UTF-8.")]
TextDate = Annotated[str | None, typer.Option("--date", metavar="DATE", help="Date of the texts; it goes before what they say themselves.")]
Processes = Annotated[
    int | None, typer.Option(min=1, help="Processes that read and validate side by side; one a processor where there is enough to do.")
]
Vectors = Annotated[bool, typer.Option("--vectors", help="Link new issues to known ones by meaning; wants the extra `vectors`.")]
Overrides = Annotated[
    Path | None, typer.Option("--actors", metavar="FILE", help="Actors and issues of your own, in YAML; they go before the packaged ones.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="First day, inclusive.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Last day, inclusive.")]
Joint = Annotated[str, typer.Option(help="What a joint position counts for: each, fractional, exclude or bloc.")]


def tell(text: str) -> None:
    """Say something on stderr, unless the user wants quiet."""
    if not voice["quiet"]:
        say.print(text, markup=False)


def own_actors(file: Path | None) -> None:
    """Lay the user's own actors and issues over the packaged ones."""
    if file:
        from positiongraph.reference import load_overrides

        load_overrides(file)


def key(store: "Place", sort: str, name: str) -> str:
    """Return the code or id that a name means in a store; `sort` is actor or issue."""
    from positiongraph.graph import opened
    from positiongraph.iris import key_of
    from positiongraph.questions.naming import named

    return key_of(named(opened(store), sort, name))


def broader(store: "Place") -> dict[str, list[str]]:
    """Return the store's hierarchy of issues, id → broader ids: rows do not carry it."""
    from positiongraph.graph import opened
    from positiongraph.questions.engines import select

    _, rows = select(opened(store), "SELECT ?issue ?above { ?issue skos:broader ?above }")
    found: dict[str, list[str]] = {}
    for issue, above in sorted((row["issue"], row["above"]) for row in rows):
        found.setdefault(issue, []).append(above)
    return found


@contextmanager
def progress(first: str, *, data: bool = False) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done, as long as it lasts; with --verbose leave it standing.

    With `data` a command prints as it goes: nothing is shown where that goes to the terminal too.
    """
    shown = say.status(first) if say.is_terminal and not voice["quiet"] and not (data and sys.stdout.isatty()) else nullcontext()
    with shown as status:

        def stage(text: str) -> None:
            if status:
                status.update(text)
            if voice["verbose"]:
                say.print(text, markup=False)

        yield stage
