"""The benchmarks of building run, small: they cannot rot unseen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def test_building_is_measured_beside_its_baselines(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, str(BENCHMARKS / "votes.py"), "--quick"], check=True, capture_output=True, text=True,
                           env=os.environ | {"POSITIONGRAPH_RESULTS": str(tmp_path)})
    tables = json.loads((tmp_path / "votes.json").read_text())
    assert list(tables) == ["Growth", "Beside rdflib's memory store, on a tenth of the votes", "Questions on a tenth of the votes"]
    assert [row["what"] for row in tables["Growth"]["rows"]] == ["build", "build, one load at a time", "load alone", "load alone, packed"]
    assert {row["positions"] for row in tables["Growth"]["rows"]} == {1_000}
    assert (tmp_path / "votes.md").read_text().strip() == ended.stdout.strip()


@pytest.mark.slow
def test_questions_are_measured_beside_their_baselines(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(BENCHMARKS / "queries.py"), "--quick"], check=True, capture_output=True,
                   env=os.environ | {"POSITIONGRAPH_RESULTS": str(tmp_path)})
    tables = json.loads((tmp_path / "queries.json").read_text())
    assert list(tables) == ["Each question beside its SPARQL", "From a fresh process", "Growth"]
    assert {row["answered by"] for row in tables["Each question beside its SPARQL"]["rows"][1:]} == {"flat table"}
