"""What brings a resolved or ignored pattern back."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.error_log import ErrorStatus, PreparedError
from domain.error_pattern import PatternStatus
from domain.pattern_lifecycle import IgnoreUntil, ignore_pattern, resolve_pattern
from domain.placement import Known, Placement, place
from domain.placement_reason import PlacementReason
from domain.regression_guard import REGRESSION_GRACE, RegressionGuard
from domain.retention import RetentionPolicy
from tests.support.builders import a_pattern
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

FIXED = resolve_pattern(a_pattern(occurrences=5), release="2.1", now=NOON)
KNOWN = {
    ("java", "production", release): NOON - timedelta(days=age) for release, age in (("2.0", 9), ("2.1", 8), ("2.2", 7))
}
offsets = st.timedeltas(timedelta(days=-6), timedelta(days=6))


def an_arrival(
    received: timedelta,
    *,
    occurred: timedelta | None = None,
    sent: timedelta | None = None,
    trusted: bool = True,
    release: str | None = None,
) -> PreparedError:
    """An error by how long after noon it was received, and happened and was sent by its sender's clock."""
    error = a_prepared_error(at=NOON + received, release=release, trusted=trusted)
    clock = {"occurred_at": occurred, "sent_at": sent}
    said = {name: None if shift is None else NOON + shift for name, shift in clock.items()}
    return replace(error, report=replace(error.report, **said))


def placed(*errors: PreparedError, pattern=FIXED, first_seen=KNOWN) -> Placement:
    guard = RegressionGuard(first_seen=first_seen)
    known = Known(pattern=pattern, open_episode=None, retention=RetentionPolicy(), guard=guard)
    return place(errors, known, new_episode_id=uuid4(), new_users=0)


def why(error: PreparedError, **known) -> PlacementReason | None:
    return placed(error, **known).errors[0].placement


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (an_arrival(-MINUTE), PlacementReason.LATE),
        (an_arrival(REGRESSION_GRACE), PlacementReason.GRACE),
        (an_arrival(REGRESSION_GRACE + MINUTE), PlacementReason.REGRESSION),
        (an_arrival(5 * HOUR, occurred=-MINUTE), PlacementReason.LATE),
        (an_arrival(5 * HOUR, occurred=5 * MINUTE), PlacementReason.GRACE),
        (an_arrival(5 * HOUR, occurred=HOUR), PlacementReason.REGRESSION),
        (an_arrival(5 * HOUR, occurred=-MINUTE, trusted=False), PlacementReason.REGRESSION),
        (an_arrival(5 * HOUR, occurred=-MINUTE, sent=5 * HOUR, trusted=False), PlacementReason.LATE),
        (an_arrival(5 * HOUR, occurred=-MINUTE, sent=MINUTE, trusted=False), PlacementReason.REGRESSION),
        (an_arrival(200 * HOUR, occurred=-MINUTE), PlacementReason.REGRESSION),
        (an_arrival(HOUR, release="2.0"), PlacementReason.OLDER_RELEASE),
        (an_arrival(HOUR, release="2.0", trusted=False), PlacementReason.OLDER_RELEASE),
        (an_arrival(HOUR, release="2.1"), PlacementReason.REGRESSION),
        (an_arrival(HOUR, release="2.2"), PlacementReason.REGRESSION),
        (an_arrival(HOUR, release="never named"), PlacementReason.REGRESSION),
    ],
)
def test_time_and_release_decide_as_far_as_they_can_be_believed(
    error: PreparedError, expected: PlacementReason
) -> None:
    assert why(error) is expected


def test_a_fix_in_a_release_that_nobody_named_leaves_it_to_the_time() -> None:
    unknown = replace(FIXED, resolved_in_release="unheard of")

    assert why(an_arrival(HOUR, release="2.0"), pattern=unknown) is PlacementReason.REGRESSION


@given(received=offsets, earlier=st.timedeltas(timedelta(0), timedelta(days=6)))
def test_what_happened_before_the_fix_never_brings_it_back(received: timedelta, earlier: timedelta) -> None:
    happened = min(received, timedelta(0)) - earlier
    if received - happened > timedelta(days=7):
        return

    assert placed(an_arrival(received, occurred=happened)).episode is None


@given(
    late=st.timedeltas(REGRESSION_GRACE + timedelta(microseconds=1), timedelta(days=300)),
    occurred=st.none() | offsets,
    release=st.none() | st.sampled_from(["2.1", "2.2", "3.0"]),
)
def test_a_stranger_whose_clock_is_not_known_hides_no_regression(
    late: timedelta, occurred: timedelta | None, release: str | None
) -> None:
    assert why(an_arrival(late, occurred=occurred, trusted=False, release=release)) is PlacementReason.REGRESSION


@given(st.lists(offsets, min_size=1, max_size=6), st.randoms())
def test_the_order_within_a_commit_does_not_matter(received: list[timedelta], random) -> None:
    errors = [an_arrival(each) for each in received]
    shuffled = random.sample(errors, len(errors))

    there, back = ({e.id: (e.placement, e.status) for e in placed(*each).errors} for each in (errors, shuffled))
    assert there == back


def test_one_that_comes_back_leaves_the_late_ones_of_its_commit_alone() -> None:
    late, back = an_arrival(HOUR, occurred=-MINUTE), an_arrival(HOUR)

    both = placed(late, back)

    assert [error.status for error in both.errors] == [ErrorStatus.RESOLVED, ErrorStatus.OPEN]
    assert both.episode is not None
    assert (both.episode.open_counts.total, both.episode.first_error_id) == (1, back.id)
    assert (both.pattern.status, both.pattern.resolved_at, both.pattern.occurrences) == (PatternStatus.ACTIVE, None, 7)
    assert {entry.reason for entry in both.history} == {"regression"}


def test_what_came_late_is_resolved_since_the_fix_and_kept_as_long_as_others() -> None:
    [error] = placed(an_arrival(HOUR, occurred=-MINUTE)).errors

    assert (error.resolved_at, error.episode_id) == (NOON, None)
    assert error.expires_at == NOON + HOUR + timedelta(days=30)


@pytest.mark.parametrize(
    ("until", "quiet", "loud"),
    [
        (IgnoreUntil(moment=NOON + HOUR), an_arrival(HOUR - MINUTE), an_arrival(HOUR)),
        (IgnoreUntil(release="2.1"), an_arrival(HOUR, release="2.0"), an_arrival(HOUR, release="2.1")),
        (IgnoreUntil(release="2.1"), an_arrival(HOUR), an_arrival(HOUR, release="2.2")),
        (IgnoreUntil(release="9"), an_arrival(HOUR, release="2.2"), an_arrival(HOUR, release="9")),
    ],
)
def test_ignoring_ends_with_the_first_error_past_it(
    until: IgnoreUntil, quiet: PreparedError, loud: PreparedError
) -> None:
    ignored = ignore_pattern(a_pattern(occurrences=5), until, now=NOON)

    assert why(quiet, pattern=ignored) is PlacementReason.PATTERN_IGNORED
    back = placed(loud, pattern=ignored)
    assert (back.errors[0].placement, back.pattern.status) == (PlacementReason.IGNORE_LAPSED, PatternStatus.ACTIVE)
    assert back.pattern.ignored_until is back.pattern.ignored_until_release is None


def test_so_many_further_errors_are_ignored() -> None:
    ignored = ignore_pattern(a_pattern(occurrences=5), IgnoreUntil(further_errors=2), now=NOON)

    reasons = [error.placement for error in placed(*(an_arrival(HOUR) for _ in range(4)), pattern=ignored).errors]

    assert reasons == [PlacementReason.PATTERN_IGNORED] * 2 + [PlacementReason.IGNORE_LAPSED] * 2


def test_for_good_is_for_good() -> None:
    ignored = ignore_pattern(a_pattern(occurrences=5), IgnoreUntil(), now=NOON)

    assert why(an_arrival(10_000 * HOUR, release="2.2"), pattern=ignored) is PlacementReason.PATTERN_IGNORED


def test_resolving_again_keeps_the_time() -> None:
    assert resolve_pattern(FIXED, release=None, now=NOON + HOUR) == FIXED
    assert resolve_pattern(FIXED, release="3.0", now=NOON + HOUR).resolved_at == NOON
