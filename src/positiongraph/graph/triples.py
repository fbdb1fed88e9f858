"""The one translation from facts to RDF, readable: what it yields is what a positiongraph means in RDF.

A vote is lean: its date, act and attribution stand on the Statement, and voice, modality and status are left out where they have their
default (unilateral, actual, accepted).
"""

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import NamedNode
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, RDF, SKOS, XSD

from positiongraph.facts import Act, Actor, Document, Facts, Issue, Membership, Modality, Position, Statement, Status, Voice, digest
from positiongraph.iris import BASE, PREFIXES, address, key_of
from positiongraph.vocabulary import OA, POS, STANCES

Triple = tuple[URIRef, URIRef, URIRef | Literal]

_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
CONTEXT = 32
"""Characters of prefix and suffix kept beside a quotation, as the Web Annotation model has them."""


def graph(facts: Facts, *, base: str = BASE) -> Graph:
    """Return the facts as a plain rdflib graph with its prefixes bound.

    `base` is the namespace of the data; terms keep their own. The order of facts makes no difference.
    """
    result = Graph()
    for prefix, namespace in PREFIXES.items():
        result.bind(prefix, namespace)
    for triple in triples(facts, base):
        result.add(triple)
    return result


def triples(facts: Facts, base: str = BASE) -> Iterator[Triple]:
    """Yield the triples of the facts; a triple that two facts share may come twice."""
    for number, stance in STANCES.items():  # the scale comes along: a graph answers for itself
        yield stance, RDF.type, POS.Stance
        yield stance, RDF.value, Literal(number)
    texts = {document.id: document.text for document in facts.documents}
    votes = {statement.id for statement in facts.statements if statement.act == Act.VOTE}
    for document in facts.documents:
        yield from _document(document, base)
    for statement in facts.statements:
        yield from _statement(statement, base)
    for position in facts.positions:
        yield from _position(position, position.statement in votes, texts.get(position.document), base)
    for actor in facts.actors:
        yield from _actor(actor, base)
    for membership in facts.memberships:
        yield from _membership(membership, base)
    for issue in facts.issues:
        yield from _issue(issue, base)


@lru_cache(1 << 14)
def iri(sort: str, key: str, base: str = BASE) -> URIRef:
    """Return the IRI of an actor, issue, document, statement, position, passage or membership by its code or id.

    >>> iri("actor", "unnamed:some states")
    rdflib.term.URIRef('https://w3id.org/positiongraph/id/actor/unnamed%3Asome%20states')
    """
    return URIRef(address(sort, key, base))


def hierarchy(graph: Graph) -> dict[str, list[str]]:
    """Return the issues of a graph that have broader ones: id → ids of the broader, both sorted."""
    found: dict[str, list[str]] = {}
    for issue, above in sorted((key_of(str(a)), key_of(str(b))) for a, b in graph.subject_objects(SKOS.broader)):
        found.setdefault(issue, []).append(above)
    return found


@lru_cache(1 << 14)
def date_literal(date: str) -> Literal:
    """Return a date at known precision as xsd:date, xsd:gYearMonth or xsd:gYear."""
    return Literal(date, datatype=_DATES[len(date)], normalize=False)


def _document(document: Document, base: str) -> Iterator[Triple]:
    node = iri("document", document.id, base)
    yield node, RDF.type, POS.Document
    yield node, DCTERMS.identifier, Literal(document.identifier)
    for term, value in ((DCTERMS.title, document.title), (DCTERMS.publisher, document.publisher), (DCTERMS.language, document.language)):
        if value:
            yield node, term, Literal(value)
    if document.issued:
        yield node, DCTERMS.issued, date_literal(document.issued)
    for term, value in ((DCTERMS.source, document.source), (DCTERMS.license, document.license)):
        if value:
            yield node, term, _link(value)
    if document.text is not None:
        yield node, RDF.value, Literal(document.text)
    if document.content_hash:
        yield node, POS.contentHash, Literal(document.content_hash)


def _link(value: str) -> URIRef | Literal:
    """Return an address as IRI where it can be one, else as text."""
    try:
        return URIRef(NamedNode(value).value) if value.startswith(("http://", "https://")) else Literal(value)
    except ValueError:
        return Literal(value)


def _statement(statement: Statement, base: str) -> Iterator[Triple]:
    node = iri("statement", statement.id, base)
    yield node, RDF.type, POS.Statement
    yield node, SKOS.notation, Literal(statement.key)
    yield node, POS.kind, POS[statement.kind]
    yield node, POS.date, date_literal(statement.date)
    yield node, POS.inDocument, iri("document", statement.document, base)
    if statement.title:
        yield node, DCTERMS.title, Literal(statement.title)
    for code in statement.parties:
        yield node, POS.party, iri("actor", code, base)
    for code in statement.reported_by:
        yield node, POS.reportedBy, iri("actor", code, base)
    if statement.act:
        yield node, POS.act, POS[statement.act]
    if statement.attribution:
        yield node, POS.attribution, POS[statement.attribution]
    for note in statement.notes:
        yield node, SKOS.note, Literal(note, lang="en")


def _position(position: Position, vote: bool, text: str | None, base: str) -> Iterator[Triple]:
    node = iri("position", position.id, base)
    yield node, RDF.type, POS.Position
    for code in position.holders:
        yield node, POS.holder, iri("actor", code, base)
    yield node, POS.issue, iri("issue", position.issue, base)
    yield node, POS.stance, STANCES[position.stance]
    yield node, POS.expressedIn, iri("statement", position.statement, base)
    if not vote:
        yield node, POS.act, POS[position.act]
        yield node, POS.date, date_literal(position.date)
        yield node, POS.attribution, POS[position.attribution]
    for term, word, default in ((POS.voice, position.voice, Voice.UNILATERAL), (POS.modality, position.modality, Modality.ACTUAL),
                                (POS.status, position.status, Status.ACCEPTED)):
        if word != default:
            yield node, term, POS[word]
    for code in position.targets:
        yield node, POS.target, iri("actor", code, base)
    if position.speaker:
        yield node, POS.speaker, iri("actor", position.speaker, base)
    if position.confidence is not None:
        yield node, POS.confidence, Literal(f"{position.confidence:.4f}".rstrip("0").rstrip("."), datatype=XSD.decimal, normalize=False)
    for proposition in position.propositions:
        yield node, POS.proposition, Literal(proposition, lang="en")
    if position.revises:
        yield node, POS.revises, iri("position", position.revises, base)
    if position.start is not None or position.text is not None:
        yield node, POS.evidence, iri("passage", passage_id(position), base)
        yield from _passage(position, text, base)


def passage_id(position: Position) -> str:
    """Return the id of a position's passage: two positions in the same words share it."""
    words = position.text or "" if position.start is None else ""
    return digest("passage", position.document, str(position.start), str(position.end), words)


def _passage(position: Position, text: str | None, base: str) -> Iterator[Triple]:
    node = iri("passage", passage_id(position), base)
    yield node, RDF.type, POS.Passage
    yield node, OA.hasSource, iri("document", position.document, base)
    if position.start is not None and position.end is not None:
        place = URIRef(f"{node}/place")
        yield node, OA.hasSelector, place
        yield place, RDF.type, OA.TextPositionSelector
        yield place, OA.start, Literal(position.start)
        yield place, OA.end, Literal(position.end)
    if position.text is not None:
        words = URIRef(f"{node}/words")
        yield node, OA.hasSelector, words
        yield words, RDF.type, OA.TextQuoteSelector
        yield words, OA.exact, Literal(position.text)
        if text is not None and position.start is not None and position.end is not None:
            yield words, OA.prefix, Literal(text[max(0, position.start - CONTEXT) : position.start])
            yield words, OA.suffix, Literal(text[position.end : position.end + CONTEXT])


def _actor(actor: Actor, base: str) -> Iterator[Triple]:
    node = iri("actor", actor.code, base)
    yield node, RDF.type, POS[actor.kind]
    yield node, SKOS.notation, Literal(actor.code)
    yield node, SKOS.prefLabel, Literal(actor.name, lang="en")
    for alias in actor.aliases:
        yield node, SKOS.altLabel, Literal(alias)
    for match in actor.exact_matches:
        yield node, SKOS.exactMatch, URIRef(match)


def _membership(membership: Membership, base: str) -> Iterator[Triple]:
    node = iri("membership", membership.id, base)
    yield node, RDF.type, POS.Membership
    yield node, ORG.member, iri("actor", membership.member, base)
    yield node, ORG.organization, iri("actor", membership.organization, base)
    yield node, SKOS.prefLabel, _role(membership.role)
    if membership.since:
        yield node, POS["from"], date_literal(membership.since)
    if membership.until:
        yield node, POS.until, date_literal(membership.until)


@lru_cache
def _role(name: str) -> Literal:
    return Literal(name, lang="en")


def _issue(issue: Issue, base: str) -> Iterator[Triple]:
    node = iri("issue", issue.id, base)
    yield node, RDF.type, POS.Issue
    yield node, SKOS.notation, Literal(issue.id)
    yield node, SKOS.prefLabel, Literal(issue.label, lang="en")
    yield node, POS.positivePole, Literal(issue.positive_pole, lang="en")
    for alias in issue.aliases:
        yield node, SKOS.altLabel, Literal(alias, lang="en")
    for broader in issue.broader:
        yield node, SKOS.broader, iri("issue", broader, base)
    for code in issue.concerns:
        yield node, POS.concerns, iri("actor", code, base)
    for match in issue.exact_matches:
        yield node, SKOS.exactMatch, URIRef(match)
