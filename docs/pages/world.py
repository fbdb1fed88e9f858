"""The small world that the questions' examples are asked of: a meeting, two speeches, a register of words, and votes of 34 states."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from rdflib import Graph

from positiongraph.demo import sample
from positiongraph.facts import merge
from positiongraph.graph import build, open_store
from positiongraph.reading import read
from positiongraph.sources.un_votes import Votes, read_votes

ABOUT = "embargo imposed by the United States|Treaty on the Prohibition of Nuclear Weapons|United action|Joint courses of action"
STATES = ("USA", "ISR", "CAN", "AUS", "GBR", "FRA", "DEU", "POL", "JPN", "KOR", "TUR", "UKR", "MEX", "BRA", "ARG", "NGA", "ZAF", "KEN",
          "SAU", "EGY", "IND", "IDN", "VNM", "CHN", "RUS", "BLR", "IRN", "SYR", "PRK", "CUB", "AUT", "IRL", "NZL", "SWE")
SUBJECTS = {"nuclear-weapons": "nu", "arms-control-and-disarmament": "di", "human-rights": "hr", "palestinian-conflict": "me",
            "colonialism": "co", "economic-development": "ec"}
"""Topics of the packaged votes, and the letters that stand for them in the tables of unvotes."""


@contextmanager
def world(data: Path) -> Iterator[Graph]:
    """Build a store from the sample and from the notebooks' data; yield its graph."""
    with TemporaryDirectory() as folder:
        facts = merge([sample().facts, read(data / "words.yaml", *sorted((data / "speeches").glob("[FI][RT]*.txt")))])
        build(facts, Path(folder) / "kg", votes=[roll_calls(data / "votes.parquet", Path(folder))])
        yield open_store(Path(folder) / "kg")


def roll_calls(file: Path, folder: Path) -> Votes:
    """Read some of the packaged roll calls, laid out as the tables of unvotes."""
    table = pd.read_parquet(file)
    table = table[table["title"].str.contains(ABOUT)]
    number = table["roll_call"].str.rpartition("-")[2]
    heads = pd.DataFrame({"rcid": number, "session": table["date"].str[:4].astype(int) - 1945, "importantvote": 0, "date": table["date"],
                          "unres": table["symbol"], "amend": 0, "para": 0, "short": table["title"], "descr": table["title"]})
    heads.to_csv(folder / "roll_calls.csv", index=False)
    topics = table["topics"].str.split().explode()
    issues = pd.DataFrame({"rcid": number.reindex(topics.index), "short_name": topics.map(SUBJECTS), "issue": topics})
    issues.dropna().to_csv(folder / "issues.csv", index=False)
    cast = table.assign(rcid=number).melt("rcid", list(STATES), "iso3", "vote").dropna()
    cast = cast.assign(country=cast["iso3"], country_code="", vote=cast["vote"].map({2: "yes", 0: "abstain", -2: "no"}))
    cast[["rcid", "country", "country_code", "iso3", "vote"]].to_csv(folder / "votes.csv", index=False)
    return read_votes(str(folder / "votes.csv"))
