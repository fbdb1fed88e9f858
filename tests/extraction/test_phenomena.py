"""One case for each phenomenon of diplomatic English that extraction must master. The sentences are the tests' own."""

from pathlib import Path
from typing import Any

import pytest

from positiongraph.extraction import mentions, records
from positiongraph.extraction.document import document

DATE = "2024-03-05"


def found(text: str, **options: Any) -> list[dict[str, Any]]:
    rows = list(records(text, date=DATE, **options))
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    return rows


def stances(text: str, **options: Any) -> list[tuple[str, int]]:
    """Holders and the sign of the stance, in order."""
    return [("+".join(row["holders"]), (row["stance"] > 0) - (row["stance"] < 0)) for row in found(text, **options)]


def test_joint_holders_share_one_position() -> None:
    rows = found("Norway and Chile condemned the attack on the embassy.")
    assert [(row["holders"], row["voice"], row["stance"]) for row in rows] == [(["CHL", "NOR"], "joint", -3)]


def test_collective_anaphora_binds_to_the_principals() -> None:
    text = "Peru and Ecuador signed a fishing treaty in Quito on Monday.\n\nBoth countries welcomed the opening of the bridge. They support the {}."
    for phrase in ("truce", "border commission"):
        assert stances(text.format(phrase)) == [("ECU+PER", 1), ("ECU+PER", 1)]
    text = "Foreign ministers of Peru and Ecuador met on Monday.\n\nThe {} rejected any use of force."
    for words in ("parties", "sides", "two sides", "ministers"):
        assert stances(text.format(words)) == [("ECU+PER", -1)], words


def test_a_capital_or_palace_is_a_state_or_a_place() -> None:
    text = "Moscow condemned the strike. Talks were held in Moscow. The Kremlin urged restraint. Reporters gathered at the Kremlin."
    means = [row["means"] for row in mentions(text, date=DATE)]
    assert means == ["RUS", "place", "RUS", "place"]
    assert stances(text) == [("RUS", -1), ("RUS", 1)]


def test_a_person_holds_for_the_state_of_the_office_on_the_date() -> None:
    text = "Emmanuel Macron called for a ceasefire."
    (row,) = found(text)
    assert (row["holders"], row["speaker"]) == (["FRA"], "Emmanuel Macron")
    (row,) = found("The German chancellor rejected the proposal.")
    assert row["holders"] == ["DEU"]


def test_a_document_speaks_for_its_signatories() -> None:
    text = "Kenya and Uganda issued a joint statement on Friday.\n\n{} the two countries are committed to the peace process."
    for words in ("It said", "The statement said"):
        assert stances(text.format(words)) == [("KEN+UGA", 1)], words
    text = 'Kenya and Uganda issued a joint statement on Friday.\n\n"The parties oppose the blockade," is said, urging the release of hostages.'
    assert stances(text) == [("KEN+UGA", -1), ("KEN+UGA", 1)]


def test_nested_attributions_keep_holder_and_reporter_apart() -> None:
    (row,) = found("The Japanese foreign ministry said that Japan supports the resolution.", explain=True)
    assert row["holders"] == ["JPN"]
    assert row["explain"]["reporter"] == ["JPN"]
    rows = found("India said that Nepal opposes the dam.", explain=True)
    assert [(row["holders"], row["explain"]["reporter"]) for row in rows] == [(["NPL"], ["IND"])]


def test_participles_take_the_subject_of_their_clause() -> None:
    for participle, sign in (("condemning", -1), ("urging", 1), ("welcoming", 1)):
        text = f"Brazil rejected the sanctions at a meeting of the council, {participle} the return of the exiles."
        assert stances(text) == [("BRA", -1), ("BRA", sign)], participle
    text = "Italy said the talks were productive, adding that it supports the new route."
    assert stances(text) == [("ITA", 1), ("ITA", 1)]
    assert stances("Noting the illegal blockade, Chad called for sanctions.")[-1] == ("TCD", 1)
    assert stances("Canada praised the court, underlining the importance of independent judges.") == [("CAN", 1), ("CAN", 1)]


def test_coordinated_verbs_objects_and_clauses_are_a_fact_each() -> None:
    assert stances("Spain welcomed the truce and condemned the attacks.") == [("ESP", 1), ("ESP", -1)]
    rows = found("Qatar called for the release of the hostages and an end to the siege of the city.")
    assert [row["stance"] for row in rows] == [2, -2]
    rows = found("Egypt said that the dam is illegal and that the talks were productive.")
    assert [row["stance"] for row in rows] == [-2, 2]


def test_noun_and_adjective_cues_take_positions() -> None:
    assert stances("Ghana reaffirmed its commitment to the treaty.") == [("GHA", 1)]
    assert stances("Ghana and Togo expressed an intention to expand trade.") == [("GHA+TGO", 1)]
    assert stances("Ghana is convinced of the necessity to reform the council.") == [("GHA", 1)]
    assert stances("Ghana is ready to host the talks.") == [("GHA", 1)]
    assert stances("Ghana is concerned about the coup.") == [("GHA", -1)]


def test_flips_turn_the_stance_round() -> None:
    for words in ("the abandonment of the sanctions", "an end to the sanctions", "the lifting of the sanctions"):
        (row,) = found(f"Cuba urged {words}.") if words.startswith("the") else found(f"Cuba called for {words}.")
        assert (row["stance"], "sanctions" in row["issue"].lower()) == (-2, True), words
    assert stances("Cuba called for the withdrawal of foreign troops.") == [("CUB", -1)]
    assert stances("Cuba does not support the embargo.") == [("CUB", -1)]
    assert stances("Serbia refused to condemn the raid.") == [("SRB", 1)]
    assert stances("Serbia does not oppose the pipeline.") == [("SRB", 1)]


def test_deontic_content_is_an_urging_and_no_stance_of_the_one_urged() -> None:
    (row,) = found("Iraq and Jordan are convinced that Damascus must oppose smuggling.")
    assert (row["holders"], row["act"], row["stance"], row["targets"]) == (["IRQ", "JOR"], "urge", 2, ["SYR"])


def test_stance_adverbs_and_adjectives_weigh() -> None:
    (row,) = found("Laos noted the extremely negative effect of the tariffs.")
    assert row["stance"] == -3
    (row,) = found("Laos positively evaluates the objective and unbiased position of Vietnam.")
    assert (row["stance"] > 0, row["targets"]) == (True, ["VNM"])
    (row,) = found("Laos strongly supports the plan.")
    assert row["stance"] == 3


def test_scare_quotes_do_not_hide_the_clause() -> None:
    (row,) = found('Mali denounced the "so-called peace plan" of the mediators.')
    assert (row["holders"], row["stance"], row["attribution"]) == (["MLI"], -3, "mixed")


def test_a_glued_date_line_is_no_part_of_the_sentence() -> None:
    text = "date 2019-04-02 Denmark supports the embargo."
    (row,) = records(text)
    assert (row["date"], row["text"]) == ("2019-04-02", "Denmark supports the embargo")


def test_its_in_a_target_is_the_actor_before() -> None:
    (row,) = found("Turkey criticised Israel for its strikes on the port.")
    assert row["targets"] == ["ISR"]


def test_a_fact_reached_by_two_cues_is_one() -> None:
    rows = found("Finland expressed its support for the reform of the council.")
    assert len(rows) == 1
    rows = found("Finland said it supports the reform of the council.")
    assert len(rows) == 1


def test_unnamed_targets_stay_unnamed() -> None:
    (row,) = found("Iran accused some western countries of sabotage.")
    assert (row["holders"], row["targets"]) == (["IRN"], ["unnamed:some western countries"])


def test_an_opponents_position_in_a_speech_is_the_opponents() -> None:
    text = "Mr. President, I speak on behalf of Armenia. We support the mission. Azerbaijan rejects the mission. I thank you."
    assert ("ARM", 1) in stances(text)
    assert ("AZE", -1) in stances(text)


def test_we_in_a_communique_is_the_list_of_signatories() -> None:
    text = "Joint Statement by Austria, Ireland and Mexico\n\nWe condemn the test. We call for an early entry into force of the treaty."
    assert stances(text) == [("AUT+IRL+MEX", -1), ("AUT+IRL+MEX", 1)]


def test_we_in_a_bodys_own_statement_is_the_body() -> None:
    assert stances("G7 Leaders' Statement on Food Security\n\nWe reaffirm our commitment to open markets. We deplore export bans.") == [
        ("G7", 1),
        ("G7", -1),
    ]


def test_denials_are_marked() -> None:
    (row,) = found("Rwanda denied supporting the rebels.")
    assert (row["act"], row["modality"], row["stance"] < 0) == ("deny", "denied", True)


def test_conditional_and_hypothetical_positions_are_marked() -> None:
    (row,) = found("Poland would support the mission if the parliament agreed.")
    assert (row["holders"], row["modality"]) == (["POL"], "conditional")
    (row,) = found("Poland may support the mission.")
    assert row["modality"] == "hypothetical"
    assert found("If Poland supports the mission, the vote will pass.") == []


def test_background_and_narrative_are_nobodys_position() -> None:
    text = "The Dutch prime minister arrived in Accra on Monday.\n\nThe canal was opened in 1869. Analysts fear a new crisis. The summit ended at noon."
    assert found(text) == []


def test_what_cannot_be_resolved_is_said_to_be_so() -> None:
    rows = found("Zorblatia condemned the raid.", everything=True)
    assert [row["holders"] for row in rows] == [["unresolved:Zorblatia"]]


def test_two_who_each_say_the_same_are_parallel() -> None:
    (row,) = found("Norway and Chile each condemned the raid.")
    assert (row["holders"], row["voice"]) == (["CHL", "NOR"], "parallel")


def test_passives_give_issue_before_and_holder_after() -> None:
    text = "The decision was welcomed by Japan and criticised by Laos."
    assert [(r["holders"], r["stance"] > 0, r["text"]) for r in found(text)] == [
        (["JPN"], True, "The decision was welcomed by Japan"),
        (["LAO"], False, "criticised by Laos"),
    ]


def test_according_to_gives_the_words_to_the_source() -> None:
    (row,) = found("According to the Polish foreign ministry, Belarus must release the prisoners.")
    assert (row["holders"], row["targets"], row["stance"]) == (["POL"], ["BLR"], 2)


def test_a_surname_with_another_first_name_is_somebody_else() -> None:
    (row,) = found("Iraqi Foreign Minister Fuad Hussein rejected the raid.")
    assert (row["holders"], row["speaker"]) == (["IRQ"], "Fuad Hussein")


def test_to_be_for_and_to_be_against_are_stances() -> None:
    assert stances("Malta is in favour of the levy. Cyprus is against the levy.") == [("MLT", 1), ("CYP", -1)]


def voices(text: str, **options: Any) -> set[str]:
    return {"+".join(row["holders"]) for row in found(text, **options)}


def test_a_resolution_speaks_as_the_body_that_passes_it() -> None:
    text = (
        "The Security Council,\n\nExpressing grave concern about the violence of the gangs,\n\n1. CALLS UPON all States to respect the embargo;\n"
        "2. Demands an end to the blockade;\n3. Commends Kenya and Jamaica for hosting the talks;\n4. Reaffirms its commitment to free elections."
    )
    assert stances(text) == [("UNSC", -1), ("UNSC", 1), ("UNSC", -1), ("UNSC", 1), ("UNSC", 1)]


def test_a_statement_on_behalf_of_a_body_is_the_bodys_and_its_topic_is_not() -> None:
    text = "Georgia: Statement by the High Representative on behalf of the European Union on the new law\n\nWe regret the adoption of the law. {}"
    assert voices(text.format("We stand by the people of Georgia.")) == {"EU"}


def test_a_speech_is_its_states_by_what_it_says_of_itself_or_by_its_file() -> None:
    for words in (
        "My country, Samoa, will do its part.",
        "I speak on behalf of the Government of Samoa.",
        "Samoa believes in peace. Samoa will vote.",
    ):
        assert voices(f"Mr. President, I thank you. {words} We urge all States to cut emissions. I condemn the attacks.") == {"WSM"}, words
    rows = records(document("We condemn the coup. I urge restraint.", "FJI_77_2022.txt", date=DATE))
    assert [row["holders"] for row in rows] == [["FJI"], ["FJI"]]


OPENING = "I thank you, Mr. President. "
CLOSING = " I condemn the attacks on the port. We urge all States to cut emissions."


@pytest.mark.parametrize(
    "words",
    [
        "I speak as Prime Minister of Samoa, and I greet the Prime Minister of Tonga.",
        "I bring greetings from the Government and people of Samoa. We thank the people of Tonga.",
        "Small States, my own, Samoa, among them, are patient. Tonga has a new port.",
        "The Government of Samoa is committed to our common cause. Tonga has a new port.",
        "Samoa stands ready to do its part, as we always did. Tonga has a new port.",
    ],
)
def test_a_speech_is_the_state_that_it_claims_as_its_own(words: str) -> None:
    assert voices(OPENING + words + CLOSING) == {"WSM"}


@pytest.mark.parametrize(
    "words",
    [
        "We congratulate Tonga. The people of Tonga have suffered. The Government of Tonga asked for help.",
        "I was received here in Tonga, and we thank Tonga. Tonga needs our help.",
        "On behalf of my country, I express condolences to the people of Tonga. Tonga is in mourning.",
        "I align myself with the statement delivered by the minister on behalf of Tonga.",
        "Your service as President of Tonga, Mr. President, does us honour.",
        "My country supports the Republic of Korea. Tonga has a port.",
        "Tonga welcomes migrants. Fiji welcomes migrants, and we thank both.",
    ],
)
def test_a_speech_that_speaks_of_others_without_saying_whose_it_is_stays_in_doubt(words: str) -> None:
    assert {holder for holder in voices(OPENING + words + CLOSING, everything=True) if holder not in {"TON", "FJI"}} == {
        "unresolved:speaker"
    }


def test_whom_a_text_in_the_plural_names_first_need_not_be_who_says_we() -> None:
    text = "Last year Tonga annexed the reef. We reject the annexation. Our ports stay open. We condemn the attacks on the port."
    assert voices(text, everything=True) == {"unresolved:we"}
    assert "WSM" in voices(f"{text} Samoa condemns the raid. Samoa supports the court.")
    assert "TON" not in voices(f"{text} Samoa condemns the raid. Samoa supports the court.")


def test_a_first_line_in_which_somebody_says_me_is_no_title() -> None:
    text = "It is an honour for me to address this body of the United Nations as Prime Minister of\nSamoa, a small State." + CLOSING
    assert "UN" not in voices(text, everything=True)


def test_a_statement_that_a_ministry_announces_is_its_states() -> None:
    text = "A Foreign Ministry spokesperson issued the following statement today:\n\nLatvia condemns the attack on the port. We call for restraint."
    assert voices(text) == {"LVA"}
    text = "The vice-minister of defence of Mongolia issued the following statement.\n\nNepal and Bhutan are holding drills. We reject the drills."
    assert stances(text) == [("MNG", -1)]


def test_questions_at_a_press_conference_are_nobodys_and_answers_the_spokespersons() -> None:
    text = (
        "Spokesperson's Remarks at the Regular Press Conference\n\nReporter: Japan announced new tariffs. What is your comment?\n\n"
        "Mao Ning: China firmly opposes the tariffs. We urge the Japanese side to correct this practice."
    )
    assert stances(text) == [("CHN", -1), ("CHN", 1)]


def test_a_person_is_who_was_introduced_and_not_a_better_known_namesake() -> None:
    text = "Foreign Ministry spokesperson Wang Wenbin of China met reporters. Wang rejected the claim."
    assert [row["speaker"] for row in found(text)] == ["Wang Wenbin"]
    assert voices("Blinken opposed the bill.") == {"USA"}
    assert voices("Rick Blinken, a lobbyist, met reporters. Blinken opposed the bill.", everything=True) & {"USA"} == set()


def test_a_person_out_of_office_holds_for_nobody() -> None:
    assert voices("Angela Merkel criticised the plan.", everything=True) == {"unresolved:Angela Merkel"}


def test_an_office_abroad_is_not_the_states_where_it_stands() -> None:
    assert voices("The ambassador in Riga rejected the claim.", everything=True) & {"LVA"} == set()
    assert voices("The German Foreign Office condemned the raid.") == {"DEU"}


def test_us_is_a_state_in_capitals_and_a_pronoun_in_small_letters() -> None:
    assert stances("US officials condemned the raid. The U.S. secretary of state urged restraint.") == [("USA", -1), ("USA", 1)]
    assert found("The attack left us speechless.") == []


def test_brussels_is_the_union_unless_the_text_is_of_belgium() -> None:
    assert voices("Brussels condemned the raid.") == {"EU"}
    assert voices("Belgium sent an envoy. Brussels condemned the raid.") == {"BEL"}


def test_members_of_a_body_hold_as_the_body() -> None:
    assert voices("NATO allies condemned the raid.") == {"NATO"}
    assert voices("The candidate countries Albania, Moldova and Ukraine support this statement.") == {"ALB+MDA+UKR"}


def test_papers_and_people_without_an_office_hold_nothing() -> None:
    assert found("The Associated Press called for restraint. Protesters demanded new elections. Investors fear a default.") == []
    assert found("Germany met Norway. Analysts criticised the plan. They oppose the levy.") == []


def test_what_others_face_or_draw_is_not_their_own_stance() -> None:
    assert found("Turkey faces opposition to the canal. The plan drew criticism over its cost.") == []


def test_a_refusal_of_what_one_will_not_do_is_a_rejection() -> None:
    (row,) = found("Berlin will not send tanks to the front.")
    assert (row["holders"], row["act"], row["stance"]) == (["DEU"], "reject", -2)
    assert stances("Vilnius said it would never accept the annexation.") == [("LTU", -1)]
    assert found("The minister will visit Rome on Monday.") == []


def test_abstentions_and_notes_are_neutral_and_accepted() -> None:
    rows = found("Brazil vetoed the resolution. India abstained. Kenya took note of the report.")
    assert [(row["holders"], row["stance"]) for row in rows] == [(["BRA"], -2), (["IND"], 0), (["KEN"], 0)]
    assert rows[1]["issue"] == rows[0]["issue"]


def test_diplomatic_steps_are_protests() -> None:
    assert stances("Jordan summoned the Israeli ambassador over the raid. Tokyo lodged a protest over the drills.") == [
        ("JOR", -1),
        ("JPN", -1),
    ]
    assert stances("Colombia severed diplomatic ties with Israel.") == [("COL", -1)]


def test_an_insistence_asks_or_asserts_by_its_mood() -> None:
    (row,) = found("Ghana insists that Togo release the crew.")
    assert (row["act"], row["stance"], row["targets"]) == ("demand", 2, ["TGO"])
    assert [row["act"] for row in found("Ghana insists that the dam is harmless.", everything=True)] == ["assert"]


def test_threats_stay_negative_whatever_they_would_end() -> None:
    (row,) = found("Iran threatened to close the strait.")
    assert (row["act"], row["stance"]) == ("threaten", -2)


def test_wishing_to_thank_is_thanking() -> None:
    (row,) = found("Statement by Peru\n\nI wish to commend Norway for its mediation. I thank you.")
    assert (row["holders"], row["act"], row["targets"]) == (["PER"], "praise", ["NOR"])


def test_a_phrase_goes_on_where_the_parser_stops() -> None:
    (row,) = found("Malta regrets the adoption of the law on foreign agents by the parliament of Georgia.")
    assert row["text"].endswith("the parliament of Georgia")
    (row,) = found("Oman called for de-escalation.")
    assert row["text"] == "Oman called for de-escalation"


def test_the_addressee_is_the_target_though_unnamed() -> None:
    (row,) = found("Fiji urged all major emitters to phase out coal.")
    assert row["targets"] == ["unnamed:all major emitters"]
    text = "Peru and Chile met on Monday.\n\nPeru called for strengthening mutual trust."
    assert [row["targets"] for row in found(text)] == [["CHL"]]


def test_what_is_fought_is_not_supported() -> None:
    (row,) = found("Niger called for action against armed groups.")
    assert (row["issue_id"], row["stance"] > 0) == (None, True)
    (row,) = found("Peru pledged to combat terrorism.")
    assert (row["issue_id"], row["stance"] > 0) == ("counter-terrorism", True)


def test_a_position_is_dated_by_the_day_that_it_was_taken() -> None:
    when = {"On Monday": "2024-03-04", "Yesterday": "2024-03-04", "On Tuesday": "2024-03-05", "On 28 February": "2024-02-28"}
    for words, day in when.items():
        (row,) = found(f"{words}, Norway condemned the raid.", explain=True)
        assert (row["date"], row["explain"]["date"]) == (day, words.removeprefix("On ") if "28" in words else words), words
    (row,) = found("Norway condemned the raid of 3 May 2019.", explain=True)
    assert (row["date"], row["explain"]["date"]) == (DATE, "the document's")


def test_a_new_issues_label_is_a_clean_noun_phrase() -> None:
    labels = {
        "Spain welcomed its neighbours' decision to reopen the tunnel.": "Neighbours' decision to reopen the tunnel",
        "Spain opposes any attempt to alter the frontier.": "Altering the frontier",
        "Spain pledged to support Peru.": "Support for Peru",
        "Spain criticised the removal of the statue, which had stood for a century.": "Removal of the statue",
    }
    for text, label in labels.items():
        assert [row["issue"] for row in found(text)] == [label], text


def test_every_slot_says_what_filled_it() -> None:
    (row,) = found('Chile strongly rejected the "so-called tax" of Peru on Monday.', explain=True)
    said = row["explain"]
    assert all(
        said[slot] for slot in ("holders", "act", "stance", "issue", "targets", "modality", "voice", "attribution", "speaker", "date")
    )
    assert (said["stance"], said["voice"], said["modality"]) == ("cue -2, weighed by an adverb", "one holder", "said outright")


def test_no_longer_and_there_is_no_turn_a_clause_round() -> None:
    assert stances("Honduras said it would no longer recognise the island.") == [("HND", -1)]
    assert stances("Kyiv has said it will never cede the island.") == [("UKR", -1)]
    assert stances("Spain underlined that there is no alternative to dialogue.") == [("ESP", 1)]
    assert stances("Spain stressed that there is no justification for the blockade.") == [("ESP", -1)]


def test_what_is_called_something_is_the_issue() -> None:
    (row,) = found("Turkey criticised what it called the double standards of the court.")
    assert (row["stance"], row["issue"]) == (-2, "Double standards of the court")


def test_a_past_tense_goes_with_the_past_tense_before_it() -> None:
    text = "France urged all sides to respect the truce and called on Israel to leave the hills."
    assert [(row["holders"], row["targets"]) for row in found(text)] == [(["FRA"], ["unnamed:all sides"]), (["FRA"], ["ISR"])]
    assert stances("China, which banned the fish last week, called on Japan to stop the discharge.") == [("CHN", -1)]
    assert stances("Paris has long opposed conditions for new members.") == [("FRA", -1)]


def test_several_ministers_hold_for_their_states() -> None:
    assert voices("The ministers of foreign affairs of Peru, Chile and Bolivia welcomed the truce.") == {"BOL+CHL+PER"}
    assert voices("Bern, 3 May 2021 - The Swiss Department of Foreign Affairs (FDFA) urged calm. The FDFA condemned the raid.") == {"CHE"}


def test_a_group_left_unnamed_stays_itself_when_named_again() -> None:
    text = "Pacific island leaders rejected the plan. Fiji and Samoa backed the study. The leaders also endorsed a declaration."
    assert voices(text) == {"unnamed:Pacific island leaders", "FJI+WSM"}


def test_what_is_settled_or_fought_is_no_reproach() -> None:
    assert stances("Oman said that the talks helped to resolve the crisis.", everything=True)[0][1] >= 0


def test_headlines_alone_are_read() -> None:
    assert stances("Bulletin\n\nIndia rejects Canada's allegations\n\nEthiopia backs AU mission in Somalia") == [("IND", -1), ("ETH", 1)]


def test_both_countries_are_the_two_of_the_headline() -> None:
    text = "Peru and Chile agree on a canal\n\nPeru, Chile and Brazil announced that Peru and Chile have agreed.\n\n{} thanked Brazil for its help."
    for words in ("The two countries", "Both sides"):
        assert [(row["holders"], row["targets"]) for row in found(text.format(words))][-1] == (["CHL", "PER"], ["BRA"]), words


def test_a_regret_that_something_was_stopped_is_no_joy() -> None:
    assert stances("Malta regrets that the parties boycotted the vote.") == [("MLT", -1)]
    assert stances("Malta refused to lift the ban.") == [("MLT", 1)]


def test_it_is_what_the_clause_before_spoke_of() -> None:
    rows = found("Mali launched an invasion of the islands; Ireland condemns it.")
    assert [row["issue"] for row in rows] == ["Invasion of the islands"]


def test_thanks_name_whom_and_for_what() -> None:
    (row,) = found("Peru expressed its gratitude to Norway for the mediation in the border dispute.")
    assert (row["targets"], "mediation" in row["text"]) == (["NOR"], True)


def test_preventing_something_is_against_it() -> None:
    rows = found("India called on all states to prevent an arms race. Chile urged Peru to prevent smugglers from crossing the river.")
    assert [(row["holders"], row["stance"]) for row in rows] == [(["IND"], -2), (["CHL"], -2)]
    assert "arms race" in rows[0]["issue"].lower()
    assert stances("To prevent the war is a duty of all, Peru said.") == [("PER", -1)]


def test_who_fails_to_judge_has_not_judged() -> None:
    assert stances("Norway failed to condemn the raid. Norway failed to support the treaty.") == [("NOR", 0), ("NOR", -1)]
    assert stances("Norway failed to reach the summit.") == []


def test_what_is_wished_in_vain_is_regretted() -> None:
    assert stances("India would have liked Peru to stay.") == [("IND", -1)]
    assert stances("India wished that families had been spared the ordeal.") == [("IND", -1)]


def test_who_wants_to_see_something_done_asks_for_it() -> None:
    assert stances("Kenya would like to see the dispute settled.") == [("KEN", 1)]
    assert stances("Kenya would like to see the sanctions lifted.") == [("KEN", -1)]
    assert stances("Kenya wants the sanctions to be lifted and Peru asked to join the talks.") == [("KEN", -1), ("PER", 1)]


def test_set_phrases_rule_out_or_uphold() -> None:
    said = "Kenya said that {}."
    for words, sign in (
        ("a new base is out of the question", -1), ("violence has no place in the dialogue", -1), ("the vote is without legal basis", -1),
        ("its border is not negotiable", 1), ("reform is long overdue", 1), ("the plan is a serious proposal", 0),
    ):  # fmt: skip
        assert {sign for _, sign in stances(said.format(words), everything=True)} == {sign}, words


def test_a_speaker_approves_of_what_has_support_and_of_what_it_prefers() -> None:
    speech = "Statement by the Prime Minister of Nepal, 23 September 2022\n\n{}."
    for words, sign in (
        ("The plan has our full backing", 1), ("Our preference is for a joint commission", 1), ("What we cannot accept is a foreign base", -1),
        ("Let us put an end to the trade in small arms", -1), ("It is high time to end the war", -1), ("All sanctions have to go", -1),
        ("We cannot remain indifferent to the suffering of migrants", -1), ("Nepal attaches the highest value to dialogue", 1),
    ):  # fmt: skip
        assert stances(speech.format(words)) == [("NPL", sign)], words
    assert stances(speech.format("Let us act. We will not be intimidated")) == []


def test_heads_of_government_are_those_of_the_body_whose_text_it_is() -> None:
    text = "Communiqué of the Conference of Heads of Government of the Caribbean Community, 5 July 2023\n\nHeads of Government deplored the raid."
    assert stances(text) == [("CARICOM", -1)]


def test_a_spokesperson_for_a_body_speaks_for_it() -> None:
    text = "Remarks by the spokesperson for the Ministry of Foreign Affairs of Peru, 22 August 2022\n\nWe are firmly opposed to any secession."
    assert stances(text) == [("PER", -1)]


def test_a_month_is_nobody() -> None:
    text = "Joint statement of Morocco and Portugal, Rabat, 12 May 2017\n\nThe parties welcomed the grid."
    assert [(row["holders"], row["speaker"]) for row in found(text)] == [(["MAR", "PRT"], None)]
    means = [row["means"] for row in mentions("In May the prime minister, Theresa May, left. Mrs May had come in early May.", date="2017-05-30")]
    assert means == ["theresa-may", "theresa-may"]


def test_who_is_said_to_be_for_or_against_something_is() -> None:
    for words, sign in (
        ("Kenya is a staunch supporter of the court", 1), ("Kenya remains one of the backers of the court", 1), ("Kenya is a critic of the court", -1),
        ("Kenya, a champion of the court, welcomed the ruling", 1), ("Kenya has long been an opponent of the court", -1),
    ):  # fmt: skip
        assert ("KEN", sign) in stances(words + "."), words
    assert stances("Supporters of the court marched in Kenya.") == []


def test_who_feels_something_holds_it() -> None:
    for words, sign in (
        ("The seizure of the island is unacceptable to Kenya", -1), ("The raids are a matter of grave concern for Kenya", -1),
        ("The raids are of concern to Kenya", -1), ("A ceasefire remains a priority for Kenya", 1),
    ):  # fmt: skip
        (row,) = found(words + ".")
        assert (row["holders"], (row["stance"] > 0) - (row["stance"] < 0)) == (["KEN"], sign), words


def test_what_is_called_or_judged_something_is_the_issue() -> None:
    for words in ("called the raid on Lagos a crime", "described the raid on Lagos as a crime", "said that the raid on Lagos was a crime"):
        (row,) = found(f"Kenya {words}.")
        assert (row["stance"], row["issue"]) == (-2, "Raid on Lagos"), words
    (row,) = found("Kenya regards the return of the envoys as a welcome step.")
    assert (row["stance"], row["issue"]) == (2, "Return of the envoys")


def test_who_is_to_blame_is_accused() -> None:
    blame = ("holds Chad responsible for the famine", "said Chad was to blame for the famine", "said that Chad bears the blame for the famine")
    for words in blame:
        (row,) = found(f"Kenya {words}.")
        assert (row["stance"], row["issue"], row["targets"]) == (-3, "Famine", ["TCD"]), words


def test_two_feelings_in_one_breath_are_two() -> None:
    rows = found("Kenya voiced support for the plan and concern at the raids.")
    assert [(row["stance"], row["issue"]) for row in rows] == [(2, "Plan"), (-1, "Raids")]


def test_what_is_agreed_must_be_is_agreed() -> None:
    assert stances("Kenya and Peru agreed that the embargo must end.") == [("KEN+PER", -1)]
    assert stances("Kenya agrees with Peru that the embargo must end.") == [("KEN", -1)]


def test_what_is_needed_and_what_there_is_nothing_without_is_asked_for() -> None:
    speech = "Statement by the Prime Minister of Nepal, 23 September 2022\n\n{}."
    for words, sign in (
        ("What is needed is a reform of the court", 1), ("The time has come to lift the embargo", -1), ("There is no growth without a truce", 1),
        ("A truce is the only way forward", 1), ("We cannot overstate the value of the court", 1), ("We say no to the embargo", -1),
        ("We place great hope in the court", 1), ("We add our voice to the call for a truce", 1), ("We assure Peru of our support", 1),
        ("Peru can count on our support", 1), ("Our position is that the embargo must end", -1),
    ):  # fmt: skip
        assert ("NPL", sign) in stances(speech.format(words), everything=True), words
    (row,) = found(speech.format("Our stand on landmines is clear: they must be abolished"))
    assert (row["stance"], row["issue"]) == (-2, "Anti-personnel mines")


def test_an_appeal_has_an_addressee_and_an_end() -> None:
    (row,) = found("Kenya appeals to donors for more aid.")
    assert (row["holders"], row["stance"], row["act"]) == (["KEN"], 2, "urge")


def test_a_stance_given_up_or_not_taken_yet_is_none() -> None:
    for words, sign in (
        ("Kenya dropped its objections to the pact", 1), ("Kenya withdrew its support for the pact", -1), ("Kenya has yet to endorse the pact", 0),
        ("Kenya has no objection to the pact", 1), ("Kenya said the pact served no purpose", -1), ("Kenya justified the raid", 1),
    ):  # fmt: skip
        assert stances(words + ".") == [("KEN", sign)], words


def test_a_noun_with_its_owner_takes_a_stance_in_passing() -> None:
    assert stances("Kenya's call for a ceasefire went unheeded.") == [("KEN", 1)]
    assert stances("The concerns of all must be met.") == []


def test_who_joins_in_or_acts_together_holds_too() -> None:
    for words in ("Kenya, together with Peru, condemned the raid", "Kenya joined Peru in condemning the raid", "Along with Peru, Kenya condemned the raid"):
        assert stances(words + ".") == [("KEN+PER", -1)], words
    assert stances("Kenya urged Chad to sit down together with Peru.") == [("KEN", 1)]


def test_what_names_no_issue_is_no_position() -> None:
    speech = "Statement by the Prime Minister of Nepal, 23 September 2022\n\n{}."
    for words in ("We need to do it together", "We should be clear", "We must act", "We must pay heed"):
        assert stances(speech.format(words)) == [], words
    (row,) = found(speech.format("United Nations funding of clinics is indispensable"))
    assert row["issue"] == "United Nations funding of clinics", "a name before another noun is not the issue"


def test_who_wants_an_end_is_against_what_is_to_end_and_the_issue_is_that() -> None:
    for words, issue in (
        ("called for an end to the war in Ukraine", "War in Ukraine"), ("supports the abolition of the death penalty", "Death penalty"),
        ("advocates the elimination of nuclear weapons", "Nuclear weapons and nuclear material"),
    ):  # fmt: skip
        (row,) = found(f"Kenya {words}.")
        assert (row["stance"], row["issue"]) == (-2, issue), words
    (row,) = found("Kenya opposes the lifting of sanctions.")
    assert (row["stance"], row["issue"]) == (-2, "Lifting of sanctions")


def test_neither_nor_denies_both() -> None:
    assert stances("Kenya and Peru neither recognise nor accept the seizure of the island.") == [("KEN+PER", -1)]


def test_what_is_hoped_to_happen_names_the_issue() -> None:
    (row,) = found("Kenya expressed the hope that the talks on the dam would resume.")
    assert (row["stance"], row["issue"]) == (1, "Talks on the dam")


def test_a_decision_that_is_judged_is_the_issue_and_no_pledge() -> None:
    (row,) = found("Kenya said the decision of Chad to expel the envoys was regrettable.")
    assert (row["holders"], row["stance"], row["issue"]) == (["KEN"], -2, "Decision of Chad to expel the envoys")
    (row,) = found("Kenya said that sanctions had failed to end the war.")
    assert (row["stance"], row["issue"]) == (-2, "International sanctions")


def test_who_tables_a_text_holds_what_it_calls_for() -> None:
    for words, sign in (("tabled a resolution calling for a truce", 1), ("submitted a text condemning the raid", -1)):
        assert stances(f"Kenya {words}.") == [("KEN", sign)], words


def test_a_resistance_given_up_and_a_veto_intended() -> None:
    assert stances("Kenya has given up its resistance to the levy.") == [("KEN", 1)]
    assert stances("Kenya intends to veto the levy.") == [("KEN", -1)]
    assert stances('"We will not be bullied," the government of Kenya said.') == []


def test_an_echo_takes_or_denies_the_stance_before() -> None:
    for words, sign in (("; Norway does not", -1), (", but Norway has not", -1), (", and so does Norway", 1), (". Norway did too", 1)):
        assert stances(f"Kenya backs the levy{words}.") == [("KEN", 1), ("NOR", sign)], words
    assert stances("Kenya backs the levy, and Norway did so in 1990 at a loss.") == [("KEN", 1)]


def test_what_ought_to_be_done_is_asked_for_whatever_verb_says_it() -> None:
    speech = "Statement by the Prime Minister of Nepal, 23 September 2022\n\n{}."
    for words, sign in (
        ("The truce must be respected", 1), ("The truce must not be undermined", 1), ("The raids must be condemned", -1),
        ("Piracy must not be allowed to spread", -1), ("The war must come to an end", -1), ("The siege must be brought to an end", -1),
        ("The siege cannot continue", -1), ("The world cannot ignore the plight of migrants", 1), ("No child should be left behind", 1),
        ("Stop the war", -1), ("Give us the tools for reform", 1), ("Let there be no more delays in the talks", -1),
        ("The time for talks is now", 1), ("The priority is to end the siege", -1), ("The only way forward is through dialogue", 1),
        ("We need a fund for losses", 1), ("The crisis requires a common response", 1), ("Africa deserves a permanent seat", 1),
        ("Nothing can justify the raid", -1), ("The embargo has gone on for too long", -1),
    ):  # fmt: skip
        assert stances(speech.format(words)) == [("NPL", sign)], words
    for words in ("Take the case of Chad", "Climate change deserves our attention", "The objective of that conference was to end the war"):
        assert stances(speech.format(words)) == [], words


def test_who_calls_for_something_to_be_done_asks_for_that() -> None:
    for words, sign in (
        ("called for the blockade to be lifted", -1), ("calls for all parties to respect the truce", 1), ("urged the ban to be lifted", -1),
        ("repeated its call for the ban to be lifted", -1), ("backed calls for the ban to be lifted", -1), ("wants the mission extended", 1),
        ("joined calls for an end to the siege", -1), ("called for hostages to be freed", 1), ("wants the embargo lifted", -1),
    ):  # fmt: skip
        (row,) = found(f"Kenya {words}.")
        assert (row["holders"], (row["stance"] > 0) - (row["stance"] < 0)) == (["KEN"], sign), words
    assert stances("Kenya called for a right to use the river and criticised the dam.") == [("KEN", 1), ("KEN", -1)]


def test_one_of_several_holds_what_they_hold() -> None:
    for words in (
        "is among the countries pushing for a truce", "was the first country to support a truce", "joined others in calling for a truce",
        "is one of the states that support a truce",
    ):  # fmt: skip
        assert stances(f"Kenya {words}.") == [("KEN", 1)], words
    assert stances("Kenya hosts the countries pushing for a truce.") == [("unnamed:countries", 1)]


def test_who_draws_or_has_somebodys_judgement_is_the_issue() -> None:
    for words, sign in (
        ("drew condemnation from Kenya", -1), ("won praise from Kenya", 1), ("enjoys the support of Kenya", 1), ("met with criticism from Kenya", -1),
    ):  # fmt: skip
        (row,) = found(f"The plan {words}.")
        assert (row["holders"], (row["stance"] > 0) - (row["stance"] < 0), row["issue"]) == (["KEN"], sign, "Plan"), words
    assert stances("The plan drew criticism.") == []


def test_a_rejection_that_is_criticised_is_somebodys_too() -> None:
    rows = found("Kenya criticised Chad's rejection of the pact.")
    assert [(row["holders"], row["issue"]) for row in rows] == [(["KEN"], "Chad's rejection of the pact"), (["TCD"], "Pact")]
    rows = found("Kenya said that Chad's opposition to the canal was a mistake.")
    assert {(*row["holders"], row["stance"], row["issue"]) for row in rows} == {
        ("TCD", -2, "Canal"), ("KEN", -2, "Chad's opposition to the canal")
    }  # fmt: skip
    assert stances("Kenya supports Chad's proposal for a truce.") == [("KEN", 1)], "what is proposed is the issue"


def test_set_phrases_of_stance() -> None:
    for words, sign in (
        ("has come round to the idea of a levy", 1), ("threw its full weight behind the levy", 1), ("turned its back on the levy", -1),
        ("kept its distance from the levy", -1), ("sees no alternative to the levy", 1), ("led the campaign for the levy", 1),
        ("took a positive view of the levy", 1), ("said it would take no part in the levy", -1), ("would not back down on the levy", 1),
        ("is vocal in its criticism of the levy", -1), ("remains concerned by the levy", -1), ("sees the levy as vital", 1),
        ("drew attention to the need for a levy", 1), ("stopped short of endorsing the levy", 0),
    ):  # fmt: skip
        assert stances(f"Kenya {words}.") == [("KEN", sign)], words
    assert stances("For Kenya, the treaty is a matter of survival. For Chad, the levy is unacceptable.") == [("KEN", 1), ("TCD", -1)]
    assert stances("In the view of Kenya, the levy is illegal.") == [("KEN", -1)]
    assert stances("Statement by the Prime Minister of Nepal, 23 September 2022\n\nI am happy to report that exports have grown.") == []


def test_the_ministry_is_the_one_named_before() -> None:
    text = "Peru's foreign ministry said that Chile should release the crew. The ministry rejected the use of force."
    assert [row["holders"] for row in found(text)] == [["PER"], ["PER"]]


def test_member_states_of_a_body_are_the_body_where_it_speaks() -> None:
    text = "Declaration of the Council of Heads of State of the Shanghai Cooperation Organization\n\nMember States stand for talks. They reject sanctions."
    assert stances(text) == [("SCO", 1), ("SCO", -1)]


def test_what_somebody_does_with_a_thing_just_named_is_its_own() -> None:
    rows = found("Norway proposed a summit, an idea that Canada welcomed.")
    assert [(row["holders"], row["issue"]) for row in rows] == [(["NOR"], "Summit"), (["CAN"], "Idea")]
    rows = found("Chad closed the border, a decision that Kenya called disappointing.")
    assert [(row["holders"], row["stance"], row["issue"]) for row in rows] == [(["KEN"], -2, "Decision")]


def test_a_feeling_without_words_of_its_own_is_about_what_was_said_before() -> None:
    rows = found("Kenya condemned the coup. Chad said it was deeply concerned. Peru voiced misgivings. Chile expressed no regret.")
    assert [(row["holders"], row["stance"] < 0, row["issue"]) for row in rows] == [
        (["KEN"], True, "Coup"), (["TCD"], True, "Coup"), (["PER"], True, "Coup")
    ]  # fmt: skip


def test_what_others_support_or_only_seems_accepted_is_no_support() -> None:
    assert stances("Kenya won the vote with the support of its allies.") == []
    assert stances("Kenya said a vote does not mean that it accepts the treaty.") == [("KEN", -1)]
    (row,) = found("Kenya denounced what it calls the massacre of civilians.")
    assert row["act"] == "condemn"


def test_the_rights_and_duties_that_somebody_sees_for_others_are_no_stance_of_theirs() -> None:
    assert stances("Kenya said Chad had a right to defend its border, but had to respect the truce.") == [("KEN", 1)]
    assert stances("It was for Libyans to decide their future, Kenya said.") == [("KEN", 1)]
    assert stances("Kenya said it was good for talks to begin.") == [("KEN", 1)]
    (row,) = found("Kenya and Chad underlined that no country should allow such attacks.")
    assert (row["holders"], row["stance"]) == (["KEN", "TCD"], -2)


def test_one_sentence_says_a_thing_with_a_cue_and_another_without() -> None:
    text = "Statement by the Prime Minister of Nepal\n\nThere is no legal basis for the claims, and we oppose the levy. We did what we had promised."
    assert stances(text) == [("NPL", -1), ("NPL", -1)]
    assert stances("Kenya said the status quo was unsustainable and urged Chad to open the border.") == [("KEN", -1), ("KEN", 1)]
    assert stances("Kenya thanked Chad but made clear that the talks must be based on the truce.") == [("KEN", 1), ("KEN", 1)]
    assert stances("Kenya says there can be no talks under fire. There can be no doubt, Kenya said, that it rained.") == [("KEN", -1)]
    assert stances("Kenya sees the levy as the only option.") == [("KEN", 1)]


def test_who_speaks_for_others_speaks_with_or_as_them() -> None:
    assert stances("The representative of Iraq, speaking on behalf of the Group of 77, condemned the raid.") == [("G77", -1)]
    assert stances("The representative of Algeria, speaking also for Guyana and Somalia, condemned the raid.") == [("DZA+GUY+SOM", -1)]
    assert stances("Kenya, speaking for the first time, condemned the raid.") == [("KEN", -1)]


def test_a_body_that_speaks_is_its_council_and_its_leaders_whomever_they_mention() -> None:
    text = "Communiqué of the Summit of the Gulf Cooperation Council\n\nThe Supreme Council condemned the raid by Iran. It denounced the siege."
    text += "\n\nThe Supreme Council backed the truce. The leaders praised the efforts of Peru and Chile. They rejected the levy."
    assert {holder for holder, _ in stances(text)} == {"GCC"}
    assert stances("ECOWAS rejected the coup.") == [("ECOWAS", -1)], "whatever the parser takes it for"


def test_who_is_questioned_answers() -> None:
    text = "Question: Mr. Minister, does Norway back the truce?\n\nAnswer: Yes. I met in May with leaders of Spain and "
    text += "Ireland. We align ourselves with the European Union.\n\nQuestion: Will Norway send troops to Gaza?\n\nAnswer: We are against any delay."
    assert stances(text) == [("NOR", 1), ("NOR", -1)]


def test_an_organ_that_tells_what_its_body_holds_speaks_for_it() -> None:
    title = "Statement by the Spokesperson of the European External Action Service on Georgia\n\n"
    assert stances(title + "The European Union regrets the delay. We deplore the raid.") == [("EU", -1), ("EU", -1)]
    assert stances(title + "We deplore the raid.") == [("EEAS", -1)]


def test_the_meeting_is_those_who_met() -> None:
    text = "Peru and Chile met in Lima on Monday.\n\nThe Meeting condemned the raid. The parties held a meeting, and the meeting condemned nobody."
    assert stances(text) == [("CHL+PER", -1)]


def test_an_office_without_a_state_is_of_the_state_that_it_promises_for() -> None:
    text = "Britain will not send troops to Libya, Defence Secretary John Healey said. Healey condemned the raid."
    assert stances(text) == [("GBR", -1), ("GBR", -1)]
    assert stances("Britain will not send troops to Libya, David Attenborough said.") == []


def test_what_was_voted_on_is_the_issue_before() -> None:
    rows = found("Kenya backed the levy. Chad voted against because the levy is unjust. Peru voted in favour.")
    assert [(row["holders"], row["stance"] > 0, row["issue"]) for row in rows] == [
        (["KEN"], True, "Levy"), (["TCD"], False, "Levy"), (["PER"], True, "Levy")
    ]  # fmt: skip
    assert stances("Kenya backed the levy. Chad remains sceptical. Peru was lukewarm.") == [("KEN", 1), ("TCD", -1), ("PER", -1)]


def test_it_in_a_clause_about_a_thing_is_that_thing() -> None:
    assert stances("Kenya said the text was a non-starter because it did not condemn the raid.") == [("KEN", -1)]


def test_a_concern_and_a_promise_in_its_relative_clause_are_two() -> None:
    text = "Norway is deeply worried about the fate of the hostages, which Norway will continue to raise."
    assert stances(text) == [("NOR", -1), ("NOR", 1)]
    assert stances("Kenya said there will be no dialogue with the rebels.") == [("KEN", -1)]


def test_only_a_thing_that_can_help_is_asked_for_and_a_duty_stands_beside_what_others_want() -> None:
    assert stances("Kenya believes that only diplomacy can end the war. Kenya said only Peru can swim.") == [("KEN", 1)]
    text = "Kenya said that the opening must respect its sovereignty, while Chad insisted on a truce."
    assert stances(text) == [("KEN", 1), ("TCD", 1)]


SPEECH = "Statement by the Minister for Foreign Affairs of Nepal, 23 September 2022\n\nWe are honoured to speak here.\n\n{}"


def test_idioms_of_diplomacy_take_a_side() -> None:
    for words, sign in (
        ("puts the safety of its fishermen first", 1), ("has left the door ajar for a compromise", 1), ("has not closed the door to a merger", 1),
        ("came to the defence of the court", 1), ("rushed to Peru's aid", 1), ("sets great store by free trade", 1), ("saw no harm in a delay", 1),
        ("breathed a sigh of relief at the ruling", 1), ("is intent on a second round", 1), ("owes Peru a debt of gratitude", 1),
        ("would like a longer mandate", 1), ("is working to revive the talks", 1), ("announced the resumption of flights", 1),
        ("played down the rift", -1), ("was taken aback by the leak", -1), ("remains dead set against the canal", -1), ("steers clear of the pact", -1),
        ("has lost faith in the mediator", -1), ("has little appetite for a new round", -1), ("will not hear of a merger", -1),
        ("pinned the blame for the crash on Peru", -1), ("has trouble with the wording", -1), ("ruled out paying the fine", -1),
        ("feels betrayed by the bank", -1), ("threatened countermeasures", -1), ("is holding up the accession of Chad", -1),
        ("was unable to back the text", -1), ("protested that it had not been heard", -1), ("told Chad to honour the pact", 1),
        ("warned Chad not to leave the pact", 1), ("reacted coolly to the offer", -1), ("views the pact with suspicion", -1),
    ):  # fmt: skip
        assert [s for _, s in stances(f"Kenya {words}.") if s] == [sign], words


def test_the_same_words_tell_nothing_where_they_tell_of_events() -> None:
    for text in (
        "The minister is to visit Kenya on Monday.", "Kenya is to hold elections in May.", "The door of the embassy in Kenya remained closed.",
        "Kenya announced the date of the vote.", "The storm angered farmers in Kenya.", "Kenya came first in the ranking.",
        "The ships were held up by a storm off Kenya.", "Kenya is working on a report.", "Kenya refused to take sides.",
        "Analysts in Kenya said that the pact had outlived its usefulness.", "Kenya told reporters that talks went on.",
    ):  # fmt: skip
        assert [row for row in found(text) if row["stance"]] == [], text


def test_what_a_state_is_to_do_is_its_decision() -> None:
    rows = found("Kenya is to double its aid to Somalia. Kenya is to lift the ban on logging.")
    assert [(row["holders"], row["act"], row["stance"] > 0) for row in rows] == [(["KEN"], "pledge", True), (["KEN"], "pledge", False)]


def test_a_reception_is_warm_or_cool() -> None:
    assert stances("Kenya gave the offer a frosty reception. Kenya gave the offer a rousing welcome.") == [("KEN", -1), ("KEN", 1)]
    assert stances("The offer met with a cool response from Kenya.") == [("KEN", -1)]


def test_set_phrases_judge_their_subject() -> None:
    for words, sign in (
        ("the court has outlived its usefulness", -1), ("the vote makes a mockery of justice", -1), ("the raid set us back by years", -1),
        ("the door to a merger remains open", 1), ("the door to a merger is closed", -1), ("the truce is worth preserving", 1),
        ("the clause is at variance with the treaty", -1), ("its port is not up for grabs", 1), ("refugees deserve better than tents", 1),
        ("the crisis brooks no delay", -1), ("the raid will not go unanswered", -1), ("Chad has no right to dam the river", -1),
        ("Chad was behind the raid", -1), ("the siege amounted to blackmail", -1),
        ("the vote was not fair", -1), ("borders cannot be changed by force", -1), ("the raid must not go unpunished", -1),
    ):  # fmt: skip
        assert {s for holder, s in stances(f"Kenya said that {words}.", everything=True) if holder == "KEN"} == {sign}, words
        if sign:
            assert stances(SPEECH.format(words[0].upper() + words[1:] + ".")) == [("NPL", sign)], words


def test_a_speech_needs_feels_and_asks_in_many_ways() -> None:
    for words, sign in (
        ("We cannot afford another lost decade", -1), ("We cannot turn a blind eye to the famine", -1), ("There must be no return to war", -1),
        ("It falls to the Council to protect the truce", 1), ("A fair share of vaccines is what matters now", 1), ("Debt relief is urgent", 1),
        ("Our hearts go out to the people of Chad", 1), ("Credit goes to Qatar", 1), ("Let us not forget the refugees", 1),
        ("Africa must not be an afterthought", 1), ("Chad must answer for the raid", -1), ("Peru would do well to sign the pact", 1),
        ("The flow of arms has to be cut off", -1), ("The cartels pose a grave threat to us", -1), ("The Council has let down the people of Mali", -1),
        ("Our support for the court will endure", 1), ("We are launching a fund for widows", 1), ("It is wrong that orphans should wait", -1),
    ):  # fmt: skip
        assert stances(SPEECH.format(words + ".")) == [("NPL", sign)], words
    assert stances(SPEECH.format("This is not a step that we take lightly.")) == []


def test_one_must_is_shared_by_two_verbs() -> None:
    assert stances(SPEECH.format("Chad must lift the siege and release the crew.")) == [("NPL", -1), ("NPL", 1)]
    assert stances(SPEECH.format("Chad must stop shelling the town and return the land.")) == [("NPL", -1), ("NPL", 1)]


def test_who_is_reproached_for_doing_the_opposite_takes_no_side() -> None:
    reproach = "Chad cannot claim to defend peace while supporting the rebels"
    rows = found(f"Kenya said that {reproach}.")
    assert [(row["holders"], row["stance"], row["issue"]) for row in rows] == [(["KEN"], -2, "Rebels")]
    assert stances(SPEECH.format(reproach + ".")) == [("NPL", -1)]


def test_agreement_and_hope_take_the_sign_of_what_is_said() -> None:
    assert stances("Peru and Chile agreed that the blockade was illegal.") == [("CHL+PER", -1)]
    assert stances("Peru hopes that Chad will refrain from a new raid.") == [("PER", -1)]
    assert stances("Peru is confident that a deal can be reached.") == [("PER", 1)]


def test_what_is_made_plain_impressed_or_assured_is_said() -> None:
    for words in ("made plain", "made the point", "is of the opinion", "takes the view", "left no doubt", "served notice"):
        assert stances(f"Kenya {words} that the tariff was a mistake.") == [("KEN", -1)], words
    assert stances("Kenya gave an assurance that it would fund the court.") == [("KEN", 1)]
    assert stances("Kenya made clear its opposition to the levy. Kenya made no secret of its dislike of the levy.") == [("KEN", -1), ("KEN", -1)]
    assert stances("Kenya could hardly conceal its satisfaction with the ruling.") == [("KEN", 1)]


def test_who_is_moved_by_something_holds_it() -> None:
    assert stances("The verdict has infuriated Kenya. The verdict has delighted Peru.") == [("KEN", -1), ("PER", 1)]
    assert stances("Kenya's opposition to the dam has hardened. The levy ran into opposition from Peru.") == [("KEN", -1), ("PER", -1)]
    assert stances("The levy, which Kenya opposes, would cost millions.") == [("KEN", -1)]


def test_what_is_said_to_be_done_is_promised() -> None:
    said = "Kenya's president said that {}."
    for words, sign in (
        ("aid would be doubled", 1), ("aid would not be doubled", -1), ("the levy would be lifted", -1), ("the levy would not be lifted", 1),
        ("Kenya was joining the court", 1), ("it would appeal against the ruling", -1), ("it would challenge the ruling", -1),
    ):  # fmt: skip
        assert [s for _, s in stances(said.format(words))] == [sign], words
    assert stances(said.format("the road would be closed by snow")) == []


def test_what_is_denied_or_compared_weighs_as_it_is_meant() -> None:
    for words, sign in (
        ("The treaty is not fair", -1), ("Reform has never been more urgent", 1), ("There is no need for a fund", -1), ("It is time for reform", 1),
        ("The ruling did not go far enough", -1), ("The award is final and binding", 1), ("The raid was an act of aggression", -1),
    ):  # fmt: skip
        assert stances(SPEECH.format(words + ".")) == [("NPL", sign)], words
    assert stances("Kenya listed the group as a terrorist organisation. Kenya noted the move with satisfaction.") == [("KEN", -1), ("KEN", 1)]


def test_what_one_would_rather_do_is_preferred() -> None:
    assert stances("Kenya would rather keep the levy. Kenya would rather not join the pact.") == [("KEN", 1), ("KEN", -1)]
    assert stances("The minister rather liked the plan, Kenya would have it.") == []


def test_a_speech_wishes_and_rules_out_in_set_words() -> None:
    for words, sign in (
        ("May the General Assembly find an answer to the famine", 1), ("Foreign ships have no business in our waters", -1),
        ("Growth cannot come at the expense of justice", -1), ("We owe it to our children to leave them a living sea", 1),
        ("Chad has kept its promises", 1),
    ):  # fmt: skip
        assert stances(SPEECH.format(words + ".")) == [("NPL", sign)], words
    assert [row["act"] for row in found(SPEECH.format("May I thank you for the welcome."))] == ["praise"]


def test_policies_are_given_up_challenged_and_pursued() -> None:
    for words, sign in (
        ("Kenya has abandoned the climate target", -1), ("Kenya reneged on the pledge", -1), ("Kenya hardened its stance on the rebels", -1),
        ("Kenya challenged the legality of the levy", -1), ("Kenya disputed that the levy was lawful", -1), ("Kenya wants no part in the pact", -1),
        ("Kenya cast doubt on whether the pact would hold", -1), ("Kenya suggested scrapping the levy", -1), ("Kenya suggested keeping the levy", 1),
        ("Kenya pointed out serious flaws in the pact", -1), ("Kenya is growing impatient with the pace of reform", -1),
        ("Kenya singled out Peru for praise", 1), ("Kenya will not waver in its support for the court", 1), ("Kenya's priority is a longer truce", 1),
        ("Kenya has made the truce its priority", 1), ("Kenya is working for a longer truce", 1),
    ):  # fmt: skip
        assert [s for _, s in stances(words + ".")] == [sign], words
    for words in ("Kenya's crew abandoned the ship", "Kenya's minister worked for a bank", "Kenya challenges Peru in the final on Monday"):
        assert stances(words + ".") == [], words


def test_what_one_is_glad_or_sorry_to_hear_of_is_felt() -> None:
    rows = found("Kenya was relieved to hear of the release of the crew. Kenya was sorry to learn that the talks had failed.")
    assert [(row["stance"] > 0, "release" in row["issue"].lower()) for row in rows] == [(True, True), (False, False)]
    assert stances("Kenya is pleased to announce the date of the fair.") == []


def test_nobodys_right_and_nobody_left_behind() -> None:
    for words, sign in (
        ("No country has the right to starve its neighbours", -1), ("Nothing gives Chad the right to dam the river", -1),
        ("We must not leave the refugees behind", 1), ("The cycle of hunger has to be broken", -1), ("The cycle of hunger must be broken", -1),
        ("The proposal cannot count on our support", -1), ("The proposal can count on our support", 1), ("It is a shame that the talks stalled", -1),
    ):  # fmt: skip
        assert stances(SPEECH.format(words + ".")) == [("NPL", sign)], words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Neither side accepts the levy.", [("CHL+PER", -1)]),
        ("The three condemned the raid.", []),
        ("Brazil backed the levy. The two condemned the raid.", [("BRA", 1), ("CHL+PER", -1)]),
        ("Kenya backed the levy. Ghana denounced the ban. Both condemned the raid.", [("KEN", 1), ("GHA", -1), ("GHA+KEN", -1)]),
        ("The former rejected the levy, while the latter condemned the raid.", [("PER", -1), ("CHL", -1)]),
        ("Both capitals condemned the raid.", [("CHL+PER", -1)]),
        ("Capitals condemned the raid.", []),
    ],
)
def test_a_number_of_states_are_as_many_as_were_named(words: str, expected: list[tuple[str, int]]) -> None:
    assert stances(f"Peru and Chile met on Monday. {words}") == expected


def test_a_group_without_one_of_its_members() -> None:
    text = "Peru, Chile and Kenya met on Monday. All parties but Kenya condemned the raid."
    assert stances(text) == [("CHL+PER", -1)]
    assert stances("All members except Kenya condemned the raid.") == [("unnamed:All members except Kenya", -1)]
    assert stances("Peru, unlike Kenya, condemned the raid.") == [("PER", -1)]


def test_who_acts_like_another_holds_with_it() -> None:
    assert stances("Peru, like Kenya, condemned the raid and urged restraint.") == [("KEN+PER", -1), ("KEN+PER", 1)]
    assert stances("Like Kenya, Peru condemned the raid.") == [("KEN+PER", -1)]
    assert stances("Peru condemned states like Kenya.") == [("PER", -1)]


def test_groups_that_the_reference_does_not_know_hold_by_their_own_words() -> None:
    assert stances("The Group of Friends of the Lakes condemned the raid. It backed the truce.") == [
        ("unnamed:Group of Friends of the Lakes", -1), ("unnamed:Group of Friends of the Lakes", 1)
    ]  # fmt: skip
    assert stances("Peru, on behalf of the Arab Group, condemned the raid.") == [("unnamed:Arab Group", -1)]
    assert stances("Speaking for the Baltic states, the representative of Estonia condemned the raid.") == [("BALTICS", -1)]
    assert stances("Speaking in Riga, the representative of Estonia condemned the raid.") == [("EST", -1)]
    text = "Ministers of Peru, Chile and Kenya, known as the Quorum, met. The Quorum condemned the raid."
    assert stances(text) == [("CHL+KEN+PER", -1)]


def test_a_state_that_speaks_for_a_group_and_then_for_itself() -> None:
    text = "Statement by Fiji on behalf of the Pacific Islands Forum\n\nWe condemn the raid. My country backs the levy. Our region rejects mining."
    text += " In my national capacity, I urge restraint."
    assert stances(text) == [("PIF", -1), ("FJI", 1), ("PIF", -1), ("FJI", 1)]
    text = "Statement by Fiji\n\nI have the honour to speak on behalf of the African Group. We condemn the raid."
    assert voices(text) == {"unnamed:African Group"}
    text = "Statement by Fiji\n\nWe align ourselves with the statement delivered on behalf of the African Group. We condemn the raid."
    assert voices(text) == {"FJI"}


def test_a_states_news_agency_holds_what_it_says_itself() -> None:
    assert stances("KCNA called for an end to the drills. A commentary of Xinhua condemned the raid.")[:1] == [("KCNA", -1)]
    assert stances("TASS reported that Kenya condemned the raid. TASS said the raid must end.") == [("KEN", -1)]


def test_who_left_office_or_opposes_a_government_does_not_stand_for_its_state() -> None:
    for words in ("A former foreign minister of Chile", "Opposition lawmakers in Chile", "The Chilean opposition", "Former Chilean president Michelle Bachelet"):
        assert "CHL" not in voices(f"{words} condemned the raid.", everything=True), words
    assert stances("Chilean lawmakers condemned the raid. Officials condemned the raid. A European diplomat condemned the raid.") == [
        ("CHL", -1), ("unnamed:Officials", -1), ("unnamed:European diplomat", -1)
    ]  # fmt: skip


def test_a_parliament_is_its_states_but_not_against_the_government() -> None:
    assert stances("The Bundestag condemned the raid. The government backed the truce.") == [("DEU", -1), ("DEU", 1)]
    assert stances("The Bundestag urged the government to lift the ban.") == [("unnamed:Bundestag", -1)]


def test_the_president_is_whoever_was_last_called_so() -> None:
    text = "Prime Minister Narendra Modi met the President of France. Prime Minister Modi condemned the raid and the President {}."
    assert stances(text.format("urged restraint")) == [("IND", -1), ("FRA", 1)]
    text = "Foreign Minister Wang Yi of China spoke. The {} condemned the raid."
    assert stances(text.format("minister")) == [("CHN", -1)]
    assert stances(text.format("prime minister"), everything=True) == [("unresolved:prime minister", -1)]
    assert stances("Peru spoke. The chair thanked Chile.") == []


def test_we_without_quotation_marks_is_whoever_says_so() -> None:
    text = "Kenya backed the levy. The envoy of Ghana spoke. Our delegation rejects the levy, the envoy said."
    assert stances(text) == [("KEN", 1), ("GHA", -1)]
    text = 'Serbia spoke. His Kosovar counterpart, Vjosa Osmani, called for talks. "My country stands for peace," she said.'
    assert stances(text) == [("XKX", 1), ("XKX", 1)]


def test_the_group_is_no_state() -> None:
    text = "Hamas rejected the plan. Israel condemned the raid. The {} backed the truce."
    assert stances(text.format("group"))[-1] == ("HAMAS", 1)
    assert stances(text.format("country"))[-1] == ("ISR", 1)


def test_whom_a_speech_accuses_is_not_its_speaker() -> None:
    text = "Mr. President, I thank you. Israel kills our children, and Israel bombs our ports. Israel supports the raids. Israel must leave."
    text += " The State of Palestine is committed to peace. Palestine welcomes the ruling. We condemn the siege."
    assert "ISR" not in {row["holders"][0] for row in found(text) if "siege" in row["text"]}
    assert ("PSE", -1) in stances(text)


def test_the_ministry_is_none_that_is_named_only_later() -> None:
    text = "Kenya condemned the raid. The ministry urged restraint. Peru's foreign ministry denounced the levy."
    assert stances(text) == [("KEN", -1), ("KEN", 1), ("PER", -1)]


def test_host_and_guest_are_told_by_where_they_met() -> None:
    text = "The ministers of Peru and Chile met in Lima. The host condemned the raid. The guest backed the levy."
    assert stances(text) == [("PER", -1), ("CHL", 1)]
    assert stances(text.replace("Lima", "Accra"), everything=True) == [("unresolved:host", -1), ("unresolved:guest", 1)]
    assert stances("Kenya met Peru. The foreign minister of Peru condemned the raid. Her colleague backed the levy.")[1:] == [("KEN", 1)]


def test_an_envoy_of_the_bloc_is_the_blocs_and_one_in_a_capital_is_not_the_capitals() -> None:
    text = "Serbia and Kosovo met under the eyes of the European Union. The bloc's envoy condemned the raid. Ambassadors of the powers in Pristina"
    assert stances(text + " backed the levy.") == [("EU", -1), ("unnamed:Ambassadors of the powers in Pristina", 1)]
    assert stances("A senior official in Ankara condemned the raid.") == [("TUR", -1)]


def test_it_is_who_says_so_whoever_was_named_in_between() -> None:
    assert stances("Hamas, which Israel fights, said it is committed to the truce.") == [("HAMAS", 1)]


def test_the_observer_of_a_state_and_observers() -> None:
    assert stances("The observer of Palestine condemned the raid. Observers condemned the raid.") == [("PSE", -1)]
    assert stances("Chad, echoing the envoy of Peru, condemned the raid.") == [("PER+TCD", -1)]


def test_the_north_in_a_text_of_korea() -> None:
    assert stances("Pyongyang condemned the raid. The North's leader rejected the talks.") == [("PRK", -1), ("PRK", -1)]
    assert stances("Italy condemned the raid. The North's leader rejected the talks.", everything=True)[1][0] != "PRK"


def test_what_a_paper_is_quoted_with_is_nobody_elses() -> None:
    assert stances('Kenya rejected the levy. "We will never accept the truce," the paper wrote.') == [("KEN", -1)]


def test_answers_are_of_whom_the_title_names() -> None:
    text = "Press briefing by the Spokesperson of the German Foreign Office\n\nQuestion: Spain and Peru back the levy. Do you?\n\n"
    text += "Spokesperson: We reject the levy. The Federal Government backs the truce."
    assert stances(text)[-2:] == [("DEU", -1), ("DEU", 1)]


def test_named_parties_are_not_the_state() -> None:
    assert voices("The Scottish National Party condemned the raid. The ruling party of Chad condemned the raid.", everything=True) == {
        "unresolved:Scottish National Party", "unnamed:ruling party of Chad"
    }  # fmt: skip


def test_a_verb_hung_too_low_is_its_sentences_subjects() -> None:
    assert stances("Germany's foreign ministry, like its French counterpart, called for restraint.") == [("DEU+FRA", 1)]
    assert stances("Reuters: Peru accused Chile of fraud. Does Chile have a comment?") == [("PER", -1)]


def test_a_ministry_spokesman_is_of_the_ministry_named_before() -> None:
    text = 'Kenya backed the levy. Thailand\'s foreign ministry regretted the raid. "We reject the levy," a ministry spokesman said.'
    assert stances(text) == [("KEN", 1), ("THA", -1), ("THA", -1)]


def test_groups_and_governments_with_unknown_names_are_not_those_named_before() -> None:
    text = "Peru and Chile condemned the raid. The {} backed the levy."
    assert stances(text.format("ACP countries"))[1:] == [("unnamed:ACP countries", 1)]
    assert stances(text.format("Baltic ministers"))[1:] == [("unnamed:Baltic ministers", 1)]
    assert stances(text.format("two countries"))[1:] == [("CHL+PER", 1)]
    text = "Iraq condemned the raid. The Kurdistan Regional Government backed the levy."
    assert stances(text)[1:] == [("unnamed:Kurdistan Regional Government", 1)]
    assert stances("Iraq condemned the raid. The juntas backed the levy.") == [("IRQ", -1), ("unnamed:juntas", 1)]


def test_all_of_us_and_a_councils_member_states_are_who_speaks() -> None:
    assert stances("Statement by Peru\n\nAll of us reject the levy. We condemn the raid.") == [("PER", -1), ("PER", -1)]
    text = "Statement by Qatar on behalf of the Gulf Cooperation Council\n\nThe Council's member states reject the levy. We condemn the raid."
    assert voices(text) == {"GCC"}


def test_a_commissioner_speaks_for_the_commission() -> None:
    text = "Remarks by the Commissioner for Trade\n\nWe regret the delay. The Commission backs the levy. I call for talks."
    assert voices(text) == {"EU-COMMISSION"}
    assert "EU-COMMISSION" not in voices(text.replace("The Commission", "The African Union Commission"), everything=True)
    assert "EU-COMMISSION" not in voices(text.replace("Commissioner", "High Commissioner").replace("The Commission", "Peru"), everything=True)


def test_who_is_said_to_hold_the_same_holds_it_alone() -> None:
    for words, who in ((", as did Ghana and Togo", "GHA+TGO"), (", a position echoed by Ghana", "GHA"), (", a view shared by Ghana", "GHA")):
        rows = found(f"Kenya condemned the raid{words}.")
        assert [("+".join(row["holders"]), row["stance"]) for row in rows if row["issue"] == "Raid"] == [("KEN", -3), (who, -3)], words
        assert rows[1]["text"].endswith(words[-4:]), words
    assert stances("Kenya condemned the raid, as it did in May.") == [("KEN", -1)]


def test_more_ways_to_hold_together_and_apart() -> None:
    for words in ("Kenya condemned the raid, joined by Ghana", "In a joint letter with Ghana, Kenya condemned the raid"):
        assert stances(words + ".") == [("GHA+KEN", -1)], words
    assert stances("In a letter to Ghana, Kenya condemned the raid.") == [("KEN", -1)]
    assert stances("Kenya but not Ghana supports the levy.") == [("KEN", 1)]
    assert stances("Ministers from Kenya, Ghana and Togo condemned the raid.") == [("GHA+KEN+TGO", -1)]
    assert stances("Russia's ally Belarus condemned the raid.") == [("BLR", -1)]
    assert stances("Peru left. With the exception of Peru, all members of the Council condemned the raid.") == [("unnamed:all members", -1)]


def test_a_record_gives_the_word_to_offices_named_in_its_title() -> None:
    text = "Prime Minister Rishi Sunak's press conference with President Volodymyr Zelensky\n\nPRIME MINISTER: It was cold in this room this morning. We condemn the raid.\n\n"
    text += "PRESIDENT ZELENSKY: It was warm enough for me, Rishi. We reject the levy.\n\nPRIME MINISTER: I listened to that with care. I back the truce."
    assert stances(text) == [("GBR", -1), ("UKR", -1), ("GBR", 1)]
    assert "GBR" not in voices(text.replace("PRIME MINISTER", "MODERATOR"))


def test_the_other_two_and_our_partners() -> None:
    text = "Statement by Peru, Chile and Kenya\n\nWe condemn the raid. Kenya backed the levy and the other two rejected it."
    assert stances(text) == [("CHL+KEN+PER", -1), ("KEN", 1), ("CHL+PER", -1)]
    assert stances("Statement by Peru\n\nWe condemn the raid. Our partners back the levy.") == [("PER", -1), ("unnamed:Our partners", 1)]


def test_who_is_named_aside_is_not_he() -> None:
    text = "Ghana's president condemned the offer made by President Emmanuel Macron. He rejected the levy."
    assert stances(text) == [("GHA", -1), ("GHA", -1)]
    assert stances("Ghana's president met President Emmanuel Macron. Macron condemned the raid. He rejected the levy.")[1:] == [("FRA", -1)]


def test_parties_and_groups_by_the_name_before_them() -> None:
    assert voices("The Congress party condemned the raid.", everything=True) == {"unresolved:Congress party"}
    assert voices("The Equity group condemned the raid.") == {"unnamed:Equity group"}
    assert stances("Peru and Chile met. The African Union's mediator condemned the raid. Both armies rejected it.") == [("AU", -1), ("CHL+PER", -1)]


def test_a_conjunction_that_the_parser_cuts_still_ties_two_holders() -> None:
    for words in ("Not only Kenya but also Ghana", "Kenya as well as Ghana", "Kenya and also Ghana", "Kenya, in addition to Ghana,"):
        assert stances(f"{words} condemned the raid.") == [("GHA+KEN", -1)], words
    assert stances("Kenya condemned the raid and Ghana backed the levy.") == [("KEN", -1), ("GHA", 1)]
    assert stances("Tehran's ally Hezbollah condemned the raid.") == [("HEZBOLLAH", -1)]


def test_a_government_of_a_part_or_in_exile_and_rebels_are_not_the_state() -> None:
    for words in ("Libya's eastern government", "The Libyan government-in-exile", "Rebels in Libya", "The Libyan rebels"):
        assert "LBY" not in voices(f"{words} condemned the raid.", everything=True), words
    assert stances("Libya's new government condemned the raid. The rebels of the M23 backed it.") == [("LBY", -1), ("M23", 1)]
    text = "Seoul condemned the raid. Pyongyang backed it. The two Koreas rejected the levy. Western capitals condemned the levy."
    assert stances(text)[2:] == [("KOR+PRK", -1), ("unnamed:Western capitals", -1)]


def test_states_parties_are_not_america() -> None:
    text = "Declaration of the Presidents of the States Parties to the River Treaty\n\nWe, the Presidents of Peru, Chile and Kenya, reject the levy."
    assert stances(text + " The Presidents condemned the raid.") == [("CHL+KEN+PER", -1), ("CHL+KEN+PER", -1)]


def test_which_states_are_meant_by_an_adjective_is_left_unnamed() -> None:
    text = "Peru, Chile and Kenya met on Monday. Peru and Chile backed the truce. The {} condemned the raid."
    assert stances(text.format("lower riparian countries"))[1:] == [("unnamed:lower riparian countries", -1)]
    assert stances(text.format("two neighbouring countries"))[1:] == [("CHL+PER", -1)]
    assert stances(text.format("Ministers"))[1:] == [("CHL+KEN+PER", -1)]
    assert voices("The European Parliament met. The centre-right group condemned the raid.", everything=True) == {
        "unnamed:centre-right group"
    }  # fmt: skip


def test_a_secretary_is_not_a_spokesman() -> None:
    text = "Iran's foreign ministry spokesman Esmail Baghaei condemned the raid. The {} backed the levy."
    assert stances(text.format("spokesperson")) == [("IRN", -1), ("IRN", 1)]
    assert stances(text.format("official")) == [("IRN", -1), ("IRN", 1)]
    assert stances(text.format("Treasury secretary")) == [("IRN", -1)]


def test_who_receives_is_the_host_and_talks_between_others_bind_nobody() -> None:
    text = "Foreign Minister Sameh Shoukry of Egypt received Iran's Foreign Minister. The guest condemned the raid."
    text += " The minister backed the talks between Ghana and Togo. They rejected the levy."
    assert [row for row in stances(text) if row[0] in {"IRN", "EGY+IRN"}] == [("IRN", -1), ("EGY+IRN", -1)]


def test_a_greek_cypriot_is_of_cyprus() -> None:
    assert stances("The Greek Cypriot leader condemned the raid. The Greek leader backed it.") == [("CYP", -1), ("GRC", 1)]
    assert stances("The US embassy, the Japanese ambassador and the EU delegation all condemned the raid.") == [("EU+JPN+USA", -1)]


def test_a_draft_is_not_spoken_by_whom_the_report_names_and_a_parliament_backs_its_government() -> None:
    assert stances("The text demanded a truce. Chad regretted the veto, as did the envoys of Peru and Chile.")[0][0] != "CHL+PER"
    assert stances("The Brazilian Senate backed the government. The Chilean Senate urged the government to lift the ban.") == [
        ("BRA", 1), ("unnamed:Chilean Senate", -1)
    ]  # fmt: skip


def test_whoever_is_named_after_for_whom_they_speak_is_no_apposition() -> None:
    for words in ("Speaking on behalf of the Like-Minded Group", "On behalf of the Like-Minded Group"):
        assert stances(f"{words}, the representative of Ghana condemned the raid.") == [("unnamed:Like-Minded Group", -1)], words
    assert stances("Speaking in Oslo, the representative of Ghana condemned the raid.") == [("GHA", -1)]


def test_titles_of_posts_papers_and_motions_say_whose_words_they_are() -> None:
    for title in ("Post by the Foreign Minister of Peru", "White paper of Peru", "Explanation of position by Peru", "Motion adopted by the Peruvian Congress",
                  "Statement at the Security Council by the Permanent Representative of Peru", "Address to the nation by the President of Peru",
                  "Speech at the Polar Forum, Ambassador of Peru", "Foreign Minister of Peru: remarks on the levy",
                  "Statement in exercise of the right of reply by Peru"):  # fmt: skip
        assert stances(title + "\n\nThe levy is unacceptable. We call for talks.") == [("PER", -1), ("PER", 1)], title
    for title in ("Peru: remarks on the levy", "Statement on the raid by Peru", "Peru leaves a post", "Statement by the spokesperson on the visit by the President of Peru"):
        assert "PER" not in voices(title + "\n\nThe levy is unacceptable. We call for talks.", everything=True), title


def test_this_house_and_this_meeting_are_who_speaks() -> None:
    text = "Motion of the Senate of Peru\n\nThat this House regret the raid; that it condemn the levy.\n\nThis motion asks the Government to leave."
    assert stances(text)[:2] == [("PER", -1), ("PER", -1)]
    assert stances(text)[-1] == ("PER", 1)
    assert stances("Statement by Peru\n\nWe condemn the raid. This meeting asks Chad to leave.") == [("PER", -1)]


def test_a_verb_tied_to_a_passive_has_the_same_subject() -> None:
    text = "Statement by Peru\n\nWe are troubled by the levy and {} talks."
    assert stances(text.format("call for")) == [("PER", -1), ("PER", 1)]
    assert stances("The levy was backed by Chad and condemned by Peru.") == [("TCD", 1), ("PER", -1)]


def test_a_modal_of_its_own_takes_over_the_subject_before() -> None:
    text = "Statement by Peru\n\n{}. We condemn the raid."
    assert stances(text.format("The fund is empty and must be filled"))[0] == ("PER", 1)
    assert stances(text.format("Peru has backed the truce and will go on defending it"))[-2][1] == 1
    assert stances(text.format("Should we fail to act, our children will ask why")) == [("PER", -1)]


def test_what_should_alarm_all_what_cannot_be_risked_and_where_the_answer_lies() -> None:
    text = "Statement by Peru\n\nWe condemn the raid. {}."
    for words, sign in (("The silence of the Council should shame us all", -1), ("The world cannot risk another famine", -1),
                        ("The answer is dialogue", 1), ("The solution lies in talks", 1), ("Chad's future lies in the Union", 1),
                        ("Such conduct shows contempt for the Charter", -1)):  # fmt: skip
        assert stances(text.format(words))[1:] == [("PER", sign)], words
    for words in ("The answer is no", "The future of the fund is in danger", "We ask ourselves who paid", "Migrants represent a significant share of workers"):
        assert stances(text.format(words))[1:] == [], words


def test_coordinated_that_clauses_are_a_position_each() -> None:
    assert stances("Peru maintains that the levy must end and, furthermore, that no vessel should be taxed.") == [("PER", -1), ("PER", -1)]


def test_a_set_phrase_and_its_noun_are_said_once() -> None:
    for words in ("pay tribute to the mediators for their patience", "pay tribute to the mediators"):
        assert stances(f"Statement by Peru\n\nWe {words}.") == [("PER", 1)], words
    assert stances("Statement by Peru\n\nWe call for the lifting of the levy so as to restore trade.") == [("PER", -1)]


def of_peru(words: str) -> list[tuple[str, int]]:
    """What Peru says in its own text, the frame around it left out."""
    return stances(f"Statement by Peru\n\nWe condemn the raid. {words}.")[1:]


def test_what_alone_helps_is_asked_for_and_what_cannot_be_justified_is_wrong() -> None:
    for words in ("Peace can only be achieved through dialogue", "Peace can be achieved only through dialogue",
                  "The only viable option is the truce", "What matters now is the truce", "Nothing is more urgent than the truce"):  # fmt: skip
        assert of_peru(words) == [("PER", 1)], words
    for words in ("Terrorism cannot be justified", "No State may invoke the levy", "Let there be no more wars", "The levy belongs in the past",
                  "The levy should be consigned to history", "The levy has caused untold suffering"):  # fmt: skip
        assert of_peru(words) == [("PER", -1)], words
    for words in ("Peace was achieved through dialogue", "The cyclone has caused untold suffering", "Peru may join the talks"):
        assert of_peru(words) == [], words


def test_what_is_a_right_and_what_fills_us_with_dismay_is_judged() -> None:
    for words, sign in (("Water is a human right", 1), ("Silence is no longer an option", -1), ("The siege fills us with dismay", -1),
                        ("Paragraph 4 gives us pause", -1), ("It saddens us that the talks have failed", -1), ("It is gratifying that trade grows", 1),
                        ("Our thanks go to the mediators", 1), ("Great importance is attached to the talks", 1)):  # fmt: skip
        assert of_peru(words) == [("PER", sign)], words
    for words in ("The treaty filled two shelves", "It took us a day to arrive", "The panel is meeting in Lima", "The chapel is attached to the palace"):
        assert of_peru(words) == [], words


def test_what_is_only_announced_is_no_position() -> None:
    for words in ("I wish to draw your attention to the report", "I would like to begin by recalling last year", "I wish to address three points"):
        assert of_peru(words) == [], words
    assert of_peru("I wish to see the levy lifted") == [("PER", -1)]
    assert of_peru("Allow me to congratulate the mediators on the truce") == [("PER", 1)]


def test_votes_are_explained() -> None:
    for words, sign in (("We cast an affirmative vote on the text", 1), ("We were compelled to vote against the draft", -1),
                        ("We are not in a position to support the draft", -1), ("We trust that the Chair will consult us", 1),
                        ("We cannot stand by while villages burn", -1), ("We do not understand the delay", -1),
                        ("The world must act to stop the bloodshed", -1)):  # fmt: skip
        assert of_peru(words) == [("PER", sign)], words
    assert of_peru("We understand the text") == []


def test_a_duty_is_no_blame() -> None:
    for words in ("The Council bears primary responsibility for the maintenance of peace", "The Council bears the primary responsibility",
                  "The mission is responsible for the protection of civilians"):  # fmt: skip
        assert of_peru(words) == [], words
    for words in ("The junta bears full responsibility", "The junta bears responsibility for the famine"):
        assert of_peru(words) == [("PER", -1)], words


def test_two_things_called_for_by_two_prepositions() -> None:
    assert of_peru("We call for talks and for the release of the crew") == [("PER", 1), ("PER", 1)]
    assert of_peru("We call for an inquiry, and for the levy to be lifted") == [("PER", 1), ("PER", -1)]


def test_items_of_a_resolution_are_of_the_conference_that_adopts_it() -> None:
    text = "Resolution of the Conference of Fisheries Ministers\n\nThis Conference,\n\nResolves to share the maps;\n\nCondemns the raid;\n\nAsks Peru to leave."
    assert voices(text) == {"unnamed:Conference"}
    text = "Decision of the Non-Aligned Movement\n\nThe Ministers:\n\n1. Expressed dismay at the raid and underscored the need to lift the levy;\n\n2. Rejected the pact."
    assert ("NON-ALIGNED", -1) in stances(text.replace("Decision", "Declaration"))
    text = "Statement attributable to the Spokesperson for the Secretary-General on Sudan\n\nThe raid is unacceptable. The parties must meet."
    assert voices(text) == {"UN"}


def test_what_is_a_matter_of_fairness_and_what_cannot_be_seen_as_lawful() -> None:
    for words, sign in (("The fund is a matter of fairness", 1), ("The levy is a source of instability", -1), ("The vote cannot be seen as legitimate", -1),
                        ("Raids on clinics are never acceptable", -1), ("The parties owe it to the people to lift the siege", -1),
                        ("The treaty commends itself to every State", 1)):  # fmt: skip
        assert of_peru(words) == [("PER", sign)], words
    for words in ("The fund is a matter of record", "The vote cannot be seen from here", "Peru owes the bank a million"):
        assert of_peru(words) == [], words


def test_who_has_a_duty_is_asked_to_do_it() -> None:
    (row,) = found("Statement by Peru\n\nChad has a duty to protect the river.")
    assert (row["holders"], row["act"], row["targets"]) == (["PER"], "urge", ["TCD"])
    for words in ("We have a moral obligation to protect the river", "The protection of the river is our common duty",
                  "Now is the time to protect the river", "We underscore the central role of the Court"):  # fmt: skip
        assert of_peru(words) == [("PER", 1)], words
    for words in ("We underscore the length of the river", "There is a duty officer"):
        assert of_peru(words) == [], words


def test_what_offers_hope_and_what_deepens_misery() -> None:
    for words, sign in (("The treaty offers great opportunities", 1), ("Sanctions only deepen the misery", -1), ("There is no reason to delay the vote", -1),
                        ("We cannot but deplore the levy", -1), ("We assure the Court of our full support", 1), ("We draw inspiration from the accord", 1),
                        ("The situation remains of serious concern", -1), ("The promises remain unfulfilled", -1)):  # fmt: skip
        assert of_peru(words) == [("PER", sign)], words
    for words in ("The shop offers great bread", "Divers deepen the channel", "There is a reason to delay the vote"):
        assert of_peru(words) == [], words


def test_a_body_of_the_title_that_nobody_knows_speaks_by_its_own_name() -> None:
    text = "Communiqué of the Lake Basin Authority\n\n1. The Authority condemned the raid. It pledged aid.\n\n2. Heads rejected the levy and backed the truce."
    assert voices(text) == {"unnamed:Lake Basin Authority"}
    assert voices("Communiqué of the African Union\n\nThe Authority condemned the raid. Heads backed the truce.") == {"AU"}
    assert stances("Report of the Lake Basin Authority\n\nPeru condemned the raid.") == [("PER", -1)]


def test_the_house_of_a_motion_and_its_lettered_items() -> None:
    text = "Motion adopted by the House of Commons of Canada\n\nThat the House:\n\n(a) deplore the raid;\n\n(b) call upon Peru to leave.\n\nThe House also opposes the levy."
    assert stances(text) == [("CAN", -1), ("CAN", 1), ("CAN", -1)]


def test_what_is_yet_to_be_done_and_what_only_an_if_supposes_is_no_position() -> None:
    for words in ("Peru is yet to create a fund", "If talks were useless, the raid would go on", "Chad applies a levy that it does not apply to gas"):
        assert of_peru(words) == [], words
    assert of_peru("Peru is to create a fund") == [("PER", 1)]
    assert of_peru("The claim does not withstand scrutiny") == [("PER", -1)]


def test_the_general_assembly_is_not_who_speaks_in_it() -> None:
    assert of_peru("The General Assembly condemned the levy") == [("UNGA", -1)]
    for words in ("The Council", "The Agency", "The Assembly"):
        assert ("PER", 1) not in of_peru(f"{words} backed the levy"), words
    assert voices("Statement by Qatar on behalf of the Gulf Cooperation Council\n\nThe Council rejects the levy.") == {"GCC"}


def test_what_a_speaker_says_of_the_speech_is_no_promise() -> None:
    for words in ("I will speak of the levy", "We will not go into details", "We will have the chance to see the bridge", "I will return to that point",
                  "The countries concerned met in May", "We saw hundreds of people on perilous journeys",
                  "Several States should begin work to promote trade"):  # fmt: skip
        assert ("PER", -1) not in of_peru(words), words
        assert all(who == "PER" for who, _ in of_peru(words)), words
    assert of_peru("We will never cease to defend the truce") == [("PER", 1)]
    assert of_peru("We will not shy away from the talks") == [("PER", 1)]
    assert of_peru("We are confident that you will lead the talks") == [("PER", 1)]


def test_that_is_why_and_what_force_cannot_be() -> None:
    assert of_peru("That is why we need a strong and reformed fund") == [("PER", 1)]
    assert of_peru("Force cannot be the answer") == [("PER", -1)]
    assert of_peru("Peru cannot be the host") == []
    assert of_peru("We are concerned about the serious effects and impacts of the levy") == [("PER", -1)]


def test_an_address_parts_no_clause() -> None:
    assert of_peru("We congratulate you, Mr. President, on your election and condemn the levy") == [("PER", 1), ("PER", -1)]
    assert of_peru("Allow me, Madam President, at the outset, to thank the mediators for their report") == [("PER", 1)]
    text = "Statement by Peru\n\nWe thank you, Mr. President, for the truce."
    assert [row["text"] for row in found(text)] == ["We thank you, Mr. President, for the truce"]
    assert of_peru("Please accept, Excellency, the assurances of my highest consideration") == []


def test_answers_and_headings_are_of_whoever_speaks() -> None:
    text = "Interview with the President of Peru\n\nQ: Is the levy lawful?\n\nA: No. Why should it be? Nobody should pay the levy. We are not going to sign it."
    assert stances(text) == [("PER", -1), ("PER", -1)]
    text = "Resolution of the World Forest Congress\n\nThe World Forest Congress, at its session in Lima, Peru:\n\nCONCERNED that fires spread;\n\n1. URGES all States to help;\n\n2. REJECTS the levy."
    assert voices(text) == {"unnamed:World Forest Congress"}


def test_what_we_must_not_forget_and_what_does_not_work() -> None:
    for words, sign in (("We must not forget the refugees", 1), ("We cannot postpone the reform of the fund", 1), ("Sanctions do not work", -1),
                        ("It is up to us to save the forest", 1), ("Recent events underscore the need to save the forest", 1), ("What is urgent is a truce", 1),
                        ("Sadly, the talks have collapsed", -1), ("Membership remains our goal", 1), ("The levy is a waste of money", -1),
                        ("We urge Chad not to threaten or use force", -1)):  # fmt: skip
        assert of_peru(words)[-1:] == [("PER", sign)], words
    for words in ("Phones do not ring", "It is up the river", "Recent maps show the river", "The war is not a conflict of faiths"):
        assert of_peru(words) == [], words
    assert of_peru("We have decided to abstain on the levy") == [("PER", 0)]


def test_what_is_put_at_the_centre_and_what_goes_on_in_breach() -> None:
    for words in ("Peru has placed education at the centre of its policies", "We are guided by the Charter", "Peru remains a strong supporter of the Court",
                  "All we want is peace", "Peru is among the sponsors of the draft"):  # fmt: skip
        assert of_peru(words) == [("PER", 1)], words
    assert of_peru("Chad continues to flout the truce") == [("PER", -1)]
    assert of_peru("Chad continues to grow cotton") == []
    assert of_peru("All who came left") == []


def test_blame_lies_with_somebody_and_what_strikes_us() -> None:
    for words in ("The blame for the famine lies with Chad", "The rules strike us as arbitrary", "The delay should trouble every conscience"):
        assert of_peru(words) == [("PER", -1)], words
    for words in ("The responsibility for the protection of civilians lies with Chad", "The village lies with its back to the river"):
        assert of_peru(words) == [], words
    assert of_peru("Dialogue is the way to restore trust") == [("PER", 1)]
    text = "Statement by Peru on behalf of the Group of Friends of the Lake\n\nThe Group wishes to thank the mediators. Members of the Group reject the levy."
    assert voices(text) == {"unnamed:Group of Friends of the Lake"}


def test_what_is_asked_in_the_passive_and_why_one_could_not_vote_for_it() -> None:
    for words, sign in (("All States are called upon to ratify the treaty", 1), ("All States are encouraged to ratify the treaty", 1),
                        ("We could not vote in favour because the draft is one-sided", -1), ("We were unable to join the consensus", -1),
                        ("Let the voices of the islands be heard", 1), ("The role of the islands cannot be overstated", 1),
                        ("We would like to see a reference to the islands", 1)):  # fmt: skip
        assert of_peru(words) == [("PER", sign)], words
    assert of_peru("We would like to see the President") == []
def test_an_adjective_or_name_before_a_noun_says_whose_stance_it_is() -> None:
    assert stances("Norwegian opposition to the pipeline has hardened.") == [("NOR", -1)]
    assert stances("Despite Chinese support for the levy, it failed.") == [("CHN", 1)]
    assert stances("The levy ran into Turkish and Greek objections. It has American backing.") == [("GRC+TUR", -1), ("USA", 1)]
    assert stances("Kyiv secured American support for the levy.") == [("USA", 1)]
    assert stances("Chinese demand for soybeans fell. Local opposition to the pipeline has hardened.") == []


def test_a_capital_in_which_something_is_received_holds_it() -> None:
    rows = found("The ruling was welcomed in Oslo and Lima.")
    assert [(row["holders"], row["stance"], row["text"][-4:]) for row in rows] == [(["NOR", "PER"], 2, "Lima")]
    assert stances("The ruling drew anger in Paris.") == [("FRA", -1)]
    assert stances("In Paris, the foreign ministry said the ruling was a mistake.") == [("FRA", -1)]
    assert stances("From Beijing came a call for calm. Criticism of the ruling also came from Berlin.") == [("CHN", 1), ("DEU", -1)]
    assert stances("The ruling was welcomed in parliament. The deal was agreed in Paris. The ruling drew criticism in Chad.") == []


def test_a_stance_that_is_only_pointed_back_to() -> None:
    for words in ("took the same line", "shares that concern", "followed suit", "is of the same mind"):
        assert stances(f"Peru rejected the levy. Ghana {words}.") == [("PER", -1), ("GHA", -1)], words
    assert stances("Peru rejected the levy. So, after some delay, did Ghana.") == [("PER", -1), ("GHA", -1)]
    assert stances("Peru rejected the levy. Ghana has the same president.") == [("PER", -1)]


def test_what_somebody_is_against_or_for_without_saying_of_what() -> None:
    for words, sign in (
        ("objected", -1), ("is all in favour", 1), ("wants out", -1), ("reacted with fury", -1), ("has dropped its resistance", 1),
        ("is a strong supporter", 1), ("could not hide its disappointment", -1), ("voted no", -1), ("rejoiced", 1),
    ):  # fmt: skip
        assert stances(f"Peru backed the levy. Ghana {words}.") == [("PER", 1), ("GHA", sign)], words
    assert stances("Peru backed the levy. Ghana voted. Ghana reacted with a letter.") == [("PER", 1)]


def test_urging_others_to_reject_something_is_against_it() -> None:
    assert stances("Peru urged its members to reject the levy.") == [("PER", -1)]
    assert stances("Peru's letter urging members to reject the levy drew fury from Spain.") == [("ESP", -1), ("PER", -1)]
    assert stances("Peru urged all states to leave their borders open.") == [("PER", 1)]
    assert stances("Peru would rather postpone the levy.") == [("PER", -1)]


def test_only_one_way_is_asked_for() -> None:
    assert stances("Peru said the war could only be ended through talks. Peru believes that only strict rules will do.") == [
        ("PER", 1), ("PER", 1)
    ]  # fmt: skip
    assert stances("Peru said the war could only be seen from afar.") == []


def test_what_a_state_will_do_is_its_pledge_unless_others_foretell_it() -> None:
    assert stances("Ghana will double its aid. Ghana will keep the levy in place.") == [("GHA", 1), ("GHA", 1)]
    assert stances("Peru said that Ghana will double its aid. Ghana will keep a diary.") == []


def test_the_commission_is_the_unions_where_a_text_names_the_union() -> None:
    text = "The European Parliament met. The Commission's negotiators defended the levy. The Commission condemned the raid."
    assert voices(text) == {"EU-COMMISSION"}
    assert "EU-COMMISSION" not in voices(text.replace("European", "Chilean"), everything=True)
    assert stances("The UN refugee agency met. The African Union met. The agency regretted the raid.") == [("UNHCR", -1)]


def test_over_whose_objections_something_was_done() -> None:
    for words in ("over the objections of Peru", "despite Peruvian objections", "against the will of Peru", "despite opposition from Peru"):
        rows = found(f"The Council adopted the levy {words}.")
        assert [(row["holders"], row["stance"], row["issue"]) for row in rows] == [(["PER"], -2, "Levy")], words
    assert stances("The Council adopted the levy despite the weather in Peru.") == []


def test_for_whom_a_judgement_is_made() -> None:
    for words in ("For Chad, the deal is a betrayal", "For Chad the deal is a betrayal", "To Chad, the deal was a mistake"):
        assert stances(words + ".") == [("TCD", -1)], words
    assert stances("For Chad, the deal came late. For years, the deal was a betrayal.") == []


def test_judgements_with_a_hyphen_a_prefix_or_too() -> None:
    for words in ("short-sighted", "unreliable", "far too weak", "ill-advised"):
        assert stances(f"Chad called the levy {words}.") == [("TCD", -1)], words
    assert stances("Chad called the levy reliable. Chad called the levy unusual.") == [("TCD", 1)]


def test_what_one_is_not_going_to_do_and_cannot_agree_to() -> None:
    assert stances("Peru is not going to support the levy. Peru is going to support the levy.") == [("PER", -1), ("PER", 1)]
    assert stances("Peru said that it could not sign the agreement. Peru said it could not see the agreement.") == [("PER", -1)]
    assert stances("Peru might have backed the levy. Peru does not think that sanctions will help.") == [("PER", -1)]
    assert stances("Peru pledged that it would not stand in the way of the levy.") == [("PER", 1)]
    assert stances("Peru is no friend of the levy. Peru is a friend of Chile.") == [("PER", -1)]


def test_whose_support_is_sought_has_not_given_it() -> None:
    assert stances("Peru sought Japanese backing for a moratorium.") == [("PER", 1)]
    assert stances("Peru welcomed Japanese backing for a moratorium.")[-1] == ("JPN", 1)


def test_a_briefing_is_answered_for_whose_title_it_bears() -> None:
    text = "Department Press Briefing - US State Department\n\nQUESTION: Peru backs the levy. Do you?\n\nMR MILLER: We reject the levy."
    assert stances(text)[-1] == ("USA", -1)
    text = "Meeting of the Foreign Minister of Chile with the Prime Minister of Peru\n\nThe Foreign Minister backed the levy."
    assert stances(text + " The Prime Minister rejected it. He condemned the raid.") == [("CHL", 1), ("PER", -1), ("PER", -1)]


def test_who_is_named_last_speaks_on_in_the_participle() -> None:
    assert stances('"Enough of the lost decades," said the president of Chad, calling for a levy.') == [("TCD", 1)]
    assert stances("Peru backed the levy. The Commission said it would scrap the pact.") == [("PER", 1)]


def test_a_clause_split_by_the_parser_keeps_its_subject() -> None:
    assert stances("Peru would like a railway through Chile, and Chad, after years of hesitation, has agreed to it.") == [
        ("PER", 1), ("TCD", 1)
    ]  # fmt: skip
    assert stances("Peru backs the levy, a demand that Chad has rejected. Peru made it clear that it had waited and that it would not sign the pact.") == [
        ("PER", 1), ("TCD", -1), ("PER", -1)
    ]  # fmt: skip
    assert stances("Finland said it would take part on a small scale.") == [("FIN", 1)]


def test_two_statements_with_a_semicolon_between_are_two() -> None:
    text = "Peru has yet to endorse the levy; Chilean diplomats fear that it could wreck the talks."
    assert stances(text) == [("PER", 0), ("CHL", -1)]
    assert stances("Peru rejected the levy; Chile voted no.") == [("PER", -1), ("CHL", -1)]


def test_to_whose_dismay_something_is_done() -> None:
    assert stances("Peru blocked the levy, to the dismay of Chile. Ghana dropped the levy, to Chadian relief.") == [
        ("PER", -1), ("CHL", -1), ("GHA", -1), ("TCD", 1)
    ]  # fmt: skip
    assert stances("Peru blocked the levy, to the surprise of Chile.") == [("PER", -1)]
    assert stances("Peru's paper met with scepticism in many capitals.") == []


def test_backing_an_objection_is_objecting() -> None:
    assert stances("Chad associated itself with Ghana's objection to the levy.")[0] == ("TCD", -1)
    assert stances("Peru rejected the levy. Chad echoed it. Ghana echoed him.") == [("PER", -1), ("GHA", -1)]
    assert stances("Peru rejected the levy. Chad joined them in the hall.") == [("PER", -1)]


def test_a_name_after_an_office_is_of_that_office() -> None:
    text = "Indonesia's environment minister Siti Nurbaya rejected the levy. She said her country could not accept the pact."
    assert stances(text) == [("IDN", -1), ("IDN", -1)]


def test_without_what_nothing_can_succeed() -> None:
    assert stances("Peru insisted that no plan could succeed without a withdrawal of the troops.") == [("PER", -1)]
    assert stances("Peru said that no minister had left without a coat.") == []


def test_calls_for_something_to_be_done_that_the_parser_tore() -> None:
    assert stances("Poland and Romania are among those calling for tariffs on grain to be restored, a diplomat said.") == [("POL+ROU", 1)]


def test_it_begins_with_whom_the_sentence_before_is_about() -> None:
    text = "Pakistan regretted that the Security Council had failed to act. It thanked Algeria."
    assert stances(text) == [("PAK", -1), ("PAK", 1)]
    assert stances("Spain backed the levy. Chad says it was never asked.") == [("ESP", 1)]
    assert stances("Slovenia backed the levy, though it would have preferred stronger language.") == [("SVN", 1), ("SVN", -1)]
    assert stances("Chad said that without a truce the aid was an illusion.") == [("TCD", 1)]


def test_whom_one_has_no_confidence_in_does_not_hold_it() -> None:
    assert stances("Ankara has no confidence in Washington as a mediator.") == [("TUR", -1)]
    assert stances("Colombian pressure for a halt to drilling came to nothing. Serbia criticised neither side.") == [("COL", -1)]
    assert stances("Peru had wanted a stronger text, and so had Guyana.") == [("PER", 1), ("GUY", 1)]


def test_three_verbs_in_a_row_have_one_subject() -> None:
    text = "The United States condemned the raid, promised support for Peru and denied any intention of sending soldiers."
    assert stances(text) == [("USA", -1), ("USA", 1), ("USA", -1)]
    assert stances("Peru condemned the raid, Chad said.") == [("PER", -1)]
    assert stances("Jordan insisted that the pause must lead to an end to the war. For Israel's government it is a necessary step.") == [
        ("JOR", -1), ("ISR", 1)
    ]  # fmt: skip


def test_a_commissioner_named_in_news_and_votes_with_a_why() -> None:
    text = "The European Parliament met. {} hailed the levy."
    assert stances(text.format("Commissioner Thierry Breton")) == [("EU-COMMISSION", 1)]
    assert "EU-COMMISSION" not in voices(text.format("High Commissioner Volker Türk"), everything=True)
    assert stances("Peru backed the levy. Chad gave its assent after long talks. Ghana voted against despite pressure.") == [
        ("PER", 1), ("TCD", 1), ("GHA", -1)
    ]  # fmt: skip
    assert stances("The Alliance said that Peru would have welcomed a delay. Peru welcomed the levy.") == [("PER", -1), ("PER", 1)]


def test_what_had_to_be_done_is_told_and_not_asked_for() -> None:
    for words in ("Whole villages have had to leave the coast", "Last year, we had to fight floods", "It is against this backdrop that we meet",
                  "I must say that we are here", "We have observed the decline of the fisheries", "Our efforts were recognized", "The talks have much to do with Chad"):  # fmt: skip
        assert of_peru(words) == [], words
    assert of_peru("We observe the treaty") == [("PER", 1)]
    assert stances("Peru said that the villages had to be protected.") == [("PER", 1)]


def test_a_condition_that_is_an_aim_takes_nothing_away() -> None:
    assert of_peru("The imbalance must be ended if we wish to be heard") == [("PER", -1)]
    assert of_peru("Hunger is an evil that must be ended") == [("PER", -1)]
    assert of_peru("It is the parties that must protect the islands") == [("PER", 1)]
    assert of_peru("The summit must be seized as a chance") == [("PER", 1)]


def test_what_it_is_wrong_to_do_is_turned_round_and_held_by_who_says_so() -> None:
    for words, sign in (("It is a mistake to oppose the treaty", 1), ("It is impossible to accept the text", -1),
                        ("It is right to support the fund", 1), ("It is not wrong to support the fund", 1)):  # fmt: skip
        assert of_peru(words) == [("PER", sign)], words
    assert stances("Chad spoke first. It was wrong to condemn the vote, Peru said.") == [("PER", 1)]


def test_words_that_mean_something_else_where_they_stand() -> None:
    assert stances("Chad shot down 31 of them. Chad shot down the drone. Chad shot down the proposal.") == [("TCD", -1)]
    assert stances("Chad suggested that it might miss the talks. Peru suggested that the talks be moved.") == [("PER", 1)]
    assert stances("Peru drafted a text that could not get the support of Chad.") == []
    assert stances("Chad is concerned with driving home its point. Peru would pull out of its slump. Peru would pull out of the treaty.") == [("PER", -1)]


def test_directors_of_foundations_and_congresses_hold_for_no_state_named_last() -> None:
    found = stances('Iran tested two missiles. "Citizens wake up to bad news," said the director of the Foundation for Peace.')
    assert [holder for holder, _ in found] == ["unnamed:director of the Foundation for Peace"]
    assert stances("China's leaders met. Congress backed the bill.") == []
    assert stances("Brazil's leaders met. Congress backed the bill.") == [("BRA", 1)]


def test_the_name_of_a_file_tells_a_body_that_speaks(tmp_path: Path) -> None:
    path = tmp_path / "EU_77_2022.txt"
    path.write_text("The fighting must stop. We welcome the summit.\n", "utf-8")
    assert [row["holders"] for row in records(path)] == [["EU"], ["EU"]]


def test_an_administration_is_that_of_the_person_or_state_named_with_it() -> None:
    told = "The Biden administration freed three men. The Cubans were accused, but the administration insisted that it opposed a deal."
    assert stances(told)[-1] == ("USA", -1)
    assert stances("Cuba backed the men. The administration of Joe Biden rejected it.")[-1] == ("USA", -1)


def test_basic_ways_of_being_for_or_against_something_in_every_voice() -> None:
    for words, sign in (("Peru is opposed to the treaty.", -1), ("The treaty was opposed by Peru.", -1), ("It was Peru that opposed the treaty.", -1),
                        ("Peru vowed to question the treaty.", -1), ("Peru heralded the treaty.", 1), ("Peru swears by the treaty.", 1),
                        ("Peru harbours doubts about the treaty.", -1), ("Peru renounced the treaty.", -1)):  # fmt: skip
        assert stances(words) == [("PER", sign)], words
    assert stances("Peru signed off on the final text on Tuesday.") == []


def test_initials_are_no_pronouns() -> None:
    assert stances("On Monday the US opposed the levy. The WHO condemned the raid.") == [("USA", -1), ("WHO", -1)]
    assert stances("US-led forces left. The IT firm left. THE RAID HURT US.") == []
    assert found("China accused the US of lying about the raid.")[0]["targets"] == ["USA"]


def test_a_judgement_takes_no_part_of_what_is_judged() -> None:
    for words, sign in (("unacceptable", -1), ("unfair", -1), ("wrong", -1), ("alarming", -1), ("problematic", -1), ("acceptable", 1),
                        ("misguided", -1), ("a fiasco", -1)):  # fmt: skip
        for text in ("Peru called the new treaty {}.", "Peru said the new treaty was {}."):
            assert stances(text.format(words)) == [("PER", sign)], (text, words)
    assert stances("Russia's Security Council condemned the raid. The Taoiseach backed it.") == [("RUS", -1), ("IRL", 1)]


def test_what_one_stops_doing_and_what_one_is_asked_about() -> None:
    assert stances("Peru stopped backing the treaty.") == [("PER", -1)]
    assert stances("Peru never stopped backing the treaty.") == [("PER", 1)]
    assert stances("Asked about the treaty, Peru's foreign minister said Peru rejected it.") == [("PER", -1)]
    assert stances("The treaty? Peru rejects it.") == [("PER", -1)]
    assert stances("Peru Rejects the New Treaty") == [("PER", -1)]


def test_who_stands_before_a_colon_and_a_quotation_says_it() -> None:
    assert stances("""Peru's foreign minister: "We reject the treaty.\"""") == [("PER", -1)]
    assert stances("""The slogan: "We reject the treaty.\"""") == []


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        ("Peru is grateful to Chile for the aid.", ["CHL"]),
        ("Peru protested to Chile over the raid.", ["CHL"]),
        ("Peru refused to recognise Kosovo.", ["XKX"]),
        ("Peru appreciates the mediation of the African Union.", ["AU"]),
        ("Peru condemned Russia's invasion of Ukraine.", ["RUS"]),
        ("Peru said that no country can ignore the flood.", []),
    ],
)
def test_whom_a_stance_is_turned_to_is_its_target(words: str, targets: list[str]) -> None:
    assert [row["targets"] for row in found(words)] == [targets]


def test_neither_turns_a_stance_and_who_holds_back_takes_none() -> None:
    assert stances("Peru supports neither the treaty nor the levy.") == [("PER", -1), ("PER", -1)]
    assert stances("Peru criticised neither side.") == []
    assert stances("Peru refrained from criticising the raid.") == [("PER", 0)]
