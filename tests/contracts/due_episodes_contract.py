"""What every store promises about episodes that are due for somebody else, and messages for another way."""

from datetime import timedelta

from application.ports.unit_of_work import Store
from domain.episode import EpisodeEnd
from domain.notification import NotificationState
from tests.support.builders import a_notification, an_episode
from tests.support.strategies import NOON

_MINUTE = timedelta(minutes=1)


class DueEpisodesContract:
    """For claims by due time."""

    def test_overdue_episodes_come_the_earliest_first(self, store: Store) -> None:
        due = [an_episode(deadline=NOON + _MINUTE * n) for n in range(4)]
        closed = an_episode(deadline=NOON, closed_at=NOON, closed_as=EpisodeEnd.EMPTIED)
        held = an_episode(deadline=NOON, acknowledged_at=NOON, acknowledged_until=NOON + 9 * _MINUTE)
        with store.writing() as work:
            work.episodes.add([*reversed(due), closed, held, an_episode()])
            work.commit()

        with store.writing() as work:
            assert work.episodes.claim_overdue(now=NOON + 2 * _MINUTE, limit=9) == due[:3]
            assert work.episodes.claim_overdue(now=NOON + 2 * _MINUTE, limit=2) == due[:2]
            assert work.episodes.next_escalation_at() == NOON

    def test_nothing_is_due(self, store: Store) -> None:
        with store.writing() as work:
            assert work.episodes.next_escalation_at() is None
            assert work.notifications.next_further_at() is None
            assert work.episodes.claim_overdue(now=NOON, limit=9) == []

    def test_unacknowledged_episodes_are_claimed_from_their_moment_on(self, store: Store) -> None:
        due, later = an_episode(reassign_at=NOON), an_episode(reassign_at=NOON + _MINUTE)
        with store.writing() as work:
            work.episodes.add([due, later, an_episode()])

            assert work.episodes.claim_unacknowledged(now=NOON, limit=9) == [due]

    def test_notices_for_another_way_come_the_earliest_first(self, store: Store) -> None:
        due = [a_notification(further_at=NOON + _MINUTE * n, state=NotificationState.FAILED) for n in range(3)]
        with store.writing() as work:
            work.notifications.add([*reversed(due), a_notification()])

            assert work.notifications.claim_further(now=NOON + _MINUTE, limit=9) == due[:2]
            assert work.notifications.next_further_at() == NOON
