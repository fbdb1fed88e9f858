"""Networks of the General Assembly's real votes, 1946 to January 2020, against published numbers."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from positiongraph.network import matrix, network
from positiongraph.network.backbone import top_neighbours
from positiongraph.network.scaling import ideal_points
from positiongraph.network.structure import communities
from positiongraph.network.windows import slices

pytestmark = pytest.mark.data
STANCE = {"yes": 2, "abstain": 0, "no": -2}


@pytest.fixture(scope="module")
def votes(shared_data: Path) -> pa.Table:
    """Flat rows, and the session of each; codes are read as text, for NA is Namibia."""
    folder = shared_data / "unvotes"
    table = pd.read_csv(folder / "votes.csv.gz", usecols=["rcid", "iso3", "vote"], dtype=str, keep_default_na=False)
    calls = pd.read_csv(folder / "roll_calls.csv.gz", usecols=["rcid", "session", "date"], dtype=str).set_index("rcid")
    assert len(table) == 870_109
    words = {"holder": table.iso3, "issue": table.rcid, "date": table.rcid.map(calls.date), "statement": table.rcid.map(calls.session)}
    return pa.table({
        "position": table.rcid + "-" + table.iso3 + "-" + table.index.astype(str), "holders": np.ones(len(table), dtype=np.int16),
        "stance": table.vote.map(STANCE).to_numpy(dtype=np.int8), "act": pa.array(["vote"] * len(table)).dictionary_encode(),
        **{name: pa.array(column, pa.string()).dictionary_encode() for name, column in words.items()},
    })


@pytest.fixture(scope="module")
def published(shared_data: Path) -> pd.DataFrame:
    """Published ideal points: sessions as rows, states as columns."""
    with gzip.open(shared_data / "unvotes" / "idealpoints_apr2020.csv.gz", "rt") as file:
        points = pd.read_csv(file, keep_default_na=False, usecols=["session", "iso3c", "IdealPoint"])
    return points.drop_duplicates(["session", "iso3c"]).pivot(index="session", columns="iso3c", values="IdealPoint").astype(float)


@pytest.mark.parametrize(("a", "b", "since", "until", "identical", "s"), [
    ("USA", "ISR", "2010", "2019", 0.850, 0.906), ("RUS", "CHN", "1980", "1989", 0.781, 0.845), ("RUS", "CHN", "2010", "2019", 0.753, 0.853),
])
def test_agreement_of_great_powers(votes: pa.Table, a: str, b: str, since: str, until: str, identical: float, s: float) -> None:
    found = [matrix(votes, "holders", holder=[a, b], since=since, until=until, measure=measure).loc[a, b] for measure in ("identical", "s-score")]
    assert [round(weight, 3) for weight in found] == [identical, s]


def test_blocs_of_the_2010s_are_found_and_stable(votes: pa.Table) -> None:
    found = communities(top_neighbours(network(votes, "holders", since="2010", until="2019", measure="s-score"), 10))
    of = {state: number for number, group in enumerate(found.groups) for state in group}
    west = {of[state] for state in ("USA", "ISR", "GBR", "FRA", "DEU", "JPN")}
    rest = {of[state] for state in ("RUS", "CHN", "IND", "IRN", "CUB")}
    assert len(west) == 1
    assert not west & rest
    assert found.stability > 0.8


def session(votes: pa.Table, number: int) -> pa.Table:
    return votes.filter(pc.equal(votes.column("statement").cast(pa.string()), str(number)))


def likeness(votes: pa.Table, published: pd.DataFrame, number: int) -> float:
    """Correlation of our places with the published ones."""
    places = {point.actor: point.place for point in ideal_points(session(votes, number), right="USA")}
    known = published.loc[number].dropna()
    common = sorted(places.keys() & set(known.index))
    return float(np.corrcoef([places[state] for state in common], known[common])[0, 1])


@pytest.mark.parametrize("number", [10, 45, 74])
def test_places_in_a_session_are_the_published_ones(votes: pa.Table, published: pd.DataFrame, number: int) -> None:
    assert likeness(votes, published, number) > 0.85


@pytest.mark.slow
def test_places_in_every_session_are_the_published_ones(votes: pa.Table, published: pd.DataFrame) -> None:
    found = [likeness(votes, published, number) for number in published.index]
    assert len(found) == 73
    assert np.mean(found) > 0.95
    assert min(found) > 0.85


@pytest.mark.slow
def test_the_further_apart_the_published_points_the_lower_the_s_score(votes: pa.Table, published: pd.DataFrame) -> None:
    found = []
    for number in published.index:
        known = published.loc[number].dropna()
        scores = matrix(session(votes, number), "holders", measure="s-score")
        states = sorted(set(scores.index) & set(known.index))
        upper = np.triu_indices(len(states), 1)
        score = scores.loc[states, states].to_numpy()[upper]
        distance = np.abs(np.subtract.outer(known[states].to_numpy(), known[states].to_numpy()))[upper]
        found.append(np.corrcoef(score[~np.isnan(score)], distance[~np.isnan(score)])[0, 1])
    assert len(found) == 73
    assert np.mean(found) <= -0.85


@pytest.mark.slow
def test_74_years_are_sliced(votes: pa.Table) -> None:
    found = slices(votes, "holders", width="1 year", measure="identical", until="2019")
    assert len(found) == 74
    assert [str(part.window)[:4] for part in found if not part.network.number_of_edges()] == ["1964"]  # the year without a vote
    assert len(found[0].network) == 54
