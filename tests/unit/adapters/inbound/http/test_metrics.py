"""`/metrics`, read as Prometheus reads it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from adapters.inbound.http.arrival import KEY_HEADER
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.create_developer import CreateDeveloper, CreateDeveloperCommand
from domain.access import KeyKind, Scope
from domain.trust import AddressPolicy
from tests.support.builders import an_episode
from tests.support.site import API, STRANGER, Site

_ERRORS = "error_logging_ingest_errors_total"
_REQUESTS = "error_logging_http_requests_total"


def scraped(site: Site, **request: Any) -> Callable[..., float | None]:
    """Looks up what a scrape says, by a sample's name and labels."""
    answer = site.client.get("/metrics", **request)
    assert answer.status_code == 200
    samples = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    return lambda name, **labels: samples.get((name, tuple(sorted(labels.items()))))


def lose(site: Site, table: str) -> None:
    """From now on the store has no such table: what needs it fails."""
    with site.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE {table}")


def test_errors_are_counted_by_what_became_of_them(site: Site) -> None:
    event = {"message": "again", "event_id": "6b3f0a52-8d4e-4a4e-9a59-7a2b6a6f8f10"}
    site.report("java", [event, {"message": "other"}])
    site.report("java", event)

    value = scraped(site)

    assert [value(_ERRORS, outcome=outcome) for outcome in ("stored", "repeated", "refused", "failed")] == [2, 1, 0, 0]
    assert (value("error_logging_commit_errors_count"), value("error_logging_commit_errors_sum")) == (2, 3)
    assert value("error_logging_commit_seconds_bucket", le="+Inf") == 2
    assert value("error_logging_ingest_queue_errors") == 0


def test_errors_that_could_not_be_stored_are_counted(site: Site) -> None:
    site.report("java", {"message": "first"})
    lose(site, "error_logs")
    site.report("java", [{"message": "lost"}, {"message": "lost too"}])

    value = scraped(site)

    assert value(_ERRORS, outcome="failed") == 2
    assert value(_REQUESTS, view="post webhook/java", method="POST", status="503") == 1


def test_requests_are_counted_by_view_past_flask_too(site: Site) -> None:
    site.report("java", {"message": "x"})
    site.client.post(f"{API}/webhook/java", json={"message": "x"})
    site.report("java", data=b"{", content_type="application/json")
    site.client.get(f"{API}/errors/")
    for path in ("/nowhere", "/elsewhere"):
        site.client.open(path, method="BREW")

    value = scraped(site)

    posts = {"view": "post webhook/java", "method": "POST"}
    assert [value(_REQUESTS, **posts, status=status) for status in ("201", "400")] == [2, 1]
    assert value(_REQUESTS, view="errors.list_errors", method="GET", status="401") == 1
    assert value(_REQUESTS, view="none", method="other", status="404") == 2


def test_what_waits_is_told_for_the_whole_installation(site: Site) -> None:
    site.report("java", {"message": "x", "severity": "critical"})
    site.report("java", {"message": "y", "severity": "high"}, environ_base=STRANGER)

    value = scraped(site)

    waiting = "error_logging_triage_waiting_episodes"
    assert [value(waiting, queue=queue) for queue in ("trusted", "untrusted", "owner_wanted")] == [1, 1, 0]
    assert value("error_logging_due_notifications") == 0
    assert value("error_logging_notifications_last_day", state="pending") == 0
    assert value("error_logging_deliveries_last_hour", channel="email", outcome="accepted") == 0
    assert value("error_logging_store_up") == 1


def test_the_store_is_asked_once_in_five_seconds(site: Site) -> None:
    waiting = {"name": "error_logging_triage_waiting_episodes", "queue": "trusted"}
    counts = [scraped(site)(**waiting)]
    site.report("java", {"message": "x", "severity": "critical"})
    for seconds in (4, 1):
        site.clock.move(timedelta(seconds=seconds))
        counts.append(scraped(site)(**waiting))

    assert counts == [0, 0, 1]


def test_with_the_store_away_the_process_tells_what_it_knows(site: Site) -> None:
    site.report("java", {"message": "x"})
    lose(site, "notification_attempts")

    value = scraped(site)

    assert (value("error_logging_store_up"), value(_ERRORS, outcome="stored")) == (0, 1)
    assert value("error_logging_due_notifications") is None


def test_the_process_tells_of_itself(site: Site) -> None:
    value = scraped(site)

    assert value("error_logging_build_info", version="1") == 1
    assert value("error_logging_store_connections_limit") == 1
    assert value("error_logging_store_connections_in_use") == 0
    assert value("error_logging_cache_answers_total", result="hit") == 0
    assert (value("process_resident_memory_bytes") or 0) > 0


def test_a_stranger_needs_a_token_that_may_read(site: Site) -> None:
    assert site.client.get("/metrics", environ_base=STRANGER).status_code == 401
    assert site.client.get("/metrics", environ_base=STRANGER, headers=site.token(Scope.INGEST)).status_code == 403
    assert site.client.get("/metrics/", environ_base=STRANGER, headers=site.token(Scope.READ)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.org"},
        {"Sec-Fetch-Site": "cross-site"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Authorization": "Bearer elt_wrong"},
    ],
    ids=["page", "browser", "proxy", "wrong token"],
)
def test_a_trusted_address_is_not_enough_for(site: Site, headers: dict[str, str]) -> None:
    assert site.client.get("/metrics", headers=headers).status_code == 401


def test_an_installation_that_trusts_no_address_wants_a_token(site: Site) -> None:
    assert site.under(addresses=AddressPolicy(trusted_networks=())).client.get("/metrics").status_code == 401


def test_an_ingest_key_opens_no_metrics(site: Site) -> None:
    key = site.key("java", KeyKind.SECRET)

    assert set(key) == {KEY_HEADER}
    assert site.client.get("/metrics", headers=key, environ_base=STRANGER).status_code == 401


def test_nobody_keeps_the_answer(site: Site) -> None:
    answer = site.client.get("/metrics")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"


def test_what_would_reach_nobody_is_told(site: Site) -> None:
    CreateDeveloper(site.store, SystemIds(), MemoryWakeUps()).execute(
        CreateDeveloperCommand(name="Mute", email=None, services=frozenset({"java"}))
    )

    value = scraped(site)

    names = ("unreachable_developers", "dead_end_chains", "on_call_gaps", "on_call_idle", "overdue_escalations")
    assert [value(f"error_logging_{name}") for name in names] == [1, 0, 0, 0, 0]
    assert value("error_logging_last_backup_timestamp_seconds") is None


def test_an_overdue_escalation_is_counted(site: Site) -> None:
    at = datetime.now(UTC) - timedelta(minutes=2)
    with site.store.writing() as work:
        work.episodes.add([an_episode(deadline=at), an_episode(deadline=at + timedelta(hours=1))])
        work.commit()

    value = scraped(site)

    assert value("error_logging_overdue_escalations") == 1
    assert 120 <= (value("error_logging_oldest_overdue_escalation_seconds") or 0) < 600
