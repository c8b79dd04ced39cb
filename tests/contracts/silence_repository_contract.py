"""What every `SilenceRepository` promises."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from application.ports.unit_of_work import Store
from domain.alerting import NoticeReason
from domain.notification import NotificationState
from domain.severity import Severity
from domain.silence import SETTLES_IN, Silence
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_notification, an_episode
from tests.support.strategies import severities
from tests.support.strategies_records import any_moments, ids, optional_texts, texts

HOUR = timedelta(hours=1)
silences = st.builds(
    Silence,
    id=ids,
    service=optional_texts,
    pattern_id=st.none() | ids,
    severity=st.none() | severities,
    reason=texts,
    created_by=texts,
    created_at=any_moments,
    starts_at=any_moments,
    ends_at=any_moments,
    aftermath=st.booleans(),
)


class SilenceRepositoryContract:
    """For silences."""

    @on_one_store
    @given(silences)
    def test_one_is_read_as_it_was_written(self, store: Store, silence: Silence) -> None:
        with store.writing() as work:
            work.silences.add(silence)
            assert work.silences.lock(silence.id) == silence
            changed = replace(silence, ends_at=silence.starts_at, aftermath=True)
            work.silences.save(changed)
            assert work.silences.lock(silence.id) == changed
            assert work.silences.lock(uuid4()) is None

    def test_what_holds_matches_by_the_stores_clock_and_the_last_to_end_counts(self, store: Store) -> None:
        episode = an_episode(service="java", severity=Severity.HIGH)
        with store.writing() as work:
            short, long = _added(work, hours=1), _added(work, hours=3, pattern_id=episode.pattern_id)
            for no in ({"service": "php"}, {"begin": 1}, {"begin": -3, "hours": -1}, {"severity": Severity.LOW}):
                _added(work, **{"hours": 9, **no})

            assert work.silences.matching(episode, Severity.HIGH) == long
            assert work.silences.silenced_until(replace(episode, pattern_id=uuid4())) == short.ends_at
            assert work.silences.silenced_until(replace(episode, service="perl")) is None
            assert work.silences.matching(replace(episode, pattern_id=uuid4()), Severity.CRITICAL) is None

    def test_they_are_listed_by_their_end(self, store: Store) -> None:
        with store.writing() as work:
            late, soon, over = _added(work, hours=2), _added(work, hours=1), _added(work, begin=-3, hours=-1)

            assert work.silences.all() == [soon, late]
            assert work.silences.all(ended_since=work.now() - 2 * HOUR) == [over, soon, late]

    def test_what_has_ended_is_followed_up_once(self, store: Store) -> None:
        with store.writing() as work:
            _added(work, hours=2)
            assert work.silences.claim_aftermath() is None
            _added(work, begin=-3, hours=0)
            assert work.silences.claim_aftermath() is None
            over = _added(work, begin=-3, hours=-1)

            assert work.silences.next_aftermath_at() == over.ends_at + SETTLES_IN
            assert work.silences.claim_aftermath() == over
            work.silences.save(replace(over, aftermath=True))
            assert work.silences.claim_aftermath() is None

    def test_open_episodes_that_it_silenced_are_found_page_by_page(self, store: Store) -> None:
        with store.writing() as work:
            silence = _added(work, begin=-3, hours=-1, service="java")
            at = silence.starts_at + HOUR
            # The last by a transaction that had read the silence before somebody ended it.
            moments = (at, at, silence.ends_at + SETTLES_IN)
            silenced = sorted([_silenced(work, moment) for moment in moments], key=lambda episode: episode.id)
            _silenced(work, silence.ends_at + HOUR / 2)
            _silenced(work, at, service="php")
            _silenced(work, at, closed_at=at)
            _silenced(work, silence.starts_at - HOUR)
            _silenced(work, at, reason=NoticeReason.CHANNEL_OFF)

            first = work.silences.lock_silenced(silence, after=None, limit=2)
            rest = work.silences.lock_silenced(silence, after=first[-1].id, limit=2)

            assert [*first, *rest] == silenced


def _added(work: Any, *, begin: int = -1, hours: int = 1, service: str | None = "java", **said: Any) -> Silence:
    now = work.now()
    silence = Silence(
        id=uuid4(),
        service=service,
        reason="moving",
        created_by="eve",
        created_at=now,
        starts_at=now + begin * HOUR,
        ends_at=now + hours * HOUR,
        **said,
    )
    work.silences.add(silence)
    return silence


def _silenced(work: Any, at: Any, *, reason: str = NoticeReason.SILENCED, **said: Any) -> Any:
    episode = an_episode(**{"id": uuid4(), "pattern_id": uuid4(), "service": "java", "triage": None, **said})
    work.episodes.add([episode])
    work.notifications.add(
        [
            a_notification(
                episode_id=episode.id,
                state=NotificationState.SUPPRESSED,
                reason=reason,
                created_at=at,
                next_attempt_at=None,
            )
        ]
    )
    return work.episodes.get(episode.id)
