"""Who was told, as staff reads it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.outbound.system.ids import SystemIds
from domain.access import Scope
from domain.delivery import DeliveryOutcome
from domain.notification import Notification, NotificationState
from domain.severity import Severity
from tests.support.builders import a_developer, a_notification, an_attempt
from tests.support.site import API, Site
from tests.support.strategies import NOON

_PATH = f"{API}/notifications/"
_IDS = SystemIds()


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    """A token of staff."""
    return site.token(Scope.STAFF)


def add(site: Site, **changes: Any) -> Notification:
    notice = a_notification(id=_IDS.new(NOON), **changes)
    with site.store.writing() as work:
        work.notifications.add([notice])
        work.commit()
    return notice


def listed(site: Site, path: str, token: dict[str, str]) -> tuple[Sequence[str], Any]:
    answer = site.client.get(path, headers=token)
    assert answer.status_code == 200, answer.text
    return [notice["id"] for notice in answer.json["results"]], answer.json


def test_a_list_is_read_forwards_and_back(site: Site, staff: dict[str, str]) -> None:
    written = [str(add(site).id) for _ in range(7)][::-1]

    first, page = listed(site, f"{_PATH}?state=pending&limit=3", staff)
    second, after = listed(site, page["next"], staff)
    again, _ = listed(site, after["previous"], staff)

    assert first == again == written[:3]
    assert second == written[3:6]
    assert (page["count"], page["previous"], "partial" in page) == (7, None, False)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("state=suppressed", 1),
        ("state=pending,suppressed&channel=email", 2),
        ("reason=channel_off", 1),
        ("severity=low", 1),
        ("severity=high,low", 2),
        (f"developer={UUID(int=7)}", 1),
        (f"episode={UUID(int=8)}", 1),
        (f"pattern={UUID(int=9)}", 0),
        (f"error={UUID(int=9)}", 0),
        ("since=2026-11-23T12:00:00Z", 2),
        ("until=2026-11-23T12:00:00Z", 0),
    ],
)
def test_filters_narrow_the_list(site: Site, staff: dict[str, str], query: str, count: int) -> None:
    add(site, developer_id=UUID(int=7), severity=Severity.LOW)
    add(site, state=NotificationState.SUPPRESSED, reason="channel_off", next_attempt_at=None, episode_id=UUID(int=8))

    found, page = listed(site, f"{_PATH}?{query}", staff)

    assert (len(found), page["count"]) == (count, count)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=sent", "state"),
        ("developer=me", "developer"),
        ("limit=0", "limit"),
        ("cursor=x", "cursor"),
        ("a=b", "a"),
    ],
)
def test_a_filter_that_cannot_be_is_named(site: Site, staff: dict[str, str], query: str, field: str) -> None:
    answer = site.client.get(f"{_PATH}?{query}", headers=staff)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [fault["field"].partition(".")[0] for fault in answer.json["errors"]] == [field]


def test_one_is_shown_with_every_attempt(site: Site, staff: dict[str, str]) -> None:
    ada = a_developer()
    notice = add(site, developer_id=ada.id, attempts=2)
    failed = {"ended_at": NOON, "outcome": DeliveryOutcome.DEFERRED, "answer": "450 greylisted"}
    with site.store.writing() as work:
        work.developers.add(ada)
        work.notifications.add_attempts([an_attempt(notice.id, **failed), an_attempt(notice.id, 2, worker="w2")])
        work.commit()

    shown = site.client.get(f"{_PATH}{notice.id}/", headers=staff).json

    assert (shown["developer"], shown["developer_name"], shown["attempts"]) == (str(ada.id), "Ada", 2)
    first, second = shown["attempt_details"]
    assert (first["outcome"], first["answer"]) == ("deferred", "450 greylisted")
    assert (second["number"], second["worker"], second["ended_at"]) == (2, "w2", None)


def test_reading_is_noted_once_and_audited(site: Site, staff: dict[str, str]) -> None:
    notice = add(site, state=NotificationState.ACCEPTED, accepted_at=NOON, next_attempt_at=None)

    first, again = (site.client.post(f"{_PATH}{notice.id}/mark-read/", headers=staff) for _ in range(2))

    assert (first.status_code, first.json["state"]) == (200, "read")
    assert first.json == again.json
    with site.store.reading() as work:
        audited = [entry for _, entry, _ in work.audit.page(limit=9)]
    assert [(entry.action, entry.subject) for entry in audited if entry.action == "notification.read"] == [
        ("notification.read", str(notice.id))
    ]


@pytest.mark.parametrize("state", sorted(set(NotificationState) - {"accepted", "delivered", "read"}))
def test_what_was_never_delivered_cannot_be_read(site: Site, staff: dict[str, str], state: NotificationState) -> None:
    notice = add(site, state=state)

    answer = site.client.post(f"{_PATH}{notice.id}/mark-read/", headers=staff)

    assert (answer.status_code, answer.json["code"]) == (409, "conflict")


@pytest.mark.parametrize(("method", "rest"), [("get", ""), ("post", "mark-read/")])
def test_what_is_not_there_is_a_404(site: Site, staff: dict[str, str], method: str, rest: str) -> None:
    for name in (uuid4(), "not-an-id"):
        answer = getattr(site.client, method)(f"{_PATH}{name}/{rest}", headers=staff)

        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_readers_read_and_only_staff_marks(site: Site) -> None:
    notice, reader = add(site, created_at=NOON - timedelta(hours=1)), site.token(Scope.READ)

    assert site.client.get(f"{_PATH}{notice.id}/", headers=reader).status_code == 200
    assert site.client.post(f"{_PATH}{notice.id}/mark-read/", headers=reader).status_code == 403
    assert site.client.get(_PATH).status_code == 401
