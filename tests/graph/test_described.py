"""The way back: what a graph says of actors, issues, statements and memberships is what it was told."""

from dataclasses import fields, replace

from positiongraph.facts import Facts
from positiongraph.graph import described, graph
from tests.gold import gold
from tests.graph.test_triples import FACTS


def in_order(facts: Facts) -> dict[str, list[object]]:
    def one(value: object) -> object:
        lists = {f.name: tuple(sorted(getattr(value, f.name))) for f in fields(value) if isinstance(getattr(value, f.name), tuple)}  # type: ignore[arg-type]
        return replace(value, **lists)  # type: ignore[type-var]

    return {name: sorted(map(one, getattr(facts, name)), key=repr) for name in ("actors", "issues", "statements", "memberships")}


def test_the_small_world_and_the_gold_come_back_whole() -> None:
    for facts in (FACTS, gold()):
        assert in_order(described(graph(facts))) == in_order(facts)
