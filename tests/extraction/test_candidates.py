"""Candidates and readings that the parse alone would not give. The sentences are the tests' own, their trees made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from positiongraph.extraction import alternatives, chooser
from positiongraph.extraction.attributions import likely_of, takes_side
from positiongraph.extraction.beside import before, phrase_before
from positiongraph.extraction.candidates import Candidate, candidates
from positiongraph.extraction.document import paragraphs
from positiongraph.extraction.parse import trees
from positiongraph.extraction.tree import Tree


def tree_of(rows: str) -> Tree:
    """A sentence of words, each as word/part of speech/head/relation."""
    parts = [row.split("/") for row in rows.split()]
    words = [part[0] for part in parts]
    starts = np.cumsum([0, *(len(word) + 1 for word in words)]).tolist()
    n = len(words)
    return Tree(
        words, [word.lower() for word in words], [part[1] for part in parts], [part[1] for part in parts], [part[3] for part in parts],
        [int(part[2]) for part in parts], [0] * n, starts[:n], [start + len(word) for start, word in zip(starts, words, strict=False)],
    )  # fmt: skip


HEADLINE = "Bergen/PROPN/2/compound Teachers/PROPN/2/compound Oppose/PROPN/2/ROOT School/PROPN/4/compound Plan/PROPN/2/dep ,/PUNCT/2/punct again/ADV/2/advmod"


def test_a_verb_that_the_parser_took_for_a_name_is_a_candidate_with_the_words_on_either_side() -> None:
    tree = tree_of(HEADLINE)
    (found,) = candidates(tree)
    assert (found.frame, found.verb, tree.text(found.source), tree.text(found.content)) == (
        "mistaken", "oppose", "Bergen Teachers", "School Plan",
    )  # fmt: skip
    assert takes_side(tree, found)


def test_a_noun_with_an_article_is_no_mistaken_verb() -> None:
    assert not candidates(tree_of("the/DET/1/det support/NOUN/2/nsubj grew/AUX/2/aux fast/ADV/2/advmod"))


def test_support_that_somebody_draws_is_for_him_and_of_those_it_comes_from() -> None:
    tree = tree_of("She/PRON/1/nsubj drew/VERB/1/ROOT support/NOUN/1/dobj from/ADP/2/prep farmers/NOUN/3/pobj")
    (found,) = [c for c in candidates(tree) if c.kind == "noun"]
    assert (tree.text(found.source), tree.text(found.cue), tree.text(found.content)) == ("farmers", "support", "She")


def test_the_noun_phrase_before_a_cue_is_found_past_an_auxiliary() -> None:
    tree = tree_of("Old/ADJ/1/amod sailors/NOUN/3/nsubj have/AUX/3/aux backed/VERB/3/ROOT it/PRON/3/dobj")
    at = before(tree, 3)
    assert at == 1
    assert tree.text(phrase_before(tree, at)) == "Old sailors"
    assert before(tree, 0) is None


def texts(tree: Tree, c: Candidate, which: str) -> set[str]:
    return {tree.text(tokens) for tokens in getattr(alternatives, which)(tree, c)}


def test_a_content_may_be_shorter_than_the_parse_and_begin_at_a_question() -> None:
    tree = tree_of(
        "Ann/PROPN/1/nsubj asked/VERB/1/ROOT Bob/PROPN/1/dobj if/SCONJ/5/mark ships/NOUN/5/nsubj sail/VERB/1/advcl in/ADP/5/prep May/PROPN/6/pobj"
    )
    (found,) = [c for c in candidates(tree) if c.head == 1]
    assert {"Bob", "if ships sail in May"} <= texts(tree, found, "contents")


def test_a_source_may_be_all_the_words_before_the_cue() -> None:
    tree = tree_of(
        "Ann/PROPN/5/dep ,/PUNCT/0/punct who/PRON/3/nsubj sails/VERB/0/relcl ,/PUNCT/0/punct opposed/VERB/5/ROOT the/DET/7/det dam/NOUN/5/dobj"
    )
    (found,) = [c for c in candidates(tree) if c.head == 5]
    assert {"Ann", "Ann, who sails"} <= {text.replace(" ,", ",") for text in texts(tree, found, "sources")}


@pytest.mark.parametrize(("threshold", "side", "kept"), [(2.0, 0.0, {"urged"}), (0.0, 2.0, {"said"}), (2.0, 2.0, set())])
def test_words_that_take_a_side_are_kept_by_a_threshold_of_their_own(threshold: float, side: float, kept: set[str]) -> None:
    text = "The mayor said that the bridge is safe. The doctors urged the town to close it."
    model = replace(chooser.packaged(), threshold=threshold, side_threshold=side)
    parsed = list(trees([(p.start, p.end) for p in paragraphs(text)], text))
    read = model.read([likely for tree in parsed for likely in likely_of(tree, model, frozenset())])
    found = {r.tree.words[r.candidate.head] for r, (_, keep) in zip(read, model.confidences(read, 16), strict=True) if keep}
    assert found & {"said", "urged"} == kept
