"""What a sender is told of its share of the minute."""

import pytest

from application.ports.rate_limiter import RateLimits, Share
from tests.support.site import STRANGER, Site

ERROR = {"message": "x"}
PAGE = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def limits() -> RateLimits:
    """Two errors for a stranger, three for whoever is trusted."""
    return RateLimits(Share(3, 10_000), Share(2, 10_000), Share(1_000, 10**9))


def test_every_answer_to_a_report_says_what_is_left(site: Site) -> None:
    answers = [site.report("java", ERROR, environ_overrides=STRANGER) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert [answer.headers["RateLimit-Policy"] for answer in answers] == ['"sender";q=2;w=60'] * 3
    assert [answer.headers["RateLimit"].rpartition(";t=")[0] for answer in answers] == [
        f'"sender";r={left}' for left in (1, 0, 0)
    ]


def test_the_time_is_that_of_retry_after(site: Site) -> None:
    refused = [site.report("java", ERROR, environ_overrides=STRANGER) for _ in range(3)][-1]

    assert refused.headers["RateLimit"].endswith(f";t={refused.headers['Retry-After']}")


def test_a_list_counts_its_errors(site: Site) -> None:
    answer = site.report("java", [ERROR, 7])

    assert (answer.status_code, answer.headers["RateLimit"].split(";")[1]) == (207, "r=1")


def test_a_repeat_counts_too(site: Site) -> None:
    answers = [site.report("java", ERROR, headers={"Idempotency-Key": "k"}) for _ in range(2)]

    assert [(answer.status_code, answer.headers["RateLimit"].split(";")[1]) for answer in answers] == [
        (201, "r=2"),
        (200, "r=1"),
    ]


def test_pages_may_read_it(site: Site) -> None:
    exposed = site.report("java", ERROR, headers=PAGE).headers["Access-Control-Expose-Headers"]

    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed.split(", "))
