"""Make votes.parquet from the tables of the package unvotes: `python notebooks/data/votes.py ../shared/data/unvotes`.

One row a roll call, one column a state: what it voted (2 for the text, 0 abstention, −2 against, null no vote), so that 870,109 votes take
a quarter of a megabyte.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from positiongraph.sources.un_votes import read_votes

FILE = Path(__file__).with_name("votes.parquet")
HEAD = ("roll_call", "date", "symbol", "title", "topics")
NONE = 99
LONGEST = 160


def title(text: str) -> str:
    """Return a roll call's title; nothing where the source has the minutes of the sitting in its place."""
    text = text.removesuffix(" : resolution / adopted by the General Assembly").strip()
    return "" if len(text) > LONGEST or "President" in text.split(":")[0] else text


def wide(folder: Path) -> pa.Table:
    """Read the votes of a folder of unvotes: one row a roll call in the order of time, one column a state."""
    votes = read_votes(str(folder / "votes.csv.gz"))
    order = sorted(range(len(votes.roll_calls)), key=lambda n: int(votes.roll_calls[n].key))
    grid = np.full((len(order), len(votes.codes)), NONE, np.int8)
    grid[votes.roll_call, votes.actor] = votes.stance
    columns: dict[str, Any] = {
        "roll_call": [votes.heads.issues[n].id for n in order], "date": [votes.heads.statements[n].date for n in order],
        "symbol": [votes.roll_calls[n].symbol for n in order], "title": [title(votes.roll_calls[n].title) for n in order],
        "topics": [" ".join(votes.heads.issues[n].broader) for n in order],
    }
    for place, code in enumerate(votes.codes):
        column = grid[order, place]
        columns[code] = pa.array(column, mask=column == NONE)
    return pa.table(columns)


def main(folder: str, out: Path = FILE) -> None:
    """Write the file; the same tables give the same bytes."""
    pq.write_table(wide(Path(folder)), out, compression="zstd", compression_level=19, write_statistics=False, store_schema=False)


if __name__ == "__main__":
    main(*sys.argv[1:2])
