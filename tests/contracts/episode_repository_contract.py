"""What every `EpisodeRepository` promises."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given

from application.ports.episode_repository import Ownerless
from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from domain.episode import Episode, TriageMark, TriageReason
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from tests.contracts.one_store import on_one_store
from tests.support.builders import an_episode
from tests.support.strategies import NOON
from tests.support.strategies_records import episodes


class EpisodeRepositoryContract:
    """For episodes, locks apart (see the races)."""

    def test_open_episodes_are_found_by_pattern(self, store: Store) -> None:
        first, second, elsewhere = an_episode(), an_episode(), an_episode()
        closed = an_episode(pattern_id=first.pattern_id, closed_at=NOON)
        _add(store, first, second, elsewhere, closed)

        with store.writing() as work:
            found = work.episodes.lock_open([first.pattern_id, second.pattern_id, uuid4()])

        assert found == {first.pattern_id: first, second.pattern_id: second}

    def test_no_patterns_have_no_episodes(self, store: Store) -> None:
        with store.writing() as work:
            assert work.episodes.lock_open([]) == {}

    def test_a_pattern_has_one_open_episode_at_most(self, store: Store) -> None:
        first = an_episode()
        _add(store, first)

        with pytest.raises(DataRefused):
            _add(store, an_episode(pattern_id=first.pattern_id))

    def test_a_pattern_has_any_number_of_closed_ones(self, store: Store) -> None:
        pattern_id = uuid4()

        _add(store, *(an_episode(pattern_id=pattern_id, closed_at=NOON) for _ in range(3)))

    def test_unknown_ones_are_none(self, store: Store) -> None:
        with store.writing() as work:
            assert work.episodes.get(uuid4()) is None
            assert work.episodes.lock(uuid4()) is None
            assert work.episodes.get_all([uuid4()]) == work.episodes.lock_all([uuid4()]) == {}

    def test_several_are_found_by_their_ids(self, store: Store) -> None:
        wanted = [an_episode() for _ in range(3)]
        _add(store, *wanted, an_episode())

        with store.writing() as work:
            by_id = {each.id: each for each in wanted}
            assert work.episodes.get_all(by_id) == by_id
            assert work.episodes.lock_all(by_id) == by_id

    def test_save_overwrites_what_can_change(self, store: Store) -> None:
        episode, other = an_episode(), an_episode()
        _add(store, episode, other)
        changed = replace(
            episode,
            severity=Severity.CRITICAL,
            last_error_id=uuid4(),
            last_error_at=NOON + timedelta(hours=1),
            trusted=True,
            trusted_severity=Severity.HIGH,
            closed_at=NOON + timedelta(hours=2),
            owner_id=uuid4(),
            assigned_at=NOON,
            carried=False,
            level=2,
            deadline=NOON,
            triage=TriageMark(TriageReason.MORE_SEVERE, NOON, trusted=True),
            acknowledged_at=NOON,
            slack_thread="123.456",
            errors=7,
            open_counts=SeverityCounts(critical=1, high=2, medium=3, low=4, info=5),
        )

        with store.writing() as work:
            work.episodes.save([changed])

            assert work.episodes.get(episode.id) == changed
            assert work.episodes.lock(other.id) == other

    def test_triage_takes_the_oldest_marks_first(self, store: Store) -> None:
        marked = [_marked(NOON + timedelta(seconds=second)) for second in (3, 1, 2)]
        _add(store, *marked, an_episode())

        with store.writing() as work:
            assert work.episodes.claim_triage(2) == [marked[1], marked[2]]
            assert len(work.episodes.claim_triage(10)) == 3

    def test_a_cleared_mark_ends_the_claim(self, store: Store) -> None:
        episode = _marked(NOON)
        _add(store, episode)
        with store.writing() as work:
            [claimed] = work.episodes.claim_triage(5)
            work.episodes.save([claimed.triaged()])
            work.commit()

        with store.writing() as work:
            assert work.episodes.claim_triage(5) == []

    def test_ownerless_open_episodes_are_marked(self, store: Store) -> None:
        wanting = an_episode()
        marked, owned, closed = _marked(NOON), an_episode(owner_id=uuid4()), an_episode(closed_at=NOON)
        _add(store, wanting, marked, owned, closed)

        with store.writing() as work:
            assert work.episodes.mark_owner_wanted(now=NOON) == [wanting.id]
            assert work.episodes.get(wanting.id) == replace(wanting, triage=TriageMark(TriageReason.OWNER_WANTED, NOON))
            assert [work.episodes.get(each.id) for each in (marked, owned, closed)] == [marked, owned, closed]

    def test_ownerless_episodes_are_marked_in_batches(self, store: Store) -> None:
        wanting = [an_episode(trusted=number % 2 == 0) for number in range(5)]
        _add(store, *wanting)
        in_order = sorted(each.id for each in wanting)

        with store.writing() as work:
            assert work.episodes.mark_owner_wanted(now=NOON, limit=2) == in_order[:2]
            assert work.episodes.mark_owner_wanted(now=NOON, limit=4) == in_order[2:]
            marks = [work.episodes.get(each.id) for each in wanting]
            assert [mark.triage.trusted for mark in marks if mark and mark.triage] == [True, False] * 2 + [True]

    def test_ownerless_episodes_are_read_in_parts_and_marked_where_nobody_was_faster(self, store: Store) -> None:
        wanting = sorted((an_episode(service=name) for name in ("java", "php", "react")), key=lambda each: each.id)
        owned = an_episode(owner_id=uuid4())
        _add(store, *wanting, owned)
        said = [Ownerless(each.id, each.service, each.severity) for each in wanting]

        with store.writing() as work:
            assert work.episodes.ownerless(after=None, limit=2) == said[:2]
            assert work.episodes.ownerless(after=wanting[1].id, limit=2) == said[2:]
            assert work.episodes.want_owner([wanting[2].id, owned.id], now=NOON) == [wanting[2].id]
            assert work.episodes.want_owner([each.id for each in wanting], now=NOON) == [one.id for one in said[:2]]
            assert work.episodes.ownerless(after=None, limit=2) == []

    def test_triage_takes_trusted_news_first_and_wishes_for_an_owner_last(self, store: Store) -> None:
        marks = [
            TriageMark(TriageReason.MORE_SEVERE, NOON + timedelta(seconds=2), trusted=True),
            TriageMark(TriageReason.NEW, NOON + timedelta(seconds=1), trusted=False),
            TriageMark(TriageReason.OWNER_WANTED, NOON, trusted=True),
        ]
        _add(store, *(an_episode(triage=mark) for mark in reversed(marks)))

        with store.writing() as work:
            assert [episode.triage for episode in work.episodes.claim_triage(3)] == marks

    def test_what_waits_to_join_an_episode_can_be_sent_on_to_another(self, store: Store) -> None:
        first, second = uuid4(), uuid4()
        waiting = an_episode(closed_at=NOON, merged_into=first, carried=False)
        joined = an_episode(closed_at=NOON, merged_into=first)
        with store.writing() as work:
            work.episodes.add([waiting, joined])
            work.episodes.redirect_merged(first, second)

            assert work.episodes.get(waiting.id) == replace(waiting, merged_into=second)
            assert work.episodes.get(joined.id) == joined

    def test_uncarried_episodes_are_claimed(self, store: Store) -> None:
        waiting = [an_episode(carried=False, owner_id=uuid4()) for _ in range(3)]
        _add(store, *waiting, an_episode())

        with store.writing() as work:
            assert len(work.episodes.claim_uncarried(2)) == 2
            assert {episode.id for episode in work.episodes.claim_uncarried(9)} == {each.id for each in waiting}

    @given(episode=episodes)
    @on_one_store
    def test_an_episode_comes_back_equal(self, store: Store, episode: Episode) -> None:
        with store.writing() as work:
            work.episodes.add([episode])

            assert work.episodes.get(episode.id) == episode


def _marked(since: datetime) -> Episode:
    return an_episode(triage=TriageMark(TriageReason.NEW, since))


def _add(store: Store, *added: Episode) -> None:
    with store.writing() as work:
        work.episodes.add(added)
        work.commit()
