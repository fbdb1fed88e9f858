"""Files in every form and every trouble: the stored text is the file's own, what is guessed is said, bad input is told in one line."""

import io
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from positiongraph.errors import InputError, UsageError
from positiongraph.extraction import attributions, extract, markup, records
from positiongraph.extraction.encoding import decode
from positiongraph.extraction.reading import Form, Given, begins_with_text, texts, understood
from positiongraph.reading import read

SENTENCE = "Norway condemned the coup."
PAGE = (
    "<!doctype html><html><head><title>Talks</title><meta property='article:published_time' content='2023-04-05'></head><body>"
    "<nav><a href='/'>Home</a> Sweden rejects cookies.</nav><article><h1>Talks on the river</h1>"
    "<p>Norway <b>condemned</b> the coup &amp; the raid on Tuesday in a statement to the press, and said so again at night.</p>"
    "<p>Denmark welcomed the truce between the two parties on the island, the ministry in Copenhagen said on Tuesday.</p>"
    "</article></body></html>"
)


def test_binary_and_missing_files_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    with pytest.raises(InputError, match=r"b\.txt: binary data; expected text$"):
        list(records(tmp_path / "b.txt"))
    with pytest.raises(InputError, match=r"none\.txt: No such file"):
        list(records(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="Is a directory"):
        list(records(tmp_path))


def test_a_pdf_is_called_a_pdf() -> None:
    with pytest.raises(InputError, match=r"a\.txt: a PDF, no text; expected text; save it"):
        decode(b"%PDF-1.7 ...", "a.txt")


def test_what_says_its_encoding_is_read_for_certain() -> None:
    for code in ("utf-8", "utf-16", "utf-32"):
        assert decode("Zürich\r\n".encode(code)) == ("Zürich\r\n", None)
    assert decode("Zürich".encode("utf-8-sig")) == ("\ufeffZürich", None), "the mark is a character of the text as given"


def test_a_guess_is_said_and_named(tmp_path: Path) -> None:
    text, note = decode("The façade – of the “ministry” – was repainted.".encode("cp1252"), "a.txt")
    assert "façade – of the “ministry”" in text
    assert note == "a.txt: not UTF-8; read as cp1252 by a guess on which 'ç', '–', '“', '”' depends; --encoding NAME where that is wrong"
    (tmp_path / "a.txt").write_bytes(f"{SENTENCE} Café.".encode("latin-1"))
    with pytest.warns(UserWarning, match="read as cp1252 by a guess"):
        (row,) = records(tmp_path / "a.txt")
    assert row["holders"] == ["NOR"]


def test_an_encoding_that_is_told_is_not_guessed() -> None:
    assert decode("Łódź".encode("cp1250"), encoding="cp1250") == ("Łódź", None)
    with pytest.raises(InputError, match=r"a\.txt:2: byte 0xe9 is no ascii"):
        decode(b"x\ncaf\xe9", "a.txt", "ascii")
    with pytest.raises(UsageError, match="no encoding named 'klingon'"):
        decode(b"x", encoding="klingon")


def test_damaged_utf_8_is_refused_not_read_as_something_else() -> None:
    with pytest.raises(InputError, match=r"a\.txt:2: byte 0xff is no utf-8; expected UTF-8, or --encoding NAME"):
        decode("“Zürich”, – said\n".encode() + b"\xff" + "“Genève”".encode(), "a.txt")


@given(st.text(st.characters(codec="cp1251"), min_size=40), st.sampled_from(["cp1251", "cp1252", "utf-8", "utf-16", "shift_jis"]))
@settings(max_examples=60, deadline=None)
def test_no_character_is_dropped_or_replaced(text: str, code: str) -> None:
    data = text.encode(code, "ignore")
    try:
        found, note = decode(data)
    except InputError:
        return
    assert "\ufffd" not in found
    assert note or found == data.decode(code)


def test_html_offsets_count_in_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    rows = list(records(path))
    assert {row["holders"][0] for row in rows} == {"NOR", "DNK"}
    assert all(PAGE[row["start"] : row["end"]] == row["text"] for row in rows)
    assert "Norway <b>condemned</b> the coup" in rows[0]["text"], "the page as given, its tags too"
    assert rows[0]["date"] == "2023-04-04", "the Tuesday before the page's date"
    (document,) = extract(path).documents
    assert (document.text, document.title) == (PAGE, "Talks on the river")


def test_tags_within_words_and_quotations_part_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = (
        "<html><body><article><p>&ldquo;We <b>reject</b> the <a href='x'>use of <em>force</em></a> at sea,&rdquo; the ministry of Peru said.</p>"
        "<p><span class='cap'>C</span>hile wel<b>comes</b> the treaty on fishing in the strait, its ministry said in a statement.</p>"
        "</article></body></html>"
    )
    path.write_text(page)
    rows = [(row["holders"], row["stance"], page[row["start"] : row["end"]]) for row in records(path)]
    assert rows == [
        (["PER"], -2, "We <b>reject</b> the <a href='x'>use of <em>force</em></a> at sea"),
        (["CHL"], 2, "C</span>hile wel<b>comes</b> the treaty on fishing in the strait"),
    ]


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b", ">", "&amp;", "&#8212;", "&nosuch;", "&", "<!--", "-->", "<script>", "</script>", "<![CDATA[", "<![", "<!", "\r\n",
                                 "Norway condemned the coup. ", "𝔸", "\u2029", "</", "<?x ?>", "<td>"]) | st.text(max_size=5)))  # fmt: skip
@example(["<"])
@example(["<!["])
@settings(max_examples=150, deadline=None)
def test_a_masked_page_keeps_its_length_and_letters_their_places(pieces: list[str]) -> None:
    page = "".join(pieces)
    copy, _ = markup.html(page)
    assert len(copy) == len(page)
    assert all(a in (b, " ", "\u2029") or b in "&\r\n" for a, b in zip(copy, page, strict=True))
    assert len(markup.markdown(page)[0]) == len(page)


def test_a_page_has_the_date_that_it_says_and_no_other() -> None:
    footer = PAGE.replace("</body>", "<footer>© 2019 Agency. All rights reserved.</footer></body>")
    changed = footer.replace("<meta", "<meta property='article:modified_time' content='2024-09-09'><meta")
    undated = footer.replace("article:published_time", "viewport")
    for page, date in ((footer, "2023-04-05"), (changed, "2023-04-05"), (undated, None)):
        assert understood(Given(identifier="a.html", text=page, form=Form.HTML)).date == date


def test_title_by_line_and_date_line_are_no_positions(tmp_path: Path) -> None:
    text = "Norway condemns coup\n\nBy A. Correspondent for Chile Supports Peru Weekly\n\nOSLO, 3 May 2021 (Agency) - Norway condemned the coup.\n"
    (tmp_path / "a.txt").write_text(text)
    (row,) = records(tmp_path / "a.txt")
    assert (row["text"], row["start"], row["date"]) == ("Norway condemned the coup", text.index("Norway condemned"), "2021-05-03")
    assert next(texts(tmp_path / "a.txt")).title == "Norway condemns coup"


def test_markdown_marks_are_masked_not_removed() -> None:
    text = "---\ntitle: Talks\ndate: 2023-04-05\nspeaker: President of Brazil\n---\n# Talks\n\nWe **condemn** the [coup](http://example.org/a).\n"
    found = understood(Given(identifier="a.md", text=text, form=Form.MARKDOWN))
    assert (found.title, found.date, found.speaker, len(found.copy)) == ("Talks", "2023-04-05", "President of Brazil", len(text))
    (row,) = records(found)
    assert row["text"] == text[row["start"] : row["end"]] == "We **condemn** the [coup"
    assert row["holders"] == ["BRA"]


def test_front_matter_that_is_faulty_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndate: last spring\n---\n" + SENTENCE)
    with pytest.raises(InputError, match=r"a\.md:1: no such date 'last spring'; expected YYYY"):
        list(records(tmp_path / "a.md"))


def lines(path: Path, *rows: dict[str, Any] | str) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


@pytest.mark.parametrize(("form", "units"), [
    (Form.HTML, ["<!--", "<![", "<a b='", '<a b="', "&#", "<", "</", "<?", "<div>"]), (Form.MARKDOWN, ["[", "[](", "![", "*", "`"]),
    (Form.TEXT, ["A ", "Paris, ", '"', "May ", "a\n\n"]),
])  # fmt: skip
def test_no_run_of_marks_takes_long(form: Form, units: list[str]) -> None:
    for unit in units:
        assert_linear(form, unit)


def assert_linear(form: Form, unit: str) -> None:
    took = []
    for size in (4_000, 40_000):
        start = time.process_time()
        understood(Given(identifier="a", text=unit * (size // len(unit)), form=form))
        took.append(max(time.process_time() - start, 0.02))
    assert took[1] < 40 * took[0], f"{unit!r}: ten times the text, about ten times the time"


def test_a_text_too_long_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text("Norway condemned the coup. " * 200_000)
    start = time.process_time()
    with pytest.raises(InputError, match=r"big\.txt: 5,400,000 characters in one text; expected at most 5,000,000: split it into documents"):
        list(records(path))
    assert time.process_time() - start < 5
    path.write_text("Norway condemned the coup. " * 40_000)
    with pytest.raises(InputError, match=r"big\.txt: 1,079,999 characters of prose in one text; expected at most 1,000,000: split"):
        list(records(path))


def test_a_large_page_of_little_prose_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("<nav>", f"<script>// Peru rejects the plan. {'x' * 1_200_000}</script><nav>"))
    assert {row["holders"][0] for row in records(path)} == {"NOR", "DNK"}


def test_json_lines_bring_their_metadata(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "many.jsonl",
        {"id": "doc-1", "text": SENTENCE, "date": "2020-01-01", "headline": "A coup", "agency": "Agency", "url": "https://example.org/1", "licence": "CC0"},
        {"text": SENTENCE + " ", "published": "2020-01-02T08:00:00Z", "lang": "en-GB"},
    )
    assert [(row["document"], row["date"]) for row in records(path)] == [("doc-1", "2020-01-01"), (f"{path}:2", "2020-01-02")]
    first, second = extract(path).documents
    assert (first.title, first.publisher, first.source, first.license, first.text) == ("A coup", "Agency", "https://example.org/1", "CC0", SENTENCE)
    assert second.text == SENTENCE + " "


def test_each_faulty_line_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = lines(tmp_path / "many.jsonl", {"text": SENTENCE, "date": "2020"}, "nonsense", '{"date": "2020"}', {"text": "x", "date": "2020-13"},
                 {"text": "Bonjour.", "language": "fr"}, {"text": SENTENCE + "\n", "date": "2021"})  # fmt: skip
    found = records(path)
    seen = [next(found), next(found)]
    with pytest.raises(InputError) as error:
        next(found)
    assert [str(fault).replace(str(path), "f") for fault in error.value.faults] == [
        "f:2: not JSON; expected one JSON object a line",
        'f:3: no text; expected an object with a "text"',
        "f:4: no such date '2020-13'; expected YYYY, YYYY-MM or YYYY-MM-DD",
        "f:5: language 'fr'; expected a text in English",
    ]
    assert [row["date"] for row in seen] == ["2020", "2021"]


def test_a_speaker_in_the_metadata_says_whose_words_they_are(tmp_path: Path) -> None:
    text = "I support the reform of the Security Council. We condemn the attack on the city."
    for speaker, holder, name in (
        ("President of Brazil", "BRA", "Dilma Rousseff"), ("Colombia", "COL", None), ("NATO", "NATO", None),
        ("Head of Nowhere", "unresolved:Head of Nowhere", "Head of Nowhere"),
    ):  # fmt: skip
        path = lines(tmp_path / "s.jsonl", {"text": text, "speaker": speaker, "date": "2015-09-29"})
        assert {(tuple(row["holders"]), row["speaker"]) for row in records(path, everything=True)} == {((holder,), name)}


def test_json_lines_are_texts_or_positions_by_their_fields(tmp_path: Path) -> None:
    given = lines(tmp_path / "texts.jsonl", {"text": SENTENCE, "date": "2020-01-01"})
    found = lines(tmp_path / "found.jsonl", *records(given))
    assert begins_with_text(str(given))
    assert not begins_with_text(str(found))
    assert [(p.holders, p.stance, p.text) for p in read(given).positions] == [(p.holders, p.stance, p.text) for p in read(found).positions]


@pytest.mark.parametrize("data", [f"3 May 2021 - {SENTENCE}", json.dumps({"text": SENTENCE, "date": "2021-05-03"}) + "\n",
                                  f"<html><body><p>3 May 2021</p><p>{SENTENCE}</p></body></html>"])  # fmt: skip
def test_standard_input_may_be_a_text_a_page_or_json_lines(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for take in (lambda: [dict(row) for row in records("-")], lambda: [{"date": p.date, "text": p.text} for p in read("-").positions]):
        stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data.encode())))  # type: ignore[arg-type]
        monkeypatch.setattr("sys.stdin", stdin)
        assert [(row["date"], row["text"]) for row in take()] == [("2021-05-03", "Norway condemned the coup")]


def test_a_text_is_stored_as_it_was_given_and_hashed(tmp_path: Path) -> None:
    data = "\ufeffOslo, 3 May 2021.\r\n\r\n  Norway “condemned” the coup.  \r\n".encode()
    (tmp_path / "a.txt").write_bytes(data)
    facts = extract(tmp_path / "a.txt")
    (document,), (position,) = facts.documents, facts.positions
    assert document.text is not None
    assert document.text.encode() == data
    assert document.text[position.start : position.end] == position.text == "Norway “condemned” the coup"


def test_texts_of_a_file_are_understood_one_by_one(tmp_path: Path) -> None:
    path = lines(tmp_path / "t.jsonl", {"text": SENTENCE, "date": "2020"}, {"text": "Peru rejects it.", "date": "2021"})
    assert [text.date for text in texts(path)] == ["2020", "2021"]
    assert next(attributions("Chile said it agrees."))["source"] == [[0, 5]]
