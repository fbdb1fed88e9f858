"""Questions 24 to 27, 29 and later, on two small worlds whose answers are worked out here: words of a few states, and three roll calls."""

import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal
from rdflib.namespace import SKOS

from positiongraph.errors import UsageError
from positiongraph.facts import (
    Act,
    Actor,
    ActorKind,
    Attribution,
    Document,
    Facts,
    Issue,
    Kind,
    Membership,
    Modality,
    Position,
    Statement,
    Status,
    Voice,
)
from positiongraph.graph import build, graph, open_store
from positiongraph.questions import Answer, ask, question, questions
from positiongraph.reading import read
from positiongraph.vocabulary import NUMBERS, POS
from tests.votes import world

STATES = {"FRA": "France", "ITA": "Italy", "GBR": "United Kingdom", "DEU": "Germany"}


def words() -> Facts:
    """Wine tax under taxes: France turns from +2 to −3, Italy stays for, Britain left the union in 2020, Germany is silent on it."""
    documents = {name: Document(identifier=name, title=f"The {name}") for name in ("gazette", "herald")}
    statements: dict[tuple[str, str, str], Statement] = {}
    positions: list[Position] = []

    def said(document: str, date: str, holders: str, issue: str, stance: int, *, key: str = "speech", by: str = "", text: str | None = None, **more: Any) -> None:
        statement = Statement(document=documents[document].id, key=key, kind=Kind.SPEECH, date=date, parties=("DEU",), reported_by=(by,) if by else ())
        statements[document, key, date] = statement
        positions.append(Position(document=documents[document].id, statement=statement.id, holders=tuple(holders.split()), issue=issue, stance=stance,
                                  **({"act": Act.ASSERT, "attribution": Attribution.PARAPHRASE, "text": text, "date": date} | more)))

    said("gazette", "2018-01-01", "FRA", "wine", 2, text="we tax wine gladly", speaker="ann")
    said("gazette", "2019-02", "ITA", "wine", 1)
    said("gazette", "2019-06-01", "GBR", "wine", -1, targets=("FRA",))
    said("gazette", "2021-03-01", "FRA", "wine", -3, key="summit", by="ITA", speaker="ann")
    said("herald", "2021-03-01", "FRA", "wine", -3, key="summit", by="DEU")
    said("herald", "2021-03-01", "ITA", "wine", 2, key="summit", by="DEU")
    said("herald", "2022-01-01", "FRA ITA", "beer", 2, voice=Voice.JOINT, text="beer unites us")
    said("herald", "2022-02-01", "GBR", "beer", -2, targets=("FRA", "ITA"), modality=Modality.CONDITIONAL)
    said("herald", "2022-03-01", "GBR", "beer", 3, status=Status.PROPOSED, confidence=0.4, text="perhaps beer")
    said("herald", "2022-04-01", "ITA", "beer", 1, targets=("unresolved:Nowhere",))
    said("herald", "2022-05-01", "FRA", "taxes", 1)
    said("herald", "2022-06-01", "FRA", "wine", -2, act=Act.VOTE, attribution=Attribution.RECORD)
    actors = [Actor(code=code, kind=ActorKind.STATE, name=name) for code, name in STATES.items()]
    actors += [Actor(code="EU", kind=ActorKind.BLOC, name="Union"), Actor(code="ann", kind=ActorKind.PERSON, name="Ann"),
               Actor(code="unresolved:Nowhere", kind=ActorKind.ACTOR, name="Nowhere")]
    ties = [Membership(member=code, organization="EU", since="1958", until="2020-01-31" if code == "GBR" else None) for code in STATES]
    issues = (Issue(id="taxes", label="Taxes", positive_pole="More."), Issue(id="wine", label="Wine tax", positive_pole="More.", broader=("taxes",)),
              Issue(id="beer", label="Beer tax", positive_pole="More.", broader=("taxes",)))
    return Facts(tuple(positions), tuple(statements.values()), tuple(documents.values()), tuple(actors), issues, tuple(ties))


def on_engine(name: str, facts: Facts, folder: Path) -> Graph:
    if name == "rdflib":
        return graph(facts)
    build(facts, folder / "kg")
    return open_store(folder / "kg")


@pytest.fixture(scope="module", params=["rdflib", "Oxigraph"])
def kg(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return on_engine(request.param, words(), tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="module", params=["rdflib", "Oxigraph"])
def calls(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Roll calls 7 (1985): USA −, BRA 0, IND −, SUN −; 11 (2011): USA +, BRA +, IND 0, RUS −; 12 (2012): USA −, BRA +, IND +."""
    return on_engine(request.param, world(tmp_path_factory.mktemp("files")).facts(), tmp_path_factory.mktemp("votes"))


def pick(answer: Answer, *columns: str) -> list[Any]:
    return [tuple(row[column] for column in columns) for row in answer.rows]


def test_24_france_went_from_plus_two_to_minus_three(kg: Graph) -> None:
    answer = ask(kg, 24, holder="FRA", issue="wine")
    assert pick(answer, "date", "positions", "lowest", "mean", "highest") == [
        ("2018-01-01", 1, 2, 2.0, 2), ("2021-03-01", 2, -3, -3.0, -3), ("2022-06-01", 1, -2, -2.0, -2)]
    assert len(ask(kg, "stance-over-time", holder="France", issue="Taxes")) == 5


def test_25_what_the_members_held_on_a_day(kg: Graph) -> None:
    columns = ("member", "stance", "since", "positions")
    assert pick(ask(kg, 25, bloc="EU", issue="wine", date="2019-12-31"), *columns) == [
        ("DEU", None, None, 0), ("FRA", 2, "2018-01-01", 1), ("GBR", -1, "2019-06-01", 1), ("ITA", 1, "2019-02", 1)]
    assert pick(ask(kg, 25, bloc="Union", issue="wine", date="2021-03-01"), *columns) == [
        ("DEU", None, None, 0), ("FRA", -3, "2021-03-01", 3), ("ITA", 2, "2021-03-01", 2)]
    assert ask(kg, 25, bloc="EU", issue="wine", date="1950").rows == []


def test_26_which_pairs_agree_least(calls: Graph) -> None:
    columns = ("a", "b", "alike", "together", "agreement")
    third = pytest.approx(1 / 3)
    assert pick(ask(calls, 26), *columns) == [
        ("BRA", "RUS", 0, 1, 0.0), ("BRA", "SUN", 0, 1, 0.0), ("IND", "RUS", 0, 1, 0.0), ("RUS", "USA", 0, 1, 0.0),
        ("BRA", "IND", 1, 3, third), ("BRA", "USA", 1, 3, third), ("IND", "USA", 1, 3, third), ("IND", "SUN", 1, 1, 1.0), ("SUN", "USA", 1, 1, 1.0)]
    assert pick(ask(calls, 26, since="2011", n=2), *columns) == [("IND", "USA", 0, 2, 0.0), ("BRA", "RUS", 0, 1, 0.0)]
    assert len(ask(calls, 26, since="2013")) == 0


def test_27_the_herald_reports_italy_and_the_gazette_does_not(kg: Graph) -> None:
    answer = ask(kg, 27, statement=sorted(kg.subjects(SKOS.notation, Literal("summit")))[0])
    assert pick(answer, "holder", "stance", "told_by", "versions", "documents", "reporters") == [
        ("FRA", -3, 2, 2, ["The gazette", "The herald"], ["Germany", "Italy"]), ("ITA", 2, 1, 2, ["The herald"], ["Germany"])]


def test_29_france_says_yes_to_taxes_and_votes_no_on_wine(kg: Graph) -> None:
    # wine: said +2, −3, −3 (mean −4/3), voted −2 · taxes: said +2, −3, −3, +2 on beer, +1 (mean −1/5), voted −2
    answer = ask(kg, 29, holder="FRA")
    assert pick(answer, "issue", "words", "votes", "said", "voted", "apart") == [
        ("taxes", pytest.approx(-0.2), -2.0, 5, 1, False), ("wine", pytest.approx(-4 / 3), -2.0, 3, 1, False)]
    assert ask(kg, 29, holder="ITA").rows == []


def test_29_tells_words_and_votes_that_part(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("document,holders,issue,stance,act,date\na,FRA,Wine tax,2,support,2020\nb,FRA,Wine tax,-2,vote,2021\nb,ITA,Wine tax,2,vote,2021\n")
    assert pick(ask(graph(read(tmp_path / "t.csv")), "words-and-votes", holder="FRA"), "words", "votes", "apart") == [(2.0, -2.0, True)]


def test_30_france_turned_on_wine_and_nobody_else_did(kg: Graph) -> None:
    assert pick(ask(kg, 30, holder="FRA"), "issue", "first", "first_date", "last", "last_date") == [("wine", 2, "2018-01-01", -2, "2022-06-01")]
    assert ask(kg, 30, holder="ITA").rows == []


def test_31_what_was_said_since_a_day(kg: Graph) -> None:
    assert pick(ask(kg, 31, since="2022-04", n=2), "date", "holder", "issue") == [("2022-06-01", "FRA", "wine"), ("2022-05-01", "FRA", "taxes")]
    assert pick(ask(kg, 31, since="2021", holder="ITA"), "date", "holder") == [
        ("2022-04-01", "ITA"), ("2022-01-01", "FRA"), ("2022-01-01", "ITA"), ("2021-03-01", "ITA")]


def test_32_beer_and_wine_divide(kg: Graph) -> None:
    # wine: FRA −6, ITA +3, GBR −1 · beer: FRA +2, ITA +3, GBR −2 (its proposed +3 does not count)
    assert pick(ask(kg, 32), "issue", "in_favour", "against", "neither") == [("beer", 2, 1, 0), ("wine", 1, 2, 0)]
    assert len(ask(kg, 32, n=1)) == 1
    told = {POS[name]: int(number) for name, number in re.findall(r"\(pos:(\w+) (-?\d)\)", question(32).sparql)}
    assert told == NUMBERS, "the scale that its text repeats"


def test_33_britain_addresses_france_twice(kg: Graph) -> None:
    columns = ("holder", "target", "positions", "against", "mean")
    assert pick(ask(kg, 33), *columns) == [("GBR", "FRA", 2, 2, -1.5), ("GBR", "ITA", 1, 1, -2.0), ("ITA", "unresolved:Nowhere", 1, 0, 1.0)]
    assert pick(ask(kg, 33, actor="ITA"), *columns) == [("GBR", "ITA", 1, 1, -2.0)]
    assert len(ask(kg, 33, holder="GBR")) == 2


def test_34_the_union_parts_on_wine(kg: Graph) -> None:
    # Britain's word on wine counts, it was a member then; its word on beer does not
    assert pick(ask(kg, 34, bloc="EU"), "issue", "members", "in_favour", "against") == [("wine", 3, ["ITA"], ["FRA", "GBR"])]
    assert pick(ask(kg, 34, bloc="EU", since="2021"), "issue", "members") == [("wine", 2)]


def test_35_who_stands_with_france_on_taxes(kg: Graph) -> None:
    columns = ("other", "alike", "unlike", "issues")
    assert pick(ask(kg, 35, holder="FRA", issue="taxes"), *columns) == [("GBR", 1, 1, 2), ("ITA", 1, 1, 2)]
    assert pick(ask(kg, 35, holder="FRA", issue="beer"), *columns) == [("ITA", 1, 0, 1), ("GBR", 0, 1, 1)]


def test_36_india_votes_most_like_the_soviet_union(calls: Graph) -> None:
    columns = ("other", "agreement", "alike", "together")
    assert pick(ask(calls, 36, holder="IND"), *columns) == [
        ("SUN", 1.0, 1, 1), ("BRA", pytest.approx(1 / 3), 1, 3), ("USA", pytest.approx(1 / 3), 1, 3), ("RUS", 0.0, 0, 1)]
    assert pick(ask(calls, 36, holder="IND", since="2012", n=1), *columns) == [("BRA", 1.0, 1, 1)]


def test_37_russia_alone_was_against_in_roll_call_11(calls: Graph) -> None:
    assert pick(ask(calls, 37, holder="RUS"), "lean", "others") == [(-2, 3)]
    assert pick(ask(calls, 37, holder="USA"), "lean", "others") == [(-2, 2)]
    assert ask(calls, 37, holder="BRA").rows == []


def test_38_ann_speaks_for_france(kg: Graph) -> None:
    assert pick(ask(kg, 38, holder="FRA"), "speaker", "positions", "first_date", "last_date", "issues") == [("ann", 2, "2018-01-01", "2021-03-01", ["Wine tax"])]


def test_39_britain_was_conditional_on_beer(kg: Graph) -> None:
    assert pick(ask(kg, 39), "holder", "modality", "issue") == [("GBR", "conditional", "beer")]
    assert ask(kg, 39, holder="FRA").rows == []


def test_40_france_cosigns_with_italy(kg: Graph) -> None:
    assert pick(ask(kg, 40, holder="FRA"), "partner", "positions", "issues", "last_date") == [("ITA", 1, 1, "2022-01-01")]


def test_41_on_which_documents_it_rests(kg: Graph) -> None:
    assert pick(ask(kg, 41), "title", "positions") == [("The herald", 7), ("The gazette", 4)]
    assert pick(ask(kg, 41, holder="GBR"), "title", "positions") == [("The gazette", 1), ("The herald", 1)]
    assert pick(ask(kg, 41, holder="FRA", issue="beer"), "title", "positions") == [("The herald", 1)]


def test_42_year_by_year(kg: Graph) -> None:
    assert pick(ask(kg, 42, issue="wine"), "year", "positions", "in_favour", "against", "mean") == [
        ("2018", 1, 1, 0, 2.0), ("2019", 2, 1, 1, 0.0), ("2021", 3, 1, 2, pytest.approx(-4 / 3)), ("2022", 1, 0, 1, -2.0)]
    assert pick(ask(kg, 42, holder="ITA"), "year", "positions") == [("2019", 1), ("2021", 1), ("2022", 2)]


def test_43_taxes_issue_by_issue(kg: Graph) -> None:
    assert pick(ask(kg, 43, issue="taxes"), "narrower", "positions", "holders", "in_favour", "against") == [("beer", 3, 3, 2, 1), ("wine", 7, 3, 3, 4)]


def test_44_france_was_first_on_wine(kg: Graph) -> None:
    assert pick(ask(kg, 44, issue="wine"), "holder", "first_date", "stance", "positions") == [
        ("FRA", "2018-01-01", 2, 4), ("ITA", "2019-02", 1, 2), ("GBR", "2019-06-01", -1, 1)]


def test_45_what_has_no_words(kg: Graph) -> None:
    found = pick(ask(kg, 45), "holder", "date")
    assert len(found) == 8
    assert ("FRA", "2018-01-01") not in found  # it has words
    assert ("FRA", "2022-06-01") not in found  # it is a vote


def test_46_britains_proposed_position_awaits_a_judgement(kg: Graph) -> None:
    assert pick(ask(kg, 46), "holders", "stance", "confidence", "text") == [(["GBR"], 3, 0.4, "perhaps beer")]


def test_47_nowhere_is_unresolved(kg: Graph) -> None:
    assert pick(ask(kg, 47), "name", "held", "addressed") == [("Nowhere", 0, 1)]


def test_48_who_opposes_beer_and_taxes(kg: Graph) -> None:
    assert pick(ask(kg, 48, issue="beer"), "holder", "stance", "date") == [("GBR", -2, "2022-02-01")]
    assert pick(ask(kg, 48, issue="taxes"), "holder", "issue", "stance") == [
        ("FRA", "wine", -3), ("FRA", "wine", -3), ("FRA", "wine", -2), ("GBR", "beer", -2), ("GBR", "wine", -1)]


def test_48_who_opposes_a_resolution(calls: Graph) -> None:
    assert pick(ask(calls, 48, issue="UNGA-7"), "holder") == [("IND",), ("SUN",), ("USA",)]


def test_49_how_often_each_is_for_or_against(kg: Graph) -> None:
    assert pick(ask(kg, 49), "holder", "stance", "positions") == [
        ("FRA", -3, 2), ("FRA", -2, 1), ("FRA", 1, 1), ("FRA", 2, 2), ("GBR", -2, 1), ("GBR", -1, 1), ("ITA", 1, 2), ("ITA", 2, 2)]


def test_50_the_states_and_brazil_agree_once_in_three(calls: Graph) -> None:
    # 7: − and 0, half · 11: + and +, one · 12: − and +, nothing
    assert pick(ask(calls, 50, a="USA", b="BRA"), "together", "alike", "agreement", "s_score") == [(3, 1, pytest.approx(1 / 3), 0.5)]
    assert pick(ask(calls, 50, a="USA", b="BRA", since="2011-03-04", until="2011"), "together", "agreement", "s_score") == [(1, 1.0, 1.0)]
    assert ask(calls, 50, a="RUS", b="SUN").rows == []  # no common vote is no agreement, and no disagreement either


@pytest.mark.parametrize("n", ["-1", "many", "1.5", ""])
def test_a_limit_is_a_whole_number(calls: Graph, n: str) -> None:
    with pytest.raises(UsageError, match="no whole number"):
        ask(calls, 26, n=n)


def test_every_number_is_taken_once_and_every_new_question_is_tested_here() -> None:
    numbers = [each.number for each in questions()]
    assert len(set(numbers)) == len(numbers)
    told = Path(__file__).read_text()
    for number in (*range(24, 28), *range(29, 51)):
        assert f"def test_{number}_" in told, question(number).name
