"""Texts in every form and every trouble: the stored text is untouched, offsets are exact, bad input is told in one line."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positiongraph.errors import InputError
from positiongraph.extraction import attributions, extract, records
from positiongraph.extraction.document import LARGEST, document, paragraphs
from positiongraph.extraction.parse import plain, trees
from positiongraph.extraction.reading import decode, html, markdown, texts

SENTENCE = "Norway condemned the coup."


def checked(text: str, **options: object) -> list[dict[str, object]]:
    rows = list(records(document(text, "t.txt", date="2024-01-01"), everything=True))
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"]
    return rows


def test_an_empty_text_has_no_positions() -> None:
    for text in ("", " \n\n\t ", "\ufeff"):
        assert checked(text) == []
    assert extract("", date="2024").positions == ()


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


def test_a_sentence_of_ten_thousand_words_is_read() -> None:
    text = "Norway condemned " + "the very long and winding road to peace and " * 1100 + "war."
    assert len(text.split()) > 9000
    assert checked(text)


def test_a_run_without_spaces_is_read() -> None:
    checked("x" * 100_000)


def test_a_text_too_long_is_refused_in_one_line() -> None:
    with pytest.raises(InputError, match="characters in one text; expected at most"):
        document("a " * (LARGEST // 2 + 1), "big.txt")


def test_binary_and_missing_files_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    with pytest.raises(InputError, match=r"b\.txt: binary data; expected text"):
        list(records(tmp_path / "b.txt"))
    with pytest.raises(InputError, match=r"none\.txt: No such file"):
        list(records(tmp_path / "none.txt"))


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(SENTENCE)
    seen = []
    with pytest.raises(InputError, match="No such file"):
        seen.extend(records(tmp_path / "none.txt", good))
    seen = []
    try:
        for row in records(tmp_path / "none.txt", good):
            seen.append(row)
    except InputError:
        pass
    assert [row["text"] for row in seen] == ["Norway condemned the coup"]


def test_encodings_are_found_out() -> None:
    assert decode("Zürich".encode()) == decode("Zürich".encode("utf-16")) == "Zürich"
    assert "façade of the ministry" in decode("The façade of the ministry was repainted.".encode("cp1252"))


def test_html_offsets_count_in_the_page(tmp_path: Path) -> None:
    page = (
        "<!doctype html><html><head><title>Talks</title><meta property='article:published_time' content='2023-04-05'></head><body>"
        "<nav><a href='/'>Home</a> Sweden rejects cookies.</nav><article><h1>Talks on the river</h1>"
        "<p>Norway <b>condemned</b> the coup &amp; the raid on Tuesday in a statement to the press, and said so again at night.</p>"
        "<p>Denmark welcomed the truce between the two parties on the island, the ministry in Copenhagen said on Tuesday.</p>"
        "</article></body></html>"
    )
    path = tmp_path / "page.html"
    path.write_text(page)
    rows = list(records(path))
    assert {row["holders"][0] for row in rows} == {"NOR", "DNK"}
    assert all(page[row["start"] : row["end"]] == row["text"] for row in rows)
    assert html(page).text == page
    assert rows[0]["date"] == "2023-04-05"


def test_markdown_marks_are_masked_not_removed() -> None:
    text = "---\ntitle: Talks\ndate: 2023-04-05\n---\n# Talks\n\n**Norway** condemned the [coup](http://example.org/a).\n"
    found = markdown(text)
    assert (found.title, found.date, len(found.copy)) == ("Talks", "2023-04-05", len(text))
    (row,) = records(found)
    assert row["text"] == text[row["start"] : row["end"]]
    assert row["holders"] == ["NOR"]


def test_json_lines_bring_their_metadata(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"id": f"doc-{n}", "text": SENTENCE, "date": f"2020-01-0{n}"}) for n in (1, 2)))
    assert [(row["document"], row["date"]) for row in records(path)] == [("doc-1", "2020-01-01"), ("doc-2", "2020-01-02")]
    path.write_text('{"text": "fine."}\nnonsense\n')
    with pytest.raises(InputError, match=r"many\.jsonl:2: not JSON"):
        list(texts(path))


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


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_keeps_its_offsets(text: str) -> None:
    assert len(plain(text)) == len(text)
    for tree in trees([(p.start, p.end) for p in paragraphs(text)], text):
        assert all(plain(text[a:b]) == word for a, b, word in zip(tree.start, tree.end, tree.words, strict=True))


def test_one_process_and_two_give_the_same(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    for n, path in enumerate(paths):
        path.write_text(f"date 2020-01-0{n + 1} Norway condemned the coup. Chile welcomed the truce, the ministry said.")
    assert list(records(*paths)) == list(records(*paths, workers=2))


def test_attributions_are_spans_of_the_text() -> None:
    text = 'The minister said the plan was "dead on arrival." According to Brazil, talks will resume.'
    rows = list(attributions(text, learned=False))
    assert [(text[slice(*row["source"][0])], text[slice(*row["cue"][0])]) for row in rows] == [
        ("The minister", "said"),
        ("Brazil", "According to"),
    ]
