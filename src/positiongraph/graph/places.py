"""Where a graph is: in a store's folder, or at an endpoint. What can be asked of the one can be asked of the other."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from positiongraph.facts import Facts
from positiongraph.graph import snapshots
from positiongraph.graph.endpoint import Endpoint
from positiongraph.graph.snapshots import Snapshot, Stamp

if TYPE_CHECKING:
    import pyarrow as pa
    from rdflib import Graph

    from positiongraph.sources.un_votes import Votes

Place = str | Path | Endpoint
"""A store's folder, or an endpoint; text that begins with http:// or https:// means an endpoint."""


def endpoint_of(place: Place) -> Endpoint | None:
    """Return the endpoint that a place is; None for a folder."""
    if isinstance(place, str) and place.startswith(("http://", "https://")):
        return Endpoint.at(place)
    return place if isinstance(place, Endpoint) else None


def build(
    facts: Facts, place: Place, *, votes: "Sequence[Votes]" = (), base: str | None = None, stage: Callable[[str], None] = lambda _: None
) -> Stamp:
    """Add facts and files of votes to a store (`store.build`) or an endpoint (`publishing.publish`); return what it holds then."""
    endpoint = endpoint_of(place)
    if endpoint is None:
        from positiongraph.graph import store

        return store.build(facts, _folder(place), votes=votes, base=base, stage=stage)
    from positiongraph.graph.publishing import publish

    publish(facts, endpoint, votes=votes, base=base, stage=stage)
    return stamp(endpoint)


def open_store(place: Place) -> "Graph":
    """Return rdflib's own graph over a store, a snapshot to read from, or over an endpoint.

    Raises:
        StoreError: there is no store, or it cannot be opened.
    """
    endpoint = endpoint_of(place)
    if endpoint is None:
        return snapshots.open_store(_folder(place))
    from positiongraph.graph.remote import open_endpoint

    return open_endpoint(endpoint)


def open_endpoint(url: str, **options: Any) -> "Graph":
    """Return rdflib's own graph over a SPARQL 1.1 endpoint; `graph`, `user`, `password`, `token`, `timeout` are those of `Endpoint`.

    Nothing is sent before the first question.

    Raises:
        UsageError: no web address.
    """
    return open_store(Endpoint.at(url, **options))


def opened(place: Place) -> Snapshot | Endpoint:
    """Return what questions can be put to without rdflib being loaded: a store's snapshot, or the endpoint itself.

    Raises:
        StoreError: there is no store, or it cannot be opened.
    """
    return endpoint_of(place) or snapshots.snapshot(_folder(place))


def walkable(place: Place, *, positions: bool = True) -> "Graph":
    """Return a graph to walk triple by triple: a store's own, or a copy of what an endpoint holds, if wanted without its positions.

    Raises:
        StoreError: there is no store, or the endpoint does not answer or gives a part only.
    """
    endpoint = endpoint_of(place)
    if endpoint is None:
        return snapshots.open_store(_folder(place))
    from positiongraph.graph.remote import DESCRIPTIONS, WHOLE, copied

    return snapshots.over(copied(endpoint, WHOLE if positions else DESCRIPTIONS))


def held(place: Place) -> frozenset[str]:
    """Return the ids of the documents that a store or an endpoint holds whole; none where there is no store.

    Raises:
        StoreError: the store cannot be opened, or the endpoint does not answer.
    """
    endpoint = endpoint_of(place)
    if endpoint is None:
        return snapshots.held(_folder(place))
    from positiongraph.graph.publishing import held as there

    return there(endpoint)


def positions_table(place: Place, columns: list[str] | None = None) -> "pa.Table":
    """Return the flat rows of a store or an endpoint (see `positiongraph.rows`), or some of their columns.

    Raises:
        StoreError: there is no store, or the endpoint does not answer or gives a part only.
    """
    endpoint = endpoint_of(place)
    if endpoint is None:
        return snapshots.positions_table(_folder(place), columns)
    from positiongraph.graph.remote_rows import rows

    found = rows(endpoint)
    return found.select(columns) if columns else found


def stamp(place: Place) -> Stamp:
    """Return what a store says of itself; of an endpoint what it holds, without state or version."""
    endpoint = endpoint_of(place)
    if endpoint is None:
        return snapshots.stamp(_folder(place))
    from positiongraph.graph.remote import stamped

    return stamped(endpoint)


def engine(place: Place) -> ox.Store:
    """Return Oxigraph's own store over a store's folder, read-only, as of now; of an endpoint a copy in memory.

    Raises:
        StoreError: there is no store, or the endpoint does not answer or gives a part only.
    """
    endpoint = endpoint_of(place)
    if endpoint is None:
        return snapshots.engine(_folder(place))
    from positiongraph.graph.remote import copied

    return copied(endpoint)


def _folder(place: Place) -> str | Path:
    assert not isinstance(place, Endpoint)
    return place
