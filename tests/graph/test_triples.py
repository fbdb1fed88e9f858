"""The translation from facts to triples, against Turtle written by hand."""

from rdflib import Graph
from rdflib.compare import isomorphic

from positiongraph.facts import (
    Act,
    Actor,
    ActorKind,
    Attribution,
    Document,
    Facts,
    Issue,
    Kind,
    Membership,
    Modality,
    Position,
    Statement,
    Status,
    Voice,
)
from positiongraph.graph import graph, validate
from positiongraph.graph.triples import iri, passage_id
from positiongraph.iris import key_of
from positiongraph.vocabulary import STANCES

DOCUMENT = Document(identifier="note.txt", title="A note", text="France and Germany back the tax.", license="CC0 1.0", source="https://example.org/note")
STATEMENT = Statement(document=DOCUMENT.id, key="joint-statement", kind=Kind.JOINT_STATEMENT, date="2021-06", parties=("DEU", "FRA"))
JOINT = Position(
    document=DOCUMENT.id, statement=STATEMENT.id, holders=("DEU", "FRA"), issue="wine-tax", stance=2, act=Act.SUPPORT, attribution=Attribution.QUOTE,
    date="2021-06-05", voice=Voice.JOINT, targets=("unnamed:some states",), speaker="emmanuel-macron", modality=Modality.INTENDED,
    status=Status.PROPOSED, confidence=0.75, start=0, end=31, text="France and Germany back the tax", propositions=("They back the tax.",),
)
FACTS = Facts(
    positions=(JOINT,), statements=(STATEMENT,), documents=(DOCUMENT,),
    actors=(
        Actor(code="DEU", kind=ActorKind.STATE, name="Germany", exact_matches=("http://www.wikidata.org/entity/Q183",)),
        Actor(code="FRA", kind=ActorKind.STATE, name="France", aliases=("La France",)),
        Actor(code="unnamed:some states", kind=ActorKind.BLOC, name="some states"),
        Actor(code="emmanuel-macron", kind=ActorKind.PERSON, name="Emmanuel Macron"),
    ),
    issues=(
        Issue(id="wine-tax", label="Wine tax", positive_pole="levying it", broader=("taxes",), concerns=("FRA",), aliases=("tax on wine",)),
        Issue(id="taxes", label="Taxes", positive_pole="levying them"),
    ),
    memberships=(Membership(member="emmanuel-macron", organization="FRA", role="president", since="2017-05-14"),),
)

SCALE = "\n".join(f"<{stance}> a pos:Stance ; rdf:value {number} ." for number, stance in STANCES.items())
EXPECTED = f"""
@prefix pos: <https://w3id.org/positiongraph/ontology#> .
@prefix a: <https://w3id.org/positiongraph/id/actor/> .
@prefix i: <https://w3id.org/positiongraph/id/issue/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
{SCALE}
<{iri("document", DOCUMENT.id)}> a pos:Document ; dcterms:identifier "note.txt" ; dcterms:title "A note" ; dcterms:license "CC0 1.0" ;
    dcterms:source <https://example.org/note> ; rdf:value "France and Germany back the tax." ; pos:contentHash "{DOCUMENT.content_hash}" .
<{iri("statement", STATEMENT.id)}> a pos:Statement ; skos:notation "joint-statement" ; pos:kind pos:jointStatement ; pos:date "2021-06"^^xsd:gYearMonth ;
    pos:inDocument <{iri("document", DOCUMENT.id)}> ; pos:party a:DEU, a:FRA .
<{iri("position", JOINT.id)}> a pos:Position ; pos:holder a:DEU, a:FRA ; pos:issue i:wine-tax ; pos:stance pos:supports ; pos:act pos:support ;
    pos:attribution pos:quote ; pos:date "2021-06-05"^^xsd:date ; pos:voice pos:joint ; pos:modality pos:intended ; pos:status pos:proposed ;
    pos:target <https://w3id.org/positiongraph/id/actor/unnamed%3Asome%20states> ; pos:speaker a:emmanuel-macron ; pos:confidence 0.75 ;
    pos:proposition "They back the tax."@en ; pos:expressedIn <{iri("statement", STATEMENT.id)}> ; pos:evidence <{iri("passage", passage_id(JOINT))}> .
<{iri("passage", passage_id(JOINT))}> a pos:Passage ; oa:hasSource <{iri("document", DOCUMENT.id)}> ;
    oa:hasSelector <{iri("passage", passage_id(JOINT))}/place>, <{iri("passage", passage_id(JOINT))}/words> .
<{iri("passage", passage_id(JOINT))}/place> a oa:TextPositionSelector ; oa:start 0 ; oa:end 31 .
<{iri("passage", passage_id(JOINT))}/words> a oa:TextQuoteSelector ; oa:exact "France and Germany back the tax" ; oa:prefix "" ; oa:suffix "." .
a:DEU a pos:State ; skos:notation "DEU" ; skos:prefLabel "Germany"@en ; skos:exactMatch <http://www.wikidata.org/entity/Q183> .
a:FRA a pos:State ; skos:notation "FRA" ; skos:prefLabel "France"@en ; skos:altLabel "La France" .
<https://w3id.org/positiongraph/id/actor/unnamed%3Asome%20states> a pos:Bloc ; skos:notation "unnamed:some states" ; skos:prefLabel "some states"@en .
a:emmanuel-macron a pos:Person ; skos:notation "emmanuel-macron" ; skos:prefLabel "Emmanuel Macron"@en .
i:wine-tax a pos:Issue ; skos:notation "wine-tax" ; skos:prefLabel "Wine tax"@en ; skos:altLabel "tax on wine"@en ; pos:positivePole "levying it"@en ;
    skos:broader i:taxes ; pos:concerns a:FRA .
i:taxes a pos:Issue ; skos:notation "taxes" ; skos:prefLabel "Taxes"@en ; pos:positivePole "levying them"@en .
<{iri("membership", FACTS.memberships[0].id)}> a pos:Membership ; org:member a:emmanuel-macron ; org:organization a:FRA ;
    skos:prefLabel "president"@en ; pos:from "2017-05-14"^^xsd:date .
"""


def test_facts_become_the_triples_written_by_hand() -> None:
    assert isomorphic(graph(FACTS), Graph().parse(data=EXPECTED, format="turtle"))


def test_the_small_world_is_valid() -> None:
    assert validate(graph(FACTS)) == ()


def test_a_vote_is_lean() -> None:
    roll_call = Statement(document=DOCUMENT.id, key="1", kind=Kind.ROLL_CALL, date="2020-01-14", act=Act.VOTE, attribution=Attribution.RECORD)
    vote = Position(document=DOCUMENT.id, statement=roll_call.id, holders=("FRA",), issue="wine-tax", stance=-2, act=Act.VOTE,
                    attribution=Attribution.RECORD, date="2020-01-14")
    lean = graph(Facts(positions=(vote,), statements=(roll_call,)))
    assert len(list(lean.triples((iri("position", vote.id), None, None)))) == 5


def test_every_code_comes_back_from_its_iri() -> None:
    for code in ("RUS", "unnamed:some states/regions?", "unresolved:<script>alert(1)</script>", "é#%"):
        assert key_of(iri("actor", code)) == code
        Graph().parse(data=f'<{iri("actor", code)}> <x:p> <x:o> .', format="nt")
