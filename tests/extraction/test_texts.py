"""Texts in every form and every trouble: the stored text is untouched, offsets are exact, bad input is told in one line."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from positiongraph import ask, graph
from positiongraph.errors import InputError
from positiongraph.extraction import attributions, extract, records
from positiongraph.extraction.document import LARGEST, document, paragraphs
from positiongraph.extraction.parse import plain, trees

SENTENCE = "Norway condemned the coup."


def checked(text: str, **options: object) -> list[dict[str, object]]:
    rows = list(records(document(text, "t.txt", date="2024-01-01"), everything=True))
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["issue"].strip()
    return rows


def test_an_empty_text_has_no_positions() -> None:
    for text in ("", " \n\n\t ", "\ufeff"):
        assert checked(text) == []
    assert extract("", date="2024").positions == ()


def test_extracted_facts_answer_questions_as_they_are() -> None:
    g = graph(extract("Oslo, 3 May 2021 (Agency) - Norway condemned the coup in Myanmar. Norway supports the two-state solution."))
    assert [row["holder_name"] for row in ask(g, "who-stands-where").rows] == ["Norway", "Norway"]
    assert [row["stance"] for row in ask(g, "who-stands-where", issue="Two-state solution").rows] == [2]


def test_astral_and_right_to_left_characters_keep_offsets_exact() -> None:
    text = "🕊️𝔸 note: قال المتحدث\n\n😀 𝔸! Norway condemned the coup.\n\n\u200fשלום 🕊️\n\nNorway welcomed the “truce”."
    rows = checked(text)
    assert [row["text"] for row in rows] == ["Norway condemned the coup", "Norway welcomed the “truce”"]


def test_line_ends_and_byte_order_marks_are_counted() -> None:
    (row,) = checked("\ufeffOslo talks\r\n\r\nNorway condemned the coup.\r\n")
    assert (row["start"], row["end"]) == (15, 40)


def test_unbalanced_quotation_marks_break_nothing() -> None:
    for text in (
        '"Norway condemned the coup, he said.',
        'Norway "condemned the coup.',
        "“Norway ” condemned “ the coup.",
        '""""',
        'Norway condemned the "coup',
    ):
        checked(text)


def test_what_names_no_issue_is_no_position() -> None:
    assert checked("I humbly ask that of them.") == []


def test_a_sentence_of_ten_thousand_words_is_read() -> None:
    text = "Norway condemned " + "the very long and winding road to peace and " * 1100 + "war."
    assert len(text.split()) > 9000
    assert checked(text)


def test_a_run_without_spaces_is_read() -> None:
    checked("x" * 100_000)


def test_a_text_too_long_is_refused_in_one_line() -> None:
    with pytest.raises(InputError, match="characters in one text; expected at most"):
        document("a " * (LARGEST // 2 + 1), "big.txt")


def test_dates_are_taken_from_the_head() -> None:
    for text, date in (
        ("date 2025-05-08 Talks went on.", "2025-05-08"),
        ("GENEVA, 3 May 2021 (Agency) - Talks went on.", "2021-05-03"),
        ("Statement by the ministry, March 4, 2019\n\nWe agree.", "2019-03-04"),
        ("Talks went on in the twelfth century.", None),
    ):
        assert document(text).date == date, text


def test_facts_need_a_date_and_say_so() -> None:
    with pytest.raises(InputError, match="no date in the text; expected a date line"):
        extract("Norway condemned the coup.")


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    text = (
        "Norway, which has followed the events on the island closely since the\n"
        "spring of last year, condemned the coup in the strongest terms on the\nmorning of the second day.\n\nA second paragraph stands here."
    )
    assert [text[p.start : p.end].count("\n") for p in paragraphs(text)] == [2, 0]


PIECES = st.sampled_from(
    ("Norway", "Chile and Peru", "condemned", "welcomes", "the coup", "the truce", "said", "that", "in Moscow", "we", "I", "both sides", "not",
     "“", "”", '"', "'", "(", ")", ". ", "\n\n", "\r\n", "\u2028", "\t", "\xa0", "\ufeff", "\u200f", "שלום", "قال", "𝔸", "🕊️", "e\u0301", "ﬁ", "İ", "\x85", "…", "—")
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=40))
@settings(max_examples=150, deadline=None)
def test_every_record_is_exactly_its_slice_of_the_text(pieces: list[str]) -> None:
    for glue in (" ", ""):
        text = glue.join(pieces).replace("\0", "")
        checked(text)
        for row in attributions(document(text, "t.txt")):
            for start, end in (*row["source"], *row["cue"], *row["content"]):
                assert 0 <= start < end <= len(text)


@given(st.text(max_size=300))
@example("'‘¹")
@settings(max_examples=60, deadline=None)
def test_any_text_keeps_its_offsets(text: str) -> None:
    copy = plain(text)  # as a whole: a doubled mark is one, of which a word has the first half
    assert len(copy) == len(text)
    for tree in trees([(p.start, p.end) for p in paragraphs(text)], text):
        assert all(copy[a:b] == word for a, b, word in zip(tree.start, tree.end, tree.words, strict=True))


def test_attributions_are_spans_of_the_text() -> None:
    text = 'The minister said the plan was "dead on arrival." According to Brazil, talks will resume.'
    rows = list(attributions(text, learned=False))
    assert [(text[slice(*row["source"][0])], text[slice(*row["cue"][0])]) for row in rows] == [
        ("The minister", "said"),
        ("Brazil", "According to"),
    ]


def test_a_text_that_breaks_off_anywhere_is_read() -> None:
    for sentence in (
        "Chad said that the time is now for talks, and so does Peru", "Only talks can end the war, according to Kenya, which does not",
        "There can be no peace without justice; it is for Chad to decide", "For Kenya, the levy is what drew criticism from Peru",
        "Q: Does Norway want the ban to be lifted, as it called for Iran to do", "What is needed is to put an end to the siege",
    ):  # fmt: skip
        words = sentence.split()
        for last in range(1, len(words) + 1):
            checked(" ".join(words[:last]))
