"""How much is packaged, and where it comes from: `python -m positiongraph.reference.report [--review N [--seed S]]`.

A datum is a name, a code or match, a capital, a seat, a tenure of an office, an issue. Its origin is that of its sources: `library` where
a kept library gives it, `leaders` where the data on leaders do (alone or beside the editors), `hand` where the editors alone do.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from positiongraph.reference.build import DATA, packaged
from positiongraph.reference.entries import LINE, Entries, read_entries

Datum = tuple[str, str, str, str]
"""Sort of actor, sort of datum, origin, and the datum in words."""
ORIGINS = ("library", "leaders", "hand")


@lru_cache(maxsize=1)
def data() -> tuple[Datum, ...]:
    """Return every packaged datum, file by file."""
    return tuple(_data())


def _data() -> Iterator[Datum]:
    entries, _ = packaged()
    origins = {key: source["origin"] for key, source in yaml.safe_load((DATA / "sources.yaml").read_text("utf-8")).items()}
    yield from _states("library", read_entries(DATA / "states-generated.yaml"))
    yield from _states("hand", read_entries(DATA / "states.yaml"))
    for entry in entries:
        if entry.get("file") == "states.yaml":
            continue
        key, own = entry.get("code", entry.get("id")), _origin(origins, entry.get("source", []))
        if "id" in entry:
            words = f"{key}: {entry['label']}, broader {entry.get('broader', [])}, concerns {entry.get('concerns', [])}"
            yield "issues", "issue", own, words
            continue
        sort = "persons" if entry.get("offices") else "blocs" if entry.get("kind") == "Bloc" else "organisations"
        yield sort, "name", own, f"{key}: {entry.get('name')}, {entry.get('from', '…')} – {entry.get('until', '…')}"
        for alias in entry.get("aliases", []):
            yield sort, "name", own, f"{key}: also {alias}"
        for match in entry.get("matches", []):
            yield sort, "match", own, f"{key}: {match}"
        for seat in entry.get("members", []):
            yield sort, "seat", _origin(origins, seat.get("source", entry.get("source", []))), f"{key}: {_words(seat)}"
        for held in entry.get("offices", []):
            yield sort, "tenure", _origin(origins, held.get("source", entry.get("source", []))), f"{key}: {_words(held)}"


def _states(origin: str, entries: Entries) -> Iterator[Datum]:
    for entry in entries:
        code = entry["code"]
        for field in ("name", "official", "iso_official"):
            if entry.get(field):
                yield "states", "name", origin, f"{code}: {field} {entry[field]}"
        for field in ("aliases", "adjectives", "inhabitants", "metonyms", "former_codes", "dated"):
            for item in entry.get(field, []):
                yield "states", "name", origin, f"{code}: {field} {_words(item) if isinstance(item, dict) else item}"
        for language, name in entry.get("names", {}).items():
            if language != LINE:
                yield "states", "name", origin, f"{code}: {language} {name}"
        for field in ("iso2", "wikidata", "cow", "matches"):
            if entry.get(field):
                yield "states", "match", origin, f"{code}: {field} {entry[field]}"
        if entry.get("capital"):
            yield "states", "capital", origin, f"{code}: capital {entry['capital']}"
        if entry.get("from") or entry.get("until"):
            yield "states", "span", origin, f"{code}: {entry.get('from', '…')} – {entry.get('until', '…')}"
        if entry.get("successors"):
            yield "states", "successors", origin, f"{code}: {entry['successors']}, continued by {entry.get('continued_by')}"


def _origin(origins: dict[str, str], sources: list[str]) -> str:
    found = {origins.get(key, "hand") for key in sources}
    return next((origin for origin in ORIGINS if origin in found), "hand")


def _words(item: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in item.items() if key not in (LINE, "source"))


def table() -> str:
    """Return the counts: entries, data, and the share of each origin, a line for each sort of actor and one for all."""
    entries, _ = packaged()
    count: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    for sort, kind, origin, _ in data():
        count.setdefault(sort, Counter())[origin] += 1
        kinds.setdefault(sort, Counter())[kind] += 1
    size = Counter("issues" if "id" in e else "states" if e.get("file") == "states.yaml" else "persons" if e.get("offices")
                   else "blocs" if e.get("kind") == "Bloc" else "organisations" for e in entries)
    lines = [f"{'':14}{'entries':>8}{'data':>8}" + "".join(f"{origin:>9}" for origin in ORIGINS) + "   of which"]
    for sort in ("states", "organisations", "blocs", "persons", "issues"):
        lines.append(_line(sort, size[sort], count.get(sort, Counter()))
                     + "   " + ", ".join(f"{n} {kind}" for kind, n in kinds.get(sort, Counter()).most_common()))
    lines.append(_line("all", sum(size.values()), sum(count.values(), Counter())))
    return "\n".join(lines)


def _line(sort: str, entries: int, count: Counter[str]) -> str:
    total = sum(count.values())
    shares = "".join(f"{count[origin] / total:9.0%}" if total else f"{'–':>9}" for origin in ORIGINS)
    return f"{sort:14}{entries:8}{total:8}{shares}"


def review(n: int, seed: int) -> list[str]:
    """Return n data made by hand, drawn by chance with this seed, to be checked a second time; names alone are left out."""
    made = sorted({f"{sort} {kind}: {words}" for sort, kind, origin, words in data() if origin == "hand" and kind != "name"})
    return sorted(random.Random(seed).sample(made, min(n, len(made))))


def main() -> None:
    """Print the table, or with `--review` a sample of what was made by hand."""
    parser = argparse.ArgumentParser(prog="python -m positiongraph.reference.report", description=__doc__)
    parser.add_argument("--review", type=int, metavar="N", help="print N data made by hand, drawn by chance")
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    print("\n".join(review(options.review, options.seed)) if options.review else table())


if __name__ == "__main__":
    main()
