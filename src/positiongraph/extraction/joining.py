"""Paragraphs that are one speech: a quotation that goes on in the next paragraph is read together with the words that say whose it is."""

from collections.abc import Iterable, Iterator, Sequence

from positiongraph.extraction.tree import Tree

QUOTE = '"'
LONGEST = 1500
"""Words that are joined at most."""


def joined(paragraphs: Iterable[Tree]) -> Iterator[Tree]:
    """Join each paragraph that is nothing but a quotation to the one before, where that one quotes or ends in a colon."""
    group: list[Tree] = []
    for tree in paragraphs:
        if group and not (_goes_on(group[-1], tree) and sum(map(len, group)) + len(tree) <= LONGEST):
            yield _one(group)
            group = []
        group.append(tree)
    if group:
        yield _one(group)


def _goes_on(before: Tree, tree: Tree) -> bool:
    if len(tree) < 4 or tree.words[0] != QUOTE or not _only_quoted(tree):
        return False
    last = next((word for word in reversed(before.words) if word.strip()), "")
    return last == ":" or _left_open(before) is not None or any(end - start > 3 for start, end in before.quotes)


def _only_quoted(tree: Tree) -> bool:
    return all(q >= 0 or not word.strip() for q, word in zip(tree.quote, tree.words, strict=True))


def _left_open(tree: Tree) -> int | None:
    """Return where a quotation begins that its paragraph does not end."""
    marks = [i for i, word in enumerate(tree.words) if word == QUOTE]
    return marks[-1] if len(marks) % 2 and len(tree) - marks[-1] > 3 else None


def _one(group: Sequence[Tree]) -> Tree:
    if len(group) == 1:
        return group[0]
    quotes: list[tuple[int, int]] = []
    head: list[int] = []
    sentence: list[int] = []
    at = 0
    for tree in group:
        head += [at + h for h in tree.head]
        first = sentence[-1] + 1 if sentence else 0
        sentence += [first + s for s in tree.sentence]
        quotes += [(at + a, at + b) for a, b in tree.quotes]
        if (opened := _left_open(tree)) is not None and tree.quote[opened] < 0:
            quotes.append((at + opened, at + len(tree)))
        at += len(tree)
    chain = {name: [x for tree in group for x in getattr(tree, name)] for name in ("words", "lemma", "tag", "pos", "dep", "start", "end")}
    whole = Tree(**chain, head=head, sentence=sentence, number=group[0].number)
    whole.requote(quotes)
    return whole
