"""Any sources → facts: who reads what is decided here, by what a source is."""

from collections.abc import Sequence
from pathlib import Path

from positiongraph.errors import Fault, InputError
from positiongraph.facts import Facts
from positiongraph.sources import Reading, read_table
from positiongraph.sources.readers import FORMATS


def read(*sources: str | Path) -> Facts:
    """Return the facts of any number of sources: tables of positions in YAML, JSON Lines, CSV or Parquet.

    Raises:
        InputError: with every fault of every source; nothing is left out in silence.
    """
    return reading([str(source) for source in sources]).facts


def reading(sources: Sequence[str], *, keep_going: bool = False, encoding: str | None = None) -> Reading:
    """Read sources as `read` does, and tell what was refused, doubled and unused.

    Raises:
        InputError: as `read`; with `keep_going` only where a source cannot be read at all.
    """
    unknown = [s for s in sources if s != "-" and Path(s).suffix.casefold() not in FORMATS]
    if unknown:
        hint = "one of " + ", ".join(FORMATS)
        raise InputError([Fault(s, None, f"unknown kind of source {Path(s).suffix or Path(s).name!r}", hint) for s in unknown])
    return read_table(*sources, keep_going=keep_going, encoding=encoding)
