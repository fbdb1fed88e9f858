"""Facts and votes → a folder of N-Triples and Parquet in parts, for engines that load files and for more than one machine maps.

    OUT/positions/votes-00000.parquet   flat rows of votes, so many a part
    OUT/positions/words.parquet         flat rows of all other positions, where there are any
    OUT/triples/votes-00000.nt          the triples of one part's votes
    OUT/triples/shared.nt               what votes share, and all other facts; each triple once
    OUT/_SUCCESS                        written last: what there is, as JSON

Reading and checking is done here, as in a build. What is done side by side is the translation: one function, Arrow record batch in,
N-Triples text out, the very one of a build, in threads (`local`) or by Spark (`graph.spark`). A part is there whole or not at all.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from itertools import chain
from math import ceil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from positiongraph.errors import Fault, InputError, StoreError, UnknownName, UsageError
from positiongraph.facts import Facts
from positiongraph.graph import bulk, ntriples, vote_checks
from positiongraph.graph.validation import Finding
from positiongraph.iris import BASE
from positiongraph.rows import flat_rows
from positiongraph.sources.un_votes import BATCH, Votes

ENGINES = ("local", "spark")
PART = 1_000_000
"""Votes in a part, unless their number is said."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What was written."""

    version: str
    base: str
    positions: int
    triples: int
    parts: int


def write_parts(
    facts: Facts, out: str | Path, *, votes: Sequence[Votes] = (), engine: str = "local", master: str | None = None,
    parts: int | None = None, base: str = BASE, stage: Callable[[str], None] = lambda _: None,
) -> Mapped:
    """Write facts and votes to a folder that is new or empty, as N-Triples and Parquet, the votes in so many parts.

    `engine` translates: `local` in threads, `spark` on a cluster whose `master` is said, or else on this machine.

    Raises:
        UsageError: the folder is not empty, no such engine, Spark or Java is not installed.
        InputError: the shapes refuse some of the votes.
        StoreError: the folder cannot be written, or Spark failed. What was written is taken away.
    """
    if engine not in ENGINES:
        raise UnknownName("engine", engine, ENGINES)
    if master and engine != "spark":
        raise UsageError("a master goes with the engine spark")
    folder = Path(out).absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{out}: not empty; parts are written to a new folder")
    translate: Callable[[Sequence[Path], Path, str, Callable[[str], None]], None] = translated
    if engine == "spark":
        from positiongraph.graph import spark

        translate = partial(spark.translate, master=spark.reachable(master or f"local[{os.cpu_count() or 1}]"))
    was_there = folder.exists()
    try:
        rows, triples = folder / "positions", folder / "triples"
        rows.mkdir(parents=True)
        triples.mkdir()
        files, count = _write_rows(facts, votes, rows, parts, base, stage)
        shared = _shared(facts, votes, base)
        _whole(triples / "shared.nt", lambda path: path.write_bytes(b"".join(shared)))
        stage(f"translating {len(files)} parts")
        translate(files, triples, base, stage)
        made = Mapped(version("positiongraph"), base, len(facts.positions) + count, len(shared) + 5 * count, len(files))
        _whole(folder / "_SUCCESS", lambda path: path.write_text(json.dumps(asdict(made), indent=1) + "\n"))
        return made
    except BaseException as error:
        for path in [folder / "positions", folder / "triples"] if was_there else [folder]:
            shutil.rmtree(path, ignore_errors=True)
        if isinstance(error, OSError):
            raise StoreError(f"{out}: {error.strerror or error}; nothing was left there") from error
        raise


def text_of(rows: Path, base: str) -> Iterator[memoryview]:
    """Yield the N-Triples of one part, piece by piece."""
    with pq.ParquetFile(rows) as file:
        for batch in file.iter_batches(BATCH):
            yield from ntriples.votes_pieces(batch, base)


def translated(files: Sequence[Path], triples: Path, base: str, stage: Callable[[str], None]) -> None:
    """Translate parts in threads: Arrow's work does not hold Python's lock."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done, _ in enumerate(pool.map(partial(_translate, triples=triples, base=base), files), 1):
            stage(f"translated {done} of {len(files)} parts")


def _translate(rows: Path, triples: Path, base: str) -> None:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.writelines(text_of(rows, base))

    _whole(triples / f"{rows.stem}.nt", write)


def _write_rows(
    facts: Facts, votes: Sequence[Votes], folder: Path, parts: int | None, base: str, stage: Callable[[str], None]
) -> tuple[list[Path], int]:
    """Write the flat rows, votes checked as they pass; return the files of votes, and how many votes they hold."""
    if facts.positions:
        _whole(folder / "words.parquet", lambda path: _write(pa.Table.from_batches(flat_rows(facts).to_batches()), path))
    total, told = sum(map(len, votes)), bulk.progress(sum(map(len, votes)), stage)
    size = ceil(total / parts) if parts else PART
    files, count = list[Path](), 0
    seen: set[str] = set()
    found: list[Finding] = []
    for each in votes:
        check, found = vote_checks.checker(each.heads, base), [*vote_checks.shared_findings(each.heads, base)]
        for batch in each.batches(seen, max(size, 1)):
            found += check(batch)
            told(batch)
            count += batch.num_rows
            files.append(folder / f"votes-{len(files):05d}.parquet")
            _whole(files[-1], partial(_write, pa.Table.from_batches([batch])))
        if found:
            raise InputError([Fault(each.path, None, str(finding)) for finding in sorted(set(found))])
        seen |= {document.id for document in each.heads.documents}
    return files, count


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd", row_group_size=BATCH * 4)


def _shared(facts: Facts, votes: Sequence[Votes], base: str) -> list[bytes]:
    """Return the lines of all that is no vote's position, each once."""
    every = (ntriples.text(each, base).encode().splitlines(keepends=True) for each in (facts, *(one.heads for one in votes)))
    return list(dict.fromkeys(chain.from_iterable(every)))


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    """Have a file written under another name, and give it its own when it is whole."""
    pending = path.with_name(f".{path.name}.{os.getpid()}")
    write(pending)
    pending.replace(path)
