"""Which pages may post, and what their browsers are told (CORS)."""

import pytest
from werkzeug.test import TestResponse

from tests.support.site import API, STRANGER, Site

ERROR = {"error_type": "TypeError", "message": "x"}
LISTED = "https://shop.example.org"
DOOR = f"{API}/webhook/frontend/"


@pytest.fixture
def shop(site: Site) -> Site:
    """A site that takes posts from a shop's pages."""
    return site.under(cors_allowed_origins=(LISTED,))


def preflight(site: Site, origin: str, path: str = DOOR) -> TestResponse:
    """What a browser asks before its page may post JSON."""
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
    return site.client.options(path, headers=headers)


@pytest.mark.parametrize("origin", [LISTED, "https://SHOP.example.org", "http://localhost", "https://localhost"])
def test_listed_pages_and_our_own_may_post(shop: Site, origin: str) -> None:
    answer = shop.report("frontend", ERROR, headers={"Origin": origin}, environ_base=STRANGER)

    assert answer.status_code == 201
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "", "https://shop.example.org.evil.example", "http://localhost:81", "https://["],
)
def test_other_pages_may_not_and_can_read_why(shop: Site, origin: str) -> None:
    answer = shop.report("frontend", ERROR, headers={"Origin": origin})

    assert (answer.status_code, answer.json["title"]) == (403, "The page's origin is not allowed")
    assert answer.headers.get("Access-Control-Allow-Origin", origin) == origin
    assert not shop.stored()


@pytest.mark.parametrize("body", [b"{", b"[1]", b"x" * 2_000_000])
def test_errors_can_be_read_by_the_page_too(shop: Site, body: bytes) -> None:
    answer = shop.report("frontend", data=body, content_type="application/json", headers={"Origin": LISTED})

    assert answer.status_code in {400, 413, 422}
    assert answer.headers["Access-Control-Allow-Origin"] == LISTED


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_method_that_is_not_known_can_be_read_by_the_page_too(shop: Site, method: str) -> None:
    answer = shop.client.open(DOOR, method=method, headers={"Origin": LISTED})

    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (405, LISTED)


@pytest.mark.parametrize("origin", [None, LISTED, "https://evil.example"])
def test_every_answer_varies_by_origin_and_none_allows_credentials(shop: Site, origin: str | None) -> None:
    answer = shop.report("frontend", ERROR, headers={} if origin is None else {"Origin": origin})

    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", [DOOR, f"{API}/errors/", f"{API}/errors"])
def test_a_listed_pages_browser_is_told_what_it_may_send(shop: Site, path: str) -> None:
    answer = preflight(shop, LISTED, path)

    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == LISTED
    assert answer.headers["Access-Control-Allow-Methods"] == "POST"
    allowed = answer.headers["Access-Control-Allow-Headers"]
    assert allowed == "Content-Type, X-Error-Logging-Key, Content-Encoding, Idempotency-Key"
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


def test_another_pages_browser_is_refused(shop: Site) -> None:
    # Whatever its headers say, a browser takes only a success for a yes.
    assert preflight(shop, "https://evil.example").status_code == 403


def test_every_page_may_post_where_the_list_says_so(site: Site) -> None:
    answer = site.under(cors_allowed_origins=("*",)).report("frontend", ERROR, headers={"Origin": "null"})

    assert answer.status_code == 201


def test_reading_errors_is_nothing_for_pages(shop: Site) -> None:
    answer = shop.client.get(f"{API}/errors/", headers={"Origin": LISTED})

    assert "Access-Control-Allow-Origin" not in answer.headers
