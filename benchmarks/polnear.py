"""Reading PolNeAR (brat standoff) from the archive beside a checkout. No text of it enters the project."""

import io
import itertools
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ARCHIVE = Path(__file__).parents[1] / "../shared/data/polnear/polnear-train-dev.tar.gz"
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Article:
    """A text and its attributions, each with `source`, `cue` and `content` as lists of spans."""

    name: str
    text: str
    attributions: list[dict[str, Spans]]


def articles(part: str, archive: Path = ARCHIVE) -> Iterator[Article]:
    """Yield the articles of `train` or `dev` by name. Where several people annotated one, the first by code is taken."""
    for coded in _coded(part, archive):
        yield coded[0]


def pairs(archive: Path = ARCHIVE) -> Iterator[tuple[Article, Article]]:
    """Yield articles that several people annotated, of train and dev, as each person's marks with those of each other person."""
    for part in ("train", "dev"):
        for coded in _coded(part, archive):
            yield from itertools.permutations(coded, 2)


def _coded(part: str, archive: Path) -> Iterator[list[Article]]:
    """Yield each article once for each person who annotated it, by the code of the person."""
    texts: dict[str, str] = {}
    marks: dict[str, dict[str, str]] = defaultdict(dict)
    with tarfile.open(archive) as whole:
        for member in whole:
            folders = Path(member.name).parts
            if not member.isfile() or part not in folders:
                continue
            content = io.TextIOWrapper(whole.extractfile(member), "utf-8", newline="").read()  # type: ignore[arg-type]
            if member.name.endswith(".txt"):
                texts[Path(member.name).stem] = content
            elif member.name.endswith(".ann"):
                name, coder = Path(member.name).stem.rsplit("_", 1)
                marks[name][coder] = content
    for name in sorted(texts):
        if marks[name]:
            yield [Article(name, texts[name], list(_standoff(content))) for _, content in sorted(marks[name].items())]


def _standoff(content: str) -> Iterator[dict[str, Spans]]:
    spans: dict[str, Spans] = {}
    events = []
    for line in content.split("\n"):
        if mark := re.match(r"(T\d+)\t\S+ ([\d ;]+)\t", line):
            spans[mark[1]] = [(int(a), int(b)) for a, b in re.findall(r"(\d+) (\d+)", mark[2])]
        elif event := re.match(r"E\d+\t(.+)", line):
            events.append(event[1])
    for event in events:
        found: dict[str, Spans] = {"source": [], "cue": [], "content": []}
        for part in event.split()[1:]:
            role, _, key = part.partition(":")
            role = re.sub(r"\d+$", "", role).lower()
            if role in found:
                found[role] += spans.get(key, [])
        yield found
