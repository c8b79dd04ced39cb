"""What becomes of errors, as staff does it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from adapters.outbound.system.ids import SystemIds
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from domain.access import Scope
from domain.grouping.fingerprint import Fingerprint
from domain.notification import NotificationState
from domain.retention import RetentionPolicy
from tests.support.builders import a_developer, a_notification
from tests.support.errors import a_prepared_error
from tests.support.site import API, STRANGER, Site

ERROR = {"error_type": "TypeError", "message": "a secret of Bob", "severity": "high", "user_id": "bob"}
NOBODY = str(UUID(int=7))


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    """A token of staff."""
    return site.token(Scope.STAFF)


def do(site: Site, error_id: str, action: str, token: dict[str, str], **body: Any) -> TestResponse:
    return site.client.post(f"{API}/errors/{error_id}/{action}/", json=body, headers=token)


def patch(site: Site, error_id: str, token: dict[str, str], **body: Any) -> TestResponse:
    return site.client.patch(f"{API}/errors/{error_id}/", json=body, headers=token)


def shown(site: Site, error_id: str, token: dict[str, str]) -> Any:
    return site.client.get(f"{API}/errors/{error_id}/", headers=token).json


def reported(site: Site, count: int = 1) -> list[str]:
    return [site.report("java", ERROR).json["receipt"] for _ in range(count)]


def hire(site: Site, name: str, **changes: Any) -> str:
    developer = a_developer(name, **changes)
    with site.store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return str(developer.id)


def statuses(site: Site, ids: list[str]) -> list[str]:
    with site.store.reading() as work:
        details = [work.error_reader.detail(UUID(each)) for each in ids]
    return ["gone" if detail is None else detail.error.status.value for detail in details]


def later(site: Site, error_id: str, after: timedelta, **said: Any) -> str | None:
    """What becomes of an error alike that arrives so long from now."""
    with site.store.reading() as work:
        error = work.errors.get(UUID(error_id))
        assert error is not None
        pattern = work.patterns.get(error.pattern_id)
        assert pattern is not None
    fingerprint = Fingerprint(pattern.fingerprint, pattern.rules, pattern.title)
    alike = replace(a_prepared_error(at=datetime.now(UTC) + after, **said), fingerprint=fingerprint)
    return CommitBatch(site.store, SystemIds(), RetentionPolicy()).execute([alike]).receipts[alike.id].placement


def test_one_error_is_resolved_alone_with_its_history(site: Site, staff: dict[str, str]) -> None:
    first, second = reported(site, 2)

    answer = do(site, first, "resolve", staff, note="mended")

    assert (answer.status_code, answer.json["changed"], answer.json["error"]["status"]) == (200, True, "resolved")
    assert statuses(site, [first, second]) == ["resolved", "open"]
    [entry] = [each for each in shown(site, first, staff)["history"] if each["action"] == "resolved"]
    assert (entry["actor"], entry["before"], entry["after"]) == ("tests", "open", "resolved")
    assert entry["inputs"]["note"] == "mended"


def test_resolving_again_changes_nothing_and_says_so(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)
    do(site, error, "resolve", staff)
    before = shown(site, error, staff)

    for scope in ("error", "pattern"):
        answer = do(site, error, "resolve", staff, scope=scope)
        assert (answer.status_code, answer.json["changed"]) == (200, False)
    assert shown(site, error, staff) == before


def test_a_whole_pattern_is_resolved_before_anything_is_carried(site: Site, staff: dict[str, str]) -> None:
    errors = reported(site, 3)

    answer = do(site, errors[1], "resolve", staff, scope="pattern", release="2.1")

    assert (answer.status_code, answer.json["scope"]) == (200, "pattern")
    assert statuses(site, errors) == ["resolved"] * 3
    with site.store.reading() as work:
        stored = work.errors.get(UUID(errors[0]))
        assert stored is not None
        assert stored.status.is_open
    carry = CarryEpisodes(site.store, RetentionPolicy(), limit_errors=2)
    assert [carry.execute() for _ in range(3)] == [True, True, False]
    with site.store.reading() as work:
        stored = work.errors.get(UUID(errors[0]))
    assert stored is not None
    assert (stored.status, stored.resolved_at is not None) == ("resolved", True)


@pytest.mark.parametrize(("after", "placement"), [(timedelta(minutes=1), "grace"), (timedelta(hours=1), "regression")])
def test_what_comes_after_the_last_was_resolved_is_judged(
    site: Site, staff: dict[str, str], after: timedelta, placement: str
) -> None:
    [error] = reported(site)
    do(site, error, "resolve", staff)

    assert later(site, error, after) == placement


@pytest.mark.parametrize(("release", "placement"), [("2.0", "older_release"), ("2.1", "regression")])
def test_cached_pages_of_the_release_that_failed_do_not_bring_it_back(
    site: Site, staff: dict[str, str], release: str, placement: str
) -> None:
    error = site.report("java", {**ERROR, "release": "2.0"}, environ_base=STRANGER)
    do(site, error.json["receipt"], "resolve", staff, release="2.1")

    back = later(site, error.json["receipt"], timedelta(hours=1), release=release, trusted=False)

    assert back == placement


def test_deleting_the_last_resolves_nothing(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)

    answer = site.client.delete(f"{API}/errors/{error}/", headers=staff)

    assert (answer.status_code, answer.json["changed"], answer.json["error"]) == (200, True, None)
    assert statuses(site, [error]) == ["gone"]
    assert later(site, error, timedelta(minutes=1)) == "recurrence"


def test_a_deleted_error_is_restored_as_its_pattern_is_by_then(site: Site, staff: dict[str, str]) -> None:
    first, second = reported(site, 2)
    site.client.delete(f"{API}/errors/{first}/", headers=staff)
    do(site, second, "resolve", staff, scope="pattern")

    answer = do(site, first, "restore", staff)

    assert (answer.status_code, answer.json["error"]["status"]) == (200, "resolved")
    assert do(site, first, "restore", staff).json["changed"] is False


def test_an_erased_error_says_nothing_any_more(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)
    url = f"{API}/errors/{error}/?erase=true"
    assert site.client.delete(url, headers=staff).status_code == 403

    answer = site.client.delete(url, headers=site.token(Scope.ADMIN))

    assert (answer.status_code, answer.json["action"]) == (200, "erase")
    with site.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM error_logs").one()
        words = connection.exec_driver_sql("SELECT count(*) FROM error_words WHERE error_words MATCH 'secret'").scalar()
    assert "Bob" not in str(row)
    assert "bob" not in str(row)
    assert words == 0
    assert do(site, error, "restore", staff).status_code == 409


def test_an_ignored_pattern_is_so_until_its_count_is_reached(site: Site, staff: dict[str, str]) -> None:
    first, second = reported(site, 2)

    answer = do(site, first, "ignore", staff, scope="pattern", count=1)

    assert answer.status_code == 200
    assert statuses(site, [first, second]) == ["ignored", "ignored"]
    assert later(site, first, timedelta(minutes=1)) == "pattern_ignored"
    assert later(site, first, timedelta(minutes=1)) == "ignore_lapsed"


@pytest.mark.parametrize(
    "body",
    [
        {"scope": "pattern", "count": 1, "release": "2"},
        {"scope": "error", "count": 1},
        {"scope": "pattern", "until": "2020-01-01T00:00:00Z"},
        {"scope": "pattern", "count": 0},
        {"scope": "pattern", "release": "a\u0000b"},
        {"scope": "pattern", "until": "9999-12-31T23:59:59-14:00"},
    ],
)
def test_until_what_must_make_sense(site: Site, staff: dict[str, str], body: dict[str, Any]) -> None:
    [error] = reported(site)

    assert do(site, error, "ignore", staff, **body).status_code == 422
    assert statuses(site, [error]) == ["open"]


def test_one_of_a_resolved_pattern_is_opened_again_alone(site: Site, staff: dict[str, str]) -> None:
    first, second = reported(site, 2)
    do(site, first, "resolve", staff, scope="pattern")

    answer = do(site, first, "reopen", staff)

    assert (answer.status_code, answer.json["error"]["status"]) == (200, "open")
    assert statuses(site, [first, second]) == ["open", "resolved"]
    with site.store.reading() as work:
        error = work.errors.get(UUID(first))
        assert error is not None
        assert error.episode_id is not None
        opened = work.episodes.get(error.episode_id)
    assert opened is not None
    assert opened.triage is not None
    assert opened.triage.reason == "reopened"


def test_several_things_are_edited_at_once_or_not_at_all(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)
    ada = hire(site, "Ada")

    answer = patch(site, error, staff, severity="critical", assigned_to=ada)
    assert (answer.status_code, answer.json["error"]["severity"]) == (200, "critical")
    assert (answer.json["error"]["status"], answer.json["error"]["assigned_to"]) == ("assigned", ada)
    assert patch(site, error, staff, severity="low", assigned_to=NOBODY).status_code == 404
    assert shown(site, error, staff)["severity"] == "critical"
    given_back = patch(site, error, staff, assigned_to=None).json["error"]
    assert (given_back["status"], given_back["assigned_to"]) == ("open", None)
    assert patch(site, error, staff, status="assigned").status_code == 422
    assert patch(site, error, staff).json["changed"] is False


def test_whoever_saw_an_older_state_is_refused(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)
    seen = site.client.get(f"{API}/errors/{error}/", headers=staff).headers["ETag"]
    changed = do(site, error, "resolve", {**staff, "If-Match": seen})
    assert changed.status_code == 200

    answer = do(site, error, "reopen", {**staff, "If-Match": seen})

    assert (answer.status_code, answer.json["code"]) == (412, "stale_version")
    assert do(site, error, "reopen", {**staff, "If-Match": changed.headers["ETag"]}).status_code == 200


def test_messages_that_wait_are_not_sent_about_what_is_over(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)
    with site.store.writing() as work:
        stored = work.errors.get(UUID(error))
        assert stored is not None
        assert stored.episode_id is not None
        waiting = a_notification(episode_id=stored.episode_id)
        work.notifications.add([waiting])
        work.commit()

    do(site, error, "resolve", staff)

    with site.store.reading() as work:
        left = work.notifications.get(waiting.id)
    assert left is not None
    assert (left.state, left.reason) == (NotificationState.SUPPRESSED, "episode_ended")


def test_an_acknowledgement_is_given_once_withdrawn_and_ends_with_the_episode(
    site: Site, staff: dict[str, str]
) -> None:
    [error] = reported(site)

    assert [do(site, error, "acknowledge", staff).json["changed"] for _ in range(2)] == [True, False]
    url = f"{API}/errors/{error}/acknowledge/"
    assert [site.client.delete(url, headers=staff).json["changed"] for _ in range(2)] == [True, False]
    assert do(site, error, "acknowledge", staff, withdraw=True).json["changed"] is False
    do(site, error, "resolve", staff)
    assert do(site, error, "acknowledge", staff).status_code == 409


def test_it_is_escalated_to_somebody_else_who_is_told(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)
    ada, bob = hire(site, "Ada"), hire(site, "Bob", on_call=True)
    do(site, error, "assign", staff, developer=ada, scope="pattern")

    answer = do(site, error, "escalate", staff, note="customers cannot pay")

    assert (answer.status_code, answer.json["level"], answer.json["escalated_to"]) == (200, 1, bob)
    assert do(site, error, "escalate", staff, to=ada).status_code == 422
    assert do(site, error, "escalate", staff).json["escalated_to"] is None
    with site.store.reading() as work:
        episode_id = UUID(answer.json["error"]["episode"])
        steps = [(step.level, step.from_id, step.to_id) for step in work.escalations.of(episode_id)]
        told = [(notice.reason, notice.recipient) for notice in work.notifications.of_episode(episode_id)]
    assert steps == [(1, UUID(ada), UUID(bob)), (2, UUID(ada), None)]
    assert told == [
        ("assigned_by_hand", "ada@example.org"),
        ("escalated", "bob@example.org"),
        ("escalated", "team@example.org"),
    ]


def test_without_a_name_it_is_assigned_as_by_itself(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)
    assert do(site, error, "assign", staff, automatic=True).status_code == 409
    hire(site, "Ada", services=frozenset({"python"}))
    bob = hire(site, "Bob")

    assert do(site, error, "assign", staff).json["assigned_to"] == bob


@pytest.mark.parametrize("action", ["resolve", "ignore", "reopen", "restore", "assign", "escalate", "acknowledge"])
def test_what_is_not_there_cannot_be_dealt_with(shared_site: Site, action: str) -> None:
    token = shared_site.token(Scope.STAFF)

    assert do(shared_site, NOBODY, action, token).status_code == 404
    assert do(shared_site, NOBODY, action, shared_site.token(Scope.READ)).status_code == 403
    assert do(shared_site, NOBODY, action, token, nonsense=1).status_code == 422


def test_every_change_is_in_the_audit_log(site: Site, staff: dict[str, str]) -> None:
    [error] = reported(site)
    for action in ("acknowledge", "resolve", "reopen", "ignore"):
        do(site, error, action, staff)

    with site.store.reading() as work:
        entries = [(entry.action, entry.subject) for _, entry, _ in work.audit.page(limit=10)]
    assert [action for action, subject in entries if subject == error] == [
        "error.ignore",
        "error.reopen",
        "error.resolve",
        "error.acknowledged",
    ]
