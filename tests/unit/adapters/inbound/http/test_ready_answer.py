"""Answers that are sent without Flask."""

import json

import pytest

from adapters.inbound.http.ready_answer import ReadyAnswer


def _sent(answer: ReadyAnswer) -> tuple[str, dict[str, str], bytes]:
    started: list[tuple[str, list[tuple[str, str]]]] = []
    body = b"".join(answer({}, lambda status, headers: started.append((status, headers))))
    [(status, headers)] = started
    return status, dict(headers), body


def test_status_headers_and_length() -> None:
    status, headers, body = _sent(ReadyAnswer({"stored": 1}, 207, {"Cache-Control": "no-store"}))

    assert status == "207 MULTI-STATUS"
    assert body == b'{"stored":1}'
    assert headers == {"Content-Type": "application/json", "Content-Length": "12", "Cache-Control": "no-store"}


@pytest.mark.parametrize("text", ["plain", "Grüße", "a lone \ud800 surrogate", '"quoted"\n'])
def test_every_text_reads_back(text: str) -> None:
    _, headers, body = _sent(ReadyAnswer({"detail": text}, 200, {}))

    assert json.loads(body) == {"detail": text}
    assert headers["Content-Length"] == str(len(body))
