"""The packaged organisations: who sat where on a day, worked out by hand, and what must hold of every entry."""

import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positiongraph import reference as packaged
from positiongraph.reference.entries import LINE, compiled, read_entries
from positiongraph.reference.index import span
from positiongraph.reference.names import fold

DATA = Path(packaged.__file__).parent / "data"
FILES = ["organisations.yaml", "organisations-world.yaml", "organisations-others.yaml"]
ENTRIES = [entry for file in FILES for entry in read_entries(DATA / file)]
BY_CODE = {entry["code"]: entry for entry in ENTRIES}
STATES = {entry["code"]: entry for entry in read_entries(DATA / "states.yaml")}
REFERENCE = compiled(ENTRIES)
SEATS = [(entry["code"], seat) for entry in ENTRIES for seat in entry.get("members", [])]

BRICS = {"BRA", "RUS", "IND", "CHN", "ZAF"}
G7 = {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}
PERMANENT = {"CHN", "FRA", "GBR", "RUS", "USA"}


def members(body: str, on: str, role: str = "member") -> set[str]:
    return {membership.member for membership in REFERENCE.members(body, on, role)}


def test_at_least_75_bodies_and_each_of_the_files_has_some() -> None:
    assert len(ENTRIES) == len(BY_CODE) > 75
    assert [len(read_entries(DATA / file)) > 25 for file in FILES] == [True, True, True]


@pytest.mark.parametrize(("body", "on", "expected"), [
    ("BRICS", "2009-12-31", BRICS - {"ZAF"}),
    ("BRICS", "2023-06-01", BRICS),
    ("BRICS", "2024-06-01", BRICS | {"EGY", "ETH", "IRN", "ARE"}),
    ("BRICS", "2025-02-01", BRICS | {"EGY", "ETH", "IRN", "ARE", "IDN"}),
    ("G7", "2020-01-01", G7),
    ("G7", "1975-12-31", G7 - {"CAN"}),
    ("G8", "2005-07-07", G7 | {"RUS"}),
    ("G8", "2015-06-01", set()),
    ("SCO", "2017-06-08", {"CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"}),
    ("SCO", "2024-07-04", {"CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB", "IND", "PAK", "IRN", "BLR"}),
    ("GCC", "2026-01-01", {"ARE", "BHR", "KWT", "OMN", "QAT", "SAU"}),
    ("CSTO", "2010-01-01", {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB"}),
    ("CSTO", "2013-01-01", {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}),
    ("EAEU", "2015-12-31", {"ARM", "BLR", "KAZ", "KGZ", "RUS"}),
    ("QUAD", "2012-01-01", set()),
    ("QUAD", "2021-03-12", {"AUS", "IND", "JPN", "USA"}),
    ("AUKUS", "2021-09-15", {"AUS", "GBR", "USA"}),
    ("NORDIC", "2020-01-01", {"DNK", "FIN", "ISL", "NOR", "SWE"}),
    ("V4", "1992-12-31", {"CSK", "HUN", "POL"}),
    ("V4", "1993-01-01", {"CZE", "SVK", "HUN", "POL"}),
    ("AES-SAHEL", "2024-01-01", {"BFA", "MLI", "NER"}),
    ("EEC", "1985-12-31", {"BEL", "DEU", "FRA", "ITA", "LUX", "NLD", "DNK", "GBR", "IRL", "GRC"}),
    ("P5", "1990-01-01", (PERMANENT - {"RUS"}) | {"SUN"}),
    ("P5", "1971-10-24", (PERMANENT - {"RUS", "CHN"}) | {"SUN", "TWN"}),
    ("P5+1", "2018-05-09", (PERMANENT - {"USA"}) | {"DEU"}),
    ("UNSC", "2026-03-01", PERMANENT | {"DNK", "GRC", "PAK", "PAN", "SOM", "BHR", "COD", "COL", "LBR", "LVA"}),
    ("UNSC", "2011-03-17", PERMANENT | {"BIH", "BRA", "GAB", "LBN", "NGA", "COL", "DEU", "IND", "PRT", "ZAF"}),
    ("OPEC", "2024-01-01", {"IRN", "IRQ", "KWT", "SAU", "VEN", "LBY", "ARE", "DZA", "NGA", "GAB", "GNQ", "COG"}),
    ("OPEC", "2026-05-01", {"IRN", "IRQ", "KWT", "SAU", "VEN", "LBY", "DZA", "NGA", "GAB", "GNQ", "COG"}),
    ("MERCOSUR", "2017-01-01", {"ARG", "BRA", "PRY", "URY"}),
    ("MERCOSUR", "2024-08-15", {"ARG", "BRA", "PRY", "URY", "BOL"}),
])
def test_the_members_of_a_body_on_a_day(body: str, on: str, expected: set[str]) -> None:
    assert members(body, on) == expected


@pytest.mark.parametrize(("body", "on", "count"), [
    ("EU", "1994-12-31", 12), ("EU", "1995-01-01", 15), ("EU", "2004-04-30", 15), ("EU", "2004-05-01", 25), ("EU", "2007-01-01", 27),
    ("EU", "2013-07-01", 28), ("EU", "2020-01-31", 28), ("EU", "2020-02-01", 27),
    ("NATO", "1949-12-31", 12), ("NATO", "1999-03-11", 16), ("NATO", "2004-03-29", 26), ("NATO", "2024-03-06", 31), ("NATO", "2024-03-07", 32),
    ("ASEAN", "1967-08-08", 5), ("ASEAN", "2025-10-25", 10), ("ASEAN", "2025-10-26", 11),
    ("G20", "2023-09-08", 20), ("G20", "2023-09-09", 21),
    ("AU", "2010-01-01", 53), ("AU", "2012-01-01", 54), ("AU", "2018-01-01", 55), ("OAU", "1963-12-31", 33), ("OAU", "2002-07-08", 53),
    ("LAS", "1945-03-31", 6), ("LAS", "2010-01-01", 22), ("LAS", "2012-01-01", 21), ("LAS", "2023-05-07", 22),
    ("OECD", "1961-12-31", 19), ("OECD", "2021-05-25", 38), ("COE", "2022-03-15", 47), ("COE", "2022-03-17", 46),
    ("OSCE", "1975-08-01", 35), ("OSCE", "2013-01-01", 57), ("COMMONWEALTH", "2023-01-01", 56), ("COMMONWEALTH", "1949-12-31", 8),
    ("OIC", "2005-01-01", 57), ("OIC", "2013-01-01", 56), ("G77", "2012-01-01", 133), ("NON-ALIGNED", "2023-12-31", 120), ("NON-ALIGNED", "2024-02-01", 121),
    ("WTO", "1994-12-31", 0), ("WTO", "1997-12-31", 132), ("WTO", "2001-12-11", 143), ("WTO", "2016-07-29", 164), ("WTO", "2025-01-01", 166),
    ("ICC", "2002-07-01", 66), ("ICC", "2017-10-27", 123), ("ICC", "2025-01-01", 125),
    ("APEC", "1999-01-01", 21), ("CELAC", "2021-01-01", 32), ("CELAC", "2024-01-01", 33), ("PIF", "2020-01-01", 18), ("SADC", "2020-01-01", 16),
    ("ECOWAS", "2025-01-28", 15), ("ECOWAS", "2025-01-29", 12), ("EAC", "2024-06-01", 8), ("IGAD", "2015-01-01", 7), ("SAARC", "2010-01-01", 8),
    ("AOSIS", "2015-01-01", 39), ("LDC", "2025-01-01", 44), ("LLDC", "2015-01-01", 32), ("EUROZONE", "1999-01-01", 11), ("EUROZONE", "2026-01-01", 21),
    ("WEOG", "2015-01-01", 28), ("EEG", "2015-01-01", 23), ("GRULAC", "2015-01-01", 33), ("OAS", "2020-01-01", 34), ("CIS", "2005-01-01", 11),
])
def test_the_number_of_members_on_a_day(body: str, on: str, count: int) -> None:
    assert len(members(body, on)) == count


@pytest.mark.parametrize(("year", "count"), [
    (1945, 51), (1946, 55), (1947, 57), (1950, 60), (1955, 76), (1960, 99), (1965, 117), (1970, 127), (1975, 144), (1980, 154), (1985, 159),
    (1990, 159), (1991, 166), (2000, 189), (2002, 191), (2006, 192), (2011, 193)])
def test_the_united_nations_grew_as_it_did(year: int, count: int) -> None:
    assert len(members("UN", f"{year}-12-31")) == count
    assert len(members("UN", "2012-01-01")) == 193


def test_seats_pass_from_a_state_to_those_that_follow_it() -> None:
    assert {"SUN", "CSK", "DDR", "YMD", "YAR"} <= members("UN", "1989-12-31")
    assert not {"RUS", "CZE", "SVK", "YEM"} & members("UN", "1989-12-31")
    assert {"RUS", "CZE", "SVK", "YEM", "DEU"} <= members("UN", "1994-01-01")
    assert {"EGY", "SYR"} & members("UN", "1960-01-01") == set()
    assert "UAR" in members("UN", "1960-01-01")
    assert members("UN", "2003-06-01") & {"YUG", "FRY", "SCG", "SRB"} == {"SCG"}
    assert "IDN" not in members("UN", "1966-01-01")


@pytest.mark.parametrize("day", ["01-01", "12-31"])
@pytest.mark.parametrize("year", range(2010, 2028))
def test_the_security_council_has_fifteen_members_of_whom_five_are_permanent(year: int, day: str) -> None:
    seated = members("UNSC", f"{year}-{day}")
    assert len(seated) == 15
    assert seated >= PERMANENT


def test_who_is_suspended_is_no_member_meanwhile() -> None:
    assert "SYR" in members("LAS", "2015-01-01", "suspended")
    spells = [(body, seat) for body, seat in SEATS if seat.get("role") == "suspended"]
    assert len(spells) > 5
    for body, seat in spells:
        second = datetime.date.fromisoformat(span(seat["from"])[1]) + datetime.timedelta(1)
        assert seat["actor"] not in members(body, second.isoformat()), (body, seat)


def test_observers_partners_and_candidates_are_no_members() -> None:
    assert {"VAT", "PSE"} == members("UN", "2020-01-01", "observer")
    assert "CHN" in members("G77", "2020-01-01", "partner")
    assert "TUR" in members("EU", "2020-01-01", "candidate")
    assert not {"VAT", "PSE"} & members("UN", "2020-01-01")


def test_every_member_and_every_body_named_is_known_and_no_code_is_a_states() -> None:
    known = STATES.keys() | BY_CODE.keys()
    assert not STATES.keys() & BY_CODE.keys()
    assert {seat["actor"] for _, seat in SEATS} <= known
    for entry in ENTRIES:
        assert {*entry.get("predecessors", []), *entry.get("successors", []), *filter(None, [entry.get("part_of")])} <= known, entry["code"]


def test_entries_hold_what_the_head_comment_says() -> None:
    head = (DATA / FILES[0]).read_text("utf-8").split("- code:")[0]
    for entry in ENTRIES:
        assert entry.keys() <= {"code", "name", "kind", "sort", "aliases", "dated", "metonyms", "seat", "part_of", "from", "until", "predecessors",
                                "successors", "matches", "note", "members", "source", "governed_from", LINE}, entry["code"]
        assert entry["kind"] in {"Bloc", "Organisation"}
        assert entry["sort"] in head
        assert entry["kind"] == "Organisation" or entry.get("members") or "not listed" in entry["note"] or "left out" in entry["note"], entry["code"]
    for body, seat in SEATS:
        assert seat.keys() <= {"actor", "from", "until", "role", LINE}, body
        assert seat.get("role", "observer") in head


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_sorted_by_code(file: str) -> None:
    codes = [entry["code"] for entry in read_entries(DATA / file)]
    assert codes == sorted(codes)


def test_no_name_is_given_twice() -> None:
    seen: dict[str, str] = {}
    for entry in ENTRIES:
        for name in dict.fromkeys(fold(name) for name in (entry["code"], entry["name"], *entry.get("aliases", []))):
            assert name, entry["code"]
            assert seen.setdefault(name, entry["code"]) == entry["code"], name
        assert len(entry.get("aliases", [])) == len({*entry.get("aliases", [])} - {entry["name"], entry["code"]}), entry["code"]


def test_dates_run_forward_and_lie_within_the_lives_of_body_and_member() -> None:
    for body, seat in SEATS:
        spell = spell_of(seat)
        assert spell[0] <= spell[1], (body, seat)
        for life in (BY_CODE[body], STATES.get(seat["actor"], BY_CODE.get(seat["actor"], {}))):
            first, last = spell_of(life)
            first = life.get("governed_from", first)
            assert "from" not in seat or span(seat["from"])[1] >= first, (body, seat)
            assert span(seat["until"])[0] <= last if "until" in seat else "until" not in life, (body, seat)


def test_a_member_has_one_spell_at_a_time_in_a_role() -> None:
    compared = 0
    for entry in ENTRIES:
        spells: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for seat in entry.get("members", []):
            spells.setdefault((seat["actor"], seat.get("role", "member")), []).append(spell_of(seat))
        for who, found in spells.items():
            for one, other in pairwise(sorted(found)):
                compared += 1
                assert one[1] < other[0], (entry["code"], who)
    assert compared > 10


@given(st.dates(datetime.date(1945, 1, 1), datetime.date(2027, 12, 31)), st.sampled_from(sorted(BY_CODE)))
def test_nobody_sits_twice_in_a_body_on_any_day(day: datetime.date, body: str) -> None:
    seated = [membership.member for membership in REFERENCE.members(body, day)]
    assert len(seated) == len(set(seated))


def spell_of(item: dict[str, Any]) -> tuple[str, str]:
    return (span(item["from"])[0] if "from" in item else "0001-01-01", span(item["until"])[1] if "until" in item else "9999-12-31")
