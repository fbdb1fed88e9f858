"""The 26 gold positions of the statement of 8 May 2025, as facts without text, and their answers."""

from pathlib import Path

from positiongraph.facts import Facts
from positiongraph.reading import read

GOLD = Path(__file__).parent / "data" / "gold.jsonl"
TEXT = "joint-statement-2025-05-08.txt"


def gold() -> Facts:
    return read(GOLD)
