"""The network of the chooser: what it sees, and that numpy computes what is said."""

from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import pytest

from positiongraph.extraction import chooser, net
from positiongraph.extraction.attributions import ROLES
from positiongraph.extraction.candidates import Candidate, candidates
from positiongraph.extraction.document import paragraphs
from positiongraph.extraction.parse import trees
from positiongraph.extraction.spans import SEEN, SIZES, View, key, view, words_of
from positiongraph.extraction.tree import Tree

CONTEXT = files("positiongraph.extraction") / "data" / "chooser-context.npz"
TEXT = 'The mayor said on Monday that the bridge would open soon. Two doctors in the town doubted it.\n\n"We will wait," a baker told them.'


def parsed(text: str = TEXT) -> list[Tree]:
    return list(trees([(p.start, p.end) for p in paragraphs(text)], text))


def views(tree: Tree) -> list[View]:
    return [view(tree, c, {role: list(of(tree, c).items()) for role, of in ROLES}) for c in candidates(tree)]


def tree_of(words: str, head: list[int], dep: list[str]) -> Tree:
    parts = words.split()
    n = len(parts)
    return Tree(parts, parts, ["X"] * n, ["X"] * n, dep, head, [0] * n, list(range(n)), list(range(1, n + 1)))


def test_a_cue_sees_words_by_distance_and_by_where_they_hang() -> None:
    tree = tree_of("Ann said Bob slept", [1, 1, 3, 1], ["nsubj", "ROOT", "nsubj", "ccomp"])
    c = Candidate("verb", 1, [1], [0], [2, 3], "ccomp", "nsubj")
    found = view(tree, c, {"C": [((2, 3), "base")], "S": [((0,), "base"), ((), "none")], "Q": [((1,), "base")]})
    assert found.first == 0
    assert found.seen.shape == (4, len(SEEN))
    assert found.seen[:, 0].tolist() == [1 + 11 + 1, 1, 2, 3]  # one to the left, itself, one and two to the right
    assert found.seen[:, 2].tolist() == [1 + 2, 1 + 4, 1 + 1, 1 + 1]  # source, cue, content, content
    assert len(set(found.seen[:, 1].tolist())) == 4  # subject, itself, below the clause, the clause
    assert [tokens.tolist() for _, tokens in found.readings["S"]] == [[0], []]


def test_rows_stay_within_their_tables() -> None:
    for tree in parsed():
        words = words_of(tree)
        assert words.ids.shape == (len(tree), len(SIZES))
        assert (words.ids >= 1).all()
        assert (words.ids < np.array(SIZES)).all()
        for each in views(tree):
            assert (each.seen >= 1).all()
            assert (each.seen < np.array(SEEN)).all()


def states(words: Sequence[str]) -> np.ndarray:
    """A stand-in for an encoder: a row by chance for each word, the same wherever it stands."""
    return np.array([np.random.default_rng(key(word)).normal(size=768) for word in words], np.float32).reshape(-1, 768)


@pytest.mark.parametrize("context", [False, True])
def test_paragraphs_read_together_say_what_they_say_alone(context: bool) -> None:
    network = chooser.read(CONTEXT, states).network if context else chooser.packaged().network
    given = [(words_of(tree, states(tree.words) if context else None), views(tree)) for tree in parsed()]
    together = network.read(given)
    alone = [network.read([item])[0] for item in given]
    assert [len(group) for group in together] == [len(item[1]) for item in given]
    for first, second in zip(together, alone, strict=True):
        for a, b in zip(first, second, strict=True):
            assert a.odds == pytest.approx(b.odds, abs=1e-4)
            for role in "CSQ":
                np.testing.assert_allclose(a.scores[role][0], b.scores[role][0], atol=1e-4)
                np.testing.assert_allclose(a.scores[role][1], b.scores[role][1], atol=1e-5)


def test_each_reading_has_a_score_and_a_share_that_it_is_expected_to_match() -> None:
    network = chooser.packaged().network
    for tree in parsed():
        for each, seen in zip(views(tree), network.read([(words_of(tree), views(tree))])[0], strict=True):
            for role in "CSQ":
                scores, near = seen.scores[role]
                assert len(scores) == len(near) == len(each.readings[role])
                assert ((near > 0) & (near <= 1)).all()


def test_a_network_that_was_trained_with_states_reads_them() -> None:
    network = chooser.read(CONTEXT, states).network
    (tree, *_) = parsed()
    known, unknown = (words_of(tree, rows) for rows in (states(tree.words), np.zeros((len(tree), 768), np.float32)))
    said, other = (network.read([(words, views(tree))])[0] for words in (known, unknown))
    assert all(a.odds != b.odds for a, b in zip(said, other, strict=True))


def test_of_nothing_nothing_is_said() -> None:
    network = chooser.packaged().network
    (tree, *_) = parsed()
    assert network.read([]) == []
    assert network.read([(words_of(tree), [])]) == [[]]


def test_a_convolution_sums_the_word_and_its_neighbours() -> None:
    weights = np.array([[[10.0]], [[1.0]], [[100.0]]], np.float32)
    found = net.Net({"c.w": weights, "c.b": np.array([0.5], np.float32)})
    column = np.array([[1.0], [2.0], [3.0], [4.0]], np.float32)
    assert found._conv("c", column)[:, 0].tolist() == [201.5, 312.5, 423.5, 34.5]
    assert found._conv("c", column, 2)[:, 0].tolist() == [301.5, 402.5, 13.5, 24.5]


def test_a_norm_has_mean_nought_and_deviation_one() -> None:
    found = net.Net({"norm0.w": np.ones(3, np.float32), "norm0.b": np.zeros(3, np.float32)})
    assert found._norm(np.array([[1.0, 2.0, 3.0]], np.float32), 0) == pytest.approx(np.array([[-1.2247, 0, 1.2247]]), abs=1e-3)


def test_bytes_are_unpacked_by_the_scale_of_their_column() -> None:
    arrays = {"net.a": np.array([[2, -4]], np.int8), "net.a.scale": np.array([0.5, 0.25], np.float32), "cue": np.ones(1)}
    arrays["net.b"] = np.array([1.5], np.float16)
    found = net.unpack(arrays).of
    assert sorted(found) == ["a", "b"]
    assert found["a"].tolist() == [[1.0, -1.0]]


def test_regression_and_network_are_weighed_as_the_mix_says() -> None:
    tree = tree_of("Ann said Bob slept", [1, 1, 3, 1], ["nsubj", "ROOT", "nsubj", "ccomp"])
    c = Candidate("verb", 1, [1], [0], [2, 3], "ccomp", "nsubj")
    options = {"C": [((2, 3), "long"), ((3,), "short")], "S": [((0,), "base")], "Q": [((1,), "base")]}
    item = chooser.Likely(tree, c, 1.0, options, {"C": [5.0, 0.0], "S": [0.0], "Q": [0.0]})
    one = (np.zeros(1, np.float32), np.ones(1, np.float32))
    says = net.Seen(-2.0, {"C": (np.array([0.0, 9.0], np.float32), np.array([0.4, 0.9], np.float32)), "S": one, "Q": one})
    even, plain = (dict.fromkeys("CSQ", weights) for weights in ((1.0, 1.0, 0.0), (1.0, 0.0, 0.0)))
    found = chooser.mixed(item, says, chooser.Mix(even, (1.0, 2.0, 0.5)))
    assert (found.best["C"].name, found.odds) == ("short", 1.0 - 4.0 + 0.5)
    assert found.more == pytest.approx((1.0, -2.0, 0.9, 1.0, 1.0, 0.0))
    assert chooser.mixed(item, says, chooser.Mix(plain, (1.0, 2.0, 0.5))).best["C"].name == "long"
