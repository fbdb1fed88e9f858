"""How fast a million positions become networks, and how that grows: `python benchmarks/network.py`.

Made-up votes on roll calls over 74 years, in two camps with noise, of 51 actors at first and 200 in the end; every size in a process of its
own, so that the memory is that size's. The baseline, in the same process, is what one would write by hand: pandas pivots the rows, numpy
multiplies the matrices, and nothing is filtered, hashed or labelled. Seconds are the processor's on one thread, the better of two runs.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from positiongraph.network import matrix
from positiongraph.network.significance import edge_significance
from positiongraph.network.windows import slices

SIZES = (10_000, 100_000, 1_000_000)
ACTORS, YEARS = 200, 74


def votes(size: int) -> pa.Table:
    """Return about so many flat rows, sorted by position and holder as a store keeps them."""
    chance = np.random.default_rng(0)
    joined = np.concatenate([np.zeros(51, dtype=int), np.sort(chance.integers(0, 60, ACTORS - 51))])  # the year each actor came
    issues = size * 100 // (int((YEARS - joined).sum()) * 100 // YEARS)
    year = np.arange(issues) * YEARS // issues
    issue, actor = np.nonzero(joined[None, :] <= year[:, None])
    side = np.where(np.arange(ACTORS) % 2, 1, -1)[actor] * chance.choice([1, -1], issues)[issue]
    stance = np.where(chance.random(len(issue)) < 0.8, 2 * side, chance.choice([-2, 0, 2], len(issue))).astype(np.int8)
    size = len(issue)

    def words(codes: Any, names: list[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), names)

    calls = [f"roll-call-{n:05}" for n in range(issues)]
    dates = [f"{1946 + year[n]}-11-{n % 28 + 1:02}" for n in range(issues)]
    return pa.table({
        "position": [f"{n:020x}" for n in range(size)], "holder": words(actor, [f"A{n:03}" for n in range(ACTORS)]),
        "holders": pa.array(np.ones(size, dtype=np.int16)), "issue": words(issue, calls), "stance": stance,
        "date": pa.DictionaryArray.from_arrays(pa.array(issue, pa.int32()), dates), "document": words(issue, calls),
        "act": words(np.zeros(size), ["vote"]), "attribution": words(np.zeros(size), ["record"]),
    })


def by_hand(table: pa.Table) -> Any:
    """The share of identical votes, without anything else."""
    frame = table.select(["holder", "issue", "stance"]).to_pandas()
    wide = pd.DataFrame({"stance": frame.stance.to_numpy()},
                        index=pd.MultiIndex.from_arrays([frame.holder.cat.codes, frame.issue.cat.codes]))["stance"].unstack()
    values = wide.to_numpy(dtype=np.float64)
    there = (~np.isnan(values)).astype(np.float64)
    same = sum(hits @ hits.T for hits in ((values == level).astype(np.float64) for level in (-2, 0, 2)))
    return same / (there @ there.T)


def best(work: Callable[[], Any], times: int = 2) -> float:
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def measure(size: int) -> None:
    table = votes(size)
    base = best(lambda: by_hand(table))
    pairs = best(lambda: matrix(table, "holders", measure="identical"))
    yearly = best(lambda: slices(table, "holders", width="1 year", measure="identical"), 1)
    chance = best(lambda: edge_significance(table, since="2019", until="2019", measure="identical", permutations=1000), 1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(table):>9,} {base:8.2f} {pairs:8.2f} {pairs / base:6.1f} {yearly:9.2f} {chance:12.2f} {memory:7.0f}", flush=True)


def main() -> None:
    print("     rows  by hand  all pairs  ratio  74 slices  1,000 perms    MB")
    for size in SIZES:
        subprocess.run([sys.executable, __file__, str(size)], check=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})


if __name__ == "__main__":
    measure(int(sys.argv[1])) if len(sys.argv) > 1 else main()
