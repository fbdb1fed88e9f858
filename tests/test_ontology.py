"""The ontology: its terms, its documentation, its shapes and their examples."""

import re
from enum import StrEnum
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from positiongraph import facts
from positiongraph.vocabulary import NUMBERS, POS, PREFIXES, STANCES

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
IRI = URIRef("https://w3id.org/positiongraph/ontology")
ENUMERATIONS = {
    POS.acts: facts.Act, POS.voices: facts.Voice, POS.modalities: facts.Modality, POS.attributions: facts.Attribution,
    POS.statuses: facts.Status, POS.kinds: facts.Kind,
}


@pytest.fixture(scope="module")
def terms() -> Graph:
    return Graph().parse(ONTOLOGY / "positions.ttl").parse(ONTOLOGY / "schemes.ttl")


def own(graph: Graph) -> set[URIRef]:
    return {s for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(str(POS))}


def test_every_turtle_file_parses() -> None:
    files = sorted(ONTOLOGY.rglob("*.ttl"))
    assert len(files) > 1
    for file in files:
        assert len(Graph().parse(file)) > 0, file


def test_the_terms_of_the_turtle_are_the_names_in_python(terms: Graph) -> None:
    names = {name for name in POS.__annotations__ if not name.startswith("_")} | set(POS._extras)
    assert {POS[name] for name in names} == own(terms)


def test_there_are_thirteen_classes(terms: Graph) -> None:
    assert len({c for c in terms.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef)}) == 13


def test_every_term_has_one_label_one_definition_and_an_example(terms: Graph) -> None:
    checked = own(terms)
    assert len(checked) > 90
    for term in checked:
        labels = [*terms.objects(term, RDFS.label), *terms.objects(term, SKOS.prefLabel)]
        definitions = list(terms.objects(term, SKOS.definition))
        assert [len(labels), len(definitions)] == [1, 1], term
        assert list(terms.objects(term, SKOS.example)), term
        texts = [*labels, *definitions, *terms.objects(term, SKOS.example), *terms.objects(term, SKOS.scopeNote)]
        assert all(isinstance(text, Literal) and text.language == "en" and text.strip() == str(text) for text in texts), term


def test_every_class_and_property_says_what_it_is_not(terms: Graph) -> None:
    named = [t for t in own(terms) if (t, RDFS.label, None) in terms]
    assert len(named) == 39
    assert [t for t in named if (t, SKOS.scopeNote, None) not in terms] == []


def test_no_two_terms_of_a_sort_share_a_definition(terms: Graph) -> None:
    definitions = list(terms.objects(None, SKOS.definition))
    assert len(definitions) == len(set(definitions))


def test_there_is_no_inverse_property(terms: Graph) -> None:
    assert (None, OWL.inverseOf, None) not in terms


def test_each_list_of_the_facts_is_a_scheme_of_the_ontology(terms: Graph) -> None:
    for scheme, enumeration in ENUMERATIONS.items():
        assert issubclass(enumeration, StrEnum)
        assert {POS[value] for value in enumeration} == set(terms.subjects(SKOS.inScheme, scheme)), scheme


def test_the_kinds_of_actor_are_the_actor_classes(terms: Graph) -> None:
    assert {POS[kind] for kind in facts.ActorKind} == set(terms.transitive_subjects(RDFS.subClassOf, POS.Actor))


def test_every_concept_is_in_one_scheme(terms: Graph) -> None:
    concepts = set(terms.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == 7 + sum(len(enumeration) for enumeration in ENUMERATIONS.values())
    for concept in concepts:
        (scheme,) = terms.objects(concept, SKOS.inScheme)
        assert (scheme, RDF.type, SKOS.ConceptScheme) in terms


def test_the_stances_run_from_minus_three_to_plus_three(terms: Graph) -> None:
    numbers = {stance: terms.value(stance, RDF.value).toPython() for stance in terms.subjects(RDF.type, POS.Stance)}
    assert numbers == NUMBERS
    assert {n: s for s, n in numbers.items()} == STANCES
    assert sorted(STANCES) == list(facts.STANCES)


def test_the_version_is_the_packages(terms: Graph) -> None:
    (version,) = re.findall(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert terms.value(IRI, OWL.versionIRI) == IRI + "/" + version
    assert terms.value(IRI, OWL.versionInfo) == Literal(version)
    assert version not in " ".join(own(terms))


def test_the_description_begins_with_what_a_position_is_not() -> None:
    text = (ONTOLOGY / "positions.ttl").read_text(encoding="utf-8")
    assert re.search(r'dcterms:description """A position is a stance.*not an office', text)


def test_the_prefixes_are_those_of_the_files(terms: Graph) -> None:
    used = {prefix: str(namespace) for prefix, namespace in terms.namespaces() if prefix in PREFIXES}
    assert used.keys() >= {"pos", "dcterms", "skos", "rdf"}
    assert {prefix: PREFIXES[prefix] for prefix in used} == used


def test_a_name_that_the_ontology_lacks_is_an_error() -> None:
    with pytest.raises(AttributeError, match="holders"):
        POS["holders"]
