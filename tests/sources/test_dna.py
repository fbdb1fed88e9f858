"""A DNA 3 database: everything it holds arrives, or is listed as not mapped."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from positiongraph.errors import InputError, UnknownName
from positiongraph.facts import ActorKind
from positiongraph.network import matrix, network
from positiongraph.sources.dna import dna_reading, read_dna

SCHEMA = """
CREATE TABLE SETTINGS (Property TEXT, Value TEXT);
CREATE TABLE DOCUMENTS (ID INTEGER, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT, Section TEXT, Notes TEXT,
                        Type TEXT, Date INTEGER);
CREATE TABLE STATEMENTTYPES (ID INTEGER, Label TEXT);
CREATE TABLE VARIABLES (ID INTEGER, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
CREATE TABLE STATEMENTS (ID INTEGER, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER, Stop INTEGER, Coder INTEGER);
CREATE TABLE ENTITIES (ID INTEGER, VariableId INTEGER, Value TEXT, ChildOf INTEGER);
CREATE TABLE DATASHORTTEXT (ID INTEGER, StatementId INTEGER, VariableId INTEGER, Entity INTEGER);
CREATE TABLE DATABOOLEAN (ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
CREATE TABLE DATAINTEGER (ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
CREATE TABLE DATALONGTEXT (ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value TEXT);
CREATE TABLE ATTRIBUTEVARIABLES (ID INTEGER, VariableId INTEGER, AttributeVariable TEXT);
CREATE TABLE ATTRIBUTEVALUES (ID INTEGER, EntityId INTEGER, AttributeVariableId INTEGER, AttributeValue TEXT);
INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement'), (2, 'Annotation');
INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1), (3, 'concept', 'short text', 1),
                             (4, 'agreement', 'boolean', 1), (5, 'strength', 'integer', 1), (6, 'note', 'long text', 2);
INSERT INTO ENTITIES VALUES (1, 1, '', NULL), (2, 1, 'Ada Lovelace', NULL), (3, 2, '', NULL), (4, 2, 'Harbour Union', NULL),
                            (5, 2, 'Tide Mills', NULL),
                            (6, 2, 'Salt Office', NULL), (7, 3, 'A new pier', 8), (8, 3, 'Building', NULL), (9, 3, 'Higher tolls', NULL);
INSERT INTO ATTRIBUTEVARIABLES VALUES (1, 2, 'Alias'), (2, 2, 'Type');
INSERT INTO ATTRIBUTEVALUES VALUES (1, 4, 1, 'HU'), (2, 4, 2, 'union');
INSERT INTO DOCUMENTS VALUES (1, 'One', '😀 yes to the pier, no to tolls', 1, '', 'The Gazette', '', '', '', 1736294400),
                             (2, 'Two', 'again: yes, build it', 1, '', '', '', '', '', 1736380800);
"""
UNION, MILLS, OFFICE, PIER, TOLLS = 4, 5, 6, 7, 9


def database(path: Path, statements: Iterable[tuple[int, int, int, int, int, int, int, int]], *, more: str = "") -> Path:
    """Statements are document, start, stop, person, organization, concept, agreement, strength."""
    base = sqlite3.connect(path)
    base.executescript(SCHEMA + more)
    for key, (document, start, stop, person, organization, concept, agreement, strength) in enumerate(statements, 1):
        base.execute("INSERT INTO STATEMENTS VALUES (?, 1, ?, ?, ?, 1)", [key, document, start, stop])
        for variable, entity in ((1, person), (2, organization), (3, concept)):
            base.execute("INSERT INTO DATASHORTTEXT VALUES (NULL, ?, ?, ?)", [key, variable, entity])
        base.execute("INSERT INTO DATABOOLEAN VALUES (NULL, ?, 4, ?)", [key, agreement])
        base.execute("INSERT INTO DATAINTEGER VALUES (NULL, ?, 5, ?)", [key, strength])
    base.commit()
    base.close()
    return path


HARBOUR = [
    # The union wants the pier twice over and no tolls; the mills want both; the office wants no tolls.
    (1, 3, 18, 2, UNION, PIER, 1, 3), (2, 7, 10, 2, UNION, PIER, 1, 2), (1, 20, 31, 2, UNION, TOLLS, 0, -3),
    (1, 3, 6, 1, MILLS, PIER, 1, 1), (2, 12, 20, 1, MILLS, TOLLS, 1, 2), (2, 0, 5, 1, OFFICE, TOLLS, 0, -1),
]


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    return database(tmp_path / "harbour.dna", HARBOUR)


def test_organization_holds_person_speaks_concept_is_the_issue(harbour: Path) -> None:
    facts = read_dna(harbour)
    first = facts.positions[0]
    assert (first.holders, first.speaker, first.issue) == (("harbour-union",), "ada-lovelace", "a-new-pier")
    assert (first.stance, first.date) == (2, "2025-01-08")
    assert {actor.name: (actor.kind, actor.aliases) for actor in facts.actors} == {
        "Harbour Union": (ActorKind.ORGANISATION, ("HU",)), "Tide Mills": (ActorKind.ORGANISATION, ()),
        "Salt Office": (ActorKind.ORGANISATION, ()), "Ada Lovelace": (ActorKind.PERSON, ())}
    assert {issue.id: issue.broader for issue in facts.issues} == {"a-new-pier": ("building",), "building": (), "higher-tolls": ()}


def test_words_stand_at_their_offsets_even_behind_an_emoji(harbour: Path) -> None:
    facts = read_dna(harbour)
    texts = {document.id: document.text for document in facts.documents}
    assert [position.text for position in facts.positions] == ["yes to the pier", "yes", "no to tolls", "yes", "build it", "again"]
    for position in facts.positions:
        assert (texts[position.document] or "")[position.start:position.end] == position.text


def test_integer_qualifiers_are_stances_and_a_rule_of_ones_own_goes_before(harbour: Path) -> None:
    assert [position.stance for position in read_dna(harbour, qualifier="strength").positions] == [3, 2, -3, 1, 2, -1]
    assert [position.stance for position in read_dna(harbour, stances={0: -1, 1: 3}).positions] == [3, 3, -1, 3, 3, -1]


def test_values_without_a_stance_are_each_named(tmp_path: Path) -> None:
    path = database(tmp_path / "d.dna", [(1, 3, 6, 1, UNION, PIER, 1, 7), (1, 7, 9, 1, UNION, PIER, 1, -9)])
    with pytest.raises(InputError) as caught:
        read_dna(path, qualifier="strength")
    assert [fault.what for fault in caught.value.faults] == [
        "statement 1: no stance for strength 7", "statement 2: no stance for strength -9"]


def test_what_is_not_mapped_is_listed(tmp_path: Path) -> None:
    note = "INSERT INTO STATEMENTS VALUES (90, 2, 1, 0, 5, 1); INSERT INTO DATALONGTEXT VALUES (1, 90, 6, 'ask again');"
    path = database(tmp_path / "d.dna", [*HARBOUR, HARBOUR[0], (1, 0, 2, 1, 3, PIER, 1, 1)], more=note)
    reading = dna_reading(path)
    assert len(reading.facts.positions) == 6
    assert {(item.what, item.count) for item in reading.unmapped} == {
        ("statements of type 'Annotation'", 1), ("statements that repeat another word for word", 1), ("statements without organization", 1),
        ("values of the attribute 'Type'", 1), ("variable 'strength'", 1)}


def test_a_person_without_organization_holds_the_position(tmp_path: Path) -> None:
    assert read_dna(database(tmp_path / "d.dna", [(1, 3, 6, 2, 3, PIER, 1, 1)])).positions[0].holders == ("ada-lovelace",)


def test_wrong_files_and_names_are_told(tmp_path: Path, harbour: Path) -> None:
    (tmp_path / "text.dna").write_text("no database")
    sqlite3.connect(tmp_path / "empty.dna").execute("CREATE TABLE STATEMENTS (ID INTEGER)").connection.close()
    for name, message in (("none.dna", "no such file"), ("text.dna", "no table"), ("empty.dna", "a database of DNA 3")):
        with pytest.raises(InputError, match=message):
            read_dna(tmp_path / name)
    with pytest.raises(UnknownName, match="nearest: organization"):
        read_dna(harbour, organization="organisation")
    with pytest.raises(UnknownName, match="statement type"):
        read_dna(harbour, statement_type="Statement")


def test_reading_leaves_the_database_as_it_was(harbour: Path) -> None:
    before = harbour.read_bytes()
    assert read_dna(harbour) == read_dna(harbour)
    assert harbour.read_bytes() == before


HAND = {  # measure, normalise: union–mills, union–office, mills–office, worked out on paper
    ("ignore", "none"): (3, 1, 1), ("congruence", "none"): (2, 1, 0), ("conflict", "none"): (1, 0, 1), ("subtract", "none"): (1, 1, -1),
    ("congruence", "average"): (0.8, 0.5, 0), ("congruence", "jaccard"): (2 / 4, 1 / 3, 0),
    ("congruence", "cosine"): (2 / 10**0.5, 1 / 5**0.5, 0), ("subtract", "average"): (1 / 2.5, 1 / 2, -1 / 1.5),
}


@pytest.mark.parametrize(("measure", "normalise"), HAND)
def test_networks_on_the_boolean_as_it_was_equal_the_numbers_worked_by_hand(harbour: Path, measure: str, normalise: str) -> None:
    reading = dna_reading(harbour)
    found = matrix(reading.facts, "holders", measure=measure, normalise=normalise, stances=reading.qualifiers, scale=1)
    pairs = (("harbour-union", "tide-mills"), ("harbour-union", "salt-office"), ("tide-mills", "salt-office"))
    assert [found.loc[a, b] for a, b in pairs] == pytest.approx(HAND[measure, normalise], abs=1e-9)


@pytest.mark.data
def test_the_sample_has_7_documents_and_40_statements_with_their_words(shared_data: Path) -> None:
    reading = dna_reading(shared_data / "dna" / "sample.dna")
    assert (len(reading.facts.documents), len(reading.facts.positions)) == (7, 40)
    texts = {document.id: document.text for document in reading.facts.documents}
    assert all((texts[p.document] or "")[p.start:p.end] == p.text and p.text for p in reading.facts.positions)
    assert (reading.unmapped[0].what, reading.unmapped[0].count) == ("statements of type 'Annotation'", 1)


@pytest.mark.data
def test_the_sample_gives_the_golden_values(shared_data: Path) -> None:
    reading = dna_reading(shared_data / "dna" / "sample.dna")

    def total(measure: str, normalise: str, **options: str) -> float:
        return float(matrix(reading.facts, "holders", measure=measure, normalise=normalise, stances=reading.qualifiers, scale=1,
                            **options).sum().sum())

    assert matrix(reading.facts, "positions", measure="ignore").to_numpy().sum() == 40
    assert network(reading.facts, "holders").number_of_edges() == 21
    assert total("ignore", "none") == 276
    assert total("congruence", "average") == pytest.approx(25.802436126, abs=1e-9)
    by_document = {("ignore", "none"): 78, ("congruence", "none"): 48, ("conflict", "none"): 38, ("subtract", "none"): 10,
                   ("congruence", "average"): 14 + 67 / 105, ("congruence", "jaccard"): 10 + 4 / 21}
    for (measure, normalise), expected in by_document.items():
        assert total(measure, normalise, duplicates="document") == pytest.approx(expected, abs=1e-9)
