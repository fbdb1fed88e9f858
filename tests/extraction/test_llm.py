"""The proposer, against a server on loopback: what is not in the text is refused, nothing is believed, the key goes nowhere else."""

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from positiongraph import cli
from positiongraph.errors import InputError, UsageError
from positiongraph.extraction import Account, records
from positiongraph.extraction.document import document
from positiongraph.extraction.llm import AT_ONCE, Proposer, proposed

KEY = "sk-very-secret-0123456789"
TEXT = "Oslo, 3 May 2021. Norway condemned the coup in Myanmar. Seen from the Kingdom of Denmark, the talks “🕊️” were a good thing, no more."
GOOD = {"quote": "the talks “🕊️” were a good thing", "holders": ["Denmark"], "targets": [], "act": "praise", "stance": 1, "issue": "Peace talks"}


def answer(*positions: dict[str, Any], content: str | None = None, finish: str = "stop") -> str:
    text = json.dumps({"positions": positions}) if content is None else content
    return json.dumps({"id": "1", "object": "chat.completion", "created": 0, "model": "m",
                       "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}]})  # fmt: skip


class Server:
    """A server that answers each request with what `reply` returns for its number: a status and a body."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.reply: Callable[[int], tuple[int, str]] = lambda _: (200, answer())
        self.ended = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                status, text = outer.reply(len(outer.asked))
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.end_headers()
                    self.wfile.write(text.encode())
                except OSError:
                    pass  # who asked has gone

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.ended.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = Server()
    yield made
    made.close()


@pytest.fixture
def article(tmp_path: Path) -> str:
    (tmp_path / "a.txt").write_text(TEXT)
    return str(tmp_path / "a.txt")


def run(server: Server, article: str, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[dict[str, Any]], str]:
    """Run the command; the key is in nothing that it says."""
    code = cli.run(["extract", article, "--propose", server.url, *more])
    out, err = capsys.readouterr()
    assert KEY not in out + err
    return code, [json.loads(line) for line in out.splitlines()], err


def test_a_proposal_is_proposed_and_exactly_its_words(server: Server, article: str, capsys: pytest.CaptureFixture[str]) -> None:
    server.reply = lambda _: (200, answer(GOOD))
    code, rows, err = run(server, article, capsys, "--model", "small")
    assert (code, err) == (0, "")
    assert [(row["holders"], row["status"]) for row in rows] == [(["NOR"], "accepted"), (["DNK"], "proposed")]
    assert TEXT[rows[1]["start"] : rows[1]["end"]] == rows[1]["text"] == GOOD["quote"]
    assert (rows[1]["stance"], rows[1]["act"], rows[1]["confidence"]) == (1, "praise", None)
    (path, headers, body), = server.asked
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert (body["model"], body["temperature"]) == ("small", 0)
    schema = body["response_format"]["json_schema"]
    assert schema["strict"] is True
    assert schema["schema"]["additionalProperties"] is False
    assert body["messages"][1] == {"role": "user", "content": TEXT}


def test_what_is_not_in_the_text_is_refused_and_counted(server: Server, article: str, capsys: pytest.CaptureFixture[str]) -> None:
    server.reply = lambda _: (200, answer(
        GOOD, {**GOOD, "quote": "the talks were a good thing"}, {**GOOD, "quote": ""}, {**GOOD, "holders": ["Sweden"]}, {**GOOD, "holders": []},
        {**GOOD, "targets": ["Iran"]}, {**GOOD, "issue": " "}, GOOD,
    ))  # fmt: skip
    code, rows, err = run(server, article, capsys)
    assert code == 0
    assert [row["status"] for row in rows] == ["accepted", "proposed"]
    assert err.splitlines() == [
        "3 proposals refused: holders or targets that are not in the text", "1 proposal refused: no issue", "2 proposals refused: words that are not in the text",
    ]  # fmt: skip


def test_what_the_rules_found_is_not_proposed_again(server: Server, article: str, capsys: pytest.CaptureFixture[str]) -> None:
    server.reply = lambda _: (200, answer({**GOOD, "quote": "condemned the coup", "holders": ["Norway"], "stance": -3}))
    _, rows, _ = run(server, article, capsys)
    assert [(row["text"], row["status"]) for row in rows] == [("Norway condemned the coup in Myanmar", "accepted")]


def test_proposals_go_into_a_store_without_the_key(server: Server, article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server.reply = lambda _: (200, answer(GOOD))
    _, rows, _ = run(server, article, capsys)
    (tmp_path / "found.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert cli.run(["build", str(tmp_path / "found.jsonl"), "--store", str(tmp_path / "kg")]) == 0
    assert cli.run(["export", "--store", str(tmp_path / "kg"), "--format", "turtle", "--out", str(tmp_path / "kg.ttl")]) == 0
    turtle = (tmp_path / "kg.ttl").read_text()
    assert "pos:proposed" in turtle
    assert KEY not in turtle


@pytest.mark.parametrize(("status", "body", "what"), [
    (200, "<html>busy</html>", "an answer that cannot be read"),
    (200, '{"choices": []}', "an answer that cannot be read"),
    (200, answer(content="Here are the positions:"), "an answer that does not fit the schema"),
    (200, answer(content='{"positions": [{"quote": "the tal', finish="length"), "an answer that was cut off"),
    (200, answer({**GOOD, "stance": 9}), "an answer that does not fit the schema"),
    (200, answer({**GOOD, "surprise": 1}), "an answer that does not fit the schema"),
    (400, f'{{"error": {{"message": "bad key {KEY}"}}}}', "answered 400"),
    (500, f"{KEY}", "answered 500"),
])  # fmt: skip
def test_an_answer_that_is_none_is_told_and_the_rules_still_count(
    status: int, body: str, what: str, server: Server, article: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openai._base_client.BaseClient._calculate_retry_timeout", lambda *_, **__: 0)
    server.reply = lambda _: (status, body)
    code, rows, err = run(server, article, capsys, "--verbose")
    assert code == 3
    assert [row["holders"] for row in rows] == [["NOR"]]
    assert err.endswith(f"{article}: {server.url}: {what}; nothing is proposed; expected positions as JSON\n")


def test_a_server_that_does_not_answer_is_given_up(server: Server) -> None:
    server.reply = lambda _: ((server.ended.wait(20) and 200) or 200, answer())
    with pytest.raises(InputError, match=r"no answer in 0\.2 s; nothing is proposed"):
        proposed(document(TEXT), Proposer(url=server.url, deadline=0.2))


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_taken_stops_and_is_not_repeated(status: int, server: Server, article: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.reply = lambda _: (status, json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}))
    code, _, err = run(server, article, capsys, "--verbose")
    assert code == 2
    assert err == f"{server.url}: answered {status}; expected a key that it takes in OPENAI_API_KEY\n"
    assert KEY not in caplog.text


def test_an_address_that_nobody_answers_at_is_told(server: Server, article: str, capsys: pytest.CaptureFixture[str]) -> None:
    server.close()
    code, _, err = run(server, article, capsys)
    assert (code, err) == (2, f"{server.url}: cannot be reached\n")


@pytest.mark.parametrize("url", ["ftp://a/v1", "127.0.0.1:80", f"http://me:{KEY}@127.0.0.1/v1", f"http://127.0.0.1/v1?key={KEY}", ""])
def test_an_address_holds_no_key(url: str, article: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not url:
        with pytest.raises(UsageError, match="wants the address of an endpoint"):
            Proposer(url=url)
        return
    assert cli.run(["extract", article, "--propose", url]) == 2
    assert KEY not in "".join(capsys.readouterr())


def test_a_long_text_is_asked_about_part_by_part(server: Server) -> None:
    text = document("\n\n".join(f"In paragraph {n} Denmark said that it liked {'very ' * 100}much what it saw there." for n in range(40)), date="2021")
    server.reply = lambda n: (200, answer({**GOOD, "quote": f"In paragraph {12 * (n - 1)} Denmark"}))
    found, refused = proposed(text, Proposer(url=server.url))
    sent = [body["messages"][1]["content"] for _, _, body in server.asked]
    assert len(sent) > 2
    assert all(len(part) <= AT_ONCE for part in sent)
    assert "\n\n".join(sent) == text.text
    assert len(found) + sum(refused.values()) == len(sent), "a quote counts only in the part that was asked about"


def test_nobody_is_asked_unless_one_says_so(server: Server, article: str) -> None:
    before = set(sys.modules)
    assert list(records(article, account=Account()))
    assert not {name for name in set(sys.modules) - before if name.startswith(("openai", "httpx"))}
    assert server.asked == []
