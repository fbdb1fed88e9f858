"""Small worlds as flat rows, with answers worked out on paper."""

import json
from pathlib import Path

import pyarrow as pa

GOLD = Path(__file__).parents[1] / "data" / "gold.jsonl"


def rows(*held: dict[str, object]) -> pa.Table:
    """Flat rows from dicts; position ids are filled in, everything else is as given."""
    names = dict.fromkeys(name for row in held for name in row)
    columns = {name: [row.get(name) for row in held] for name in names}
    columns["position"] = [row.get("position", f"p{number:03}") for number, row in enumerate(held)]
    return pa.table(columns)


def row(holder: str, issue: str, stance: int, **more: object) -> dict[str, object]:
    return {"holder": holder, "issue": issue, "stance": stance, **more}


def gold() -> pa.Table:
    """The 26 positions of 8 May 2025 as flat rows: 39 rows, one for each position and holder."""
    held = [json.loads(line) for line in GOLD.read_text().splitlines()]
    return rows(*(
        row(holder, p["issue"], p["stance"], position=p["id"], holders=len(p["holders"]), issue_label=p["issue"], voice=p["voice"],
            targets=p["targets"], date=p["date"], document=p["document"], statement=p["statement"], act=p["act"], speaker=p["speaker"],
            status=p["status"], modality=p["modality"], attribution=p["attribution"], start=p["start"], end=p["end"])
        for p in held for holder in p["holders"]
    ))
