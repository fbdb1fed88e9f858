"""Is a graph valid? The ontology's SHACL shapes are the truth, pySHACL the judge."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, SKOS
from rdflib.term import Node

from positiongraph.errors import Fault, InputError
from positiongraph.extraction.many import processors
from positiongraph.facts import Facts, Position, Statement
from positiongraph.graph.ontology import ONTOLOGY
from positiongraph.graph.triples import graph
from positiongraph.iris import key_of
from positiongraph.sources import Reading, Reject
from positiongraph.vocabulary import POS


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a shape has to say. `focus` is an IRI; a warning lets the graph pass."""

    focus: str
    shape: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        sort, key = self.focus.split("/")[-2:] if "/" in self.focus else ("", self.focus)
        return f"{sort} {key_of(key)}: {self.message}"


PORTION = 50
"""Documents validated at a time."""

WORTH = 1_000
"""Positions from which starting a second process pays: some three seconds of work."""

_AT_ONCE = {"EvidenceMatchesTextShape", "SpeakerOfficeShape", "MembershipOrderShape", "NoCycleInBroaderShape", "NoCycleInMembershipShape"}


@cache
def shapes() -> Graph:
    """Return the ontology's shapes."""
    return Graph().parse(ONTOLOGY / "shapes.ttl")


def validate(data: Graph) -> tuple[Finding, ...]:
    """Return what the shapes find in a graph, sorted; empty where all is well.

    pySHACL walks rdflib's own indices: a graph over a store is copied into memory first.
    """
    from pyshacl import validate as shacl  # takes a while to load: not for what needs no judge

    data = data if type(data.store).__name__ == "Memory" else _copied(data)
    _, report, _ = shacl(data, shacl_graph=shapes(), advanced=True, inference="none", inplace=True)
    assert isinstance(report, Graph)
    return tuple(sorted(set(_findings(report, data))))


def _copied(graph: Graph) -> Graph:
    data = Graph()
    for triple in graph:
        data.add(triple)
    return data


def _findings(report: Graph, data: Graph) -> Iterable[Finding]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = _at_fault(report, result, data)
        message = report.value(result, SH.resultMessage) or Literal("does not fit its shape")
        yield Finding(
            focus=str(focus), shape=_name(report.value(result, SH.sourceShape), data), message=" ".join(str(message).split()),
            warning=report.value(result, SH.resultSeverity) == SH.Warning,
        )


def _at_fault(report: Graph, result: Node, data: Graph) -> Node | None:
    """Return the node to blame: what judges a document, speaker or class at once names it as value; a passage stands for its position."""
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    if isinstance(value, URIRef) and _name(report.value(result, SH.sourceShape), data) in _AT_ONCE:
        return next(data.subjects(POS.evidence, value), value)
    return focus


def _name(shape: Node | None, data: Graph) -> str:
    """Return the name of a shape; a property shape without one goes by the shape that it belongs to."""
    if isinstance(shape, URIRef):
        return str(shape).rsplit("#", 1)[-1]
    owner = next(iter(shapes().subjects(SH.property, shape)), None) if shape is not None else None
    return str(owner).rsplit("#", 1)[-1] if owner else str(data.value(shape, SKOS.prefLabel) or "shape") if shape else "shape"


@dataclass(frozen=True, slots=True)
class Checked:
    """Facts that the shapes let pass, with what they warn of, and the rows that they refused."""

    facts: Facts
    warnings: tuple[str, ...]
    rejects: tuple[Reject, ...] = ()


def _portions(facts: Facts) -> Iterable[Facts]:
    """Yield the facts some documents at a time: no shape looks from one into another, and pySHACL's memory grows with the graph."""
    of_document: dict[str, tuple[list[Position], list[Statement]]] = {document.id: ([], []) for document in facts.documents}
    named = {position.document for position in facts.positions} | {statement.document for statement in facts.statements}
    apart = named <= of_document.keys() and not any(position.revises for position in facts.positions)
    if len(facts.documents) <= PORTION or not apart:
        yield facts
        return
    for position in facts.positions:
        of_document[position.document][0].append(position)
    for statement in facts.statements:
        of_document[statement.document][1].append(statement)
    leaves = {position.issue for position in facts.positions} - {above for issue in facts.issues for above in issue.broader}
    for first in range(0, len(facts.documents), PORTION):
        part = facts.documents[first : first + PORTION]
        positions = tuple(p for document in part for p in of_document[document.id][0])
        named = {position.issue for position in positions}
        statements = tuple(s for document in part for s in of_document[document.id][1])
        issues = tuple(issue for issue in facts.issues if issue.id in named or issue.id not in leaves)
        yield replace(facts, documents=part, positions=positions, statements=statements, issues=issues)


def _judged(facts: Facts, processes: int, stage: Callable[[str], None]) -> Iterator[Finding]:
    parts, processes = list(_portions(facts)), processes if len(facts.positions) >= WORTH else 1
    with ExitStack() as stack:
        each: Iterable[tuple[Finding, ...]]
        if (processes := min(processes, len(parts))) > 1:
            each = stack.enter_context(ProcessPoolExecutor(processes, mp_context=get_context("spawn"))).map(_judge, parts)
        else:
            each = map(_judge, parts)
        for done, found in enumerate(each, 1):
            stage(f"validating: {min(done * PORTION, len(facts.documents)):,} of {len(facts.documents):,} documents")
            yield from found


def _judge(facts: Facts) -> tuple[Finding, ...]:
    return validate(graph(facts))


def check(
    reading: Reading, *, keep_going: bool = False, processes: int | None = 1, stage: Callable[[str], None] = lambda _: None
) -> Checked:
    """Validate what was read, before anything is written.

    A violation at a position is said with the file and line of its row; with `keep_going` such rows are refused and the rest is taken.
    Many documents are validated in so many processes; no number is as many as the machine is good for. `stage` hears how far it is.

    Raises:
        InputError: with every violation, unless `keep_going`; always for a violation that no single row is to blame for.
    """
    findings = sorted(set(_judged(reading.facts, processes or processors(), stage))) if reading.facts != Facts() else []
    warnings = tuple(str(finding) for finding in findings if finding.warning)
    refused: dict[str, list[Fault]] = {}
    others: list[Fault] = []
    for finding in findings:
        key = key_of(finding.focus)
        if finding.warning:
            continue
        if key in reading.origins:
            place = reading.origins[key][0]
            refused.setdefault(key, []).append(Fault(place.source, place.line, finding.message))
        else:
            others.append(Fault("graph", None, str(finding)))
    if others or (refused and not keep_going):
        raise InputError([*(fault for faults in refused.values() for fault in faults), *others])
    facts = replace(reading.facts, positions=tuple(p for p in reading.facts.positions if p.id not in refused))
    return Checked(facts, warnings, tuple(Reject(tuple(faults), reading.origins[key][1]) for key, faults in refused.items()))
