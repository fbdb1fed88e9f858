"""What readers of a store see: the generation that counts when they open it, whatever is built after (`store` says how it lies on disk).

Opening one for its engine alone loads neither rdflib nor Arrow, so that a command's first answer comes quickly.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from positiongraph.errors import StoreError
from positiongraph.iris import PREFIXES, TERMS, key_of

if TYPE_CHECKING:
    import pyarrow as pa
    from rdflib import Graph

FORMAT = 1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a generation holds. `state` is a hash of its positions: equal states, equal positions."""

    format: int
    version: str
    base: str
    documents: int
    positions: int
    state: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A generation of a store, open: its engine, the folder in which its flat rows lie, and what it says of itself."""

    engine: ox.Store
    folder: Path
    stamp: Stamp
    held: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """What has been derived from it by those who ask; it is gone with the snapshot."""

    @property
    def rows(self) -> Path:
        """The Parquet file of the flat rows. A generation's files never change; a later build takes them away as a whole."""
        return self.folder / "positions.parquet"


def snapshot(folder: str | Path, *, files: str = "engine") -> Snapshot:
    """Open a store as it is now. `files` names the engine's folder in the generation, where it is another than the usual one.

    Raises:
        StoreError: there is no store, or it cannot be opened.
    """
    def opened(generation: Path) -> Snapshot:
        return Snapshot(ox.Store.read_only(str(generation / files)), generation.absolute(), read_stamp(generation))

    return _reading(folder, opened)


def open_store(folder: str | Path, *, files: str = "engine") -> "Graph":
    """Return rdflib's own graph over a store: a snapshot to read from, its SPARQL answered by Oxigraph. `files` as in `snapshot`.

    Raises:
        StoreError: there is no store, or it cannot be opened.
    """
    seen = snapshot(folder, files=files)
    result = over(seen.engine)
    vars(result)["snapshot"] = seen  # for questions; the graph stays rdflib's own
    return result


def over(engine: ox.Store) -> "Graph":
    """Return rdflib's own graph over an engine."""
    from oxrdflib import OxigraphStore
    from rdflib import Graph
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    result = Graph(store=OxigraphStore(store=engine), identifier=DATASET_DEFAULT_GRAPH_ID)
    for prefix, namespace in PREFIXES.items():
        result.bind(prefix, namespace)
    return result


def engine(folder: str | Path) -> ox.Store:
    """Return Oxigraph's own store, read-only, as of now."""
    return snapshot(folder).engine


def held(folder: str | Path) -> frozenset[str]:
    """Return the ids of the documents that a store holds; none where there is no store."""
    if current_generation(Path(folder)) is None:
        return frozenset()
    quads = engine(folder).quads_for_pattern(None, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(TERMS + "Document"))
    return frozenset(key_of(quad.subject.value) for quad in quads if isinstance(quad.subject, ox.NamedNode))


def positions_table(folder: str | Path, columns: list[str] | None = None) -> "pa.Table":
    """Return the store's flat rows (see `positiongraph.rows`), or some of their columns."""
    import pyarrow.parquet as pq

    def read(generation: Path) -> "pa.Table":
        with pq.ParquetFile(generation / "positions.parquet") as file:  # read_table would load all of pandas first
            return file.read(columns=columns)

    return _reading(folder, read)


def stamp(folder: str | Path) -> Stamp:
    """Return what the store says of itself."""
    return _reading(folder, read_stamp)


def read_stamp(generation: Path) -> Stamp:
    """Return what a generation says of itself.

    Raises:
        StoreError: it was written in another format.
    """
    values = json.loads((generation / "stamp.json").read_text())
    if values.get("format") != FORMAT:
        raise StoreError(f"{generation.parent}: written by positiongraph {values.get('version')} in another format; build it again")
    return Stamp(**values)


def current_generation(root: Path) -> str | None:
    """Return the name of the generation that counts, None where there is no store.

    Raises:
        StoreError: the folder cannot be read.
    """
    try:
        return (root / "CURRENT").read_text().strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{root}: no store: {error.strerror}") from error


def _reading(folder: str | Path, read: Callable[[Path], T]) -> T:
    root = Path(folder)
    for attempt in range(3):
        current = current_generation(root)
        if current is None:
            raise StoreError(f"{root}: no store here; positiongraph build SOURCE --store {root} makes one")
        try:
            return read(root / current)
        except (OSError, ValueError) as error:
            if attempt == 2 or current_generation(root) == current:  # a build may have swapped it away between the two
                raise StoreError(f"{root}: cannot be opened: {error}") from error
    raise AssertionError("unreachable")
