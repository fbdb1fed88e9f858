"""Persons and offices: facts worked out by hand, and the sense of the whole."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from slugify import slugify

from positiongraph.errors import InputError
from positiongraph.reference import leader_lists, leaders
from positiongraph.reference.build import DATA
from positiongraph.reference.entries import read_entries
from positiongraph.reference.index import overlaps, span
from positiongraph.reference.leader_lists import Tenure

HAND = read_entries(DATA / "persons.yaml")
BULK = read_entries(DATA / "persons-leaders.yaml")
OFFICES = yaml.safe_load((DATA / "offices.yaml").read_text("utf-8"))
ROLES = {row["office"]: row["role"] for row in OFFICES["offices"]}
DAY = timedelta(days=1)


def held_by(*files: list[dict[str, Any]]) -> dict[tuple[str, str], list[tuple[str, dict[str, Any]]]]:
    chains = defaultdict(list)
    for person in (person for file in files for person in file):
        for office in person["offices"]:
            chains[office["of"], office["office"]].append((person["code"], office))
    return chains


CHAINS = held_by(HAND)
ALL = held_by(HAND, BULK)


def holders(office: str, of: str, on: str) -> set[str]:
    return {code for code, held in ALL[of, office] if overlaps(held.get("from"), held.get("until"), on)}


FACTS = [
    ("president", "RUS", "1995-06-01", "boris-yeltsin"), ("president", "RUS", "2005-01-01", "vladimir-putin"),
    ("president", "RUS", "2010-01-01", "dmitry-medvedev"), ("prime minister", "RUS", "2010-01-01", "vladimir-putin"),
    ("president", "RUS", "2025-05-08", "vladimir-putin"), ("foreign minister", "RUS", "2014-03-18", "sergey-lavrov"),
    ("president", "CHN", "2025-05-08", "xi-jinping"), ("president", "CHN", "2012-12-01", "hu-jintao"),
    ("general secretary", "CCP", "2012-12-01", "xi-jinping"), ("foreign minister", "CHN", "2023-03-01", "qin-gang"),
    ("foreign minister", "CHN", "2025-05-08", "wang-yi"), ("premier", "CHN", "2020-05-01", "li-keqiang"),
    ("president", "FRA", "2010-01-01", "nicolas-sarkozy"), ("president", "FRA", "2015-06-01", "francois-hollande"),
    ("president", "FRA", "2020-06-01", "emmanuel-macron"), ("prime minister", "FRA", "2018-11-17", "edouard-philippe"),
    ("president", "USA", "1990-08-02", "george-h-w-bush"), ("president", "USA", "2003-03-20", "george-w-bush"),
    ("president", "USA", "2016-11-08", "barack-obama"), ("president", "USA", "2018-06-12", "donald-trump"),
    ("president", "USA", "2022-02-24", "joe-biden"), ("president", "USA", "2025-05-08", "donald-trump"),
    ("secretary of state", "USA", "2013-11-24", "john-kerry"), ("secretary of state", "USA", "2012-09-11", "hillary-clinton"),
    ("prime minister", "GBR", "2016-06-23", "david-cameron"), ("prime minister", "GBR", "2022-10-01", "liz-truss"),
    ("foreign secretary", "GBR", "2017-06-01", "boris-johnson"), ("foreign secretary", "GBR", "2024-03-01", "david-cameron"),
    ("queen", "GBR", "2012-06-05", "elizabeth-ii"), ("king", "GBR", "2023-05-06", "charles-iii"),
    ("chancellor", "DEU", "2015-09-04", "angela-merkel"), ("chancellor", "DEU", "2022-02-27", "olaf-scholz"),
    ("chancellor", "DEU", "1989-11-09", "helmut-kohl"), ("foreign minister", "DEU", "2015-07-14", "frank-walter-steinmeier"),
    ("president", "DEU", "2020-01-01", "frank-walter-steinmeier"), ("prime minister", "JPN", "2016-05-27", "shinzo-abe"),
    ("prime minister", "IND", "2010-01-01", "manmohan-singh"), ("external affairs minister", "IND", "2022-03-01", "s-jaishankar"),
    ("president", "BRA", "2010-06-01", "luiz-inacio-lula-da-silva"), ("president", "BRA", "2020-06-01", "jair-bolsonaro"),
    ("prime minister", "ITA", "2012-01-01", "mario-monti"), ("prime minister", "CAN", "2020-01-01", "justin-trudeau"),
    ("prime minister", "CAN", "1970-10-16", "pierre-trudeau"), ("president", "KOR", "2018-04-27", "moon-jae-in"),
    ("president", "TUR", "2016-07-15", "recep-tayyip-erdogan"), ("prime minister", "TUR", "2010-01-01", "recep-tayyip-erdogan"),
    ("president", "UKR", "2013-11-21", "viktor-yanukovych"), ("president", "UKR", "2022-02-24", "volodymyr-zelenskyy"),
    ("supreme leader", "IRN", "2015-07-14", "ali-khamenei"), ("president", "IRN", "2015-07-14", "hassan-rouhani"),
    ("prime minister", "ISR", "2022-01-01", "naftali-bennett"), ("prime minister", "ISR", "2023-10-07", "benjamin-netanyahu"),
    ("president", "EGY", "2012-12-01", "mohamed-morsi"), ("president", "SYR", "2015-09-30", "bashar-al-assad"),
    ("supreme leader", "PRK", "2018-06-12", "kim-jong-un"), ("prime minister", "PAK", "2019-02-27", "imran-khan"),
    ("president", "VEN", "2010-01-01", "hugo-chavez"), ("president", "TWN", "2022-08-02", "tsai-ing-wen"),
    ("pope", "VAT", "2015-09-25", "pope-francis"), ("secretary-general", "UN", "1961-09-01", "dag-hammarskjold"),
    ("secretary-general", "UN", "2003-03-20", "kofi-annan"), ("secretary-general", "UN", "2022-02-24", "antonio-guterres"),
    ("secretary-general", "NATO", "2011-03-19", "anders-fogh-rasmussen"), ("secretary-general", "NATO", "2022-02-24", "jens-stoltenberg"),
    ("high representative", "EU", "2013-11-24", "catherine-ashton"), ("high representative", "EU", "2022-02-24", "josep-borrell"),
    ("president of the Commission", "EU", "2016-06-23", "jean-claude-juncker"), ("director general", "IAEA", "2003-03-07", "mohamed-elbaradei"),
    ("general secretary", "SUN", "1962-10-22", "nikita-khrushchev"), ("general secretary", "SUN", "1986-10-11", "mikhail-gorbachev"),
    ("leader", "CHN", "1972-02-21", "mao-zedong"), ("president", "ZAF", "1995-06-24", "nelson-mandela"),
    ("foreign ministry spokesperson", "RUS", "2022-02-24", "maria-zakharova"),
]


@pytest.mark.parametrize(("office", "of", "on", "who"), FACTS)
def test_that_day_the_office_was_held_by_one_person(office: str, of: str, on: str, who: str) -> None:
    assert holders(office, of, on) == {who}


def test_before_a_first_and_after_a_last_day_nobody_of_that_name_holds_it() -> None:
    assert holders("president", "USA", "2009-01-19") == {"george-w-bush"}
    assert holders("president", "USA", "2009-01-20") == {"george-w-bush", "barack-obama"}   # the day of handover belongs to both
    assert holders("president", "USA", "2009-01-21") == {"barack-obama"}
    assert holders("pope", "VAT", "2013-03-05") == set()


def test_a_suspended_president_and_the_acting_one_both_stand() -> None:
    both = {code: bool(held.get("acting")) for code, held in ALL["KOR", "president"] if overlaps(held["from"], held.get("until"), "2025-01-15")}
    assert both == {"yoon-suk-yeol": False, "choi-sang-mok": True}


def test_korea_had_one_foreign_minister_before_he_led_the_united_nations() -> None:
    ban = next(person for person in HAND if person["code"] == "ban-ki-moon")
    assert [(held["office"], held["of"], held["from"]) for held in ban["offices"]] == [
        ("foreign minister", "KOR", "2004-01-17"), ("secretary-general", "UN", "2007-01-01")]


def test_each_person_stands_once() -> None:
    codes = Counter(person["code"] for person in [*HAND, *BULK])
    assert [code for code, number in codes.items() if number > 1] == []
    items = Counter(match for person in [*HAND, *BULK] for match in person.get("matches", []))
    assert [item for item, number in items.items() if number > 1] == []


def test_a_code_is_the_slug_of_the_name_with_a_year_where_names_meet() -> None:
    assert HAND
    assert BULK
    for person in [*HAND, *BULK]:
        assert re.fullmatch(re.escape(slugify(person["name"])) + r"(-\d{4})?(-[a-z]{3})?", person["code"]), person["code"]


def test_files_are_sorted_by_code() -> None:
    for file in (HAND, BULK):
        assert [person["code"] for person in file] == sorted(person["code"] for person in file)


def test_every_span_begins_before_it_ends_and_lies_within_a_life() -> None:
    number = 0
    for person in [*HAND, *BULK]:
        for held in person["offices"]:
            number += 1
            if "until" in held:
                assert span(held["from"])[0] <= span(held["until"])[1], (person["code"], held)
            if "born" in person and person in HAND and held["office"] not in {"king", "queen"}:
                assert 21 <= int(held["from"][:4]) - int(person["born"]) <= 95, (person["code"], held)
            assert ("attested" in held) == ("until" not in held), (person["code"], held)
    assert number > 3000


def test_every_office_is_one_of_the_offices_and_every_word_is_used() -> None:
    used = {office for _, office in ALL}
    assert used <= set(ROLES), used - set(ROLES)
    assert set(ROLES) - used <= {"acting president"}


def test_every_state_of_an_office_is_a_state() -> None:
    states = {entry["code"] for entry in read_entries(DATA / "states.yaml")}
    assert {of for of, _ in held_by(BULK)} <= states
    named = {code for row in OFFICES["offices"] for codes in (row.get("of", []), *row.get("roles_of", {}).values()) for code in codes}
    known = states | {of for of, _ in CHAINS}
    assert named <= known, named - known
    assert {code for row in OFFICES["leaders_as"] for code in row["states"]} <= states


def test_states_beyond_the_hand_made_ones_have_leaders() -> None:
    states = {entry["code"] for entry in read_entries(DATA / "states.yaml") if entry.get("status") == "member"}
    led = {of for of, office in ALL if ROLES[office] in {"head of state", "head of government", "leader", "party leader"}}
    assert states - led == set()


def faults_of(single: dict[str, Any]) -> list[str]:
    """Gaps and overlaps of a single office since its day, but those that are marked; dates known to the month or year may touch."""
    begun = span(single["from"])[0]
    rows = sorted((span(held["from"]), span(held["until"]) if "until" in held else ("9999-12-31",) * 2, code)
                  for code, held in CHAINS[single["of"], single["office"]] if "until" not in held or span(held["until"])[1] >= begun)
    marked = [(span(row["from"])[0], span(row["until"])[1]) for row in single.get("exceptions", [])]
    faults = []
    end: tuple[str, str] | None = None
    for first, last, code in rows:
        within = any(a <= first[1] and first[0] <= b for a, b in marked)
        if end and date.fromisoformat(first[0]) > _next(end[1]) and not within:
            faults.append(f"nobody from {end[1]} to {first[0]} ({code})")
        if end and first[1] < end[0] and not within:
            faults.append(f"{code} from {first[0]}, before {end[0]}")
        end = max(end, last) if end else last
    return faults


def _next(day: str) -> date:
    return date.max if day == "9999-12-31" else date.fromisoformat(day) + DAY


@pytest.mark.parametrize("single", OFFICES["singles"], ids=lambda s: f"{s['of']}-{s['office']}")
def test_a_single_office_has_no_gap_and_no_overlap_that_is_not_marked(single: dict[str, Any]) -> None:
    assert CHAINS[single["of"], single["office"]], "nobody ever held it"
    assert faults_of(single) == []


def test_the_check_of_single_offices_finds_gaps_and_overlaps() -> None:
    rows = {"of": "XXX", "office": "president", "from": "2000-01-01"}
    CHAINS["XXX", "president"] = [("a", {"from": "2000-01-01", "until": "2004-01-01"}), ("b", {"from": "2005-01-01", "until": "2009-05"}),
                                  ("c", {"from": "2009-05-20", "until": "2012-01-01"}), ("d", {"from": "2011-01-01"})]
    try:
        assert faults_of(rows) == ["nobody from 2004-01-01 to 2005-01-01 (b)", "d from 2011-01-01, before 2012-01-01"]
        marked = [{"from": "2004-01-01", "until": "2005-01-01"}, {"from": "2011-01-01", "until": "2012-01-01"}]
        assert faults_of({**rows, "exceptions": marked}) == []
    finally:
        del CHAINS["XXX", "president"]


def test_an_exception_has_a_kind_and_a_reason_and_is_needed() -> None:
    number = 0
    for single in OFFICES["singles"]:
        for row in single.get("exceptions", []):
            number += 1
            assert row["kind"] in {"vacancy", "interregnum", "acting", "disputed", "unknown"}
            assert row["why"]
            without = {**single, "exceptions": [other for other in single["exceptions"] if other is not row]}
            assert faults_of(without) != [], (single["of"], single["office"], row)
    assert number > 50


def test_nobody_heads_two_states_at_a_time_but_a_shared_crown_and_what_is_marked() -> None:
    heads = {"head of state", "head of government", "party leader"}
    shared = {"king", "queen", "co-prince"}
    marked = {("mario-draghi", "ITA", "ECB")}
    for person in [*HAND, *BULK]:
        tenures = [held for held in person["offices"] if ROLES[held["office"]] in heads and held["of"] != "CCP"]  # a party is no state
        for one, other in combinations(tenures, 2):
            if one["of"] != other["of"] and not {one["office"], other["office"]} & shared and (person["code"], one["of"], other["of"]) not in marked:
                meets = Tenure(one["of"], "", "", one["from"], one.get("until"), ()).crosses(
                    Tenure(other["of"], "", "", other["from"], other.get("until"), ()))
                assert not meets, (person["code"], one, other)


def test_a_family_name_of_two_persons_tells_them_apart_by_time() -> None:
    for alias, on, who in (("Trudeau", "1975-01-01", "pierre-trudeau"), ("Trudeau", "2018-01-01", "justin-trudeau"),
                           ("Bush", "1991-01-01", "george-h-w-bush"), ("Bush", "2004-01-01", "george-w-bush"),
                           ("Kirchner", "2005-01-01", "nestor-kirchner"), ("Kirchner", "2010-01-01", "cristina-fernandez-de-kirchner"),
                           ("Assad", "1982-01-01", "hafez-al-assad"), ("Khamenei", "2015-01-01", "ali-khamenei")):
        named = {person["code"] for person in HAND if alias in person.get("aliases", [])
                 for held in person["offices"] if overlaps(held["from"], held.get("until"), on)}
        assert named == {who}, (alias, on)


def test_spellings_and_native_script_are_aliases() -> None:
    aliases = {person["code"]: person.get("aliases", []) for person in HAND}
    assert {"Zelensky", "Zelenskiy", "Володимир Зеленський"} <= set(aliases["volodymyr-zelenskyy"])
    assert {"Lukashenka", "Lukashenko"} <= set(aliases["alexander-lukashenko"])
    assert "习近平" in aliases["xi-jinping"]
    assert "May" not in aliases["theresa-may"]   # a month, too


# Reading the lists

ROW = ("stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear\n"
       "RUS,365,x,Yeltsin,10,7,1991,12,1999,1931\nRUS,365,y,Putin,1,1,2000,,,1952\nHAI,41,z,\"Duvalier, Francois\",22,10,1957,4,1971,1907\n")
CODES = {365: [{"code": "RUS", "from": "1991-12-26"}, {"code": "SUN", "from": "1922-12-30", "until": "1991-12-25"}], 41: [{"code": "HTI"}]}


def test_a_tenure_over_the_end_of_a_state_belongs_to_the_state_of_its_middle(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROW, "utf-8")
    office = [{"office": "president", "states": {"RUS": "1991"}}]
    read = [(t.state, t.office, t.name, t.since, t.until, t.attested) for t in leader_lists.reign(tmp_path / "r.csv", CODES, office)]
    assert read == [("RUS", "president", "Yeltsin", "1991-12-26", "1999-12", None), ("RUS", "president", "Putin", "2000-01-01", None, "2021-03"),
                    ("HTI", "leader", "Francois Duvalier", "1957-10-22", "1971-04", None)]


def test_a_row_without_date_or_state_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROW + "XXX,999,w,Nobody,1,1,2000,,,\nRUS,365,v,Someone,1,13,2000,,,\n", "utf-8")
    with pytest.raises(InputError) as caught:
        list(leader_lists.reign(tmp_path / "r.csv", CODES, []))
    assert str(caught.value).splitlines() == [
        "r.csv:5: no state of code 999 (XXX) on 2000-01-01; expected a code of states.yaml",
        "r.csv:6: Someone: no date; expected year, month and day of start, month and year of end"]


def test_a_folder_without_the_lists_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leaders.main([str(tmp_path)]) == 1
    assert "reign_leaderlist_2021-03.csv: no such file" in capsys.readouterr().err


HELD = Tenure("AAA", "president", "Ana Bell", "2000-01-01", "2004-01-01", ("hand",), born="1950", other=("Bell",))


def test_hand_goes_before_a_list_that_agrees_or_contradicts_and_leaves_the_rest() -> None:
    agrees = Tenure("AAA", "president", "Bell", "2000-01-10", "2004-01", ("reign",), born="1950")
    late = Tenure("AAA", "leader", "Bell", "2001-01-01", "2004-01", ("reign",))
    other = Tenure("AAA", "president", "Carr", "2002-01-01", "2006-01", ("reign",), born="1940")
    earlier = Tenure("AAA", "president", "Dunn", "1990-01-01", "2000-01", ("reign",), born="1940")
    rest, lines, counts = leaders.settled([agrees, late, other, earlier], [HELD])
    assert rest == [earlier]
    assert lines == ["AAA leader, Bell: since 2001-01-01 in reign, 2000-01-01 by hand", "AAA president, Carr 2002-01-01–2006-01 in reign, not by hand"]
    assert counts == {"reign agrees": 1, "reign start differs": 1, "reign not by hand": 1, "reign used": 1}


def test_an_open_tenure_is_closed_where_somebody_came_later() -> None:
    before = Tenure("AAA", "president", "Eve Fox", "1999-01-01", None, ("reign",), "1999-06")
    assert leaders.settled([before], [HELD])[0][0].until == "1999-06"
    assert leaders.settled([before], [])[0] == [before]


def test_two_sources_of_one_person_become_one_entry_under_the_fuller_name() -> None:
    year = Tenure("AAA", "prime minister", "Gil Hart", "2010", None, ("wikidata-2022",), "2022-10", None, "Q1")
    day = Tenure("AAA", "leader", "Hart", "2010-05-06", None, ("reign",), "2021-03", "1960")
    people, lines = leaders.merged([day, year])
    assert lines == []
    assert leaders.entries(people, set()) == [
        {"code": "gil-hart", "name": "Gil Hart", "aliases": ["Hart"], "born": "1960", "matches": ["wd:Q1"],
         "offices": [{"office": "prime minister", "of": "AAA", "from": "2010-05-06", "attested": "2022-10"}], "source": ["reign", "wikidata-2022"]}]


def test_two_sources_that_disagree_on_the_year_both_stand_and_say_so() -> None:
    year = Tenure("AAA", "prime minister", "Gil Hart", "2013", None, ("wikidata-2022",), "2022-10", None, "Q1")
    day = Tenure("AAA", "leader", "Hart", "2010-05-06", None, ("reign",), "2021-03")
    people, lines = leaders.merged([day, year])
    assert lines == ["AAA prime minister, Gil Hart: since 2010-05-06 in reign, 2013 in wikidata-2022; both stand"]
    assert [(t.office, t.since) for t in people[0]] == [("prime minister", "2013"), ("leader", "2010-05-06")]


def test_a_family_name_is_not_enough_for_one_human_across_time() -> None:
    hart = Tenure("AAA", "leader", "Hart", "1950-01-01", "1951-01", ("reign",))
    gil = Tenure("AAA", "president", "Gil Hart", "2010", None, ("wikidata-2022",))
    assert not leaders.same(hart, gil)
    assert leaders.same(hart, Tenure("AAA", "president", "Ira Hart", "1950-03-01", None, ("hand",)))


def test_a_leader_of_two_states_is_one_person() -> None:
    one = Tenure("AAA", "leader", "Saleh Noor", "1978-07-01", "1990-05", ("reign",), born="1942")
    people, _ = leaders.merged([one, Tenure("BBB", "president", "Saleh Noor", "1990-05-22", "2012-02", ("reign",), born="1942")])
    assert [[t.state for t in held] for held in people] == [["AAA", "BBB"]]


def test_names_of_one_word_carry_the_year_of_birth() -> None:
    rows = leaders.entries([[Tenure("AAA", "leader", "Keita", "1960-01-01", "1968-11", ("reign",), born="1915")],
                            [Tenure("BBB", "leader", "Keita", "1960-01-01", "1968-11", ("reign",), born="1915")]], set())
    assert [row["code"] for row in rows] == ["keita-1915", "keita-1915-bbb"]


@pytest.mark.data
def test_the_packaged_file_is_what_the_lists_give(shared_data: Path) -> None:
    written, lines, counts = leaders.text(shared_data / "leaders")
    assert (DATA / "persons-leaders.yaml").read_text("utf-8") == written
    assert counts["reign agrees"] > 500
    assert len(lines) == sum(number for what, number in counts.items() if what.endswith(("differs", "by hand"))) + sum("both stand" in x for x in lines)


@pytest.mark.data
def test_who_is_in_office_in_the_snapshot_is_in_office_in_the_file(shared_data: Path) -> None:
    seen = 0
    for tenure in leader_lists.read_lists(shared_data / "leaders"):
        if tenure.source == ("leaders-2026",) and (tenure.state, tenure.office) not in {("SAU", "king")}:   # its king is the crown prince
            now = [held for _, held in ALL[tenure.state, tenure.office] if "until" not in held and not held.get("acting")]
            assert len(now) == 1, tenure
            seen += 1
    assert seen > 35


def test_neighbours_in_a_chain_are_not_the_same_person_twice() -> None:
    for chain in CHAINS.values():
        rows = sorted((span(held["from"]), code, bool(held.get("acting")), held.get("until")) for code, held in chain)
        for (_, one, acting, until), (first, other, after, _) in pairwise(rows):
            same = one == other and acting == after and until and first[0] <= span(until)[1] and first[1] >= span(until)[0]
            assert not same, (one, until)
