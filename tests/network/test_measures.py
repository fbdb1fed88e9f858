"""Measures against numbers worked by hand, and against the slips of the field's reference that are not repeated here."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_worlds import row, rows

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network import matrix, network
from positiongraph.network.measures import MEANS, MEASURES, cells, pairs
from positiongraph.network.selection import select, table_of

# Three states, two issues. A: +2 twice and −1 on x, +3 on y. B: +1 on x, −3 on y. C: +2 on x.
WORLD = rows(row("A", "x", 2), row("A", "x", 2), row("A", "x", -1), row("A", "y", 3), row("B", "x", 1), row("B", "y", -3), row("C", "x", 2))
BY_HAND = {
    # A–B: x: 2·1·(5/6) + 1·1·(4/6) = 14/6, y: 0. A–C: x: 2·1·1 + 1·1·(3/6) = 15/6. B–C: x: 5/6
    ("congruence", "none"): (14 / 6, 15 / 6, 5 / 6),
    ("ignore", "none"): (4, 3, 1),
    ("conflict", "none"): (10 / 6, 3 / 6, 1 / 6),
    ("subtract", "none"): (4 / 6, 2, 4 / 6),
    ("congruence", "average"): (14 / 6 / 3, 15 / 6 / 2.5, 5 / 6 / 1.5),
    # no cell of A is a cell of B: 4 + 2; A and C share (x, +2): A's others 2, none of C's, product 2
    ("congruence", "jaccard"): (14 / 6 / 6, 15 / 6 / 4, 5 / 6 / 3),
    # stances ignored, cells are issues: A has x:3 y:1, B x:1 y:1, C x:1
    ("ignore", "jaccard"): (4 / 4, 3 / (1 + 3), 1 / (1 + 1)),
    ("ignore", "cosine"): (4 / (10 * 2) ** 0.5, 3 / 10**0.5, 1 / 2**0.5),
    # with themselves: A: x 4 + 1 + 2·2·(3/6) = 7, y 1, so 8; B 2; C 1
    ("congruence", "cosine"): (14 / 6 / 16**0.5, 15 / 6 / 8**0.5, 5 / 6 / 2**0.5),
    # per issue: A–B x: (14/6)/3, y 0; two shared issues
    ("similarity", ""): ((14 / 18 + 0) / 2, 15 / 18, 5 / 6),
    ("identical", ""): (0, 2 / 3, 0),
    ("s-score", ""): ((2 / 3 + 0) / 2, 2 / 3, 1),
}


@pytest.mark.parametrize(("measure", "normalise"), BY_HAND)
def test_three_states_on_two_issues_as_worked_by_hand(measure: str, normalise: str) -> None:
    found = matrix(WORLD, "holders", measure=measure, normalise=normalise)
    assert [found.loc["A", "B"], found.loc["A", "C"], found.loc["B", "C"]] == pytest.approx(BY_HAND[measure, normalise], abs=1e-9)


def test_sparse_and_dense_matrices_agree() -> None:
    # 60 actors, each on 2 of 4,000 issues: sparse; the same on 4 issues: dense
    generator = np.random.default_rng(1)
    wide = rows(*(row(f"a{a:02}", f"i{issue}", int(generator.integers(-3, 4))) for a in range(60) for issue in (a // 2, a // 2 + 1, 100 + a)),
                *(row("a00", f"j{n}", 1) for n in range(3000)))
    selection = select(table_of(wide))
    sparse_cells = cells(selection)
    assert not isinstance(sparse_cells.layers[0], np.ndarray)
    dense_cells = replace(sparse_cells, layers=tuple(layer.toarray() for layer in sparse_cells.layers))
    for measure in MEASURES:
        for normalise in ("none",) if measure in MEANS else ("none", "average", "jaccard", "cosine"):
            one, two = pairs(sparse_cells, measure, normalise), pairs(dense_cells, measure, normalise)
            assert one.first.tolist() == two.first.tolist()
            assert one.weight == pytest.approx(two.weight, abs=1e-12)


def test_issues_are_alike_when_the_same_actors_lean_the_same_way() -> None:
    found = network(WORLD, "issues", normalise="none")
    # x–y: A: 2·(5/6) + 1·(2/6) = 12/6; B: 1·(2/6)
    assert found.edges["x", "y"]["weight"] == pytest.approx(14 / 6)
    assert found.edges["x", "y"]["shared"] == 2


def test_two_mode_counts_sums_and_combinations() -> None:
    assert matrix(WORLD, "positions", measure="ignore").loc["A"].tolist() == [3, 1]
    assert matrix(WORLD, "positions").loc["A"].tolist() == [3, 3]
    assert matrix(WORLD, "positions", measure="combine").to_numpy().tolist() == [[3, 1], [1, 2], [1, 0]]
    assert matrix(WORLD, "positions", measure="ignore", normalise="activity").loc["A"].tolist() == [0.75, 0.25]
    assert matrix(WORLD, "positions", measure="ignore", normalise="prominence")["x"].tolist() == pytest.approx([0.6, 0.2, 0.2])


# ---- what the reference gets wrong


def test_cosine_is_the_cosine_and_not_the_product_of_counts() -> None:
    world = rows(*(row(holder, issue, 2) for holder in "AB" for issue in "xy"), row("A", "z", 1), row("A", "z", 1))
    assert matrix(world, "holders", measure="ignore", normalise="cosine").loc["A", "B"] == pytest.approx(2 / (6**0.5 * 2**0.5))
    same = rows(*(row(holder, issue, 2) for holder in "AB" for issue in "xyz"))
    assert matrix(same, "holders", normalise="cosine").loc["A", "B"] == pytest.approx(1)


def test_one_extreme_statement_reweights_nobody_else() -> None:
    calm = [row("A", "x", 1), row("B", "x", 2)]
    assert matrix(rows(*calm), "holders", normalise="none").loc["A", "B"] == pytest.approx(5 / 6)
    assert matrix(rows(*calm, row("C", "x", -3)), "holders", normalise="none").loc["A", "B"] == pytest.approx(5 / 6)


def test_stances_beyond_the_declared_scale_are_refused() -> None:
    with pytest.raises(UsageError, match="from -3 to 3 lie further apart than the declared scale, 4"):
        matrix(WORLD, "holders", scale=4)


# ---- properties

STANCED = st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz"), st.integers(-3, 3), st.sampled_from(["joint", "unilateral"])),
                   min_size=1, max_size=25)


@given(STANCED, st.sampled_from(MEASURES), st.sampled_from(["none", "average", "jaccard", "cosine"]), st.randoms())
@settings(deadline=None, max_examples=60)
def test_order_of_rows_is_irrelevant_and_agreement_symmetric(
    held: list[tuple[str, str, int, str]], measure: str, normalise: str, chance: random.Random
) -> None:
    table = rows(*(row(holder, issue, stance, voice=voice, holders=2 if voice == "joint" else 1) for holder, issue, stance, voice in held))
    order = list(range(len(held)))
    chance.shuffle(order)
    options = {"measure": measure, "normalise": "" if measure in MEANS else normalise, "joint": "fractional"}
    one, two = matrix(table, "holders", **options), matrix(table.take(order), "holders", **options)
    np.testing.assert_allclose(one, two, atol=1e-12)
    np.testing.assert_array_equal(one, one.T)
    if measure in MEANS or (measure, normalise) in {("congruence", "cosine"), ("ignore", "cosine")}:
        assert np.nanmin(one) >= 0
        assert np.nanmax(one) <= 1 + 1e-12


@given(STANCED)
@settings(deadline=None, max_examples=60)
def test_congruence_and_conflict_make_up_everything(held: list[tuple[str, str, int, str]]) -> None:
    table = rows(*(row(*first) for *first, _ in held))
    found = [matrix(table, "holders", measure=measure, normalise="none") for measure in ("congruence", "conflict", "ignore", "subtract")]
    np.testing.assert_allclose(found[0] + found[1], found[2], atol=1e-9)
    np.testing.assert_allclose(found[0] - found[1], found[3], atol=1e-9)


# ---- what is refused


@pytest.mark.parametrize("measure", ["identical", "s-score", "similarity"])
def test_a_mean_takes_no_normalisation(measure: str) -> None:
    with pytest.raises(UsageError, match="normalise is refused"):
        network(WORLD, "holders", measure=measure, normalise="average")


@pytest.mark.parametrize(("options", "message"), [
    ({"kind": "holder"}, "nearest: holders"), ({"measure": "congruent"}, "nearest: congruence"),
    ({"normalise": "activity"}, "normalisation of holders"),
    ({"joint": "eech"}, "nearest: each"), ({"duplicates": "weekly"}, "nearest: week"), ({"level": "states"}, "nearest: state"),
    ({"holder": "D"}, "holder named 'D'"), ({"issue": "z"}, "issue named 'z'"), ({"where": {"colour": "red"}}, "column named 'colour'"),
])
def test_unknown_names_are_told_with_the_known(options: dict[str, object], message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        network(WORLD, **{"kind": "holders", **options})


def test_a_date_that_is_none_and_a_joint_bloc_of_blocs_are_refused() -> None:
    with pytest.raises(UsageError, match="since: no such date '2025-13'"):
        network(WORLD, "holders", since="2025-13")
    with pytest.raises(UsageError, match="take each, fractional or exclude"):
        network(WORLD, "holders", joint="bloc", level="bloc")
    with pytest.raises(UsageError, match="scale"):
        network(WORLD, "holders", scale=0)
