"""The word lists of `data/words.yaml`, as sets of lemmas."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def words(name: str) -> frozenset[str]:
    """Return one list.

    >>> "withdrawal" in words("flip_nouns"), "statement" in words("documents")
    (True, True)
    """
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (files("positiongraph.extraction") / "data" / "words.yaml").read_text("utf-8")
    lists = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {name: frozenset(content.split()) for name, content in lists.items()}
