"""The packaged files make sense, and what is built from them is up to date."""

from pathlib import Path

import pytest
from rdflib import Graph

from positiongraph.errors import Fault
from positiongraph.facts import Facts
from positiongraph.graph import graph
from positiongraph.reference import build, report
from positiongraph.reference.index import Reference
from positiongraph.reference.turtle import actors_turtle
from positiongraph.vocabulary import POS

Built = tuple[dict[Path, str], Reference, list[Fault]]


@pytest.fixture(scope="module")
def built() -> Built:
    return build.outputs()


def test_the_data_make_sense_and_the_index_is_what_they_say(built: Built) -> None:
    wanted, _, wrong = built
    assert wrong == []
    assert {path.name for path in wanted} == {"index.json", "issues.ttl"}
    for path, text in wanted.items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale: run python -m positiongraph.reference.build"


def test_the_turtle_of_issues_says_what_the_graph_says(built: Built) -> None:
    reference = built[1]
    written = Graph().parse(data=build.written_issues(reference), format="turtle")
    said = [triple for triple in graph(Facts(issues=reference.issues())) if not triple[0].startswith(str(POS))]
    assert len(said) > 100
    assert [triple for triple in said if triple not in written] == []


def test_the_turtle_of_actors_says_what_the_graph_says(built: Built) -> None:
    reference = built[1]
    actors = reference.actors()[::40]
    memberships = tuple(m for actor in actors for m in reference.memberships(actor.code))
    written = Graph().parse(data=actors_turtle(actors, memberships), format="turtle")
    said = {triple for triple in graph(Facts(actors=actors, memberships=memberships)) if not triple[0].startswith(str(POS))}
    assert len(said) > 100
    assert said == set(written)


def test_the_command_writes_the_actors_where_asked(
        built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(build, "outputs", lambda: built)
    actors = tmp_path / "actors.ttl"
    assert build.main(["--check", "--actors", str(actors)]) == 0
    assert capsys.readouterr().err == ""
    assert "pos:Person" in actors.read_text("utf-8")


def test_a_fault_in_the_data_is_told_and_fails_the_check(
        built: Built, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    wanted, whole, _ = built
    fault = Fault("states.yaml", 7, "AAA: no source", "keys of sources.yaml")
    monkeypatch.setattr(build, "outputs", lambda: (wanted | {build.DATA / "none.json": "{}"}, whole, [fault]))
    assert build.main(["--check"]) == 1
    assert capsys.readouterr().err == "states.yaml:7: AAA: no source; expected keys of sources.yaml\ndiffers: none.json\n"


def test_the_report_counts_what_is_packaged_and_draws_the_same_sample_twice() -> None:
    lines = report.table().splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["states", "organisations", "blocs", "persons", "issues", "all"]
    entries = [int(line.split()[1]) for line in lines[1:]]
    assert sum(entries[:-1]) == entries[-1] > 3000
    sample = report.review(60, seed=3)
    assert len(set(sample)) == 60
    assert sample == report.review(60, seed=3) != report.review(60, seed=4)
