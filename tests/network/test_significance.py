"""Chance, with its name: what is chance stays insignificant, what is not does not; and findings that flip are told."""

import networkx as nx
import numpy as np
import pytest
from network_worlds import gold, row, rows

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network import matrix, network
from positiongraph.network.recipe import recipe
from positiongraph.network.selection import select, table_of
from positiongraph.network.significance import NULLS, adjusted, closer, dealer, edge_significance, nearest_to, sensitivity, significance
from positiongraph.network.structure import polarisation


def camps(agreeing: bool) -> list[dict[str, object]]:
    """Eight actors on 30 issues: two camps that always differ, or everyone at random."""
    chance = np.random.default_rng(4)
    held = []
    for issue in range(30):
        lean = int(chance.choice([-2, 2]))
        for actor in range(8):
            held.append(row(f"{'ab'[actor // 4]}{actor}", f"i{issue}", (lean if actor < 4 else -lean) if agreeing else int(chance.choice([-2, 2]))))
    return held


def test_camps_are_significant_and_chance_is_not() -> None:
    real = edge_significance(rows(*camps(True)), permutations=200, measure="identical")
    assert all(data["q"] < 0.05 for *_, data in real.edges(data=True))
    assert {(data["weight"] > data["expected"]) == (a[0] == b[0]) for a, b, data in real.edges(data=True)} == {True}
    noise = edge_significance(rows(*camps(False)), permutations=200, measure="identical")
    assert sum(data["q"] < 0.05 for *_, data in noise.edges(data=True)) <= 1
    told = recipe(real)["significance"]
    assert told == {"null": "stances", "permutations": 200, "seed": 0}


def test_p_is_never_0_and_the_same_seed_gives_the_same_p() -> None:
    table = rows(*camps(True))
    one, two, other = (edge_significance(table, permutations=50, seed=seed, measure="identical") for seed in (1, 1, 2))
    ps = [data["p"] for *_, data in one.edges(data=True)]
    assert min(ps) == pytest.approx(1 / 51)
    assert ps == [data["p"] for *_, data in two.edges(data=True)]
    assert [data["expected"] for *_, data in one.edges(data=True)] != [data["expected"] for *_, data in other.edges(data=True)]


@pytest.mark.parametrize("null", NULLS)
def test_a_null_model_keeps_what_it_says(null: str) -> None:
    kept = select(table_of(rows(*camps(False))))
    dealt = dealer(kept, null, 1)()
    group = kept.issue if null == "stances" else kept.actor
    assert (dealt.level != kept.level).any()
    assert [sorted(dealt.level[group == n]) for n in set(group.tolist())] == [sorted(kept.level[group == n]) for n in set(group.tolist())]
    assert (dealt.actor == kept.actor).all()
    assert (dealt.issue == kept.issue).all()


def test_weights_stay_those_of_the_network() -> None:
    plain = network(gold(), "holders", joint="exclude")
    tested = edge_significance(gold(), permutations=10, joint="exclude")
    assert tested.edges["CHN", "RUS"]["weight"] == plain.edges["CHN", "RUS"]["weight"]
    empty = edge_significance(gold(), permutations=10, since="2030")
    assert (len(empty), empty.number_of_edges()) == (0, 0)


def test_structure_is_compared_with_chance_too() -> None:
    found = significance(rows(*camps(True)), lambda n: polarisation(n).score, permutations=30, measure="identical")
    assert found.value == pytest.approx(4 * (12 / 28) * (16 / 28))
    assert found.p == pytest.approx(1 / 31)
    assert found.expected < found.value / 3
    noise = significance(rows(*camps(False)), lambda n: polarisation(n).score, permutations=30, measure="identical")
    assert noise.p > 0.05


def test_what_cannot_be_permuted_is_told() -> None:
    with pytest.raises(UnknownName, match="nearest: stances"):
        edge_significance(gold(), null="stance")
    with pytest.raises(UsageError, match="one at least"):
        edge_significance(gold(), permutations=0)


def test_adjusted_p_values_keep_their_order() -> None:
    assert adjusted(np.array([])).tolist() == []
    assert adjusted(np.array([0.5, 0.01, 0.01])).tolist() == pytest.approx([0.5, 0.015, 0.015])


# Together with A, B signs ten positions on issues of its own; alone, A agrees with C.
CO_SIGNED = rows(*(row(holder, f"j{n}", 2, position=f"j{n}", voice="joint", holders=2, document=f"d{n}") for n in range(10) for holder in "AB"),
                 *(row(holder, f"x{n}", 2, document=f"{holder}{n}") for n in range(4) for holder in "AC"), row("B", "x0", 1, document="B"))


def test_a_finding_made_by_co_signing_flips_in_the_panel() -> None:
    panel = sensitivity(CO_SIGNED, nearest_to("A"))
    assert panel.usual == "B"
    assert {choices["joint"] for choices in panel.flips} == {"fractional", "exclude"}
    assert len(panel.rows) == 18
    assert panel.holds == pytest.approx(1 - len(panel.flips) / 18)


def test_a_finding_that_cannot_be_told_is_none() -> None:
    panel = sensitivity(CO_SIGNED, closer("A", "B", "C"), joint=["each"], windows=[(None, None), ("2030", None)], duplicates=[None])
    assert [finding for _, finding in panel.rows] == [True, None] * 3
    assert sensitivity(CO_SIGNED, lambda n: nx.shortest_path_length(n, "A", "Z"), joint=["each"]).usual is None
    assert matrix(CO_SIGNED, "holders").loc["A", "B"] > matrix(CO_SIGNED, "holders").loc["A", "C"]
