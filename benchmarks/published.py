"""What is published of the General Assembly's votes, beside what comes out of a store of them: `python benchmarks/published.py [STORE]`.

Agreement of great powers over decades, and session by session the correlation of all pairs' S with the distance of their published ideal
points (Bailey, Strezhnev and Voeten; joined on the session). Without a store, the votes of the package unvotes are built into one first.
Needs ../shared/data beside the checkout.
"""

import gzip
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from _measured import Report, tell

from positiongraph.facts import Facts
from positiongraph.graph import build, positions_table
from positiongraph.network import matrix
from positiongraph.sources.un_votes import read_votes
from positiongraph.sources.voters import Voters

DATA = Path(__file__).parents[1] / "../shared/data/unvotes"
PAIRS = (
    ("USA", "ISR", "2010", "2019", 0.850, 0.906), ("RUS", "CHN", "1980", "1989", 0.781, 0.845),
    ("RUS", "CHN", "2010", "2019", 0.753, 0.853))
"""Two states, first and last year, the share of identical votes and S that are expected."""


def main() -> None:
    if not DATA.is_dir():
        tell("no published figures: ../shared/data is not beside this checkout")
        return
    with tempfile.TemporaryDirectory() as folder:
        store = Path(sys.argv[1]) if sys.argv[1:] else Path(folder) / "kg"
        if not sys.argv[1:]:
            build(Facts(), store, votes=[read_votes(str(DATA / "votes.csv.gz"))], stage=tell)
        table = positions_table(store, ["position", "holder", "holders", "issue", "stance", "date", "act"])
    report = Report("published", "What is published, and what comes out")
    agreed = [agreement(table, *pair) for pair in PAIRS]
    report.table("Agreement of two states", agreed, "Share of identical votes, and S, where both voted.")
    by_session = correlations(table)
    worst = max(by_session, key=by_session.__getitem__)
    report.table("S and the distance of ideal points", [
        {"sessions": len(by_session), "mean r": statistics.mean(by_session.values()), "wanted at most": -0.85,
         "weakest": f"{by_session[worst]:.3f} in session {worst}", "at most −0.85 in": sum(r <= -0.85 for r in by_session.values())}])


def agreement(table: pa.Table, a: str, b: str, since: str, until: str, identical: float, s: float) -> dict[str, object]:
    """Compare what comes out for two states with what is expected. In the 1980s Russia's seat was the Soviet Union's."""
    there = ["SUN" if code == "RUS" and until < "1991" else code for code in (a, b)]
    found = [matrix(table, "holders", holder=there, since=since, until=until, measure=measure) for measure in ("identical", "s-score")]
    same, score = (round(float(each.loc[there[0], there[1]]), 3) for each in found)
    return {"states": f"{a} and {b}", "years": f"{since} to {until}", "identical": same, "expected": identical, "S": score, "S expected": s}


def correlations(table: pa.Table) -> dict[int, float]:
    """Return, by session, the correlation over all pairs of states of S with the distance of the published points."""
    calls = pd.read_csv(DATA / "roll_calls.csv.gz", usecols=["rcid", "session"], dtype=str)
    session = dict(zip("UNGA-" + calls.rcid, calls.session.astype(int), strict=True))
    issues = table["issue"].unify_dictionaries().combine_chunks()
    of_row = np.array([session[issue] for issue in issues.dictionary.to_pylist()])[np.asarray(issues.indices)]
    with gzip.open(DATA / "idealpoints_apr2020.csv.gz", "rt") as file:
        points = pd.read_csv(file, keep_default_na=False, usecols=["session", "ccode", "IdealPoint"], dtype={"ccode": str})
    voters, found = Voters("cow"), {}
    for number, group in points.groupby("session"):
        rows = table.filter(pa.array(of_row == number))
        day = pc.min(rows["date"].cast(pa.string())).as_py()
        known = {voters.code(code, day): float(point) for code, point in zip(group.ccode, group.IdealPoint, strict=True)}
        scores = matrix(rows, "holders", measure="s-score")
        states = sorted(set(scores.index) & set(known))
        place = np.array([known[state] for state in states])
        upper = np.triu_indices(len(states), 1)
        score, distance = scores.loc[states, states].to_numpy()[upper], np.abs(np.subtract.outer(place, place))[upper]
        both = ~np.isnan(score)
        found[int(number)] = float(np.corrcoef(score[both], distance[both])[0, 1])
    return found


if __name__ == "__main__":
    main()
