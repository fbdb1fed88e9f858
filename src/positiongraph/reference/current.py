"""The reference in use: the packaged one, with a user's own entries over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from positiongraph.reference.index import Reference, read_index

_OWN: ContextVar[Reference | None] = ContextVar("positiongraph_reference", default=None)


@lru_cache(maxsize=1)
def packaged() -> Reference:
    """Return the packaged reference, whatever a user has laid over it."""
    return read_index()


def current() -> Reference:
    """Return the reference in use, reading the packaged one at the first call."""
    return _OWN.get() or packaged()


def _over(path: str | Path) -> Reference:
    from positiongraph.reference.entries import compiled, read_entries

    return current().extended(compiled(read_entries(Path(path))))


def load_overrides(path: str | Path) -> None:
    """Lay the actors and issues of a YAML file over those in use, from now on: same code or id replaces, its names go before all others.

    Raises:
        InputError: when the file is at fault; nothing is changed then.
    """
    _OWN.set(_over(path))


@contextmanager
def with_overrides(path: str | Path) -> Iterator[Reference]:
    """Do the same for the length of a `with` block.

    Raises:
        InputError: when the file is at fault.
    """
    token = _OWN.set(_over(path))
    try:
        yield current()
    finally:
        _OWN.reset(token)
