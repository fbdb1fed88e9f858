"""The packaged issues and actors as Turtle, a block an entry, sorted: a diff shows what changed.

Text, not rdflib, because the order of lines is part of what is checked; a test holds it equal to `graph(facts)`.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from positiongraph.facts import Actor, Issue, Membership
from positiongraph.iris import BASE, PREFIXES

SCHEME = f"{BASE}issues"
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def issues_turtle(issues: Iterable[Issue], notations: Mapping[str, str]) -> str:
    """Return the issues as a SKOS concept scheme; those with nothing broader are its top concepts.

    `notations` are the codes that some bear beside their id, as the six classic subjects of votes do.
    """
    blocks = [f'<{SCHEME}> a skos:ConceptScheme ;\n    skos:prefLabel "issues"@en ;\n'
              '    skos:definition "The packaged issues: neutral labels, each with what its positive pole means."@en .\n']
    for issue in issues:
        broader = [_iri("issue", key) for key in issue.broader]
        blocks.append(_block(_iri("issue", issue.id), "pos:Issue", [
            ("skos:notation", [_text(n) for n in (issue.id, notations.get(issue.id, issue.id))]),
            ("skos:prefLabel", [_text(issue.label, "en")]), ("pos:positivePole", [_text(issue.positive_pole, "en")]),
            ("skos:altLabel", [_text(alias, "en") for alias in issue.aliases]),
            ("skos:broader", broader), ("pos:concerns", [_iri("actor", code) for code in issue.concerns]),
            ("skos:exactMatch", [f"<{match}>" for match in issue.exact_matches]),
            ("skos:inScheme", [f"<{SCHEME}>"]), ("skos:topConceptOf", [] if broader else [f"<{SCHEME}>"])]))
    return _head("The packaged issues: data, not ontology.", ("pos", "skos")) + "\n".join(blocks)


def actors_turtle(actors: Iterable[Actor], memberships: Iterable[Membership]) -> str:
    """Return the actors and their dated memberships and offices."""
    blocks = [_block(_iri("actor", actor.code), f"pos:{actor.kind.value}", [
        ("skos:notation", [_text(actor.code)]), ("skos:prefLabel", [_text(actor.name, "en")]),
        ("skos:altLabel", [_text(alias) for alias in actor.aliases]),
        ("skos:exactMatch", [f"<{match}>" for match in actor.exact_matches])]) for actor in actors]
    blocks += [_block(_iri("membership", m.id), "pos:Membership", [
        ("org:member", [_iri("actor", m.member)]), ("org:organization", [_iri("actor", m.organization)]),
        ("skos:prefLabel", [_text(m.role, "en")]),
        ("pos:from", _date(m.since)), ("pos:until", _date(m.until))]) for m in memberships]
    return _head("The packaged actors, their memberships and offices.", ("org", "pos", "skos", "xsd")) + "\n".join(blocks)


def _head(title: str, prefixes: Iterable[str]) -> str:
    lines = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in prefixes]
    return f"# {title} Written by `python -m positiongraph.reference.build` from src/positiongraph/reference/data: do not edit.\n\n" \
           + "\n".join(lines) + "\n\n"


def _block(subject: str, kind: str, rows: list[tuple[str, list[str]]]) -> str:
    lines = [f"{subject} a {kind}", *(f"    {term} {' , '.join(dict.fromkeys(values))}" for term, values in rows if values)]
    return " ;\n".join(lines) + " .\n"


def _iri(sort: str, key: str) -> str:
    return URIRef(f"{BASE}{sort}/{quote(key, safe='')}").n3()


def _text(text: str, language: str | None = None) -> str:
    return Literal(text, lang=language).n3()


def _date(date: str | None) -> list[str]:
    if date is None:
        return []
    return [f'"{date}"^^xsd:{_DATES[len(date)].rsplit("#")[-1]}']
