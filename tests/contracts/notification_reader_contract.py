"""What every `NotificationReader` promises."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.system.ids import SystemIds
from application.ports.notification_reader import NotificationFilter, NotificationPage
from application.ports.unit_of_work import Store
from domain.notification import Notification, NotificationState
from domain.severity import Severity
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_developer, a_notification, a_pattern, an_attempt, an_episode, an_error
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)
_DEAD, _PENDING = NotificationState.DEAD, NotificationState.PENDING
_IDS = SystemIds()


class NotificationReaderContract:
    """For lists and details of notifications."""

    @given(count=st.integers(0, 9), limit=st.integers(1, 4))
    @on_one_store
    def test_pages_walk_through_everything_and_back(self, store: Store, count: int, limit: int) -> None:
        # An episode of its own stands in for an empty store.
        only = NotificationFilter(episodes=(uuid4(),))
        written = _add(store, *(_notice(episode_id=only.episodes[0]) for _ in range(count)))
        there = [_page(store, only, limit=limit)]
        while there[-1].older_than is not None:
            there.append(_page(store, only, limit=limit, older_than=there[-1].older_than))
        back = [there[-1]]
        while back[-1].newer_than is not None:
            back.append(_page(store, only, limit=limit, newer_than=back[-1].newer_than))

        assert [notice for page in there for notice in page.notifications] == list(written)[::-1]
        assert [page.notifications for page in back] == [page.notifications for page in there[::-1]]
        assert {page.count for page in there + back} == {count}

    @pytest.mark.parametrize(
        "wanted",
        [
            NotificationFilter(states=(_DEAD,)),
            NotificationFilter(states=(_DEAD,), severities=(Severity.HIGH,)),
            NotificationFilter(severities=(Severity.LOW,)),
            NotificationFilter(reasons=("regression",)),
            NotificationFilter(since=NOON + _HOUR),
            NotificationFilter(until=NOON + _HOUR),
            NotificationFilter(since=NOON + _HOUR, until=NOON + 2 * _HOUR, states=(_DEAD, _PENDING)),
        ],
    )
    def test_filters_narrow(self, store: Store, wanted: NotificationFilter) -> None:
        written = _add(
            store,
            *(
                _notice(state=state, severity=severity, reason=reason, created_at=NOON + _HOUR * hour)
                for state in (_PENDING, _DEAD, NotificationState.ACCEPTED)
                for severity in (Severity.HIGH, Severity.LOW)
                for hour, reason in enumerate(("new_pattern", "regression", "new_pattern"))
            ),
        )
        expected = {notice.id for notice in written if _matches(notice, wanted)}

        page = _page(store, wanted, limit=100)

        assert {notice.id for notice in page.notifications} == expected
        assert 0 < page.count == len(expected) < len(written)

    def test_developers_and_errors_narrow(self, store: Store) -> None:
        episode = an_episode()
        error = an_error(pattern_id=episode.pattern_id, episode_id=episode.id)
        with store.writing() as work:
            work.episodes.add([episode])
            work.errors.add([error])
            work.commit()
        about = {"episode_id": episode.id, "pattern_id": episode.pattern_id}
        first, second, _ = _add(store, _notice(error_id=error.id, **about), _notice(developer_id=uuid4()), _notice())

        assert _found(store, NotificationFilter(errors=(error.id,))) == {first.id}
        assert _found(store, NotificationFilter(developers=(second.developer_id or uuid4(),))) == {second.id}

    def test_a_pattern_stands_for_those_that_were_merged_into_it(self, store: Store) -> None:
        target = a_pattern()
        merged = a_pattern(merged_into=target.id)
        ours, theirs = an_episode(pattern_id=target.id), an_episode(pattern_id=merged.id, closed_at=NOON)
        with store.writing() as work:
            work.patterns.lock({target.id: target, merged.id: merged})
            work.episodes.add([ours, theirs])
            work.commit()
        written = _add(
            store, *(_notice(episode_id=one.id, pattern_id=one.pattern_id) for one in (ours, theirs, an_episode()))
        )

        page = _page(store, NotificationFilter(patterns=(target.id,)))

        assert [notice.id for notice in page.notifications] == [written[1].id, written[0].id]
        assert {notice.pattern_id for notice in page.notifications} == {target.id}

    def test_a_detail_has_every_attempt_in_order(self, store: Store) -> None:
        ada = a_developer()
        [notice] = _add(store, _notice(developer_id=ada.id))
        attempts = [an_attempt(notice.id, number) for number in (1, 2, 3)]
        with store.writing() as work:
            work.developers.add(ada)
            work.notifications.add_attempts(attempts[::-1])

            detail = work.notification_reader.detail(notice.id)

            assert detail is not None
            assert (detail.notification, detail.attempts, detail.developer_name) == (notice, attempts, ada.name)
            assert work.notification_reader.detail(uuid4()) is None

    def test_those_of_episodes_are_the_newest_with_their_attempts(self, store: Store) -> None:
        episodes = [uuid4(), uuid4(), uuid4()]
        written = _add(store, *(_notice(episode_id=episode) for episode in (*episodes, *episodes)))
        attempt = an_attempt(written[3].id)
        with store.writing() as work:
            work.notifications.add_attempts([attempt])

            found = work.notification_reader.of_episodes(episodes[:2], limit=3)

            assert [detail.notification for detail in found] == [written[1], written[3], written[4]]
            assert [detail.attempts for detail in found] == [[], [attempt], []]
            assert work.notification_reader.of_episodes([], limit=3) == []


def _notice(**changes: Any) -> Notification:
    # One source of ids never goes back: a moment that is named has a source of its own.
    made = SystemIds().new(changes["created_at"]) if "created_at" in changes else _IDS.new(NOON)
    return a_notification(id=made, **changes)


def _add(store: Store, *notices: Notification) -> Sequence[Notification]:
    with store.writing() as work:
        work.notifications.add(notices)
        work.commit()
    return notices


def _page(store: Store, wanted: NotificationFilter, *, limit: int = 50, **around: UUID | None) -> NotificationPage:
    with store.reading() as work:
        return work.notification_reader.page(wanted, limit=limit, **around)


def _found(store: Store, wanted: NotificationFilter) -> set[UUID]:
    page = _page(store, wanted)
    assert page.count == len(page.notifications)
    return {notice.id for notice in page.notifications}


def _matches(notice: Notification, wanted: NotificationFilter) -> bool:
    return (
        (not wanted.states or notice.state in wanted.states)
        and (not wanted.severities or notice.severity in wanted.severities)
        and (not wanted.reasons or notice.reason in wanted.reasons)
        and (wanted.since is None or notice.created_at >= wanted.since)
        and (wanted.until is None or notice.created_at < wanted.until)
    )
