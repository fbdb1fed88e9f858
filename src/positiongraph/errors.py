"""Everything that positiongraph raises on purpose.

    PositiongraphError
    ├── InputError        the input is at fault; carries one Fault for each thing wrong (exit code 1)
    ├── UsageError        the command line or the call is at fault (exit code 2)
    │   └── UnknownName   a question, parameter, actor or issue that does not exist; says which are near
    └── StoreError        a store cannot be opened or written; it is left as it was (exit code 1)

Anything else that escapes is a bug and keeps its traceback.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class PositiongraphError(Exception):
    """The base of every error that is raised on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with an input: where, what, and what was expected.

    `line` counts from 1 and is None where the input has no lines.

    >>> print(Fault("votes.csv", 3, "unknown vote 'X'", "Y, N, A or X"))
    votes.csv:3: unknown vote 'X'; expected Y, N, A or X
    """

    source: str
    line: int | None
    what: str
    expected: str = ""

    def __str__(self) -> str:
        where = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{where}: {self.what}" + (f"; expected {self.expected}" if self.expected else "")


class InputError(PositiongraphError):
    """The input is at fault. `faults` holds every fault found, in the order of the input."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class UsageError(PositiongraphError):
    """The command line or the call is at fault."""


def nearest(name: str, known: Iterable[str], n: int = 3) -> list[str]:
    """Return up to n known names that look like this one, best first.

    >>> nearest("who-stand-where", ["who-spoke", "who-stands-where"])
    ['who-stands-where']
    """
    return get_close_matches(name.casefold(), sorted(set(known)), n=n, cutoff=0.6)


class UnknownName(UsageError):
    """A name that does not exist, with the nearest ones that do.

    >>> print(UnknownName("question", "who-stand-where", ["who-stands-where", "who-spoke"]))
    no question named 'who-stand-where'; nearest: who-stands-where
    >>> print(UnknownName("parameter", "colour", ["holder", "issue"]))
    no parameter named 'colour'; known: holder, issue
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]):
        names = sorted(set(known))
        near = nearest(name, names)
        hint = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(names[:40])}" + (", …" if len(names) > 40 else "")
        super().__init__(f"no {kind} named {name!r}; {hint}")
        self.near = tuple(near)


class StoreError(PositiongraphError):
    """A store cannot be opened or written; whatever it held, it still holds."""
