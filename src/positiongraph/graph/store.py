"""A store on disk: Oxigraph's files, the flat rows as Parquet, and a stamp, in one folder that is ours.

    DIR/CURRENT                 the name of the generation that counts
    DIR/generation-7/engine/    Oxigraph (RocksDB)
    DIR/generation-7/positions.parquet
    DIR/generation-7/stamp.json
    DIR/.lock                   held by the one writer

A build never touches the current generation: it makes the next one beside it, sharing unchanged files by hard link, and swaps the
one line of CURRENT when all is on disk. Killed at any moment it leaves the old state or the new one. Readers take snapshots.
"""

import fcntl
import json
import os
import shutil
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
import pyoxigraph as ox
from rdflib import RDF

from positiongraph.errors import InputError, StoreError
from positiongraph.facts import Facts
from positiongraph.graph import bulk, ntriples, removal
from positiongraph.graph.snapshots import FORMAT, Stamp, current_generation, read_stamp
from positiongraph.graph.triples import iri
from positiongraph.iris import BASE
from positiongraph.rows import flat_rows
from positiongraph.sources.un_votes import Votes
from positiongraph.vocabulary import POS


def build(
    facts: Facts, folder: str | Path, *, votes: Sequence[Votes] = (), base: str | None = None, stage: Callable[[str], None] = lambda _: None
) -> Stamp:
    """Add facts and files of votes to the store in a folder, making it where there is none; a document that it has is replaced whole.

    `stage` is called with a word or two before each part of the work. The same facts give the same store, whatever their order.
    Votes are streamed; a roll call that the store holds already, unchanged, costs nothing.

    Raises:
        StoreError: the folder is no store, is being written by somebody else, or cannot be written. What it held it still holds.
        InputError: the shapes refuse some of the votes, which are checked as they pass; other facts are validated before (`check`).
    """
    root = Path(folder)
    with _writing(root):
        current = current_generation(root)
        old = read_stamp(root / current) if current else None
        if old and base and base != old.base:
            raise StoreError(f"{root}: its IRIs begin with {old.base}; one store, one base")
        base = _namespace(base or (old.base if old else BASE))
        number = int(current.rsplit("-", 1)[1]) + 1 if current else 1
        fresh = root / f"generation-{number}"
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            if current:
                ox.Store.read_only(str(root / current / "engine")).backup(str(fresh / "engine"))
            stamp = _write(facts, votes, fresh, root / current if current else None, base, stage)
            _swap(root, fresh.name)
        except OSError as error:
            _discard(fresh, error)
            raise StoreError(f"{root}: {error.strerror or error}; the store is as it was") from error
        except InputError as error:
            _discard(fresh, error)
            raise
        _sweep(root, fresh.name)
        return stamp


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    """Hold the folder's lock: one writer at a time."""
    if root.exists() and not root.is_dir():
        raise StoreError(f"{root}: a file, not a folder; nothing was written")
    foreign = [p for p in root.iterdir() if p.name != ".lock" and not p.name.startswith("generation-")] if root.is_dir() else []
    if foreign and not (root / "CURRENT").exists():
        raise StoreError(f"{root}: neither a store nor empty; nothing was written")
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root / ".lock", os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        raise StoreError(f"{root}: cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StoreError(f"{root}: another build is writing to it; wait for it to end") from error
    finally:
        os.close(handle)


def _write(facts: Facts, votes: Sequence[Votes], fresh: Path, old: Path | None, base: str, stage: Callable[[str], None]) -> Stamp:
    store = ox.Store(str(fresh / "engine"))
    rows = flat_rows(facts)
    parts = [iter([rows])]
    gone: set[str] = set()
    same: set[str] = set()
    if old and votes:
        held = set(pq.read_table(old / "positions.parquet", columns=["document"])["document"].unique().to_pylist())
        same = held & {document.id for each in votes for document in each.heads.documents}
    spoken = (facts, *(bulk.shared(each, same) for each in votes))
    if old:
        stage("removing replaced documents")
        for each in spoken:
            gone |= removal.replace(store, each)
            if each is not facts and gone:  # a roll call's issue is as its record has it
                removal.forget(store, [iri("issue", statement.key, base) for statement in each.statements])
        parts.append(bulk.stored(old / "positions.parquet", gone, rows["position"].unique()))
    stage("loading triples")
    store.bulk_load(ntriples.text(facts, base), ox.RdfFormat.N_TRIPLES)
    told = bulk.progress(sum(map(len, votes)), stage)
    for sheet in votes:
        bulk.load(store, bulk.texts(sheet, base, same, told))
        parts.append(bulk.tables(sheet, same))
    if gone:
        removal.sweep(store)
    documents = sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(POS.Document))))
    stage("writing flat rows")
    with ThreadPoolExecutor(1) as aside:
        flat = aside.submit(bulk.write_rows, bulk.merged(parts), fresh / "positions.parquet")
        if sum(len(each.documents) for each in spoken) >= documents * bulk.WORTH_PACKING:
            store.optimize()
        store.flush()
        positions, state = flat.result()
    del store
    made = Stamp(FORMAT, version("positiongraph"), base, documents, positions, state)
    (fresh / "stamp.json").write_text(json.dumps(asdict(made), indent=1) + "\n")
    for path in (fresh / "positions.parquet", fresh / "stamp.json", fresh):
        _sync(path)
    return made


def _namespace(base: str) -> str:
    try:
        return ox.NamedNode(base).value
    except ValueError as error:
        raise StoreError(f"the base {base!r} is no IRI: {error}; expected one such as {BASE}") from error


def _swap(root: Path, name: str) -> None:
    """Let CURRENT name the new generation, in one step that is either done or not."""
    pending = root / "CURRENT.new"
    pending.write_text(name + "\n")
    _sync(pending)
    pending.replace(root / "CURRENT")
    _sync(root)


def _discard(fresh: Path, error: Exception) -> None:
    """Take away a generation that failed. The failed frames hold its engine open, which would write on while it is deleted."""
    traceback.clear_frames(error.__traceback__)
    shutil.rmtree(fresh, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(root: Path, keep: str) -> None:
    """Take away every other generation, those that a killed build left too. Open readers keep the files that they hold."""
    for path in root.glob("generation-*"):
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)
