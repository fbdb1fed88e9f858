"""The command line: one command a room, named like the functions.

Exit codes: 0 done, 1 the input is at fault, 2 the command line is at fault, 3 done with rejects.
"""

import sys
from typing import Annotated

import typer

from positiongraph.cli import asking, building, findings, mapping, networks, serving, texts
from positiongraph.cli.common import app, say, voice
from positiongraph.errors import PositiongraphError, UsageError

__all__ = ["asking", "building", "findings", "main", "mapping", "networks", "run", "serving", "texts"]

CommandLineError: type[Exception] = typer.BadParameter.__mro__[1]  # click's UsageError, which newer versions of typer carry themselves
EVERYWHERE = ("--quiet", "-q", "--verbose", "-v")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code; a user's mistake is said in a line each, without traceback."""
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    first = [argument for argument in own if argument in EVERYWHERE]  # they may stand behind the command too
    rest = [argument for argument in own if argument not in EVERYWHERE] + arguments[len(own) :]
    try:
        code = app(first + rest, standalone_mode=False)
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
    voice.update(quiet=quiet, verbose=verbose)
