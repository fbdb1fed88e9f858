"""The functions that others call: texts in, facts and plain records out."""

import warnings
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from positiongraph.errors import InputError
from positiongraph.extraction import output
from positiongraph.extraction.attributions import attributions as attributed
from positiongraph.extraction.context import speaking, statement_kind
from positiongraph.extraction.discourse import Discourse
from positiongraph.extraction.document import Text
from positiongraph.extraction.finding import Found, named_paragraphs, read
from positiongraph.extraction.many import Account, Source, documents, each, new, size_of
from positiongraph.extraction.parse import trees
from positiongraph.extraction.places import is_place
from positiongraph.extraction.reading import Given, understood
from positiongraph.facts import Facts, Status, merge
from positiongraph.reference.described import described

if TYPE_CHECKING:
    from positiongraph.extraction.llm import Proposer

T = TypeVar("T")


def extract(
    *sources: Source,
    date: str | None = None,
    encoding: str | None = None,
    processes: int = 1,
    vectors: bool = False,
    held: Collection[str] = (),
    account: Account | None = None,
) -> Facts:
    """Return the facts of texts, proposed positions too, with the actors and issues that they name.

    `date` is for texts that do not say theirs and goes before theirs.
    A source is a file, `-` for standard input, a `Text`, or a text itself: a string with a space that is no file. The same text is read
    once; documents whose ids are `held` are passed over without being parsed. `encoding` is that of files which are not UTF-8.
    `processes` read side by side, with the same facts for any number (a script needs its `if __name__ == "__main__":` for several).
    With `vectors` new issues are linked to known ones by meaning (an extra, see `vectors`).
    With an `account` (see `many`) what cannot be read is put down there, and the rest goes on.

    >>> facts = extract("Oslo, 3 May 2021 (Agency) - Norway condemned the coup in Myanmar.")
    >>> [(p.holders, p.stance, p.text) for p in facts.positions]
    [(('NOR',), -3, 'Norway condemned the coup in Myanmar')]

    Raises:
        InputError: when a source cannot be read, is no text, or has no date, unless there is an account.
    """
    return described(merge(_all(partial(_facts, date=date, vectors=vectors), sources, account, encoding, processes, held)))


def _facts(given: Given | Text, *, date: str | None, vectors: bool) -> Facts:
    text = _text(given, date)
    found, now = _read(text, vectors)
    return output.facts_of(text, found, now.principals, statement_kind(text, now))


def records(
    *sources: Source,
    everything: bool = False,
    explain: bool = False,
    date: str | None = None,
    encoding: str | None = None,
    processes: int = 1,
    vectors: bool = False,
    proposer: "Proposer | None" = None,
    account: Account | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield one plain object a position, in the order of the sources and of the text, exactly as `positiongraph extract` prints it.

    Only accepted positions, unless `everything` is asked for; with `explain` each has a field more that says what filled its slots.
    A `proposer` (see `llm`) adds what a language model proposes and the rules did not find. Other options are those of `extract`.

    Raises:
        InputError: when a source cannot be read or is no text, after the others' positions; not with an account.
    """
    work: Callable[[Given | Text], list[dict[str, Any]]] = partial(
        _records, everything=everything, explain=explain, date=date, vectors=vectors
    )
    if proposer is not None:  # one question at a time
        work, processes = partial(_proposed, work, proposer=proposer, account=account, date=date), 1
    for part in _all(work, sources, account, encoding, processes):
        yield from part


def _records(given: Given | Text, *, everything: bool, explain: bool, date: str | None, vectors: bool) -> list[dict[str, Any]]:
    text = _text(given, date)
    rows = []
    for found in _read(text, vectors)[0]:
        if everything or found.status == Status.ACCEPTED:
            row = output.record(found, text)
            rows.append({**row, "explain": output.explanation(found)} if explain else row)
    return rows


def _proposed(
    work: Callable[[Given | Text], list[dict[str, Any]]],
    given: Given | Text,
    *,
    proposer: "Proposer",
    account: Account | None,
    date: str | None,
) -> list[dict[str, Any]]:
    """Return the rules' records of a text and a model's proposals. Where the model gives no answer the rules' records still count."""
    from positiongraph.extraction.llm import proposed

    text = _text(given, date)
    rows = work(text)
    try:
        more, refused = proposed(text, proposer)
    except InputError as error:
        if account is None:
            raise
        account.faults += error.faults
        return rows
    if account is not None:
        account.refused += refused
    known = [(row["start"], row["end"], row["holders"]) for row in rows]
    return rows + [row for row in more if not any(a < row["end"] and row["start"] < b and row["holders"] == who for a, b, who in known)]


def _read(text: Text, vectors: bool) -> tuple[list[Found], Discourse]:
    found, now = read(text, voice=speaking(text))
    if vectors:
        from positiongraph.extraction.vectors import linked

        found = linked(found)
    return found, now


def attributions(
    *sources: Source, learned: bool = True, vectors: bool = False, explain: bool = False, encoding: str | None = None, processes: int = 1,
    account: Account | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the layer below: `document`, `source`, `cue` and `content`, each a list of [start, end], in order.

    With `learned` false the rules stand alone. With `vectors` the learned chooser knows what each word means where it stands: that is
    better and much slower, and wants the extra of that name. `explain` adds `confidence`, `depth` (0: in no other's content) and `rule`.
    Other options are those of `extract`.

    Raises:
        InputError: when a source cannot be read or is no text, after the others' attributions; not with an account.
        UsageError: the sentence vectors are asked for and not installed.
    """
    for part in _all(partial(_attributions, learned=learned, vectors=vectors, explain=explain), sources, account, encoding, processes):
        yield from part


def _attributions(given: Given | Text, *, learned: bool, vectors: bool, explain: bool) -> list[dict[str, Any]]:
    text = _text(given)
    parsed = trees([(p.start, p.end) for p in text.paragraphs], text.copy)
    return [output.attribution_record(found, text, explain) for found in attributed(parsed, learned=learned, vectors=vectors)]


def mentions(source: Source, *, date: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield what each name was taken for: document, start, end, text and `means`, an actor's code or `place`, in order.

    Raises:
        InputError: when a source cannot be read or is no text.
    """
    for text in _all(partial(_text, date=date), (source,), None, None, 1):
        for _, found in named_paragraphs(text):
            for name in found.names:
                start, end = found.tree.start[name.first], found.tree.end[name.stop - 1]
                means = "place" if is_place(found, name) else name.code
                yield {"document": text.identifier, "start": start, "end": end, "text": text.text[start:end], "means": means}


def _text(given: Given | Text, date: str | None = None) -> Text:
    return given if isinstance(given, Text) else understood(given, date)


def _all(
    work: Callable[[Given | Text], T],
    sources: tuple[Source, ...],
    account: Account | None,
    encoding: str | None,
    processes: int,
    held: Collection[str] | None = None,
) -> Iterator[T]:
    """Do the work for each text of the sources. Without an account faults are raised at the end and notes given as warnings."""
    kept = account or Account()
    kept.size = size_of(sources)
    texts = documents(sources, kept, encoding=encoding)
    yield from each(work, texts if held is None else new(texts, kept, held), kept, processes)
    kept.faults.sort(key=lambda fault: (fault.source, fault.line or 0))
    if account is None:
        for note in kept.notes:
            warnings.warn(note, stacklevel=4)
        if kept.faults:
            raise InputError(kept.faults)
