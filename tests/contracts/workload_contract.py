"""What every `WorkloadReader` and `LeftBehind` promises."""

from dataclasses import dataclass, replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from application.ports.unit_of_work import Store, UnitOfWork
from domain.episode import Episode, EpisodeEnd
from domain.error_log import ErrorStatus
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from domain.workload import Workload, loads_in_force
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_developer, an_episode, an_error
from tests.support.strategies import NOON, moments, severities

_OWNERS = [UUID(int=number) for number in range(1, 4)]
_owners = st.sampled_from([None, *_OWNERS])


@dataclass(frozen=True, slots=True)
class _Kept:
    """An error of an episode: `given_to` by hand, or to nobody in particular."""

    severity: Severity
    given_to: UUID | None
    is_open: bool


_kept = st.builds(_Kept, severities, _owners, st.booleans())
_works = st.lists(
    st.tuples(st.builds(an_episode, owner_id=_owners, opened_at=moments), st.lists(_kept, max_size=4),
              st.lists(_kept, max_size=2), st.booleans()),
    max_size=5,
)  # fmt: skip


class WorkloadContract:
    """For the readers of what lies with whom."""

    @given(works=_works)
    @on_one_store
    def test_it_is_what_a_recount_of_all_errors_tells(
        self, store: Store, works: list[tuple[Episode, list[_Kept], list[_Kept], bool]]
    ) -> None:
        expected: dict[UUID | None, Workload] = {}
        with store.writing() as work:
            for episode, own, joining, closed in works:
                _keep(work, episode, own, joining, closed=closed)
                if not closed:
                    _recount(expected, episode, [*own, *joining])

            counted = loads_in_force(work.workload.by_owner(), work.workload.given_by_hand())

        empty = Workload()
        assert {whose: load for whose, load in counted.items() if load != empty} == expected

    def test_nothing_lies_with_nobody(self, store: Store) -> None:
        with store.reading() as work:
            assert work.workload.by_owner() == {}
            assert work.workload.given_by_hand() == []

    def test_the_open_episodes_of_removed_developers_are_left_behind(self, store: Store) -> None:
        gone, here = a_developer("Ada", active=False, removed_at=NOON), a_developer("Bob")
        with store.writing() as work:
            for developer in (gone, here):
                work.developers.add(developer)
            left = [an_episode(owner_id=gone.id), an_episode(owner_id=gone.id)]
            work.episodes.add([*left, an_episode(owner_id=gone.id, closed_at=NOON), an_episode(owner_id=here.id)])
            work.episodes.add([an_episode()])

            assert {each.id for each in work.left_behind.claim_episodes(9)} == {each.id for each in left}
            assert len(work.left_behind.claim_episodes(1)) == 1

    def test_the_errors_that_removed_developers_were_given_by_hand_are_left_behind(self, store: Store) -> None:
        gone, here = a_developer("Ada", active=False, removed_at=NOON), a_developer("Bob")
        episode = an_episode()
        by_hand, other, by_episode, done = (
            an_error(episode_id=episode.id, assigned_to=owner.id, status=status)
            for owner, status in (
                (gone, ErrorStatus.ASSIGNED),
                (here, ErrorStatus.ASSIGNED),
                (gone, ErrorStatus.ASSIGNED),
                (gone, ErrorStatus.RESOLVED),
            )
        )
        with store.writing() as work:
            for developer in (gone, here):
                work.developers.add(developer)
            work.episodes.add([episode])
            work.errors.add([by_hand, other, by_episode, done])
            for error in (by_hand, other, done):
                work.errors.keep_apart(error.id)

            assert work.left_behind.overrides(9) == [(by_hand.id, episode.id)]

    def test_what_is_left_behind_of_them_is_in_one_order(self, store: Store) -> None:
        gone, episode = a_developer("Ada", active=False, removed_at=NOON), an_episode()
        errors = [an_error(episode_id=episode.id, assigned_to=gone.id, status=ErrorStatus.ASSIGNED) for _ in range(250)]
        with store.writing() as work:
            work.developers.add(gone)
            work.episodes.add([episode])
            work.errors.add(errors)
            for error in errors:
                work.errors.keep_apart(error.id)

            first = [error_id for error_id, _ in work.left_behind.overrides(100)]
            assert first == sorted(error.id for error in errors)[:100]
            assert [error_id for error_id, _ in work.left_behind.overrides(200)][:100] == first


def _keep(work: UnitOfWork, episode: Episode, own: list[_Kept], joining: list[_Kept], *, closed: bool) -> None:
    """The episode with its errors, and with those of another that was merged into it and are not moved yet."""
    counts = SeverityCounts()
    for kept in (*own, *joining):
        counts = counts.plus(kept.severity, 1) if kept.is_open else counts
    merged = an_episode(closed_at=NOON, closed_as=EpisodeEnd.MERGED, merged_into=episode.id, carried=False)
    work.episodes.add([replace(episode, open_counts=counts, closed_at=NOON if closed else None), merged])
    for home, errors in ((episode, own), (merged, joining)):
        for kept in errors:
            owner = kept.given_to or episode.owner_id
            still_open = ErrorStatus.OPEN if owner is None else ErrorStatus.ASSIGNED
            status = still_open if kept.is_open else ErrorStatus.RESOLVED
            error = an_error(episode_id=home.id, severity=kept.severity, status=status, assigned_to=owner)
            work.errors.add([error])
            if kept.given_to is not None:
                work.errors.keep_apart(error.id)


def _recount(loads: dict[UUID | None, Workload], episode: Episode, errors: list[_Kept]) -> None:
    """The slow way: error by error."""
    _add(loads, episode.owner_id, Workload(open_episodes=1, oldest_episode_at=episode.opened_at))
    for kept in errors:
        if kept.is_open:
            one = SeverityCounts().plus(kept.severity, 1)
            _add(loads, kept.given_to or episode.owner_id, Workload(open_errors=one))


def _add(loads: dict[UUID | None, Workload], whose: UUID | None, load: Workload) -> None:
    loads[whose] = loads.get(whose, Workload()).plus(load)
