"""A parsed paragraph as plain lists: words, tags, heads. What every rule of extraction walks on.

Tokens are numbered from 0 within the paragraph; `start` and `end` are code points of the document's stored text. Nothing here knows
spaCy, so a test can build a tree by hand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "acl", "relcl", "conj", "pcomp", "parataxis"})


@dataclass(slots=True, eq=False)
class Tree:
    """One paragraph. `quote` gives for each token the index in `quotes` of the quotation it stands in, or −1."""

    words: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    sentence: list[int]
    """For each token the number of its sentence."""
    start: list[int]
    end: list[int]
    number: int = 0
    """Which paragraph of the document this is."""
    kids: list[list[int]] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)
    """Quotations as [first token, last token + 1), marks included."""
    quote: list[int] = field(default_factory=list)
    bounds: list[tuple[int, int]] = field(default_factory=list)
    """Sentences as [first token, last token + 1)."""

    def __post_init__(self) -> None:
        self.lower = [word.lower() for word in self.words]
        self.kids = [[] for _ in self.words]
        for i, head in enumerate(self.head):
            if head != i:
                self.kids[head].append(i)
        first = 0
        for i in range(1, len(self.words) + 1):
            if i == len(self.words) or self.sentence[i] != self.sentence[first]:
                self.bounds.append((first, i))
                first = i
        self.requote(_quotations(self.words))

    def requote(self, quotes: list[tuple[int, int]]) -> None:
        """Take the quotations as they are known from elsewhere: [first token, last token + 1), marks included."""
        self.quotes, self.quote = quotes, [-1] * len(self.words)
        for number, (a, b) in enumerate(quotes):
            self.quote[a:b] = [number] * (b - a)

    def __len__(self) -> int:
        return len(self.words)

    def children(self, i: int, *deps: str) -> list[int]:
        """Return the children of token i in order, only those that hang by one of the relations when any is given."""
        return [k for k in self.kids[i] if self.dep[k] in deps] if deps else self.kids[i]

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first child that hangs by one of the relations, or None."""
        return next((k for k in self.kids[i] if self.dep[k] in deps), None)

    def subtree(self, i: int, drop: Iterable[int] = ()) -> list[int]:
        """Return token i and all below it, sorted, leaving out the branches that begin at `drop`."""
        stack, found, gone = [i], [], set(drop)
        while stack:
            k = stack.pop()
            if k not in gone:
                found.append(k)
                stack.extend(self.kids[k])
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above token i, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def trim(self, tokens: Iterable[int]) -> list[int]:
        """Sort tokens and cut spaces, commas, colons and dashes off both ends."""
        found = sorted(set(tokens))
        while found and self.words[found[0]].strip() in _LOOSE_FIRST:
            found.pop(0)
        while found and self.words[found[-1]].strip() in _LOOSE_LAST:
            found.pop()
        return found

    def runs(self, tokens: Iterable[int]) -> list[tuple[int, int]]:
        """Return the unbroken runs of tokens as [start, end) in code points."""
        found: list[tuple[int, int]] = []
        last = None
        for i in sorted(set(tokens)):
            if last is not None and i == last + 1:
                found[-1] = (found[-1][0], self.end[i])
            else:
                found.append((self.start[i], self.end[i]))
            last = i
        return found

    def text(self, tokens: Iterable[int]) -> str:
        """Return the words of the tokens, spaced as in the text."""
        order = sorted(set(tokens))
        return "".join(
            self.words[i] + (" " if n + 1 < len(order) and (self.start[order[n + 1]] > self.end[i]) else "") for n, i in enumerate(order)
        )


_LOOSE_FIRST = frozenset({"", ",", ";", ":", ".", "-", "–", "—"})
_LOOSE_LAST = frozenset({"", ",", ";", ":", "-", "–", "—"})


def _quotations(words: list[str]) -> list[tuple[int, int]]:
    """Pair double quotation marks. One left open at the paragraph's start, as speeches over several have it, runs to the end."""
    found, opened = [], None
    for i, word in enumerate(words):
        if '"' in word and len(word) < 3:
            if opened is None:
                opened = i
            else:
                found.append((opened, i + 1))
                opened = None
    if opened is not None and opened <= 3:
        found.append((opened, len(words)))
    return found
