"""A small world of votes, written for the tests: four states, three roll calls, in each of the layouts."""

import csv
import gzip
import random
from pathlib import Path

from hypothesis import strategies as st

from positiongraph.sources.un_votes import Votes, read_votes

VOTES = {
    "11": {"USA": "yes", "BRA": "yes", "IND": "abstain", "RUS": "no"},
    "12": {"USA": "no", "BRA": "yes", "IND": "yes"},
    "7": {"USA": "no", "BRA": "abstain", "IND": "no", "RUS": "no"},
}
"""Roll call → who voted what. Russia was absent from 12."""

NAMES = {"USA": "United States", "BRA": "Brazil", "IND": "India", "RUS": "Russia"}
COW = {"USA": "2", "BRA": "140", "IND": "750", "RUS": "365"}
DATES = {"11": "2011-03-04", "12": "2012-12-24", "7": "1985-11-06"}
SESSIONS = {"11": "65", "12": "67", "7": "40"}
SYMBOLS = {"11": "R/65/1", "12": "R/67/2", "7": "R/40/3"}


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with gzip.open(path, "wt", newline="", encoding="utf-8") if path.suffix == ".gz" else path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def unvotes(folder: Path, **changes: str) -> Path:
    """Write the three tables of the package unvotes; `changes` go to the last vote."""
    write(folder / "roll_calls.csv", [
        {"rcid": key, "session": SESSIONS[key], "importantvote": "0", "date": DATES[key], "unres": SYMBOLS[key], "amend": "0", "para": "0",
         "short": f"MATTER {key}", "descr": f"On matter {key}"} for key in VOTES])
    write(folder / "issues.csv", [{"rcid": "11", "short_name": "hr", "issue": "Human rights"}, {"rcid": "7", "short_name": "nu", "issue": "x"},
                                  {"rcid": "7", "short_name": "di", "issue": "y"}])
    rows = [{"rcid": key, "country": NAMES[code], "country_code": code[:2], "vote": vote} for key, votes in VOTES.items() for code, vote in votes.items()]
    rows[-1] |= changes
    return write(folder / "votes.csv", rows)


def voeten(path: Path, **changes: str) -> Path:
    """Write the layout of Voeten: all states in all roll calls, 8 for absent; `changes` go to the last row."""
    codes = {"yes": "1", "abstain": "2", "no": "3"}
    rows = []
    for key, votes in VOTES.items():
        year, month, day = DATES[key].split("-")
        rows += [{"rcid": key, "session": SESSIONS[key], "vote": codes[votes[code]] if code in votes else "8", "ccode": COW[code], "member": "1",
                  "importantvote": "0", "date": f"{int(month)}/{int(day)}/{year}", "unres": SYMBOLS[key], "me": "0", "nu": "01"[key == "7"],
                  "di": "01"[key == "7"], "hr": "01"[key == "11"], "co": "0", "ec": "0", "year": year} for code in NAMES]
    return write(path, [*({**dict.fromkeys(changes, ''), **row} for row in rows[:-1]), rows[-1] | changes])


def assembly(path: Path, **changes: str) -> Path:
    """Write the layout of the Digital Library's General Assembly file; `changes` go to the last row."""
    letters = {"yes": "Y", "abstain": "A", "no": "N"}
    rows = []
    for key, votes in VOTES.items():
        count = list(votes.values()).count
        rows += [{"undl_id": key, "ms_code": code, "ms_name": NAMES[code].upper(), "ms_vote": letters.get(votes.get(code, ""), "X"),
                  "date": DATES[key], "session": SESSIONS[key], "resolution": f"A/{SYMBOLS[key]}", "draft": "", "committee_report": "", "meeting": "",
                  "title": f"On matter {key}\n: resolution", "agenda_title": "", "subjects": "HUMAN RIGHTS--REPORTS|WHALES", "vote_note": "",
                  "total_yes": f"{count('yes')}.0", "total_no": f"{count('no')}.0", "total_abstentions": f"{count('abstain')}.0",
                  "total_non_voting": "", "total_ms": "4", "undl_link": f"https://example.org/record/{key}"} for code in NAMES]
    return write(path, [*({**dict.fromkeys(changes, ''), **row} for row in rows[:-1]), rows[-1] | changes])


def council(path: Path) -> Path:
    """Write the layout of the Security Council file: one roll call with a permanent member against, one adoption without a vote."""
    shared = {"date": "2020-01-10", "draft": "", "meeting": "", "agenda": "", "subjects": "", "vote_note": "", "total_yes": "1", "total_no": "1",
              "total_abstentions": "0", "total_non_voting": "0", "total_ms": "2", "undl_link": ""}
    rows = [{"undl_id": undl_id, "ms_code": code, "ms_name": code, "permanent_member": str(code == "RUS"), "ms_vote": vote, **shared,
             "resolution": f"S/RES/{undl_id}", "description": "On the crossing points", "modality": modality}
            for undl_id, modality, votes in (("5", "With a vote", {"RUS": "N", "EST": "Y"}), ("6", "Adopted without a vote", {"RUS": "Y", "EST": "Y"}))
            for code, vote in votes.items()]
    return write(path, rows)


def world(folder: Path) -> Votes:
    """Read the small world."""
    return read_votes(str(unvotes(folder)))


def many(path: Path, calls: int, *, seed: int) -> Path:
    """Write so many roll calls of 27 states in the layout of Voeten, the votes drawn."""
    chance = random.Random(seed)
    codes = [str(code) for code in (2, 20, 40, 41, 42, 51, 52, 70, *range(90, 96), 100, 101, 110, 115, 130, 135, 140, 145, 150, 155, 160, 165, 200)]
    return write(path, [
        {"rcid": str(call), "ccode": code, "vote": chance.choice("123"), "session": "65", "date": f"2010-11-{call % 28 + 1:02}", "unres": f"R/65/{call}"}
        for call in range(1, calls + 1) for code in codes])


ballots = st.dictionaries(
    st.integers(1, 40).map(str), st.dictionaries(st.sampled_from(["2", "20", "140", "365", "710", "750", "999"]), st.sampled_from("12389"), min_size=1),
    min_size=1, max_size=6)
"""Roll call → code of Correlates of War (999 is nobody's) → vote."""


def cast(path: Path, ballots: dict[str, dict[str, str]]) -> Path:
    """Write drawn ballots in the layout of Voeten."""
    return write(path, [
        {"rcid": key, "ccode": code, "vote": vote, "session": str(1 + int(key) * 70 // 40), "date": f"{1945 + int(key)}-11-0{int(key) % 9 + 1}",
         "unres": "" if int(key) % 5 == 0 else f'R/{key} "é\\\\"', "me": str(int(key) % 2)} for key, votes in ballots.items() for code, vote in votes.items()])
