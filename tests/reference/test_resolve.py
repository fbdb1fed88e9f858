"""Names and dates whose answers anyone can check."""

import datetime
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positiongraph import reference
from positiongraph.facts import ActorKind


def code(name: str, on: str | None = None, context: str | None = None) -> str | None:
    actor = reference.resolve(name, on=on, context=context).actor
    return actor.code if actor else None


def offered(name: str, on: str | None = None) -> list[tuple[str | None, str]]:
    return [(c.actor.code if c.actor else None, c.reading) for c in reference.resolve(name, on=on).candidates]


def test_moscow_is_the_state_and_the_city_and_nobody_chooses() -> None:
    assert offered("Moscow", "2025-05-08") == [("RUS", "metonym"), (None, "city")]
    assert code("Moscow", "2025-05-08") is None


@pytest.mark.parametrize(("context", "answer"), [("Moscow said on Thursday", "RUS"), ("Moscow's position on the war", "RUS"),
                                                 ("talks in Moscow on Thursday", None)])
def test_the_words_around_a_capital_may_decide(context: str, answer: str | None) -> None:
    found = reference.resolve("Moscow", on="2025-05-08", context=context)
    assert len(found.candidates) == 1
    assert (found.actor.code if found.actor else None) == answer


@pytest.mark.parametrize(("name", "on", "answer"), [
    ("USSR", "1985-01-01", "SUN"), ("USSR", "2000-01-01", None), ("Russia", "1985", "SUN"), ("Russia", "2000", "RUS"),
    ("Yugoslavia", "1980", "YUG"), ("Yugoslavia", "1995", "FRY"), ("Yugoslavia", "2020", None), ("Yemen", "1980", "YAR"),
    ("Yemen", "1995", "YEM"), ("China", "1948", "TWN"), ("China", "1960", None), ("China", "1990", "CHN"), ("Germany", "1980", None),
    ("Germany", "1995", "DEU"), ("East Germany", "1980", "DDR"), ("East Germany", "1995", None), ("Czechoslovakia", "1989", "CSK"),
    ("Czechia", "1980", None), ("Namibia", "2000", "NAM"), ("Zaire", "1980", "COD"), ("South Sudan", "2010", None),
])
def test_a_state_answers_for_its_time(name: str, on: str, answer: str | None) -> None:
    assert code(name, on) == answer


def test_a_name_that_outlives_its_state_offers_the_successors() -> None:
    assert offered("USSR", "2000") == [("RUS", "successor")]
    assert {c for c, _ in offered("Yugoslavia", "2020")} == {"BIH", "HRV", "MKD", "SRB", "SVN"}
    assert offered("Czechia", "1980") == [("CSK", "predecessor")]


@pytest.mark.parametrize("name", ["Korea", "Congo", "Moscow", "Kremlin", "French", "no such place", "", "male", "us", "it", "who"])
def test_nothing_is_said_when_in_doubt(name: str) -> None:
    assert code(name) is None


@pytest.mark.parametrize(("name", "answer"), [
    ("NA", "NAM"), ("RUS", "RUS"), ("Republic of Korea", "KOR"), ("DPRK", "PRK"), ("Guinea", "GIN"), ("the United States", "USA"),
    ("U.S.", "USA"), ("US", "USA"), ("cote d'ivoire", "CIV"), ("Côte d’Ivoire", "CIV"), ("Trinidad & Tobago", "TTO"), ("Россия", "RUS"),
    ("俄罗斯", "RUS"), ("Élysée", "FRA"), ("Downing Street", "GBR"), ("Türkiye", "TUR"), ("Turkey", "TUR"), ("Singapore", "SGP"),
    ("Holy See", "VAT"), ("Taiwan", "TWN"), ("Kosovo", "XKX"), ("Burma", "MMR"), ("Russia's", "RUS"), ("“Iran”", "IRN"),
    ("Korea, South", "KOR"), ("Congo, Democratic Republic of the", "COD"), ("AU", "AU"), ("Nato", "NATO"), ("the Arab League", "LAS"),
])
def test_one_right_answer_is_given(name: str, answer: str) -> None:
    assert code(name) == answer


@pytest.mark.parametrize(("name", "on", "answer"), [
    ("the French president", "2015-06-01", "francois-hollande"), ("French President", "2017-05-14", "emmanuel-macron"),
    ("President of France", "2010", "nicolas-sarkozy"), ("France's president", "2020-01-01", "emmanuel-macron"),
    ("Russian foreign minister", "2015-06-01", "sergey-lavrov"), ("German chancellor", "2015-06-01", "angela-merkel"),
    ("Germany's head of government", "2015-06-01", "angela-merkel"), ("US secretary of state", "2023-01-01", "antony-blinken"),
    ("the British prime minister", "2022-09-20", "liz-truss"), ("President Putin", "2024", "vladimir-putin"),
    ("Indian Prime Minister Narendra Modi", "2020", "narendra-modi"), ("former President Obama", "2020", "barack-obama"),
    ("the Trump administration", "2019", "USA"), ("the Trump administration", "2023", None), ("the Chinese side", None, "CHN"),
    ("Chinese Foreign Ministry", "2020", "CHN"), ("Government of India", None, "IND"), ("the Ruritanian president", "2015", None),
])
def test_offices_and_governments_are_read_as_of_the_day(name: str, on: str | None, answer: str | None) -> None:
    assert code(name, on) == answer


def test_putin_is_prime_minister_in_2010() -> None:
    found = reference.resolve("Putin", on=datetime.date(2010, 1, 1))
    assert found.actor is not None
    assert found.actor.kind == ActorKind.PERSON
    assert [(m.role, m.organization) for m in found.candidates[0].offices] == [("prime minister", "RUS")]


def test_of_one_name_the_one_in_office_is_meant() -> None:
    assert (code("Bush", "1990"), code("Bush", "2005"), code("Bush")) == ("george-h-w-bush", "george-w-bush", None)
    assert (code("Clinton", "1996"), code("Clinton", "2010-05-01")) == ("bill-clinton", "hillary-clinton")


def test_without_a_day_all_who_held_an_office_are_offered_the_latest_first() -> None:
    found = reference.resolve("president of France")
    assert found.actor is None
    assert [c.actor.code for c in found.candidates if c.actor][:3] == ["emmanuel-macron", "francois-hollande", "nicolas-sarkozy"]


def test_the_context_breaks_a_tie() -> None:
    assert code("Korea", context="Pyongyang fired a missile on Monday") == "PRK"
    assert code("Korea", context="a summit in Seoul") == "KOR"
    assert code("Korea", context="between Pyongyang and Seoul") is None


def test_placeholders_stand_for_themselves() -> None:
    found = reference.resolve("unnamed:some nuclear countries").actor
    assert found is not None
    assert (found.code, found.kind, found.name) == ("unnamed:some nuclear countries", ActorKind.BLOC, "some nuclear countries")
    assert code("unresolved:Atlantis") == "unresolved:Atlantis"


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no date: 'yesterday'"):
        reference.resolve("Russia", on="yesterday")


def test_members_are_those_of_the_day() -> None:
    before = {m.member for m in reference.members("BRICS", on="2023-06-01")}
    after = {m.member for m in reference.members("BRICS", on="2024-06-01")}
    assert before == {"BRA", "CHN", "IND", "RUS", "ZAF"}
    assert after - before == {"ARE", "EGY", "ETH", "IRN"}
    assert "GBR" in {m.member for m in reference.members("EU", on="2020-01-31")}
    assert "GBR" not in {m.member for m in reference.members("EU", on="2020-02-01")}


def test_the_reason_says_when_a_state_of_that_name_was() -> None:
    assert reference.resolve("East Timor", on="1999").reason == (
        "nothing known is called 'East Timor' on 1999; Timor-Leste is known from 2002-05-20 to today")


def test_the_heads_of_organisations_are_found() -> None:
    assert code("the UN Secretary-General", "2010-05-05") == "ban-ki-moon"
    assert code("secretary general of NATO", "2020") == "jens-stoltenberg"
    assert code("EU foreign policy chief", "2020") == "josep-borrell"


def test_an_issue_is_found_by_any_of_its_names() -> None:
    names = ["one-china-policy", "One-China policy", "one china POLICY", "One‑China policy."]
    assert {issue.id if (issue := reference.resolve_issue(name)) else None for name in names} == {"one-china-policy"}
    assert reference.resolve_issue("no such issue") is None
    assert [issue.id for issue in reference.issue_ancestors("one-china-policy")]
    assert reference.issue_ancestors("no such issue") == ()
    assert reference.issue("no such issue") is None
    assert {i.id if (i := reference.resolve_issue(c)) else None for c in ("me", "nu", "di", "hr", "co", "ec")} == {
        "palestinian-conflict", "nuclear-weapons", "arms-control-and-disarmament", "human-rights", "colonialism", "economic-development"}


def test_near_names_are_told() -> None:
    assert "Kazakhstan" in reference.nearest("Kasakhstan")


def test_who_says_all_that_a_page_needs() -> None:
    told = reference.describe("Putin", on="2010-01-01")
    assert told["actor"] == "vladimir-putin"
    assert told["candidates"][0]["offices"] == [
        {"organization": "RUS", "name": "Russia", "role": "prime minister", "from": "2008-05-08", "until": "2012-05-07"}]
    assert reference.describe("Kasakhstan")["nearest"]
    bloc = reference.describe("BRICS", on="2023-06-01")["candidates"][0]
    assert [m["member"] for m in bloc["members"]] == ["BRA", "CHN", "IND", "RUS", "ZAF"]
    state = reference.describe("France", on="2015-06-01")["candidates"][0]
    assert ("François Hollande", "president") in {(m["name"], m["role"]) for m in state["holders"]}
    assert "UN" in {m["organization"] for m in state["memberships"]}


def test_an_office_without_a_day_is_nobodys_even_with_one_holder_on_record() -> None:
    found = reference.resolve("CIA director")
    assert found.actor is None
    assert {c.reading for c in found.candidates} == {"holder"}


@pytest.mark.parametrize("name", ["Mr. Putin", "Mr Putin", "Vladimir Putin", "Putin", "Путин", "Vladimir Putin's"])
def test_a_person_is_known_by_many_forms(name: str) -> None:
    assert code(name, "2024-01-01") == "vladimir-putin"


def test_the_reference_starts_light() -> None:
    """Neither YAML nor RDF is loaded to answer a question."""
    script = ("import sys; from positiongraph import reference; reference.resolve('Moscow'); "
              "print(sorted({'yaml', 'rdflib', 'pandas', 'rigour', 'babel', 'pycountry'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@given(st.text(max_size=40), st.one_of(st.none(), st.dates(datetime.date(1900, 1, 1), datetime.date(2030, 1, 1))), st.text(max_size=40))
def test_any_words_get_an_answer_and_an_actor_is_one_of_the_candidates(name: str, on: datetime.date | None, context: str) -> None:
    found = reference.resolve(name, on=on, context=context)
    assert found.actor is None or found.actor in [c.actor for c in found.candidates]


@given(st.sampled_from(reference.actors()))
def test_a_code_is_always_its_own_actor(actor: object) -> None:
    assert reference.actor(actor.code) == actor  # type: ignore[attr-defined]


@given(st.sampled_from([a for a in reference.actors() if a.kind == ActorKind.STATE]), st.dates(datetime.date(1946, 1, 1)))
def test_the_main_name_of_a_state_never_means_another_that_has_not_its_place(actor: object, on: datetime.date) -> None:
    found = reference.resolve(actor.name, on=on).actor  # type: ignore[attr-defined]
    if found and found != actor:
        candidates = reference.resolve(actor.name, on=on).candidates  # type: ignore[attr-defined]
        assert candidates[0].reading in {"continuity", "state"}
