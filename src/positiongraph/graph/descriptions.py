"""What a graph says of actors, issues, statements and memberships, as facts again."""

from collections import defaultdict

from rdflib import RDF, Graph
from rdflib.namespace import DCTERMS, ORG, SKOS
from rdflib.term import Node

from positiongraph.facts import Act, Actor, ActorKind, Attribution, Facts, Issue, Kind, Membership, Statement
from positiongraph.iris import key_of
from positiongraph.vocabulary import POS


def described(graph: Graph) -> Facts:
    """Return the actors, issues, statements and memberships of a graph, each sort by code or id; no positions and no documents.

    The way back from `graph(facts)`: what was said of them there comes back whole.
    """
    return Facts(actors=_actors(graph), issues=_issues(graph), statements=_statements(graph), memberships=_memberships(graph))


def _words(graph: Graph, predicate: Node) -> dict[Node, tuple[str, ...]]:
    """Return, by subject, the objects of a predicate as sorted text, or as codes where they are ours."""
    found = defaultdict(list)
    for subject, value in graph.subject_objects(predicate):
        found[subject].append(_text(value))
    return {subject: tuple(sorted(values)) for subject, values in found.items()}


def _text(value: Node) -> str:
    text = str(value)
    if text.startswith(str(POS)):
        return text.removeprefix(str(POS))
    return key_of(text) if any(f"/{sort}/" in text for sort in ("actor", "issue", "document")) and "//" in text else text


def _actors(graph: Graph) -> tuple[Actor, ...]:
    names, aliases, matches = (_words(graph, term) for term in (SKOS.prefLabel, SKOS.altLabel, SKOS.exactMatch))
    found = [
        Actor(code=key_of(str(node)), kind=kind, name=names.get(node, ("",))[0], aliases=aliases.get(node, ()),
              exact_matches=matches.get(node, ()))
        for kind in ActorKind for node in graph.subjects(RDF.type, POS[kind])
    ]
    return tuple(sorted(found, key=lambda actor: actor.code))


def _issues(graph: Graph) -> tuple[Issue, ...]:
    names, aliases, matches, poles, broader, concerns = (
        _words(graph, term) for term in (SKOS.prefLabel, SKOS.altLabel, SKOS.exactMatch, POS.positivePole, SKOS.broader, POS.concerns)
    )
    found = [
        Issue(id=key_of(str(node)), label=names.get(node, ("",))[0], positive_pole=poles.get(node, ("",))[0], aliases=aliases.get(node, ()),
              broader=broader.get(node, ()), concerns=concerns.get(node, ()), exact_matches=matches.get(node, ()))
        for node in graph.subjects(RDF.type, POS.Issue)
    ]
    return tuple(sorted(found, key=lambda issue: issue.id))


def _statements(graph: Graph) -> tuple[Statement, ...]:
    keys, kinds, dates, homes, titles, parties, reporters, acts, attributions, notes = (
        _words(graph, term) for term in
        (SKOS.notation, POS.kind, POS.date, POS.inDocument, DCTERMS.title, POS.party, POS.reportedBy, POS.act, POS.attribution, SKOS.note)
    )
    found = [
        Statement(
            document=homes[node][0], key=keys[node][0], kind=Kind(kinds[node][0]), date=dates[node][0], title=titles.get(node, (None,))[0],
            parties=parties.get(node, ()), reported_by=reporters.get(node, ()), act=Act(acts[node][0]) if node in acts else None,
            attribution=Attribution(attributions[node][0]) if node in attributions else None, notes=notes.get(node, ()),
        )
        for node in graph.subjects(RDF.type, POS.Statement)
    ]
    return tuple(sorted(found, key=lambda statement: statement.id))


def _memberships(graph: Graph) -> tuple[Membership, ...]:
    members, bodies, roles, since, until = (
        _words(graph, term) for term in (ORG.member, ORG.organization, SKOS.prefLabel, POS["from"], POS.until)
    )
    found = [
        Membership(member=members[node][0], organization=bodies[node][0], role=roles.get(node, ("member",))[0],
                   since=since.get(node, (None,))[0], until=until.get(node, (None,))[0])
        for node in graph.subjects(RDF.type, POS.Membership)
    ]
    return tuple(sorted(found, key=lambda membership: membership.id))
