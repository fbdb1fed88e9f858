"""The packaged issues: a neutral list with poles, in a hierarchy, whose names do not clash."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyshacl import validate
from rdflib import SKOS, Graph

from positiongraph.reference.build import packaged
from positiongraph.reference.names import fold
from positiongraph.vocabulary import POS

ROOT = Path(__file__).parents[2]
FILE = ROOT / "src/positiongraph/reference/data/issues.yaml"
KEYS = ["id", "label", "positive_pole", "notation", "aliases", "broader", "concerns", "matches", "source"]


@pytest.fixture(scope="module")
def issues() -> dict[str, dict[str, Any]]:
    entries = yaml.safe_load(FILE.read_text("utf-8"))
    assert len(entries) == len({entry["id"] for entry in entries})
    return {entry["id"]: entry for entry in entries}


def above(key: str, issues: dict[str, dict[str, Any]]) -> set[str]:
    """Return all broader issues; a circle ends in RecursionError."""
    broader = issues[key].get("broader", [])
    return set(broader).union(*(above(b, issues) for b in broader))


def key(name: str) -> str:
    """Return a name without case, articles, punctuation and plural: what a reader takes for the same."""
    words = [word for word in fold(name).split() if word not in {"the", "a", "an"}]
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us", "is")) else w for w in words)


def test_there_are_at_least_130_issues_in_a_hierarchy(issues: dict[str, dict[str, Any]]) -> None:
    tops = [k for k, entry in issues.items() if "broader" not in entry]
    assert len(issues) >= 130
    assert len(tops) < len(issues) / 10
    assert max(len(above(k, issues)) for k in issues) > 3


def test_issues_are_sorted_and_hold_the_known_fields_only(issues: dict[str, dict[str, Any]]) -> None:
    assert list(issues) == sorted(issues)
    for entry in issues.values():
        assert list(entry) == [field for field in KEYS if field in entry], entry["id"]
        assert {"id", "label", "positive_pole", "source"} <= entry.keys()
        texts = [entry["label"], entry["positive_pole"], *entry.get("aliases", [])]
        assert all(isinstance(text, str) and text == " ".join(text.split()) and text for text in texts), entry["id"]


def test_ids_are_slugs(issues: dict[str, dict[str, Any]]) -> None:
    assert [k for k in issues if k != "-".join(fold(k).split()) or not k.isascii()] == []


def test_no_name_belongs_to_two_issues(issues: dict[str, dict[str, Any]]) -> None:
    holders = defaultdict(set)
    for k, entry in issues.items():
        for name in (k.replace("-", " "), entry["label"], *entry.get("aliases", [])):
            holders[key(name)].add(k)
    assert len(holders) > 1000
    assert {name: ids for name, ids in holders.items() if len(ids) > 1} == {}


def test_no_alias_repeats_its_label_or_another_alias(issues: dict[str, dict[str, Any]]) -> None:
    for entry in issues.values():
        names = Counter(key(name) for name in (entry["label"], *entry.get("aliases", [])))
        assert [name for name, n in names.items() if n > 1] == [], entry["id"]


def test_no_alias_is_an_everyday_word(issues: dict[str, dict[str, Any]]) -> None:
    words = {"who", "laws", "mines", "cites", "it", "us", "may", "war", "peace", "agreement", "treaty", "talks", "rights", "security"}
    assert {a for entry in issues.values() for a in entry.get("aliases", []) if fold(a) in words} == set()


def test_no_issue_is_broader_than_itself_and_all_broader_ones_exist(issues: dict[str, dict[str, Any]]) -> None:
    assert {b for entry in issues.values() for b in entry.get("broader", [])} <= issues.keys()
    assert [k for k in issues if k in above(k, issues)] == []


def test_what_issues_concern_are_packaged_actors(issues: dict[str, dict[str, Any]]) -> None:
    codes = {entry["code"] for entry in packaged()[0] if "code" in entry}
    named = {code for entry in issues.values() for code in entry.get("concerns", [])}
    assert len(named) > 50
    assert named - codes == set()


def test_no_name_of_a_state_alone_is_an_issue(issues: dict[str, dict[str, Any]]) -> None:
    states = {key(entry["name"]) for entry in packaged()[0] if "code" in entry and entry.get("kind", "State") == "State" and "name" in entry}
    assert len(states) > 150
    found = {key(n) for k, e in issues.items() for n in (k.replace("-", " "), e["label"], *e.get("aliases", []))} & states
    assert found == set()


def test_the_six_subjects_of_votes_are_there(issues: dict[str, dict[str, Any]]) -> None:
    assert {entry["notation"]: (k, entry["label"]) for k, entry in issues.items() if "notation" in entry} == {
        "me": ("palestinian-conflict", "Palestinian conflict"),
        "nu": ("nuclear-weapons", "Nuclear weapons and nuclear material"),
        "di": ("arms-control-and-disarmament", "Arms control and disarmament"),
        "hr": ("human-rights", "Human rights"),
        "co": ("colonialism", "Colonialism"),
        "ec": ("economic-development", "Economic development"),
    }


@pytest.mark.parametrize(("name", "issue"), [
    ("terrorism", "terrorism"), ("fight against terrorism", "counter-terrorism"), ("piracy", "piracy"), ("counter-piracy", "fight-against-piracy"),
    ("nuclear tests", "nuclear-testing"), ("CTBT", "comprehensive-nuclear-test-ban"), ("executions", "death-penalty"),
    ("abolition of the death penalty", "moratorium-on-the-death-penalty"), ("Syrian crisis", "war-in-syria"),
    ("settlement of the Syrian conflict", "settlement-in-syria-through-national-dialogue"), ("coal", "fossil-fuels"),
    ("phase-out of coal", "fossil-fuel-phase-out"), ("apartheid", "apartheid"), ("colonialism", "colonialism"), ("decolonization", "decolonisation"),
])
def test_a_thing_and_the_fight_against_it_are_two_issues(name: str, issue: str, issues: dict[str, dict[str, Any]]) -> None:
    assert [k for k, e in issues.items() if key(name) in {key(n) for n in (k, e["label"], *e.get("aliases", []))}] == [issue]


def test_examples_of_the_ontology_describe_packaged_issues_as_they_are(issues: dict[str, dict[str, Any]]) -> None:
    checked = 0
    for path in (ROOT / "ontology/examples/valid").glob("*.ttl"):
        graph = Graph().parse(path)
        for node, pole in graph.subject_objects(POS.positivePole):
            if entry := issues.get(str(graph.value(node, SKOS.notation))):
                assert (str(graph.value(node, SKOS.prefLabel)), str(pole)) == (entry["label"], entry["positive_pole"])
                checked += 1
    assert checked >= 4


@pytest.mark.data
def test_the_issues_of_the_sample_are_there_and_none_is_above_another(issues: dict[str, dict[str, Any]], shared_data: Path) -> None:
    wanted = [json.loads(line) for line in (shared_data / "seed/issues.jsonl").read_text("utf-8").splitlines()]
    ids = {entry["label"]: k for k, entry in issues.items()}
    assert len(wanted) == 23
    for row in wanted:
        entry = issues[ids[row["issue"]]]
        assert (entry["positive_pole"], entry.get("concerns", [])) == (row["positive_pole"], row["concerns"])
    theirs = {ids[row["issue"]] for row in wanted}
    assert {k: above(k, issues) & theirs for k in theirs if above(k, issues) & theirs} == {}
    assert all(issues[k].get("broader") for k in theirs)


def test_the_packaged_issues_are_valid() -> None:
    data = Graph().parse(ROOT / "ontology/issues.ttl")
    conforms, _, text = validate(data, shacl_graph=Graph().parse(ROOT / "ontology/shapes.ttl"))
    assert conforms, text
