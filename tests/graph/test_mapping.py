"""Sources in parts: the same triples and rows as in a store, whoever translates; and nothing half done."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest

from positiongraph import cli
from positiongraph.facts import Facts
from positiongraph.graph import build, engine, mapping, ntriples, positions_table, spark
from positiongraph.graph.mapping import write_parts
from positiongraph.sources.un_votes import Votes
from tests import engines
from tests.gold import GOLD, gold
from tests.votes import world

PARTS = 3


@pytest.fixture(scope="module")
def votes(tmp_path_factory: pytest.TempPathFactory) -> Votes:
    return world(tmp_path_factory.mktemp("votes"))


@pytest.fixture(scope="module")
def kg(votes: Votes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "kg"
    build(gold(), folder, votes=[votes])
    return folder


@pytest.fixture(scope="module", params=["local", "spark"])
def mapped(request: pytest.FixtureRequest, votes: Votes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command writes, in a process of its own."""
    folder = tmp_path_factory.mktemp("map")
    command = [sys.executable, "-m", "positiongraph.cli", "map", str(GOLD), votes.path, "--parts", str(PARTS), "--engine", request.param,
               *(["--master", "local[2]"] if request.param == "spark" else []), "--out", str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "37 positions" in done.stderr
    return folder / "out"


def triples(folder: Path) -> list[ox.Quad]:
    return [quad for path in sorted((folder / "triples").iterdir()) for quad in ox.parse(path=str(path))]


def test_the_triples_are_those_of_a_store(mapped: Path, kg: Path) -> None:
    found = triples(mapped)
    assert set(found) == set(engine(kg))
    assert len(found) == len(set(found)), "each once, what parts share too"
    assert json.loads((mapped / "_SUCCESS").read_text()) | {"version": ""} == {
        "version": "", "base": "https://w3id.org/positiongraph/id/", "positions": 37, "triples": len(found), "parts": PARTS}


def test_the_rows_are_those_beside_a_store(mapped: Path, kg: Path) -> None:
    tables = [pq.read_table(path).cast(positions_table(kg).schema) for path in sorted((mapped / "positions").iterdir())]
    assert len(tables) == PARTS + 1
    rows = pa.concat_tables(tables).to_pylist()
    assert sorted(rows, key=lambda row: (row["position"], row["holder"])) == positions_table(kg).to_pylist()


def test_a_part_of_triples_goes_with_its_part_of_rows(mapped: Path) -> None:
    names = [path.stem for path in sorted((mapped / "positions").glob("votes-*"))]
    assert names == [path.stem for path in sorted((mapped / "triples").glob("votes-*"))]
    for name in names:
        text = (mapped / "triples" / f"{name}.nt").read_bytes()
        assert text == b"".join(mapping.text_of(mapped / "positions" / f"{name}.parquet", "https://w3id.org/positiongraph/id/"))
        assert text.count(b"\n") == 5 * pq.read_metadata(mapped / "positions" / f"{name}.parquet").num_rows


def test_roll_calls_that_two_files_tell_alike_are_written_once(votes: Votes, tmp_path: Path) -> None:
    made = write_parts(Facts(), tmp_path / "out", votes=[votes, votes])
    assert made.positions == len(votes)
    assert made.triples == len(triples(tmp_path / "out"))


def test_texts_and_tables_are_mapped_too(tmp_path: Path) -> None:
    assert cli.run(["map", str(GOLD), "--out", str(tmp_path / "out"), "--base", "https://example.org/"]) == 0
    assert sorted(path.name for path in (tmp_path / "out").rglob("*") if path.is_file()) == ["_SUCCESS", "shared.nt", "words.parquet"]
    lines = set(ntriples.text(gold(), "https://example.org/").splitlines())
    assert set((tmp_path / "out" / "triples" / "shared.nt").read_text(encoding="utf-8").splitlines()) == lines


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (["--engine", "hadoop"], 2, "no engine named 'hadoop'; known: local, spark"),
    (["--master", "local[2]"], 2, "a master goes with the engine spark"),
    (["--engine", "spark", "--master", "spark://127.0.0.1:PORT"], 1, "spark://127.0.0.1:PORT: no master answers: Connection refused"),
    (["--engine", "spark", "--master", "spark://127.0.0.1"], 1, "no master answers: '127.0.0.1' is no host:port"),
])
def test_a_mistake_is_one_line_and_leaves_nothing(
    arguments: list[str], code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = str(engines.free_port())
    given = [argument.replace("PORT", port) for argument in arguments]
    assert cli.run(["map", str(GOLD), "--out", str(tmp_path / "out"), *given]) == code
    assert capsys.readouterr().err.endswith(words.replace("PORT", port) + "\n")
    assert not (tmp_path / "out").exists()


def test_without_pyspark_or_java_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["map", str(GOLD), "--out", str(tmp_path / "out"), "--engine", "spark"]
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert cli.run(arguments) == 2
    assert "the engine spark needs Java 17: apt-get install openjdk-17-jre-headless, or set JAVA_HOME" in capsys.readouterr().err
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    assert cli.run(arguments) == 2
    assert "the engine spark needs pyspark: pip install 'positiongraph[spark]'" in capsys.readouterr().err


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert cli.run(["map", str(GOLD), "--out", str(tmp_path)]) == 2
    assert "not empty; parts are written to a new folder" in capsys.readouterr().err
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_what_fails_half_way_leaves_nothing(votes: Votes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    whole = mapping._whole

    def full(path: Path, write: Callable[[Path], object]) -> None:
        whole(path, write)
        if path.suffix == ".nt":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(mapping, "_whole", full)
    (tmp_path / "empty").mkdir()
    assert cli.run(["map", votes.path, "--out", str(tmp_path / "empty")]) == 1
    assert "No space left on device; nothing was left there" in capsys.readouterr().err
    assert list((tmp_path / "empty").iterdir()) == []
