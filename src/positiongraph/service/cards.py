"""Pieces of the pages of positions: a card with its words, a bar of sides, who stands on which. They read a store as a `World`."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
from rdflib import Graph
from rdflib.namespace import DCTERMS, SKOS

from positiongraph.graph.triples import iri
from positiongraph.service.pages import chip, grid, local, side_of, spaced
from positiongraph.vocabulary import POS

CARDS = 100
"""Positions that a page shows."""
SIDES = {"for": 1, "neutral": 0, "against": -1}

Row = dict[str, Any]


class World:
    """A store as its pages see it: the graph, the flat rows of accepted positions, and `described`, which gives a graph to walk fast."""

    def __init__(self, graph: Graph, rows: Callable[[], pa.Table], base: str, described: Callable[[], Graph]):
        self.graph, self.base, self.described, self._rows = graph, base, described, rows
        self._names: dict[tuple[str, str], str] = {}

    @cached_property
    def rows(self) -> pa.Table:
        """The flat rows of accepted positions."""
        table = self._rows()
        return table.filter(pc.equal(table["status"].cast(pa.string()), local(POS.accepted)))

    def where(self, column: str, keys: Iterable[str]) -> pa.Table:
        """Return the rows whose column has one of the keys."""
        return self.rows.filter(pc.is_in(self.rows[column].cast(pa.string()), value_set=pa.array(list(keys), pa.string())))

    def addressing(self, code: str) -> pa.Table:
        """Return the rows that an actor is a target of."""
        some = self.rows.filter(pc.greater(pc.list_value_length(self.rows["targets"]), 0))
        return some.filter(pa.array([code in codes for codes in some["targets"].to_pylist()], pa.bool_()))

    def name(self, sort: str, key: str) -> str:
        """Return a node's label, title or file name, its key where it has none."""
        if (sort, key) not in self._names:
            node = iri(sort, key, self.base)
            names = (self.graph.value(node, each) for each in (SKOS.prefLabel, DCTERMS.title, DCTERMS.identifier))
            self._names[sort, key] = str(next(filter(None, names), key))
        return self._names[sort, key]

    def link(self, sort: str, key: str, text: str = "") -> str:
        """Return a link to a node's page as HTML, by its name unless another text is given."""
        return f'<a href="/id/{sort}/{quote(key, safe="")}">{escape(text or self.name(sort, key))}</a>'

    def links(self, sort: str, keys: Iterable[str]) -> str:
        """Return links with commas between them."""
        return ", ".join(self.link(sort, key) for key in keys)


def summary(rows: pa.Table, column: str, things: str) -> str:
    """Return how many positions there are, on or by how many, when, and their sides as a bar."""
    if not len(rows):
        return '<p class="silence">no position found</p>'
    stances = dict(zip(rows["position"].to_pylist(), rows["stance"].to_pylist(), strict=True))
    many = pc.count_distinct(rows[column].cast(pa.string())).as_py()
    first, last = pc.min_max(rows["date"].cast(pa.string())).as_py().values()
    told = f"<b>{len(stances):,}</b> position{'s' * (len(stances) > 1)}, {many:,} {things}{'s' * (many > 1)}, {first}"
    signs = [(stance > 0) - (stance < 0) for stance in stances.values()]
    return f"<p>{told}{f' to {last}' if last != first else ''}</p>{bar([signs.count(sign) for sign in SIDES.values()])}"


def bar(counts: Sequence[int]) -> str:
    """Return how many are for, neutral and against, drawn and said."""
    total, named = sum(counts) or 1, list(zip(SIDES, counts, strict=True))
    parts = "".join(f'<i class="{side}" style="width:{100 * count / total:.2f}%"></i>' for side, count in named if count)
    return f'<div class="bar">{parts}</div><span class="soft">{" · ".join(f"{count:,} {side}" for side, count in named)}</span>'


def sides(world: World, rows: pa.Table) -> str:
    """Return the holders, each on the side that the sum of its stances is on, with its number of positions where it has several."""
    told = pa.table({"holder": rows["holder"].cast(pa.string()), "stance": rows["stance"]}).group_by("holder")
    leans: dict[int, list[tuple[str, str]]] = {sign: [] for sign in SIDES.values()}
    for entry in told.aggregate([("stance", "sum"), ("stance", "count")]).to_pylist():
        code, total, count = entry["holder"], entry["stance_sum"], entry["stance_count"]
        several = f' <span class="soft">×{count:,}</span>' if count > 1 else ""
        leans[(total > 0) - (total < 0)].append((world.name("actor", code), world.link("actor", code) + several))
    listed = {side: ", ".join(link for _, link in sorted(leans[sign])) for side, sign in SIDES.items() if leans[sign]}
    return "".join(f'<p class="side"><span class="chip {side}">{side} {len(leans[SIDES[side]])}</span> {links}</p>'
                   for side, links in listed.items())


def positions(world: World, rows: pa.Table) -> str:
    """Return positions as cards with their words, or as lines of a table where they have none: the latest CARDS."""
    columns = ("date", "document", "start", "position")
    places = pa.table({name: rows[name].combine_chunks().cast(pa.int32() if name == "start" else pa.string()) for name in columns})
    order = pc.sort_indices(places, sort_keys=[(name, "descending" if name == "date" else "ascending") for name in columns])
    held: dict[str, list[Row]] = {key: [] for key in list(dict.fromkeys(rows["position"].take(order[: 4 * CARDS]).to_pylist()))[:CARDS]}
    for row in world.where("position", held).to_pylist():  # a joint position has a row for each holder
        held[row["position"]].append(row)
    spoken = "".join(_card(world, each) for each in held.values() if each[0]["text"])
    silent = [_line(world, each) for each in held.values() if not each[0]["text"]]
    return spoken + (grid(("date", "stance", "by", "on", ""), silent) if silent else "")


def _line(world: World, held: list[Row]) -> list[str]:
    row = held[0]
    holders = world.links("actor", (each["holder"] for each in held))
    record = world.link("position", row["position"], spaced(row["act"]))
    return [f"<time>{escape(row['date'])}</time>", chip(row["stance"]), holders, world.link("issue", row["issue"]), record]


def _card(world: World, held: list[Row]) -> str:
    row = held[0]
    said = [f"<time>{escape(row['date'])}</time>", "jointly" if row["voice"] == "joint" else "", escape(spaced(row["act"])),
            escape(row["modality"]) if row["modality"] != "actual" else "", f"said by {escape(row['speaker'])}" if row["speaker"] else "",
            f"to {world.links('actor', row['targets'])}" if row["targets"] else "", world.link("document", row["document"]),
            world.link("position", row["position"], "this position")]
    return (f'<article class="card {side_of(row["stance"])}" id="{escape(row["position"])}"><p>{chip(row["stance"])} '
            f'<b>{world.links("actor", (each["holder"] for each in held))}</b> on {world.link("issue", row["issue"])}</p>'
            f'<blockquote>{escape(row["text"])}</blockquote><p class="soft">{" · ".join(filter(None, said))}</p></article>')
