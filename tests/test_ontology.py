"""The ontology: its terms, its documentation, its shapes and their examples."""

import re
from enum import StrEnum
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection

from positiongraph import facts
from positiongraph.iris import PREFIXES
from positiongraph.vocabulary import NUMBERS, OA, POS, STANCES

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


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


def broken(data: Graph, shapes: Graph) -> set[str]:
    """Return the names of the shapes that the data break."""
    _, report, _ = validate(data, shacl_graph=shapes)
    found = {str(shape).removeprefix(str(POS)) for shape in report.objects(None, SH.sourceShape)}
    assert found <= names(shapes), "each finding comes from a shape with a name"
    return found


def names(shapes: Graph) -> set[str]:
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
    return {str(s).removeprefix(str(POS)) for target in targets for s in shapes.subjects(target)}


def examples(folder: str) -> list[Path]:
    return sorted((ONTOLOGY / "examples" / folder).glob("*.ttl"))


def test_every_shape_has_an_example_that_breaks_it(shapes: Graph) -> None:
    assert {path.stem for path in examples("invalid")} == names(shapes)


def test_every_shape_explains_itself(shapes: Graph) -> None:
    assert len(names(shapes)) > 30
    for name in names(shapes):
        (message,) = [*shapes.objects(POS._NS[name], SH.message), *shapes.objects(POS._NS[name], SH.sparql / SH.message)]
        assert message.language == "en"
        assert str(message).endswith((".", '"')), name


@pytest.mark.parametrize("path", examples("invalid"), ids=lambda path: path.stem)
def test_an_invalid_example_breaks_exactly_the_shape_it_is_named_after(path: Path, shapes: Graph) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert broken(Graph().parse(path), shapes) == {path.stem}


@pytest.mark.parametrize("path", examples("valid"), ids=lambda path: path.stem)
def test_a_valid_example_breaks_none(path: Path, shapes: Graph) -> None:
    assert broken(Graph().parse(path), shapes) == set()


@pytest.mark.parametrize("path", [*examples("valid"), *examples("invalid")], ids=lambda path: path.stem)
def test_examples_use_only_terms_that_exist(path: Path) -> None:
    used = {str(term) for triple in Graph().parse(path) for term in triple if str(term).startswith(str(POS))}
    assert used
    assert {term for term in used if term not in POS} == set()


def test_the_lists_in_the_shapes_are_the_schemes(terms: Graph, shapes: Graph) -> None:
    lists = {frozenset(Collection(shapes, node)) for node in shapes.objects(None, SH["in"])}
    schemes = {frozenset(terms.subjects(SKOS.inScheme, scheme)) for scheme in terms.subjects(RDF.type, SKOS.ConceptScheme)}
    assert lists - {frozenset(POS[kind] for kind in facts.ActorKind)} == schemes


OFFICE = f"""
@prefix pos: <{POS}> . @prefix : <https://example.org/> . @prefix xsd: <{XSD}> .
@prefix skos: <{SKOS}> . @prefix org: <{ORG}> .
:kenya a pos:State ; skos:notation "KEN" ; skos:prefLabel "Kenya"@en .
:speaker a pos:Person ; skos:notation "speaker" ; skos:prefLabel "the speaker"@en .
:trade a pos:Issue ; skos:notation "trade" ; skos:prefLabel "Trade"@en ; pos:positivePole "more of it"@en .
:record a pos:Document .
:speech a pos:Statement ; pos:kind pos:speech ; pos:date "DATE"^^xsd:TYPE ; pos:inDocument :record .
:position a pos:Position ; pos:holder :kenya ; pos:speaker :speaker ; pos:issue :trade ; pos:stance pos:supports ;
    pos:act pos:support ; pos:attribution pos:paraphrase ; pos:expressedIn :speech .
:office a pos:Membership ; org:member :speaker ; org:organization :kenya ; skos:prefLabel "president"@en """
TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


@pytest.mark.parametrize(("since", "until", "day"), [
    ("2013-04-09", "2022-09-13", "2013-04-09"), ("2013-04-09", "2022-09-13", "2022-09-13"), ("2013-04-09", "2022-09-13", "2013-04-08"),
    ("2013-04-09", "2022-09-13", "2022-09-14"), ("2013-04-09", None, "2025-01-01"), (None, "2022-09-13", "1999"),
    (None, None, "2025-01-01"), ("2013-04-09", "2022-09-13", "2013"), ("2013-04-09", "2022-09-13", "2012"),
    ("2013-04-09", "2022-09-13", "2013-03"),     ("2013", "2022", "2013-01-01"), ("2013", "2022", "2022-12-31"), ("2013", "2022", "2023-01-01"), ("2013-04", "2022-09", "2022-10"),
])
def test_an_office_counts_on_the_days_that_the_facts_say_it_covers(since: str | None, until: str | None, day: str, shapes: Graph) -> None:
    dates = "".join(f'; pos:{term} "{date}"^^xsd:{TYPES[len(date)]} ' for term, date in (("from", since), ("until", until)) if date)
    text = OFFICE.replace("DATE", day).replace("TYPE", TYPES[len(day)]) + dates + "."
    covers = facts.Membership(member="speaker", organization="KEN", since=since, until=until).covers(day)
    assert broken(Graph().parse(data=text), shapes) == (set() if covers else {"SpeakerOfficeShape"})


def test_a_person_who_speaks_for_nobody_else_needs_no_office(shapes: Graph) -> None:
    text = OFFICE.replace("DATE", "2025").replace("TYPE", "gYear") + '; pos:until "2020"^^xsd:gYear .'
    assert broken(Graph().parse(data=text), shapes) == {"SpeakerOfficeShape"}
    assert broken(Graph().parse(data=text.replace("pos:holder :kenya", "pos:holder :speaker")), shapes) == set()


def test_a_missing_office_is_a_warning_that_names_the_speaker(shapes: Graph) -> None:
    _, report, _ = validate(Graph().parse(ONTOLOGY / "examples/invalid/SpeakerOfficeShape.ttl"), shacl_graph=shapes)
    (result,) = report.subjects(RDF.type, SH.ValidationResult)
    assert report.value(result, SH.resultSeverity) == SH.Warning
    assert "Ban Ki-moon" in str(report.value(result, SH.resultMessage))


@pytest.mark.parametrize(("since", "until", "good"), [
    ("2017-05", "2017", True), ("2017", "2017-05", True), ("2017-05-02", "2017-05-02", True), ("2017-05-02", "2017-05-01", False),
    ("2018", "2017-05", False), ("2017-06", "2017-05-30", False),
])
def test_a_membership_may_not_begin_after_it_ends(since: str, until: str, good: bool, shapes: Graph) -> None:
    text = OFFICE.replace("DATE", "2017-05").replace("TYPE", "gYearMonth")
    text += f'; pos:from "{since}"^^xsd:{TYPES[len(since)]} ; pos:until "{until}"^^xsd:{TYPES[len(until)]} .'
    assert ("MembershipOrderShape" in broken(Graph().parse(data=text), shapes)) is not good


def test_only_the_alignments_name_the_classes_of_other_models(terms: Graph, shapes: Graph) -> None:
    others = (str(PROV), str(FOAF), "https://schema.org/", "http://www.popoloproject.com/")
    alignments = Graph().parse(ONTOLOGY / "alignments.ttl")
    assert {o for o in others if any(str(t).startswith(o) for triple in alignments for t in triple)} == set(others)
    for graph in (terms, shapes):
        assert [t for triple in graph for t in triple if str(t).startswith(others)] == []
        classes = {c for p in (RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range) for c in graph.objects(None, p)}
        assert {c for c in classes if str(c).startswith((str(ORG), str(OA)))} == set()


def test_the_alignments_speak_of_our_terms_only_and_code_every_act(terms: Graph) -> None:
    alignments = Graph().parse(ONTOLOGY / "alignments.ttl")
    ours = {s for s in alignments.subjects() if str(s).startswith(str(POS))}
    assert ours <= own(terms)
    assert set(terms.subjects(RDF.type, POS.Act)) <= ours
    codes = {str(code) for code in alignments.objects(None, SKOS.notation)}
    assert len(codes) > 15
    assert [code for code in codes if not re.fullmatch(r"CAMEO:\d{3}|PLOVER:[A-Z]+", code)] == []


def test_the_readme_counts_and_names_what_is_there(terms: Graph, shapes: Graph) -> None:
    text = (ONTOLOGY / "README.md").read_text(encoding="utf-8")
    properties = {*terms.subjects(RDF.type, OWL.ObjectProperty), *terms.subjects(RDF.type, OWL.DatatypeProperty)}
    assert f"13 classes and {len(properties)} properties" in text
    assert f"{len(names(shapes))} shapes" in text
    used = set(re.findall(r"pos:([A-Za-z]+)", text))
    assert used
    assert {name for name in used if name not in POS and name not in names(shapes)} == set()


@pytest.mark.parametrize(("start", "end", "exact", "good"), [
    (2, 7, "peace", True), (0, 1, "🕊", True), (8, 9, "é", True), (8, 10, "é!", True), (1, 7, "peace", False), (3, 8, "peace", False),
    (8, 10, "é", False), (2, 7, "Peace", False),
])
def test_offsets_are_code_points(start: int, end: int, exact: str, good: bool, shapes: Graph) -> None:
    text = f"""@prefix pos: <{POS}> . @prefix : <https://example.org/> . @prefix oa: <{OA}> . @prefix rdf: <{RDF}> .
        :document a pos:Document ; rdf:value "🕊 peace é!" .
        :passage a pos:Passage ; oa:hasSource :document ;
            oa:hasSelector [ oa:start {start} ; oa:end {end} ] , [ oa:exact "{exact}" ] ."""
    assert broken(Graph().parse(data=text), shapes) == (set() if good else {"EvidenceMatchesTextShape"})
