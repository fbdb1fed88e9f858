"""The functions that others call: texts in, facts and plain records out."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from positiongraph.errors import InputError
from positiongraph.extraction import output
from positiongraph.extraction.attributions import attributions as attributed
from positiongraph.extraction.context import statement_kind
from positiongraph.extraction.document import Text, document
from positiongraph.extraction.finding import named_paragraphs, read
from positiongraph.extraction.mentions import is_place
from positiongraph.extraction.parse import trees
from positiongraph.extraction.reading import texts
from positiongraph.facts import Facts, Status, merge

Source = str | Path | Text


def texts_of(source: Source, *, date: str | None = None) -> Iterator[Text]:
    """Yield the texts of a source: a file, `-` for standard input, a `Text`, or the text itself: a string with a space that is no file.

    Raises:
        InputError: when it is a path that cannot be read, or no text.
    """
    if isinstance(source, Text):
        yield source
    elif isinstance(source, str) and source != "-" and _is_text(source):
        yield document(source, date=date)
    else:
        yield from texts(source, date=date)


def _is_text(source: str) -> bool:
    return "\n" in source or len(source) > 1000 or not source or (" " in source and not os.path.exists(source))  # noqa: PTH110  # Path.exists fails on a long name


def extract(*sources: Source, date: str | None = None, workers: int = 1) -> Facts:
    """Return the facts of texts, proposed positions too. `date` is for texts that do not say theirs and goes before theirs.

    >>> facts = extract("Oslo, 3 May 2021 (Agency) - Norway condemned the coup in Myanmar.")
    >>> [(p.holders, p.stance, p.text) for p in facts.positions]
    [(('NOR',), -3, 'Norway condemned the coup in Myanmar')]

    Raises:
        InputError: when a source cannot be read, is no text, or has no date.
    """
    return merge(_each(partial(_facts, date=date), sources, workers))


def _facts(source: Source, *, date: str | None) -> Facts:
    parts = []
    for text in texts_of(source, date=date):
        found, now = read(text)
        parts.append(output.facts_of(text, found, now.principals, statement_kind(text, now)))
    return merge(parts)


def records(
    *sources: Source, everything: bool = False, explain: bool = False, date: str | None = None, workers: int = 1
) -> Iterator[dict[str, Any]]:
    """Yield one plain object a position, in the order of the sources and of the text, exactly as `positiongraph extract` prints it.

    Only accepted positions, unless `everything` is asked for; with `explain` each has a field more that says what filled its slots.

    Raises:
        InputError: when a source cannot be read or is no text.
    """
    for part in _each(partial(_records, everything=everything, explain=explain, date=date), sources, workers):
        yield from part


def _records(source: Source, *, everything: bool, explain: bool, date: str | None) -> list[dict[str, Any]]:
    rows = []
    for text in texts_of(source, date=date):
        for found in read(text)[0]:
            if everything or found.status == Status.ACCEPTED:
                row = output.record(found, text)
                rows.append({**row, "explain": output.explanation(found)} if explain else row)
    return rows


def attributions(*sources: Source, learned: bool = True, workers: int = 1) -> Iterator[dict[str, Any]]:
    """Yield the layer below: `document`, `source`, `cue` and `content`, each a list of [start, end], in order.

    With `learned` false the rules stand alone.

    Raises:
        InputError: when a source cannot be read or is no text.
    """
    for part in _each(partial(_attributions, learned=learned), sources, workers):
        yield from part


def _attributions(source: Source, *, learned: bool) -> list[dict[str, Any]]:
    rows = []
    for text in texts_of(source):
        parsed = trees([(p.start, p.end) for p in text.paragraphs], text.copy)
        rows += [output.attribution_record(found, text) for found in attributed(parsed, learned=learned)]
    return rows


def mentions(source: Source, *, date: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield what each name was taken for: document, start, end, text and `means`, an actor's code or `place`, in order.

    Raises:
        InputError: when a source cannot be read or is no text.
    """
    for text in texts_of(source, date=date):
        for _, found in named_paragraphs(text):
            for name in found.names:
                start, end = found.tree.start[name.first], found.tree.end[name.stop - 1]
                means = "place" if is_place(found, name) else name.code
                yield {"document": text.identifier, "start": start, "end": end, "text": text.text[start:end], "means": means}


def _each(work: Any, sources: Sequence[Source], workers: int) -> Iterable[Any]:
    """Do the work for each source, in order; a source's fault does not hide the others'."""
    faults: list[Any] = []
    if workers > 1 and len(sources) > 1:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield from _collected((task.result for task in [pool.submit(work, source) for source in sources]), faults)
    else:
        yield from _collected((partial(work, source) for source in sources), faults)
    if faults:
        raise InputError(faults)


def _collected(tasks: Iterable[Any], faults: list[Any]) -> Iterator[Any]:
    for task in tasks:
        try:
            yield task()
        except InputError as error:
            faults += error.faults
