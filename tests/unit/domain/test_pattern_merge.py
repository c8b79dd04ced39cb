"""What becomes of two patterns that are merged, and of their episodes."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.episode import EpisodeEnd, TriageMark, TriageReason
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.errors import Conflict, RuleViolation
from domain.pattern_merge import UsersMet, join_episodes, merge_patterns, require_mergeable, unmerge_pattern
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from tests.support.builders import a_pattern, an_episode
from tests.support.strategies import NOON
from tests.support.strategies_records import patterns

_HOUR = timedelta(hours=1)
_USERS = UsersMet(alone=2, together=5)


def merged(source: ErrorPattern, target: ErrorPattern, **said: bool) -> tuple[ErrorPattern, ErrorPattern]:
    how = {"episode_moves": False, "stays_open": False, **said}
    return merge_patterns(source, target, members=[], users=_USERS, **how)


def test_the_target_takes_over_what_was_counted() -> None:
    source = a_pattern(
        occurrences=3, episodes=2, severity=Severity.CRITICAL, first_seen=NOON - _HOUR, first_release="1.0"
    )
    target = a_pattern(occurrences=4, episodes=1, severity=Severity.LOW, first_release="1.1", last_release="1.2")

    frozen, standing = merged(source, target)

    assert (frozen.merged_into, frozen.occurrences, frozen.users_affected, frozen.episodes) == (target.id, 3, 2, 2)
    assert (standing.occurrences, standing.users_affected, standing.episodes) == (7, 5, 3)
    assert (standing.severity, standing.first_seen, standing.first_release) == (Severity.CRITICAL, NOON - _HOUR, "1.0")
    assert (standing.last_seen, standing.last_release, standing.merged_into) == (NOON, "1.2", None)


def test_members_keep_their_own_numbers() -> None:
    source, member = a_pattern(occurrences=9, episodes=3), a_pattern(occurrences=4, episodes=1)

    frozen, standing = merge_patterns(
        source, a_pattern(), members=[member], users=_USERS, episode_moves=True, stays_open=True
    )

    assert (frozen.occurrences, frozen.episodes) == (5, 1)
    assert (standing.occurrences, standing.episodes) == (9, 3)


@pytest.mark.parametrize("status", [PatternStatus.RESOLVED, PatternStatus.IGNORED])
def test_what_is_open_is_neither_resolved_nor_ignored(status: PatternStatus) -> None:
    target = a_pattern(status=status, resolved_at=NOON, ignored_until_count=3)

    assert merged(a_pattern(), target)[1].status is status
    opened = merged(a_pattern(), target, stays_open=True)[1]
    assert (opened.status, opened.resolved_at, opened.ignored_until_count) == (PatternStatus.ACTIVE, None, None)


def test_a_number_that_is_waited_for_is_one_of_further_errors() -> None:
    source, target = a_pattern(occurrences=10), a_pattern(occurrences=5, ignored_until_count=8)

    frozen, standing = merged(source, target)

    assert standing.ignored_until_count == 18
    assert unmerge_pattern(frozen, standing, users_left=0)[1].ignored_until_count == 8


@given(source=patterns, target=patterns)
def test_a_merge_that_is_undone_leaves_the_numbers_as_they_were(source: ErrorPattern, target: ErrorPattern) -> None:
    frozen, standing = merged(source, target)

    alone, left = unmerge_pattern(frozen, standing, users_left=target.users_affected)

    assert alone == replace(source, users_affected=_USERS.alone)
    numbers = ("occurrences", "users_affected", "episodes", "status", "ignored_until_count")
    assert [getattr(left, name) for name in numbers] == [getattr(target, name) for name in numbers]


def test_what_cannot_be_one() -> None:
    one, other = a_pattern(), a_pattern()

    require_mergeable(one, other)
    for source, target, refusal in (
        (one, one, RuleViolation),
        (one, replace(other, service="php"), RuleViolation),
        (replace(one, merged_into=uuid4()), other, Conflict),
        (one, replace(other, merged_into=uuid4()), Conflict),
    ):
        with pytest.raises(refusal):
            require_mergeable(source, target)
    with pytest.raises(Conflict):
        unmerge_pattern(one, other, users_left=0)


def test_open_errors_join_the_targets_episode() -> None:
    ended = an_episode(errors=9, open_counts=SeverityCounts(high=2, low=1), deadline=NOON + _HOUR)
    kept = an_episode(errors=4, open_counts=SeverityCounts(high=1), deadline=NOON + 2 * _HOUR)

    closed, joined = join_episodes(ended, kept, at=NOON)

    assert (closed.closed_as, closed.merged_into, closed.carried) == (EpisodeEnd.MERGED, kept.id, False)
    assert (closed.closed_at, closed.open_counts.total, closed.escalates_at) == (NOON, 0, None)
    assert (joined.open_counts, joined.errors) == (SeverityCounts(high=3, low=1), 7)
    assert (joined.deadline, joined.carried, joined.triage) == (NOON + _HOUR, False, None)


def test_a_worse_severity_asks_for_triage_and_ends_an_acknowledgement() -> None:
    ended = an_episode(severity=Severity.CRITICAL, trusted=True, trusted_severity=Severity.CRITICAL)
    kept = an_episode(acknowledged_at=NOON, acknowledged_by="Ada")

    joined = join_episodes(ended, kept, at=NOON)[1]

    assert joined.triage == TriageMark(TriageReason.MORE_SEVERE, NOON, trusted=True)
    assert (joined.severity, joined.trusted, joined.acknowledged_at) == (Severity.CRITICAL, True, None)


@pytest.mark.parametrize("names", [("ended", None), (None, "kept"), ("ended", "kept"), (None, None)])
def test_the_targets_owner_stays_else_the_other_one_takes_it(names: tuple[str | None, str | None]) -> None:
    ids = [None if name is None else uuid4() for name in names]
    ended, kept = (an_episode(owner_id=owner) for owner in ids)

    assert join_episodes(ended, kept, at=NOON)[1].owner_id == (ids[1] or ids[0])


@pytest.mark.parametrize("owned", [True, False])
def test_by_when_its_owner_has_to_acknowledge_it_stays(owned: bool) -> None:
    ended = an_episode(owner_id=uuid4(), assigned_at=NOON, reassign_at=NOON + _HOUR)
    kept = an_episode(owner_id=uuid4() if owned else None)

    assert join_episodes(ended, kept, at=NOON)[1].reassign_at == (None if owned else NOON + _HOUR)


@given(names=st.lists(st.sampled_from(Severity), min_size=2, max_size=2))
def test_the_worse_severity_counts(names: list[Severity]) -> None:
    ended, kept = (an_episode(severity=severity) for severity in names)

    joined = join_episodes(ended, kept, at=NOON)[1]

    assert joined.severity.rank == max(severity.rank for severity in names)
    assert (joined.triage is not None) == (ended.severity.rank > kept.severity.rank)
