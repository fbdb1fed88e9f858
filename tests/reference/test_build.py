"""The packaged files make sense, and what is built from them is up to date."""

from rdflib import Graph

from positiongraph.facts import Facts
from positiongraph.graph import graph
from positiongraph.reference import build
from positiongraph.reference.index import INDEX, read_index
from positiongraph.reference.turtle import actors_turtle
from positiongraph.vocabulary import POS


def test_the_data_make_sense_and_the_index_is_what_they_say() -> None:
    wanted, _, wrong = build.outputs()
    assert wrong == []
    assert {path.name for path in wanted} == {"index.json", "issues.ttl"}
    for path, text in wanted.items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale: run python -m positiongraph.reference.build"


def test_the_turtle_of_issues_says_what_the_graph_says() -> None:
    reference = read_index(INDEX)
    written = Graph().parse(data=build.written_issues(reference), format="turtle")
    said = [triple for triple in graph(Facts(issues=reference.issues())) if not triple[0].startswith(str(POS))]
    assert len(said) > 100
    assert [triple for triple in said if triple not in written] == []


def test_the_turtle_of_actors_says_what_the_graph_says() -> None:
    reference = read_index(INDEX)
    actors = reference.actors()[::40]
    memberships = tuple(m for actor in actors for m in reference.memberships(actor.code))
    written = Graph().parse(data=actors_turtle(actors, memberships), format="turtle")
    said = {triple for triple in graph(Facts(actors=actors, memberships=memberships)) if not triple[0].startswith(str(POS))}
    assert len(said) > 100
    assert said == set(written)
