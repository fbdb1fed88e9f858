"""List the reporting cues that PolNeAR's train part bears out: `python benchmarks/reporting_cues.py` writes `data/reporting.yaml`.

A lemma stands in a list when, of its candidates in that frame as the rules read them, 28 % or more were right as wholes (drawn towards
the frame's mean by two of its candidates), and two at least. Candidates within what somebody else is said to have said are not counted:
PolNeAR marks one layer at a place. Confidence is the share that was right of the same kind, frame, way to the source and sort of source,
drawn towards the frame's by eight. The dev part is never read here; `--check` prints
the score of lists made without the fifth of the articles that they are tried on, and writes nothing.
"""

import argparse
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction import Measured, measured
from polnear import Article, articles

from positiongraph.extraction.attributions import Attribution
from positiongraph.extraction.document import paragraphs
from positiongraph.extraction.joining import joined
from positiongraph.extraction.parse import trees
from positiongraph.extraction.reporting import LEAST, readings
from positiongraph.extraction.scores import jaccard, word_sets
from positiongraph.extraction.tree import Tree

OUT = Path(__file__).parents[1] / "src/positiongraph/extraction/data/reporting.yaml"
FOLDS, DRAWN, RIGHT, COUNTED = 5, 2, 0.28, 10
ALWAYS = frozenset({"according", "colon"})
HEAD = """\
# Reporting cues by kind and frame: the words whose source is said to have said, thought or wanted their content.
# Written by benchmarks/reporting_cues.py from what people marked in political news; no text of it is kept. A word stands here where at
# least 28 % of such readings were right. Frames: ccomp a clause, quote quoted words, parataxis ("…, he said, …"), as ("…, as he said"),
# clause (if, whether, for), xcomp an infinitive, dobj an object, object an object with an infinitive, prep a preposition's object,
# adjective "is ready to", passive the subject of a passive, relative the noun before a relative clause; for nouns that, infinitive, prep.
# Confidence: the share that was right by kind, frame, how the source was found and what it is; "quoted" times that inside quotations.
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """A candidate as the rules read it: its kind, frame and lemma, whether it is right, whether it stands within a gold content."""

    kind: str
    frame: str
    lemma: str
    key: str
    quoted: bool
    right: bool
    within: bool
    spans: tuple[tuple[tuple[int, int], ...], ...]


Lists = dict[tuple[str, str], frozenset[str]]
Shares = dict[str, float]


def tried(article: Article, parsed: Iterable[Tree]) -> list[Tried]:
    words = word_sets(article.text)
    gold = [{role: words(spans) for role, spans in a.items()} for a in article.attributions]
    inside = frozenset().union(*(g["content"] for g in gold))
    found = []
    for tree in joined(parsed):
        for r in readings(tree):
            c = r.candidate
            spans = tuple(tuple(tree.runs(tokens)) for tokens in (c.source, r.cue, r.content))
            mine = dict(zip(("source", "cue", "content"), map(words, spans), strict=True))
            right = any(all(jaccard(mine[role], g[role]) >= 0.5 for role in mine) for g in gold)
            within = not inside.isdisjoint(words([(tree.start[c.head], tree.end[c.head])]))
            found.append(Tried(c.kind, r.frame, tree.lemma[c.head], r.key, r.quoted, right, within, spans))
    return found


def listed(documents: Sequence[Sequence[Tried]]) -> Lists:
    seen, good = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for t in (t for part in documents for t in part if t.right or not t.within):
        for key in ((t.kind, t.frame, t.lemma), (t.kind, t.frame, "")):
            seen[key] += 1
            good[key] += t.right
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (kind, frame, lemma), n in seen.items():
        mean = good[kind, frame, ""] / seen[kind, frame, ""]
        enough = (good[kind, frame, lemma] + DRAWN * mean) / (n + DRAWN) >= RIGHT and good[kind, frame, lemma] >= 2
        if lemma and kind in {"verb", "noun"} and enough:
            found[kind, frame].add(lemma)
    return {key: frozenset(lemmas) for key, lemmas in found.items()}


def holds(t: Tried, lists: Lists) -> bool:
    return t.kind in ALWAYS or t.lemma in lists.get((t.kind, t.frame), ())


def shares(documents: Sequence[Sequence[Tried]], lists: Lists) -> Shares:
    """Return the share that was right outside quotations by key, frame and kind of reading, and what it is times inside them."""
    seen, good = Counter[str](), Counter[str]()
    for t in (t for part in documents for t in part if holds(t, lists)):
        if t.quoted and t.within:
            continue
        for name in ("in",) if t.quoted else ("any", f"{t.kind} {t.frame}", t.key):
            seen[name] += 1
            good[name] += t.right
    found = {"any": good["any"] / seen["any"]}
    for name in sorted(seen, key=lambda name: (name.count(" "), name)):
        if seen[name] >= COUNTED and name not in {"any", "in"}:
            mean = found.get(" ".join(name.split()[:2]), found["any"])
            found[name] = (good[name] + 8 * mean) / (seen[name] + 8)
    found["quoted"] = min(1.0, good["in"] / seen["in"] / found["any"])
    return {name: round(min(share, 0.99), 3) for name, share in found.items()}


def scored(pairs: Iterable[tuple[Article, Sequence[Tried]]], lists: Lists, table: Shares) -> Measured:
    total = Measured()
    for article, part in pairs:
        found = []
        for t in part:
            share = table.get(t.key, table.get(f"{t.kind} {t.frame}", table["any"]))
            if holds(t, lists) and share >= LEAST:
                found.append(Attribution(*t.spans, share * (table["quoted"] if t.quoted else 1), 0, ""))  # type: ignore[arg-type]
        total.add(measured(article, found))
    return total


def crossed(whole: Sequence[Article], documents: Sequence[Sequence[Tried]]) -> Measured:
    total = Measured()
    for fold in range(FOLDS):
        others = [part for k, part in enumerate(documents) if k % FOLDS != fold]
        lists = listed(others)
        mine = [(a, part) for k, (a, part) in enumerate(zip(whole, documents, strict=True)) if k % FOLDS == fold]
        total.add(scored(mine, lists, shares(others, lists)))
    return total


def write(lists: Lists, table: Shares, path: Path) -> None:
    parts = [HEAD]
    for kind in ("verb", "noun"):
        parts.append(f"{kind}:\n")
        for (_, frame), lemmas in sorted((key, lemmas) for key, lemmas in lists.items() if key[0] == kind):
            text = textwrap.fill(" ".join(sorted(lemmas)), 136, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
            parts.append(f"  {frame}: >-\n{text}\n")
    parts.append("confidence:\n")
    parts += [f"  {name}: {share}\n" for name, share in sorted(table.items())]
    path.write_text("".join(parts), "utf-8")


def main(say: Callable[[str], None] = print) -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="print the cross-validated score and write nothing")
    options.add_argument("--out", type=Path, default=OUT)
    given = options.parse_args()
    whole = list(articles("train"))
    documents = [tried(a, trees([(p.start, p.end) for p in paragraphs(a.text)], a.text)) for a in whole]
    say(f"lists tried on articles that they were made without: {crossed(whole, documents).line()}")
    if not given.check:
        lists = listed(documents)
        write(lists, shares(documents, lists), given.out)
        say(f"{sum(map(len, lists.values()))} entries in {given.out}")


if __name__ == "__main__":
    main()
