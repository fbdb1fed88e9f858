"""Coalitions, camps, backbones and centres of small worlds whose answers are plain to see."""

import sys
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_worlds import gold, row, rows

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network import network, write
from positiongraph.network.backbone import centralities, disparity, issue_backbone, top_neighbours
from positiongraph.network.recipe import recipe
from positiongraph.network.structure import (
    Groups,
    communities,
    ei_index,
    frustration,
    modularity,
    note_groups,
    polarisation,
    polarisation_over_time,
    rand_index,
)
from positiongraph.network.windows import slices


def camps(sizes: tuple[int, ...], *, within: float = 1.0, between: float = 0.0) -> tuple[nx.Graph, Groups]:
    """A network of groups that agree among themselves so much and with others so much; every pair has an edge."""
    groups = tuple(tuple(f"{'abc'[g]}{n:02}" for n in range(size)) for g, size in enumerate(sizes))
    side = {name: number for number, group in enumerate(groups) for name in group}
    found: nx.Graph = nx.Graph()
    found.add_nodes_from(side)
    found.add_weighted_edges_from((a, b, within if side[a] == side[b] else between) for a, b in combinations(side, 2))
    return found, groups


@pytest.mark.parametrize("method", ["louvain", "leiden"])
def test_plain_camps_are_found_by_every_run(method: str) -> None:
    world, groups = camps((5, 4, 3), between=0.1)
    found = communities(world, method=method)
    assert found.groups == groups
    assert (found.stability, found.together) == (1, 1)
    assert found.modularity == pytest.approx(nx.community.modularity(world, groups))


def test_runs_that_differ_are_told_by_their_stability() -> None:
    ring = nx.relabel_nodes(nx.circular_ladder_graph(11), str)
    found = communities(ring, seeds=range(12))
    assert found.stability < 1
    assert 0 < found.together < 1
    assert found == communities(ring, seeds=range(12))


def test_negative_weights_are_refused_rather_than_made_one_community() -> None:
    world = nx.Graph([("a", "b", {"weight": 1}), ("b", "c", {"weight": -1})])
    with pytest.raises(UsageError, match="at or above 0; take measure congruence"):
        communities(world)
    with pytest.raises(UnknownName, match="louvain"):
        communities(world, method="louvian")
    with pytest.raises(UsageError, match="undirected"):
        communities(network(gold(), "targets"))
    with pytest.raises(UsageError, match="seeds"):
        communities(world, seeds=[])


def test_no_nodes_and_no_edges_are_no_trouble() -> None:
    assert communities(nx.Graph()).groups == ()
    lone = nx.Graph()
    lone.add_nodes_from("ab")
    assert communities(lone).groups == (("a",), ("b",))
    assert (modularity(lone, [["a"], ["b"]]), ei_index(lone, [["a", "b"]]), frustration(lone).score, polarisation(lone).score) == (0, 0, 0, 0)
    assert polarisation(nx.Graph()).groups == ()
    assert centralities(nx.Graph()).empty
    assert list(disparity(lone)) == ["a", "b"]


def test_leiden_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)
    with pytest.raises(UsageError, match=r"positiongraph\[communities\]"):
        communities(camps((3, 3))[0], method="leiden")


def test_groups_travel_with_the_network_and_its_recipe(tmp_path: Path) -> None:
    world = network(gold(), "holders")
    note_groups(world, communities(world, seeds=[3]))
    assert dict(world.nodes(data="community")) == {"CHN": 1, "RUS": 1}
    assert recipe(world)["communities"] == {"method": "louvain", "seeds": [3], "stability": 1}
    assert nx.read_graphml(write(world, tmp_path / "n.graphml")[0]).nodes["RUS"]["community"] == 1


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.floats(0.1, 3)), min_size=1, max_size=20),
       st.lists(st.integers(0, 2), min_size=7, max_size=7))
@settings(deadline=None)
def test_signed_modularity_of_friends_alone_is_modularity(edges: list[tuple[int, int, float]], sides: list[int]) -> None:
    world = nx.Graph()
    world.add_nodes_from(map(str, range(7)))
    world.add_weighted_edges_from((str(a), str(b), weight) for a, b, weight in edges if a != b)
    groups = [{str(n) for n in range(7) if sides[n] == side} for side in range(3)]
    expected = nx.community.modularity(world, groups) if world.number_of_edges() else 0
    assert modularity(world, groups) == pytest.approx(expected, abs=1e-9)


def test_foes_apart_and_friends_together_are_balanced() -> None:
    world, groups = camps((3, 2), between=-1)
    assert frustration(world).score == 0
    assert frustration(world).groups == groups
    # a02 with the other camp: two friends of its own lost, two foes won
    assert frustration(world, [["a00", "a01"], ["a02", "b00", "b01"]]).score == pytest.approx(4 / 10)
    assert modularity(world, groups) > modularity(world, [["a00", "a01"], ["a02", "b00", "b01"]])


def test_three_mutual_foes_frustrate_one_of_three() -> None:
    world = nx.Graph()
    world.add_weighted_edges_from([("a", "b", -1), ("b", "c", -1), ("a", "c", -1)])
    assert frustration(world).score == pytest.approx(1 / 3)


def test_a_partition_holds_every_node() -> None:
    with pytest.raises(UsageError, match="in no group: b00"):
        modularity(camps((2, 1))[0], [["a00", "a01"]])


def test_polarisation_finds_the_right_split_and_scores_it_highest() -> None:
    world, groups = camps((4, 4))
    found = polarisation(world)
    assert found.groups == groups
    assert found.score == pytest.approx(4 * (12 / 28) * (16 / 28))
    united, _ = camps((4, 4), between=1)
    weaker, _ = camps((4, 4), between=0.5)
    loner, _ = camps((7, 1))
    assert polarisation(united).score == 0
    assert polarisation(weaker).score == pytest.approx(found.score / 2)
    assert polarisation(loner).score < found.score


def test_a_big_network_is_split_as_a_small_one() -> None:
    world, groups = camps((12, 9), within=0.9, between=0.2)
    assert polarisation(world).groups == groups


def test_polarisation_takes_weights_from_0_to_1_only() -> None:
    with pytest.raises(UsageError, match="from 0 to 1"):
        polarisation(camps((2, 2), between=-1)[0])


def test_polarisation_rises_when_two_camps_part() -> None:
    world = rows(*(row(f"{camp}{n}", "x", stance * (-1 if camp == "b" else 1), date=str(year))
                   for year, stance in ((2020, 0), (2021, 1), (2022, 3)) for camp in "ab" for n in range(3)))
    scores = [camp.score for _, camp in polarisation_over_time(slices(world, "holders", width="1 year", measure="similarity"))]
    assert scores == sorted(scores)
    assert scores[0] == 0
    assert scores[2] == pytest.approx(4 * (6 / 15) * (9 / 15))


def test_rand_index_of_chance_is_about_nothing() -> None:
    assert rand_index((("a", "b", "c"),), (("a", "b", "c"),)) == 1
    assert rand_index((("a", "b", "c", "d"),), (("a",), ("b",), ("c",), ("d",))) == 0


# ---- backbones and centres


def test_disparity_keeps_what_stands_out_at_either_end() -> None:
    star = nx.Graph()
    star.add_weighted_edges_from([("hub", "strong", 90), *((("hub", f"weak{n}", 1)) for n in range(10))])
    assert list(disparity(star).edges) == [("hub", "strong")]
    assert len(disparity(star)) == 12


def test_each_node_keeps_its_heaviest_ties() -> None:
    world = nx.Graph()
    world.add_weighted_edges_from([("a", "b", 3), ("b", "c", 2), ("a", "c", 1), ("c", "d", 1)])
    assert sorted(top_neighbours(world, 1).edges) == [("a", "b"), ("b", "c"), ("c", "d")]
    with pytest.raises(UsageError, match="1 at least"):
        top_neighbours(world, 0)


def test_one_telling_issue_is_the_backbone_of_many_that_tell_nothing() -> None:
    world = rows(*(row(f"a{n}", issue, (3 if n < 3 else -3) if issue == "telling" else 1) for n in range(6) for issue in ("telling", "dull", "flat")))
    found = issue_backbone(world)
    assert [issue for issue, _ in found] == ["telling"]
    assert found[0][1] == pytest.approx(1)
    assert issue_backbone(rows(row("A", "x", 1), row("B", "x", 1))) == []


def test_the_bridge_is_central() -> None:
    world = nx.Graph()
    world.add_weighted_edges_from([("a", "b", 1), ("b", "c", 2), ("c", "d", 1)])
    found = centralities(world)
    assert found["degree"].tolist() == [1, 2, 2, 1]
    assert found["strength"].tolist() == [1, 3, 3, 1]
    assert found.loc["b", "betweenness"] == pytest.approx(2 / 3)
    with pytest.raises(UsageError, match="a – b weighs -1"):
        centralities(nx.Graph([("a", "b", {"weight": -1})]))


def test_backbones_refuse_what_they_cannot_read() -> None:
    signed = nx.Graph([("a", "b", {"weight": -1})])
    for refused in (lambda: disparity(signed), lambda: disparity(nx.Graph(), alpha=0), lambda: top_neighbours(nx.DiGraph(), 2),
                    lambda: issue_backbone(gold(), level=2)):
        with pytest.raises(UsageError):
            refused()
