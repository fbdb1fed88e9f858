"""Russia and China on the 26 positions of 8 May 2025: co-signing makes agreement, so four policies, four answers."""

import pytest
from network_worlds import gold, row, rows

from positiongraph.network import matrix, network, positions_behind

TABLE = {  # joint policy: positions of RUS and CHN, congruence raw, average, Jaccard
    "each": (22, 17, 15.8333, 0.8120, 0.6333),
    "fractional": (15.5, 10.5, 5.5833, 0.4295, 0.3785),
    "exclude": (9, 4, 1.8333, 0.2821, 0.1528),
}


@pytest.mark.parametrize("joint", TABLE)
def test_congruence_of_russia_and_china_is_that_of_the_published_table(joint: str) -> None:
    _, _, *expected = TABLE[joint]
    found = [network(gold(), "holders", joint=joint, normalise=how).edges["CHN", "RUS"]["weight"] for how in ("none", "average", "jaccard")]
    assert [round(weight, 4) for weight in found] == expected


@pytest.mark.parametrize("joint", TABLE)
def test_positions_count_what_the_policy_says(joint: str) -> None:
    russian, chinese, *_ = TABLE[joint]
    activity = matrix(gold(), "positions", joint=joint, measure="ignore").sum(axis=1)
    assert (activity["RUS"], activity["CHN"]) == (russian, chinese)


@pytest.mark.parametrize("joint", TABLE)
def test_what_they_differ_on_is_the_same_whatever_the_policy(joint: str) -> None:
    edge = network(gold(), "holders", joint=joint).edges["CHN", "RUS"]
    assert edge["conflict"] == pytest.approx(1 / 6, abs=1e-9)
    asked = network(gold(), "holders", joint=joint, measure="conflict", normalise="none").edges["CHN", "RUS"]
    assert asked["weight"] == pytest.approx(1 / 6, abs=1e-9)


def test_exact_fractions_of_the_table() -> None:
    def weight(**options: str) -> float:
        return float(network(gold(), "holders", **options).edges["CHN", "RUS"]["weight"])

    assert weight(normalise="none") == pytest.approx(95 / 6, abs=1e-9)
    assert weight(normalise="average") == pytest.approx(95 / 6 / 19.5, abs=1e-9)
    assert weight(normalise="jaccard") == pytest.approx(95 / 6 / 25, abs=1e-9)
    assert weight(joint="fractional", normalise="average") == pytest.approx((13 / 4 + 14 / 6) / 13, abs=1e-9)
    assert weight(joint="exclude", normalise="average") == pytest.approx(11 / 6 / 6.5, abs=1e-9)


def test_under_bloc_the_co_signers_are_an_actor_of_their_own() -> None:
    found = network(gold(), "holders", joint="bloc")
    assert dict(found.nodes(data="count")) == {"CHN": 4, "CHN+RUS": 13, "RUS": 9}
    assert found.edges["CHN", "RUS"]["weight"] == pytest.approx(11 / 6 / 6.5, abs=1e-9)


def test_the_default_is_congruence_by_average_with_each() -> None:
    assert network(gold(), "holders").edges["CHN", "RUS"]["weight"] == network(
        gold(), "holders", measure="congruence", normalise="average", joint="each").edges["CHN", "RUS"]["weight"]


def test_parallel_positions_are_nobodys_joint_position() -> None:
    world = rows(*(row(holder, "x", 2, position="p", holders=2, voice="parallel") for holder in ("RUS", "CHN")))
    assert network(world, "holders", joint="exclude", normalise="none").edges["CHN", "RUS"]["weight"] == 1
    assert network(world, "holders", joint="fractional", normalise="none").edges["CHN", "RUS"]["weight"] == 1


def test_a_joint_position_stays_joint_when_only_one_holder_is_asked_for() -> None:
    assert matrix(gold(), "positions", joint="fractional", measure="ignore", holder="RUS").to_numpy().sum() == 15.5


def test_behind_an_edge_stand_its_positions() -> None:
    behind = positions_behind(network(gold(), "holders"), "RUS", "CHN")
    assert behind.num_rows == 30  # 14 shared issues
    assert set(behind.column("holder").to_pylist()) == {"RUS", "CHN"}
    alone = positions_behind(network(gold(), "holders", joint="exclude"), "RUS", "CHN").to_pylist()
    assert {entry["issue"] for entry in alone} == {"Russia-China partnership"}
    criticised = positions_behind(network(gold(), "targets"), "RUS", "USA").to_pylist()
    assert [(entry["position"], entry["holder"], entry["stance"]) for entry in criticised] == [("g14", "RUS", -3)]


def test_every_position_of_the_gold_is_on_an_edge() -> None:
    found = network(gold(), "positions")
    ids = {position for _, _, data in found.edges(data=True) for position in data["positions"].split()}
    assert ids == {f"g{number:02}" for number in range(1, 27)}
    assert found.is_directed()
    assert found.is_multigraph()
    assert {data["weight"] for _, _, data in found.edges(data=True)} >= {-3, 2, 3}
