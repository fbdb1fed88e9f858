"""Layouts mean what they say, and no two boxes lie on each other where a layout is a grid."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from positiongraph.errors import UnknownName
from positiongraph.network import network
from positiongraph.view import pyvis_network
from positiongraph.view.layouts import HEIGHT, LAYOUTS, WIDTH, Board, bipartite, by_similarity, by_time, by_topic, ranks
from tests.view.world import gold

CAMPS = Board(
    holders=["a", "x", "b", "y"], issues=["i", "j", "k"], targets=["t"], topics={"i": "Sea", "j": "Sea", "k": "Air"},
    when={"i": 10.0, "j": 30.0, "k": 20.0, "a": 10.0, "x": 30.0},
    weights=csr_array(np.array([[3, -3, 2], [-3, 3, -2], [3, -2, 2], [-2, 3, -2]])),
)
"""a and b agree, x and y agree, the camps do not."""


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_node_has_one_place_and_the_same_again(layout: str) -> None:
    places = LAYOUTS[layout](CAMPS)
    assert sorted(places) == ["a", "b", "i", "j", "k", "t", "x", "y"]
    assert places == LAYOUTS[layout](CAMPS)
    assert LAYOUTS[layout](Board(holders=[])) == {}
    assert list(LAYOUTS[layout](Board(holders=["only"]))) == ["only"]


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_boxes_do_not_overlap(layout: str) -> None:
    places = LAYOUTS[layout](CAMPS)
    pairs = list(combinations(places.values(), 2))
    assert len(pairs) == 28
    assert all(abs(x - u) >= 0.95 * WIDTH or abs(y - v) >= 0.95 * HEIGHT for (x, y), (u, v) in pairs)


def test_bipartite_has_holders_left_issues_right_and_targets_beyond() -> None:
    places = bipartite(CAMPS)
    assert max(places[h][0] for h in "axby") < min(places[i][0] for i in "ijk") < places["t"][0]


def test_by_topic_issues_of_one_topic_stand_together_beside_the_holders() -> None:
    places = by_topic(CAMPS)
    assert places["i"][0] == places["j"][0] != places["k"][0]
    middles = [sum(places[node][1] for node in nodes) for nodes in (("i", "j"), ("k",), ("a", "x", "b", "y"))]
    assert max(middles) - min(middles) < 1, "the three blocks are centred on one line"
    assert min(places["i"][0], places["k"][0]) < places["a"][0] < max(places["i"][0], places["k"][0])


def test_by_similarity_allies_are_nearer_than_opponents() -> None:
    places = by_similarity(CAMPS)
    apart = {pair: float(np.hypot(*np.subtract(places[pair[0]], places[pair[1]]))) for pair in ("ab", "xy", "ax", "by")}
    assert max(apart["ab"], apart["xy"]) < min(apart["ax"], apart["by"])


def test_ranks_put_allies_side_by_side_however_much_they_said() -> None:
    loud = Board(holders=CAMPS.holders, issues=CAMPS.issues, weights=csr_array(CAMPS.weights.toarray() * np.array([[9], [1], [1], [5]])))
    for board in (CAMPS, loud):
        order = ranks(board)
        assert abs(order["a"] - order["b"]) == abs(order["x"] - order["y"]) == 1


def test_by_time_issues_run_from_left_to_right_as_they_came_up() -> None:
    places = by_time(CAMPS)
    assert places["i"][0] <= places["k"][0] <= places["j"][0]
    assert places["i"][0] < places["j"][0]


def test_pyvis_network_draws_without_changing_the_network_and_keeps_parallel_edges() -> None:
    n = network(gold(), "positions")
    before = nx.to_dict_of_dicts(n)
    net = pyvis_network(n)
    assert nx.to_dict_of_dicts(n) == before
    assert (net.num_nodes(), net.num_edges()) == (n.number_of_nodes(), n.number_of_edges())
    assert [node["id"] for node in net.nodes] == [str(node) for node in n]
    against = [edge for edge in net.edges if edge["color"] == "#D55E00"]
    assert len(against) == 8, "four joint positions, two holders each"
    assert against[0]["title"].startswith("China opposes Coercive measures against North Korea (−2)")
    assert sum(len(edge["positions"]) for edge in net.edges) == 39
    assert net.options.physics.enabled is False


def test_pyvis_network_draws_every_kind_and_refuses_unknown_layouts() -> None:
    for kind in ("positions", "holders", "issues", "targets", "roles"):
        n = network(gold(), kind)
        assert pyvis_network(n).num_nodes() == len(n) > 0
    assert pyvis_network(nx.MultiDiGraph()).num_nodes() == 0
    with pytest.raises(UnknownName, match="no layout named 'time-line'; nearest: time"):
        pyvis_network(nx.Graph(), layout="time-line")
