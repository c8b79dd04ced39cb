"""How much lies with whom."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from domain.workload import GivenByHand, Workload, loads_in_force
from tests.support.strategies import NOON, moments, severities

ADA, BOB = UUID(int=1), UUID(int=2)
owners = st.sampled_from([None, ADA, BOB])
counts = st.builds(SeverityCounts, *[st.integers(0, 5)] * 5)
workloads = st.builds(
    Workload, open_episodes=st.integers(0, 5), open_errors=counts, oldest_episode_at=st.none() | moments
)
given_by_hand = st.builds(
    GivenByHand,
    given_to=st.sampled_from([ADA, BOB]),
    episode_owner=owners,
    severity=severities,
    errors=st.integers(1, 9),
)


def test_an_error_given_by_hand_moves_to_whom_it_was_given() -> None:
    load = Workload(open_episodes=2, open_errors=SeverityCounts(high=5, low=1), oldest_episode_at=NOON)
    hand = GivenByHand(given_to=BOB, episode_owner=ADA, severity=Severity.HIGH, errors=2)

    assert loads_in_force({ADA: load}, [hand]) == {
        ADA: Workload(open_episodes=2, open_errors=SeverityCounts(high=3, low=1), oldest_episode_at=NOON),
        BOB: Workload(open_errors=SeverityCounts(high=2)),
    }


@given(by_owner=st.dictionaries(owners, workloads), hands=st.lists(given_by_hand, max_size=5))
def test_episodes_stay_and_counts_never_fall_below_zero(
    by_owner: dict[UUID | None, Workload], hands: list[GivenByHand]
) -> None:
    loads = loads_in_force(by_owner, hands)

    for whose, load in loads.items():
        before = by_owner.get(whose, Workload())
        assert (load.open_episodes, load.oldest_episode_at) == (before.open_episodes, before.oldest_episode_at)
    assert by_owner.keys() <= loads.keys()


@given(one=workloads, other=workloads)
def test_two_together_are_the_sum_and_the_older(one: Workload, other: Workload) -> None:
    both = one.plus(other)

    assert both == other.plus(one)
    assert both.open_errors.total == one.open_errors.total + other.open_errors.total
    assert both.plus(Workload(oldest_episode_at=NOON - timedelta(days=9))).oldest_episode_at == NOON - timedelta(days=9)
