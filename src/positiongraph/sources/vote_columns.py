"""Files of votes → columns of numbers: one row a vote, a few bytes each, with the distinct roll calls and voters beside them."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from positiongraph.errors import Fault, InputError
from positiongraph.sources.vote_layouts import WITHOUT_VOTE, Layout, header

BLOCK = 8 << 20
"""Bytes of text read at a time."""

NOTHING = -128
"""In the stance column: no position."""


@dataclass(slots=True)
class Columns:
    """A file of votes in numbers. The arrays have one entry a row, in the order of the file."""

    path: str
    layout: Layout
    roll_calls: list[dict[str, str]] = field(default_factory=list)
    """What the first row of each roll call says of it."""
    voters: list[str] = field(default_factory=list)
    roll_call: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    voter: np.ndarray = field(default_factory=lambda: np.empty(0, np.int16))
    stance: np.ndarray = field(default_factory=lambda: np.empty(0, np.int8))
    """−2, 0 or 2, or NOTHING."""
    nothing: Counter[str] = field(default_factory=Counter)
    """Rows that are no position, by reason."""
    rejects: list[tuple[Fault, dict[str, str]]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    permanent: list[int] = field(default_factory=list)
    """Rows of the permanent members' votes against, in the Security Council: vetoes."""

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return len(self.stance)


def read_columns(path: str, layout: Layout, *, encoding: str | None = None, tell: Callable[[int], None] = lambda _: None) -> Columns:
    """Read a file of votes, gzipped or not. A row with a code that nobody knows, or without roll call or voter, becomes a reject.

    `tell` hears how many rows have been read.

    Raises:
        InputError: the file cannot be read as CSV to its end, or most of its rows have no vote where the header says so.
    """
    names = header(path, encoding) or []
    found = Columns(path, layout, unused=[name for name in names if name and name not in layout.known])
    roll_calls: dict[str, int] = {}
    voters: dict[str, int] = {}
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    faulty: dict[int, str] = {}
    count = 0
    for batch in batches(path, [name for name in names if name in layout.known], encoding):
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        keys, voting, votes = columns[layout.roll_call], columns[layout.voter], columns[layout.vote]
        roll_call = _numbers(keys, roll_calls).astype(np.int32)
        voter = _numbers(voting, voters).astype(np.int16)
        stance = _stances(votes, layout, found.nothing, columns.get("modality"))
        for column, at in ((keys, layout.roll_call), (voting, layout.voter)):
            for row in np.flatnonzero(_codes(column) == _empty(column)):
                faulty[count + int(row)] = f"no {at}"
        for row in np.flatnonzero(stance == NOTHING + 1):
            faulty.setdefault(count + int(row), f"unknown vote {votes[int(row)].as_py()!r}")
        stance[stance == NOTHING + 1] = NOTHING
        _describe(found.roll_calls, roll_call, {n: c for n, c in columns.items() if n not in (layout.voter, layout.vote, "ms_name")})
        if "permanent_member" in columns:
            found.permanent += [count + int(row) for row in np.flatnonzero(_true(columns["permanent_member"]) & (stance == -2))]
        parts.append((roll_call, voter, stance))
        count += batch.num_rows
        tell(count)
    found.voters = list(voters)
    if parts:
        found.roll_call, found.voter, found.stance = (np.concatenate(column) for column in zip(*parts, strict=True))
    if 2 * sum("vote" in what for what in faulty.values()) > count:
        raise InputError([_no_votes(path, layout, faulty, count, encoding)])
    found.rejects = [(Fault(path, line, faulty[row], layout.expected if "vote" in faulty[row] else "a key"), values)
                     for row, line, values in lines_of(path, set(faulty), encoding)]
    if faulty:
        found.stance[list(faulty)] = NOTHING
    return found


def batches(path: str, names: list[str], encoding: str | None) -> Iterator[pa.RecordBatch]:
    """Yield the columns named, dictionary-encoded, some megabytes of text at a time.

    Raises:
        InputError: the file cannot be read as CSV to its end.
    """
    word = pa.dictionary(pa.int32(), pa.string())
    marked = encoding and encoding.casefold().replace("_", "-") == "utf-8-sig"
    try:
        with pa.input_stream(path, compression="gzip" if path.casefold().endswith(".gz") else None) as stream:
            reader = pacsv.open_csv(
                stream, read_options=pacsv.ReadOptions(block_size=BLOCK, encoding="utf8" if marked or not encoding else encoding),
                parse_options=pacsv.ParseOptions(newlines_in_values=True),
                convert_options=pacsv.ConvertOptions(include_columns=names, column_types=dict.fromkeys(names, word), null_values=[],
                                                     strings_can_be_null=False, quoted_strings_can_be_null=False))
            yield from reader
    except (OSError, EOFError, pa.ArrowException, UnicodeDecodeError) as error:
        raise InputError([_unreadable(path, " ".join(str(error).split()))]) from error


def lines_of(path: str, rows: set[int], encoding: str | None = None) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Yield row, line and values of the rows asked for, which count from 0. Reads the file again: it is for the few that are faulty."""
    if not rows:
        return
    with gzip.open(path) if path.casefold().endswith(".gz") else Path(path).open("rb") as stream:
        text = io.TextIOWrapper(stream, encoding or "utf-8-sig", newline="")
        reader = csv.DictReader(text)
        left, line = max(rows), 2
        for row, values in enumerate(reader):
            if row in rows:
                yield row, line, {str(name): str(value) for name, value in values.items() if name is not None}
            line = reader.line_num + 1
            if row >= left:
                return


def _unreadable(path: str, what: str) -> Fault:
    if "ncompress" in what or "zlib" in what or "Truncated" in what:
        return Fault(path, None, "the compressed file ends too early or is damaged", "a whole .gz file; download it again")
    if "UTF8" in what or "utf" in what.casefold():
        return Fault(path, None, "it is no UTF-8 text", "UTF-8, or --encoding NAME")
    return Fault(path, None, what.removeprefix("CSV parse error: "), "CSV with a header and as many values in each row")


def _no_votes(path: str, layout: Layout, faulty: Mapping[int, str], rows: int, encoding: str | None) -> Fault:
    """Say at once what a million lines would say: the header is wrong."""
    wrong = {row for row, what in faulty.items() if "vote" in what}
    line = next(line for _, line, _ in lines_of(path, {min(wrong)}, encoding))
    what = f"column {layout.vote!r} holds no votes in {len(wrong):,} of {rows:,} rows; the first in line {line}: {faulty[min(wrong)]}"
    return Fault(path, 1, what, f"{layout.expected}; are names in the header swapped?")


def _codes(column: pa.DictionaryArray) -> np.ndarray:
    codes: np.ndarray = np.asarray(column.indices)
    return codes


def _true(column: pa.DictionaryArray) -> np.ndarray:
    words = column.dictionary.to_pylist()
    found: np.ndarray = np.array([word.strip().casefold() in ("true", "1", "yes") for word in words], bool)[_codes(column)]
    return found


def _empty(column: pa.DictionaryArray) -> int:
    """Return the code of the empty text in a column, −1 where there is none."""
    return int(pc.index(column.dictionary, "").as_py())


def _numbers(column: pa.DictionaryArray, known: dict[str, int]) -> np.ndarray:
    """Number a column's values by their first appearance in the file."""
    words = column.dictionary.to_pylist()
    numbers: np.ndarray = np.array([known.setdefault(word, len(known)) for word in words], np.int64)[_codes(column)]
    return numbers


def _stances(votes: pa.DictionaryArray, layout: Layout, nothing: Counter[str], modality: pa.DictionaryArray | None) -> np.ndarray:
    """Return stances, NOTHING for what is no position, NOTHING + 1 for codes that are not known; count the reasons."""
    words = votes.dictionary.to_pylist()
    folded = {code.casefold(): meaning for code, meaning in layout.codes.items()}
    meanings = [folded.get(word.strip().casefold(), NOTHING + 1) for word in words]
    stance: np.ndarray = np.array([NOTHING if isinstance(m, str) else m for m in meanings], np.int8)[_codes(votes)]
    unvoted = np.zeros(len(votes), bool)
    if modality is not None:
        unvoted = np.array(["without" in word.casefold() for word in modality.dictionary.to_pylist()], bool)[_codes(modality)]
        unvoted &= stance != NOTHING + 1
        nothing[WITHOUT_VOTE] += int(unvoted.sum())
        stance[unvoted] = NOTHING
    for number, meaning in enumerate(meanings):
        if isinstance(meaning, str):
            nothing[meaning] += int(((_codes(votes) == number) & ~unvoted).sum())
    return stance


def _describe(described: list[dict[str, str]], roll_call: np.ndarray, columns: dict[str, pa.DictionaryArray]) -> None:
    """Take what is said of the roll calls that come for the first time: the numbers go up with them."""
    numbers, first = np.unique(roll_call, return_index=True)
    fresh = first[numbers >= len(described)]
    values = {name: column.take(pa.array(fresh)).to_pylist() for name, column in columns.items()}
    described.extend({name: column[at] for name, column in values.items()} for at in range(len(fresh)))
