"""Many texts read side by side, in order, with an account of what became of them. Memory does not grow with their number."""

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from positiongraph.errors import Fault, InputError
from positiongraph.extraction.document import Text
from positiongraph.extraction.reading import LINES, Given, given
from positiongraph.facts import Document

Source = str | Path | Text
T = TypeVar("T")
WORTH = 500_000
"""Bytes of text from which starting a second process pays."""
MOST = 8
"""Processes that are started where nobody says how many."""


@dataclass(slots=True, kw_only=True)
class Account:
    """What became of the sources. `tell` is called with a line on how far the reading is, `size` the bytes that there are to read."""

    faults: list[Fault] = field(default_factory=list)
    """What could not be read, in the order of the sources."""
    notes: list[str] = field(default_factory=list)
    """What was guessed or left out, a sentence each."""
    read: int = 0
    held: int = 0
    """Texts passed over because their documents are held already, unchanged."""
    refused: Counter[str] = field(default_factory=Counter)
    """What a model proposed and was not taken, counted by reason."""
    words: int = 0
    size: int = 0
    tell: Callable[[str], None] = lambda _: None
    _done: int = 0
    _began: float = field(default_factory=time.monotonic)

    def count(self, text: str) -> None:
        """Count a text as read, and tell how far, how fast and how long yet."""
        self.read += 1
        self.words += len(text.split())
        self._done += len(text)
        took = max(time.monotonic() - self._began, 1e-3)
        left = max(self.size - self._done, 0) * took / max(self._done, 1)
        self.tell(f"reading texts: {self.read:,} read, {self.words / took:,.0f} words a second, {left:.0f} s left")


def documents(sources: Iterable[Source], account: Account, *, encoding: str | None = None) -> Iterator[Given | Text]:
    """Yield the texts of the sources: files, `-` for standard input, a `Text`, or a text itself, a string with a space that is no file."""
    for source in sources:
        if isinstance(source, Text):
            yield source
        elif isinstance(source, str) and source != "-" and _is_text(source):
            yield Given(identifier="-", text=source)
        else:
            for one in given(source, account.faults, encoding):
                if one.note:
                    account.notes.append(one.note)
                yield one


def _is_text(source: str) -> bool:
    return "\n" in source or len(source) > 1000 or not source or (" " in source and not os.path.exists(source))  # noqa: PTH110  # Path.exists fails on a long name


def new(texts: Iterable[Given | Text], account: Account, held: Collection[str]) -> Iterator[Given | Text]:
    """Pass over the texts whose documents are held, and those that came before, by the hash of their text. None is parsed for it."""
    seen: dict[str, str] = {}
    for text in texts:
        key = Document(identifier=text.identifier, text=text.text).id
        if key in held:
            account.held += 1
            account.size -= len(text.text)
        elif key in seen:
            account.notes.append(f"{text.identifier}: the same text as {seen[key]}; read once")
        else:
            seen[key] = text.identifier
            yield text


def each(work: Callable[[Given | Text], T], texts: Iterable[Given | Text], account: Account, processes: int) -> Iterator[T]:
    """Yield the work's result for each text, in order; a text's fault goes to the account, and the rest goes on.

    No more than a few texts a process wait or are held ready, however many there are.
    """
    if processes == 1:
        for text in texts:
            yield from _result(partial(work, text), text, account)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[Future[T], Given | Text]] = deque()
        try:
            for text in texts:
                waiting.append((pool.submit(work, text), text))
                if len(waiting) >= 4 * processes:
                    first, its = waiting.popleft()
                    yield from _result(first.result, its, account)
            while waiting:
                first, its = waiting.popleft()
                yield from _result(first.result, its, account)
        finally:
            pool.shutdown(cancel_futures=True)


def _result(found: Callable[[], T], text: Given | Text, account: Account) -> Iterator[T]:
    try:
        result = found()
    except InputError as error:
        account.faults += error.faults
    else:
        account.count(text.text)
        yield result


def processors() -> int:
    """Return how many processes are worth starting on this machine."""
    return min(len(os.sched_getaffinity(0)), MOST)


def processes_for(sources: Sequence[str]) -> int:
    """Return how many processes a command starts for so much to read: one for each processor where there are many texts.

    A function starts none unless told so: a script without a guard around its main part could not bear it.

    >>> processes_for(["a.txt"])
    1
    """
    many = len(sources) > 1 or any(source.lower().endswith(LINES) for source in sources)
    return processors() if many and size_of(sources) >= WORTH else 1


def size_of(sources: Iterable[Source]) -> int:
    """Return the bytes of those sources that are files."""
    size = 0
    for source in sources:
        if not isinstance(source, Text) and source != "-":
            with suppress(OSError, ValueError):
                size += Path(source).stat().st_size
    return size
