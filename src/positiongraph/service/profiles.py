"""Pages under the IRIs: an actor, an issue, a position, a statement, a document, with who stands where, in whose words."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
from rdflib import RDF, URIRef
from rdflib.namespace import DCTERMS, ORG, SKOS
from rdflib.term import Node

from positiongraph.graph import hierarchy
from positiongraph.graph.exports import open_license
from positiongraph.iris import key_of
from positiongraph.service.cards import CARDS, World, bar, positions, sides, summary
from positiongraph.service.pages import FORMS, SHOWN, frame, grid, local, spaced, term
from positiongraph.vocabulary import OA, POS

_KINDS = (POS.State, POS.Bloc, POS.Organisation, POS.Person, POS.Actor)


def profile(world: World, node: URIRef, sort: str) -> str:
    """Return the page of a node."""
    key, graph = key_of(str(node)), world.graph
    body = SECTIONS[sort](world, node, key) if sort in SECTIONS else ""
    facts = defaultdict(list)
    for predicate, value in sorted(graph.predicate_objects(node)):
        if predicate != RDF.value or sort != "document":  # shown above, where its licence lets it be
            facts[term(graph, predicate, world.base)].append(term(graph, value, world.base))
    table = grid(("", ""), ((name, " · ".join(values)) for name, values in facts.items()))
    said = f"<details{'' if body else ' open'}><summary>Everything that is said of it</summary>{table}</details>"
    of = graph.value(node, POS.issue)
    title = f"A position on {world.name('issue', key_of(str(of)))}" if of else world.name(sort, key)
    return frame(title, f'<p class="soft iri">{escape(str(node))} · {FORMS}</p>{body}{said}', forms=True)


def _actor(world: World, node: URIRef, key: str) -> str:
    kind = next((local(each) for each in _KINDS if (node, RDF.type, each) in world.graph), "Actor")
    also = ", ".join(sorted(map(str, world.graph.objects(node, SKOS.altLabel))))
    held, addressed = world.where("holder", [key]), world.addressing(key)
    parts = [f"<p><b>{kind}</b> · <code>{escape(key)}</code>{' · also ' + escape(also) if also else ''}</p><h2>Positions</h2>",
             summary(held, "issue", "issue"), positions(world, held), _more(held, "holder", key)]
    if len(addressed):
        parts += ["<h2>Addressed to it</h2>", positions(world, addressed)]
    return "".join(parts) + _memberships(world, node)


def _issue(world: World, node: URIRef, key: str) -> str:
    graph, rows = world.graph, world.where("issue", _below(world, key))
    pole = graph.value(node, POS.positivePole)
    parts = [f"<p>+3 means: <b>{escape(str(pole))}</b></p>" if pole else "",
             _tied(world, "Part of", "issue", graph.objects(node, SKOS.broader)),
             _tied(world, "Concerns", "actor", graph.objects(node, POS.concerns))]
    children = sorted((key_of(str(child)) for child in graph.subjects(SKOS.broader, node)), key=lambda child: world.name("issue", child))
    if children:
        listed = "".join(f"<li>{world.link('issue', child)}</li>" for child in children[:SHOWN])
        parts.append(f"<details><summary>{len(children):,} narrower, which count with it</summary><ul>{listed}</ul></details>")
    return "".join((*parts, "<h2>Who stands where</h2>", summary(rows, "holder", "actor"), sides(world, rows),
                    "<h2>Position by position</h2>", positions(world, rows), _more(rows, "issue", key)))


def _position(world: World, node: URIRef, key: str) -> str:
    graph, rows = world.graph, world.where("position", [key])
    parts = [positions(world, rows) if len(rows) else "<p>It is not accepted: its status is said below.</p>"]
    for passage in sorted(graph.objects(node, POS.evidence), key=str):
        said = {name: value for selector in graph.objects(passage, OA.hasSelector) for name in ("prefix", "exact", "suffix", "start", "end")
                if (value := graph.value(selector, OA[name])) is not None}
        prefix, exact, suffix = (escape(str(said.get(name, ""))) for name in ("prefix", "exact", "suffix"))
        home = _tied(world, f"Characters {said.get('start')} to {said.get('end')}", "document", graph.objects(passage, OA.hasSource))
        parts.append(f'<h2>Where it stands</h2><p class="text">… {prefix}<mark>{exact}</mark>{suffix} …</p>{home}')
    return "".join(parts)


def _statement(world: World, node: URIRef, key: str) -> str:
    graph, rows = world.graph, world.where("statement", [key])
    kind, day = (local(graph.value(node, each) or "") for each in (POS.kind, POS.date))
    return "".join((f"<p><b>{escape(spaced(kind))}</b> · {escape(day)}</p>",
                    _tied(world, "Between", "actor", graph.objects(node, POS.party)),
                    _tied(world, "Recorded in", "document", graph.objects(node, POS.inDocument)),
                    summary(rows, "issue", "issue"), sides(world, rows), positions(world, rows)))


def _document(world: World, node: URIRef, key: str) -> str:
    graph, rows = world.graph, world.where("document", [key])
    licence, text = graph.value(node, DCTERMS.license), graph.value(node, RDF.value)
    of = {"published by": DCTERMS.publisher, "on": DCTERMS.issued, "at": DCTERMS.source, "licence": DCTERMS.license}
    said = (f"{name} {term(graph, value, world.base)}" for name, each in of.items() if (value := graph.value(node, each)) is not None)
    parts = [f"<p>{' · '.join(said)}</p>", _tied(world, "Statements", "statement", graph.subjects(POS.inDocument, node)),
             summary(rows, "issue", "issue")]
    if text is not None and open_license(str(licence or "")):
        parts.append(f'<h2>The text</h2><div class="text">{marked(str(text), rows)}</div>')
    elif text is not None:
        parts.append('<p class="soft">Its text is held, and not shown: no licence is stated that lets it be passed on.</p>')
    return "".join((*parts, "<h2>Position by position</h2>", positions(world, rows)))


SECTIONS: dict[str, Callable[[World, URIRef, str], str]] = {
    "actor": _actor, "issue": _issue, "position": _position, "statement": _statement, "document": _document,
}


def marked(text: str, rows: pa.Table) -> str:
    """Return a text as HTML with the words of its positions marked; where passages overlap, the first and longest has the mark."""
    spans = {(row["start"], -row["end"], row["position"]) for row in rows.to_pylist() if row["end"] is not None}
    parts, done = [], 0
    for start, end, position in sorted(spans):
        if start >= done:
            parts.append(f'{escape(text[done:start])}<mark><a href="#{escape(position)}">{escape(text[start:-end])}</a></mark>')
            done = -end
    return "".join(parts) + escape(text[done:])


def index(world: World, sort: str) -> str:
    """Return the page that lists the actors or the issues with positions, those with the most first."""
    column, title = {"actor": ("holder", "Actors"), "issue": ("issue", "Issues")}[sort]
    signs = pa.table({"key": world.rows[column].cast(pa.string()), "sign": pc.sign(world.rows["stance"])}).group_by(["key", "sign"])
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in signs.aggregate([([], "count_all")]).to_pylist():
        counts[entry["key"]][1 - int(entry["sign"])] = entry["count_all"]
    first = sorted(counts.items(), key=lambda item: (-sum(item[1]), item[0]))[:SHOWN]
    lines = ((world.link(sort, key), f"{sum(each):,}", bar(each)) for key, each in first)
    table = grid((sort, "positions", "for · neutral · against"), lines)
    return frame(title, f"<p>{f'{SHOWN} of ' * (len(counts) > SHOWN)}{len(counts):,} with positions, those with the most first</p>{table}")


def _tied(world: World, heading: str, sort: str, nodes: Iterable[Node]) -> str:
    keys = sorted(key_of(str(node)) for node in nodes)[:SHOWN]
    return f"<p>{heading}: {world.links(sort, keys)}</p>" if keys else ""


def _memberships(world: World, node: URIRef) -> str:
    graph, rows = world.graph, []
    for far, near in ((ORG.organization, ORG.member), (ORG.member, ORG.organization)):
        for tie in graph.subjects(near, node):
            since, until = (str(graph.value(tie, each) or "…") for each in (POS["from"], POS.until))
            role = str(graph.value(tie, SKOS.prefLabel) or "")
            rows.append((term(graph, graph.value(tie, far), world.base), escape(role), escape(since), escape(until)))
    return f"<h2>Memberships and offices</h2>{grid(('with', 'as', 'from', 'until'), sorted(rows))}" if rows else ""


def _more(rows: pa.Table, name: str, key: str) -> str:
    """Return where all positions are, if a page shows the first of them only."""
    address = f"/ask/who-stands-where?{name}={quote(key, safe='')}&amp;format=csv"
    return f'<p class="soft">The latest {CARDS} are shown; <a href="{address}">all of them as CSV</a></p>' if len(rows) > CARDS else ""


def _below(world: World, key: str) -> list[str]:
    """Return an issue and all that are narrower."""
    children = defaultdict(list)
    for child, above in hierarchy(world.graph).items():
        for each in above:
            children[each].append(child)
    found, left = {key}, [key]
    while left:
        fresh = [child for child in children[left.pop()] if child not in found]
        found.update(fresh)
        left += fresh
    return sorted(found)
