"""Files of votes: four layouts, every row accounted for, every fault said with its line."""

import gzip
from pathlib import Path

import pytest

from positiongraph.errors import InputError
from positiongraph.reading import read, reading
from positiongraph.sources.un_votes import read_votes, recognise
from positiongraph.sources.voters import Voters
from tests import votes
from tests.votes import assembly, council, many, unvotes, voeten, world, write

WORKED_OUT = {
    ("UNGA-11", "USA", 2), ("UNGA-11", "BRA", 2), ("UNGA-11", "IND", 0), ("UNGA-11", "RUS", -2), ("UNGA-12", "USA", -2), ("UNGA-12", "BRA", 2),
    ("UNGA-12", "IND", 2), ("UNGA-7", "USA", -2), ("UNGA-7", "BRA", 0), ("UNGA-7", "IND", -2), ("UNGA-7", "SUN", -2),
}
"""In 1985 Russia's seat was the Soviet Union's."""


def stances(path: Path) -> set[tuple[str, str, int]]:
    return {(p.issue.replace("undl", ""), *p.holders, p.stance) for p in read(path).positions}  # type: ignore[misc]


def test_the_three_layouts_say_the_same(tmp_path: Path) -> None:
    assert stances(unvotes(tmp_path)) == WORKED_OUT
    assert stances(voeten(tmp_path / "UNVotes.csv")) == WORKED_OUT
    assert stances(voeten(tmp_path / "UNVotes.csv.gz")) == WORKED_OUT
    assert stances(assembly(tmp_path / "ga.csv")) == WORKED_OUT


def test_every_row_is_a_position_or_counted(tmp_path: Path) -> None:
    found = read_votes(str(voeten(tmp_path / "UNVotes.csv", vote="9")))
    assert (found.rows, len(found), dict(found.nothing)) == (12, 10, {"absent": 1, "not a member": 1})
    assert found.summary == f"{tmp_path}/UNVotes.csv: 12 rows in 3 roll calls: 10 positions, 1 absent, 1 not a member"


def test_a_vote_is_named_by_body_roll_call_and_actor(tmp_path: Path) -> None:
    assert {p.id for p in world(tmp_path).facts().positions if p.stance == 0} == {"UNGA-11-IND", "UNGA-7-BRA"}


def test_days_before_session_58_are_not_believed(tmp_path: Path) -> None:
    heads = world(tmp_path).heads
    assert {s.key: s.date for s in heads.statements} == {"UNGA-11": "2011-03-04", "UNGA-12": "2012-12-24", "UNGA-7": "1985-11"}
    exact = read_votes(str(assembly(tmp_path / "ga.csv"))).heads
    assert "1985-11-06" in {s.date for s in exact.statements}, "the Library's days hold"


def test_a_roll_call_is_an_issue_under_its_subjects(tmp_path: Path) -> None:
    issues = {issue.id: issue for issue in world(tmp_path).heads.issues}
    assert issues["UNGA-7"].broader == ("arms-control-and-disarmament", "nuclear-weapons")
    assert issues["UNGA-12"].broader == ("unga-votes",)
    assert issues["UNGA-11"].label == "R/65/1: MATTER 11"
    assert {above for issue in issues.values() for above in issue.broader} <= set(issues), "what is named is described"


def test_subject_headings_are_issues(tmp_path: Path) -> None:
    issues = {issue.id: issue for issue in read_votes(str(assembly(tmp_path / "ga.csv"))).heads.issues}
    assert issues["UNGA-undl11"].broader == ("human-rights-reports", "whales")
    assert issues["human-rights-reports"].label == "Human rights, reports"


def test_a_veto_is_noted_and_an_adoption_without_a_vote_is_none(tmp_path: Path) -> None:
    found = read_votes(str(council(tmp_path / "sc.csv")))
    assert {(p.holders, p.stance) for p in found.facts().positions} == {(("RUS",), -2), (("EST",), 2)}
    assert dict(found.nothing) == {"adopted without a vote": 2}
    notes = {s.key: s.notes for s in found.heads.statements}
    assert "Vetoed by RUS, a permanent member." in notes["UNSC-undl5"]


def test_totals_that_do_not_add_up_are_noted_not_mended(tmp_path: Path) -> None:
    path = assembly(tmp_path / "ga.csv")
    path.write_text(path.read_text().replace("2.0,1.0,1.0", "3.0,1.0,1.0"))
    found = read_votes(str(path))
    notes = {s.key: s.notes for s in found.heads.statements}
    assert notes["UNGA-undl11"] == ("The source's totals do not add up: it says 3 yes, 1 abstaining, 1 no, and lists 2, 1, 1.",)
    assert notes["UNGA-undl12"] == ()
    assert found.warnings[0] == f"{path}: 1 roll calls whose totals do not add up"


def test_totals_that_do_not_make_the_members_are_noted(tmp_path: Path) -> None:
    path = assembly(tmp_path / "ga.csv")
    path.write_text(path.read_text().replace("1.0,,4", "1.0,1.0,4"))
    notes = {s.key: s.notes for s in read_votes(str(path)).heads.statements}
    assert notes["UNGA-undl11"] == ("The source's totals do not add up: 4 votes and 1 not voting make no 4 members.",)
    assert notes["UNGA-undl12"] == ()


def test_where_no_vote_was_taken_no_total_is_missed(tmp_path: Path) -> None:
    notes = {s.key: s.notes for s in read_votes(str(council(tmp_path / "sc.csv"))).heads.statements}
    assert notes == {"UNSC-undl5": ("Vetoed by RUS, a permanent member.",), "UNSC-undl6": ()}


def test_probable_doubles_are_noted_on_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VOTES", "DATES", "SESSIONS", "SYMBOLS"):
        table = getattr(votes, name)
        monkeypatch.setitem(table, "13", table["11"])
    found = read_votes(str(voeten(tmp_path / "UNVotes.csv")))
    assert {s.key: len(s.notes) for s in found.heads.statements} == {"UNGA-11": 1, "UNGA-13": 1, "UNGA-12": 0, "UNGA-7": 0}


def fault(path: Path, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        reading([str(path)], **options)  # type: ignore[arg-type]
    return str(caught.value).replace(str(path.parent) + "/", "")


def test_a_code_7_is_said_with_its_line(tmp_path: Path) -> None:
    assert fault(voeten(tmp_path / "UNVotes.csv", vote="7")) == "UNVotes.csv:13: unknown vote '7'; expected 1, 2, 3, 8 or 9"


def test_lines_are_counted_over_texts_with_line_breaks(tmp_path: Path) -> None:
    assert fault(assembly(tmp_path / "ga.csv", ms_vote="Q")) == "ga.csv:24: unknown vote 'Q'; expected Y, A, N, X or NV"


def test_with_keep_going_the_row_is_handed_back(tmp_path: Path) -> None:
    found = reading([str(voeten(tmp_path / "UNVotes.csv", vote="7"))], keep_going=True)
    assert len(found.votes[0]) == 10
    assert [(str(r.faults[0]), r.row["ccode"]) for r in found.rejects] == [
        (f"{tmp_path}/UNVotes.csv:13: unknown vote '7'; expected 1, 2, 3, 8 or 9", "365")]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    path = unvotes(tmp_path)
    (tmp_path / "roll_calls.csv").unlink()
    assert fault(path).startswith("votes.csv: its table roll_calls is missing; expected roll_calls.csv or roll_calls.csv.gz in ")


def test_a_roll_call_that_nobody_describes_is_named(tmp_path: Path) -> None:
    assert fault(unvotes(tmp_path, rcid="8")) == "votes.csv:12: roll call '8' is not in the table roll_calls; expected a roll call of that table"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = voeten(tmp_path / "UNVotes.csv")
    path.write_text(path.read_text().replace("session", "sitting", 1))
    assert fault(path) == "UNVotes.csv:1: no column 'session'; expected the columns of voeten votes: ccode, date, rcid, session, vote"


def test_a_swapped_header_is_found_by_its_values(tmp_path: Path) -> None:
    path = voeten(tmp_path / "UNVotes.csv")
    path.write_text(path.read_text().replace("vote,ccode", "ccode,vote", 1))
    assert fault(path) == ("UNVotes.csv:1: column 'vote' holds no votes in 9 of 12 rows; the first in line 3: unknown vote '140'; "
                           "expected 1, 2, 3, 8 or 9; are names in the header swapped?")


def test_a_column_of_voters_that_holds_others_is_found(tmp_path: Path) -> None:
    path = many(tmp_path / "UNVotes.csv", 60, seed=1)
    path.write_text(path.read_text().replace("rcid,ccode", "ccode,rcid", 1))
    assert "names, such as" in fault(path)
    assert "are names in the header swapped?" in fault(path)


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    rows = [{"vote": "yes", "rcid": "11", "country": "Brazil"}]
    unvotes(tmp_path)
    assert len(read_votes(str(write(tmp_path / "votes.csv", rows)))) == 1


def test_a_truncated_gz_is_refused(tmp_path: Path) -> None:
    path = voeten(tmp_path / "UNVotes.csv.gz")
    path.write_bytes(path.read_bytes()[:-40])
    assert fault(path) == "UNVotes.csv.gz: the compressed file ends too early or is damaged; expected a whole .gz file; download it again"


def test_a_bom_does_no_harm(tmp_path: Path) -> None:
    path = voeten(tmp_path / "UNVotes.csv")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert stances(path) == WORKED_OUT


def test_latin_1_is_read_when_told_and_refused_when_not(tmp_path: Path) -> None:
    path = assembly(tmp_path / "ga.csv")
    path.write_bytes(path.read_text().replace("On matter", "Sur la matière").encode("latin-1"))
    assert fault(path) == "ga.csv: it is no UTF-8 text; expected UTF-8, or --encoding NAME"
    assert reading([str(path)], encoding="latin-1").votes[0].roll_calls[0].title.startswith("Sur la matière")


def test_one_state_one_vote(tmp_path: Path) -> None:
    assert fault(unvotes(tmp_path, country="India", vote="yes")) == "votes.csv:12: IND votes twice in roll call 7, and differently; expected one vote a state"
    again = reading([str(unvotes(tmp_path, country="India", vote="no"))])
    assert (len(again.votes[0]), again.duplicates) == (10, 1)


def test_columns_that_mean_nothing_are_told(tmp_path: Path) -> None:
    path = voeten(tmp_path / "UNVotes.csv", colour="red")
    assert reading([str(path)]).unused == ((str(path), "colour", 12),)


def test_a_voter_whom_nobody_knows_is_kept_under_its_name(tmp_path: Path) -> None:
    found = read_votes(str(unvotes(tmp_path, country="Atlantis")))
    assert "unresolved:Atlantis" in found.codes
    assert any("Atlantis" in warning for warning in found.warnings)


def test_a_table_of_positions_is_no_file_of_votes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("document,holders,issue,stance,act,date\na,FRA,Wine,2,support,2020\n")
    assert recognise(str(path)) is None


def test_seats_pass_on() -> None:
    cow, name = Voters("cow"), Voters("name")
    assert [cow.code("345", day) for day in ("1980", "1995", "2004-01-01", "2010")] == ["YUG", "FRY", "SCG", "SRB"]
    assert [cow.code("651", day) for day in ("1957", "1960", "1970")] == ["EGY", "UAR", "EGY"]
    assert [cow.code(code, "1980") for code in ("260", "255", "265", "678", "680")] == ["DEU", "DEU", "DDR", "YAR", "YMD"]
    assert [name.code("Yemen Arab Republic", day) for day in ("1980", "1990-12")] == ["YAR", "YEM"]
    assert name.code("Federal Republic of Germany", "1980") == name.code("Germany", "1991") == "DEU"
    assert (Voters("code").code("NA", "2010"), name.code("Taiwan", "1971-10"), name.code("China", "1971-11")) == ("NAM", "TWN", "CHN")


@pytest.mark.data
def test_the_real_files_add_up(shared_data: Path) -> None:
    voeten_file = read_votes(str(shared_data / "unvotes/voeten2017_UNVotesPublished.csv.gz"))
    assert (voeten_file.rows, len(voeten_file)) == (1_066_613, 588_800 + 95_099 + 54_865)
    assert dict(voeten_file.nothing) == {"absent": 73_328, "not a member": 254_521}
    unvotes_file = read_votes(str(shared_data / "unvotes/votes.csv.gz"))
    assert (unvotes_file.rows, len(unvotes_file), unvotes_file.doubles) == (870_109, 870_109, 0)
    library = read_votes(str(shared_data / "undl/ga_voting_layout_2015_2019.csv.gz"))
    assert (library.rows, len(library), dict(library.nothing)) == (90_903, 83_404, {"not voting": 7_499})
    for each in (voeten_file, unvotes_file, library):
        assert not any(code.startswith("unresolved") for code in each.codes)
        assert len(each) + sum(each.nothing.values()) == each.rows


def test_the_compressed_and_the_plain_file_are_the_same_votes(tmp_path: Path) -> None:
    plain = voeten(tmp_path / "UNVotes.csv")
    (tmp_path / "copy.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    assert read_votes(str(tmp_path / "copy.csv.gz")).heads == read_votes(str(plain)).heads
