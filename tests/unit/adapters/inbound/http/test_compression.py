"""Answers in gzip."""

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask, Response

from adapters.inbound.http.compression import SMALLEST, compress_answers
from domain.access import Scope
from tests.support.site import API, STRANGER, Site

_GZIP = {"Accept-Encoding": "gzip"}


def answered(response: Response, path: str = "/", **headers: str) -> Response:
    """What becomes of an answer of the application."""
    app = Flask("probe")
    compress_answers(app)
    app.add_url_rule(path, "probe", lambda: response)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(path, headers=names)


def text(size: int = 10_000, **options: str) -> Response:
    """An answer of this size."""
    return Response("x" * size, **{"content_type": "application/json", **options})


@pytest.mark.parametrize("accepted", ["gzip", "deflate, gzip;q=0.5", "*", "br, GZIP"])
def test_a_client_that_takes_gzip_gets_it(accepted: str) -> None:
    answer = answered(text(), Accept_Encoding=accepted)

    assert gzip.decompress(answer.data) == b"x" * 10_000
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.content_length == len(answer.data)


@pytest.mark.parametrize("accepted", ["", "identity", "deflate, br", "gzip;q=0", "gzip;q=0, *"])
def test_others_get_it_as_it_is(accepted: str) -> None:
    answer = answered(text(), Accept_Encoding=accepted)

    assert (answer.data, "Content-Encoding" in answer.headers) == (b"x" * 10_000, False)


def test_whoever_keeps_it_is_told_that_there_are_two_forms() -> None:
    assert [answered(text(), **headers).headers["Vary"] for headers in ({}, {"Accept_Encoding": "gzip"})] == [
        "Accept-Encoding",
        "Accept-Encoding",
    ]


@pytest.mark.parametrize(("size", "compressed"), [(SMALLEST - 1, False), (SMALLEST, True)])
def test_what_fits_one_packet_is_not_compressed(size: int, compressed: bool) -> None:
    assert ("Content-Encoding" in answered(text(size), Accept_Encoding="gzip").headers) is compressed


@pytest.mark.parametrize(
    "response",
    [
        text(content_type="application/octet-stream"),
        Response("x" * 9_000, content_type="text/plain", headers={"Content-Encoding": "br"}),
        Response(iter([b"x" * 9_000]), content_type="text/plain"),
    ],
    ids=["not text", "compressed already", "streamed"],
)
def test_some_answers_are_left_alone(response: Response) -> None:
    assert answered(response, Accept_Encoding="gzip").headers.get("Content-Encoding") != "gzip"


def test_pages_that_cookies_open_are_never_compressed() -> None:
    answer = answered(text(content_type="text/html"), "/admin/errors/", Accept_Encoding="gzip")

    assert "Content-Encoding" not in answer.headers


@pytest.fixture
def long_list(site: Site) -> Iterator[Site]:
    """A site whose list of errors is long."""
    for number in range(5):
        site.report("java", {"message": f"error {number} " + "long " * 100})
    return site


def test_lists_are_compressed(long_list: Site) -> None:
    token = long_list.token(Scope.READ)
    path = f"{API}/errors/"

    compressed = long_list.client.get(path, headers={**token, **_GZIP})
    plain = long_list.client.get(path, headers=token)

    assert gzip.decompress(compressed.data) == plain.data
    assert {"Authorization", "Accept-Encoding"} <= set(compressed.headers["Vary"].split(", "))


def test_receipts_are_not(site: Site) -> None:
    answer = site.report("java", [{"message": "x"}] * 50, headers=_GZIP, environ_base=STRANGER)

    assert (answer.status_code, "Content-Encoding" in answer.headers) == (201, False)
