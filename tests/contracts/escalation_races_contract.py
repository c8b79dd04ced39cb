"""What holds when several workers look for overdue episodes at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.escalate_overdue_episodes import EscalateOverdueEpisodes
from application.given_errors import Giving
from application.ports.unit_of_work import Store
from domain.alerting import AlertingPolicy
from domain.episode import Episode
from domain.notification import NotificationKind
from tests.support.builders import a_developer, an_episode
from tests.support.strategies import NOON

_EPISODES, _WORKERS = 60, 4
POLICY = AlertingPolicy(fallback_recipients=("team@example.org",), messages_per_hour=10_000)


class EscalationRacesContract:
    """For the sweep, by the store's own clock: all that is overdue was so long ago."""

    def test_each_episode_climbs_once_however_many_workers_look(self, store: Store) -> None:
        episodes = self._overdue(store)

        counts = self._at_once([self._sweep(store)] * _WORKERS)

        assert sum(counts) == _EPISODES
        with store.reading() as work:
            found = [work.episodes.get(episode.id) for episode in episodes]
            steps = [work.escalations.of(episode.id) for episode in episodes]
            told = [notice for each in episodes for notice in work.notifications.of_episode(each.id)]
        assert [each and each.level for each in found] == [1] * _EPISODES
        assert [[step.level for step in each] for each in steps] == [[1]] * _EPISODES
        by_episode = Counter(notice.episode_id for notice in told if notice.kind is NotificationKind.NOTICE)
        assert by_episode == {episode.id: 1 for episode in episodes}

    def _overdue(self, store: Store) -> list[Episode]:
        owner, others = a_developer("Ada"), [a_developer("Ben"), a_developer("Cy")]
        episodes = [
            an_episode(owner_id=owner.id, deadline=NOON - timedelta(days=1), opened_at=NOON) for _ in range(_EPISODES)
        ]
        with store.writing() as work:
            for developer in (owner, *others):
                work.developers.add(developer)
            work.episodes.add(episodes)
            work.commit()
        return episodes

    def _sweep(self, store: Store) -> Callable[[], int]:
        giving = Giving(ids=SystemIds(), policy=POLICY)

        def sweep() -> int:
            use_case, count = EscalateOverdueEpisodes(store, giving, MemoryWakeUps(), limit=3), 0
            while done := use_case.execute():
                count += done
            return count

        return sweep

    def _at_once(self, sweeps: list[Callable[[], int]]) -> list[int]:
        with ThreadPoolExecutor(len(sweeps)) as pool:
            return [future.result() for future in [pool.submit(sweep) for sweep in sweeps]]
