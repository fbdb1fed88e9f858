"""A million votes into a store: text made a piece at a time, loaded by four threads, the flat rows written beside."""

import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyoxigraph as ox

from positiongraph.errors import Fault, InputError
from positiongraph.facts import Facts
from positiongraph.graph import ntriples, vote_checks
from positiongraph.graph.validation import Finding
from positiongraph.rows import SCHEMA
from positiongraph.sources.un_votes import Votes

SIDE_BY_SIDE = 4
"""Loads that run at a time. The text of one more waits; that bounds the memory."""

TOGETHER = 24_576
"""Votes that are loaded together: some 20 MB. Larger loads take the engine a fifth more work, and memory; smaller ones more files."""

GROUP = 32_768
"""Flat rows that lie together in Parquet: who asks for one issue reads one group. Smaller ones cost every reader more than they save."""

WORTH_PACKING = 0.1
"""The part of the documents that must be new for the whole engine to be rewritten in order; less is merged as it goes along."""

Rows = Iterator[pa.Table]


def texts(votes: Votes, base: str, skip: Collection[str] = (), took: Callable[[pa.RecordBatch], None] = lambda _: None) -> Iterator[bytes]:
    """Yield the N-Triples of a file of votes, but for the documents to skip: the votes a piece at a time, then what they share.

    Raises:
        InputError: with everything that the shapes have against them, when all have passed.
    """
    check = vote_checks.checker(votes.heads, base)
    found: list[Finding] = []
    for batch in votes.batches(skip):
        found += check(batch)
        if not found:
            yield from map(bytes, ntriples.votes_pieces(batch, base, TOGETHER))
        took(batch)
    found += vote_checks.shared_findings(votes.heads, base)
    if found:
        raise InputError([Fault(votes.path, None, str(finding)) for finding in sorted(set(found))])
    yield ntriples.text(shared(votes, skip), base).encode()


def shared(votes: Votes, skip: Collection[str] = ()) -> Facts:
    """Return the facts that votes share, but for the documents and statements to skip."""
    if not skip:
        return votes.heads
    return replace(votes.heads, documents=tuple(d for d in votes.heads.documents if d.id not in skip),
                   statements=tuple(s for s in votes.heads.statements if s.document not in skip))


def load(store: ox.Store, chunks: Iterable[bytes]) -> None:
    """Bulk-load N-Triples texts side by side, as they come. They are our own: what an IRI may hold is not looked at again."""
    read = partial(store.bulk_load, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        running: set[Future[None]] = set()
        for chunk in chunks:
            if len(running) > SIDE_BY_SIDE:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for each in done:
                    each.result()
            running.add(pool.submit(read, chunk))
        for each in running:
            each.result()


def progress(total: int, stage: Callable[[str], None]) -> Callable[[pa.RecordBatch], None]:
    """Return what tells of each batch: how many votes are taken, how fast, and how long it will take yet."""
    start, done = time.monotonic(), 0

    def took(batch: pa.RecordBatch) -> None:
        nonlocal done
        done += batch.num_rows
        rate = done / max(time.monotonic() - start, 1e-3)
        stage(f"loading votes: {done:,} of {total:,}, {rate:,.0f} a second, {(total - done) / rate:.0f} s left")

    return took


def merged(streams: Sequence[Rows]) -> Rows:
    """Merge streams of flat rows, each sorted by position and holder, into one; nothing but a batch of each is in memory."""
    streams = [iter(stream) for stream in streams]
    held: list[pa.Table | None] = [_next(stream) for stream in streams]
    while any(table is not None for table in held):
        if sum(table is not None for table in held) == 1:
            number = next(n for n, table in enumerate(held) if table is not None)
            yield held[number]
            held[number] = _next(streams[number])
            continue
        bound = min(table["position"][-1].as_py() for table in held if table is not None)
        ready = []
        for number, table in enumerate(held):
            if table is None:
                continue
            count = pc.sum(pc.less_equal(table["position"], bound)).as_py()
            ready.append(table.slice(0, count))
            held[number] = table.slice(count) if count < table.num_rows else _next(streams[number])
        yield _sorted(pa.concat_tables(ready).unify_dictionaries())


def _next(stream: Rows) -> pa.Table | None:
    return next((table for table in stream if table.num_rows), None)


def _sorted(rows: pa.Table) -> pa.Table:
    keys = pa.table({"position": rows["position"], "holder": rows["holder"].cast(pa.string())})
    return rows.take(pc.sort_indices(keys, sort_keys=[("position", "ascending"), ("holder", "ascending")]))


def stored(path: Path, without: Collection[str] = (), positions: pa.Array | None = None) -> Rows:
    """Yield the flat rows of a Parquet file, but for some documents and positions."""
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            table = file.read_row_group(number).cast(SCHEMA)
            if without:
                table = table.filter(pc.invert(pc.is_in(table["document"].cast(pa.string()), pa.array(sorted(without), pa.string()))))
            if positions is not None and len(positions):
                table = table.filter(pc.invert(pc.is_in(table["position"], positions)))
            yield table


def write_rows(tables: Iterable[pa.Table], path: Path) -> tuple[int, str]:
    """Write flat rows, sorted already, to Parquet; return how many positions they are and the hash of their ids, one a line."""
    state, count, last = hashlib.sha256(), 0, None
    words = [name for name in SCHEMA.names if name not in ("position", "text", "targets")]
    encoding = {"position": "DELTA_BYTE_ARRAY"}  # sorted ids share their beginnings
    with pq.ParquetWriter(path, SCHEMA, compression="zstd", use_dictionary=words, column_encoding=encoding) as writer:
        for table in tables:
            for first in range(0, len(table), GROUP):
                writer.write_table(_compact(table.slice(first, GROUP).cast(SCHEMA)))
            ids = table["position"].unique().to_pylist()
            ids = ids[1:] if ids and ids[0] == last else ids
            if ids:
                state.update((("\n" if count else "") + "\n".join(ids)).encode())
                count, last = count + len(ids), ids[-1]
        writer.add_key_value_metadata({"state": state.hexdigest()})
    return count, state.hexdigest()


def _compact(table: pa.Table) -> pa.Table:
    """Return a table whose dictionaries have each word that occurs, once.

    Parquet writes a dictionary whole with each of its groups, and a column out in full where a word comes twice.
    """
    for at, name in enumerate(table.column_names):
        if pa.types.is_dictionary(table.schema.field(name).type):
            column = table.column(name).combine_chunks()
            used = column.indices.unique().drop_null()
            words = column.dictionary.take(used).dictionary_encode()
            again = pa.DictionaryArray.from_arrays(words.indices.take(pc.index_in(column.indices, used)), words.dictionary)
            table = table.set_column(at, table.schema.field(name), again)
    return table


def tables(votes: Votes, skip: Collection[str] = ()) -> Rows:
    """Yield the flat rows of a file of votes, but for the documents to skip."""
    for batch in votes.batches(skip):
        yield pa.Table.from_batches([batch])
