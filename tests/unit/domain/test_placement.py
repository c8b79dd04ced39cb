"""What arrives for an ignored pattern of which staff opened an error again."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from domain.episode import Episode, TriageMark, TriageReason
from domain.error_pattern import PatternStatus
from domain.pattern_lifecycle import FOR_GOOD, IgnoreUntil, ignore_pattern
from domain.placement import Known, Placement, place
from domain.placement_reason import PlacementReason
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.builders import a_pattern, an_episode
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON, severities

HOUR = timedelta(hours=1)
LAPSED, QUIET = PlacementReason.IGNORE_LAPSED, PlacementReason.PATTERN_IGNORED
arrivals = st.tuples(st.integers(-90, 90), severities, st.booleans())
untils = st.sampled_from([FOR_GOOD, IgnoreUntil(moment=NOON + HOUR), *(IgnoreUntil(further_errors=n) for n in (1, 3))])
marks = st.none() | st.builds(
    TriageMark, st.sampled_from([TriageReason.OWNER_WANTED, TriageReason.REOPENED]), st.just(NOON), st.booleans()
)


def placed(until: IgnoreUntil, episode: Episode, listed: list[tuple[int, Severity, bool]]) -> Placement:
    pattern = ignore_pattern(a_pattern(id=episode.pattern_id, occurrences=5), until, now=NOON)
    known = Known(pattern=pattern, open_episode=episode, retention=RetentionPolicy())
    errors = [
        a_prepared_error(at=NOON + HOUR + timedelta(minutes=minutes), severity=severity, trusted=trusted)
        for minutes, severity, trusted in listed
    ]
    return place(errors, known, new_episode_id=uuid4(), new_users=0)


@given(until=untils, listed=st.lists(arrivals, min_size=1, max_size=6), mark=marks)
def test_the_end_of_ignoring_asks_for_triage_though_an_episode_is_open(
    until: IgnoreUntil, listed: list[tuple[int, Severity, bool]], mark: TriageMark | None
) -> None:
    episode = an_episode(triage=mark, owner_id=uuid4())

    after = placed(until, episode, listed)

    past = [error for error in after.errors if error.placement is LAPSED]
    assert (after.pattern.status is PatternStatus.ACTIVE) == bool(past)
    if not past:
        assert after.episode is None
        return
    assert after.episode is not None
    assert (after.episode.id, after.episode.open_counts.total) == (episode.id, len(past))
    waits_anyway = mark is not None and mark.reason is TriageReason.REOPENED
    assert after.episode.triage is not None
    assert after.episode.triage.reason is (TriageReason.REOPENED if waits_anyway else TriageReason.IGNORE_LAPSED)
    if any(error.trusted for error in past):
        assert after.episode.triage.trusted


def test_it_asks_once() -> None:
    severe = (0, Severity.HIGH, True)
    first = placed(IgnoreUntil(moment=NOON + HOUR), an_episode(), [severe])
    assert first.episode is not None
    told = replace(first.episode, triage=None)
    known = Known(pattern=first.pattern, open_episode=told, retention=RetentionPolicy())

    second = place(
        [a_prepared_error(at=NOON + 2 * HOUR, severity=Severity.HIGH)], known, new_episode_id=uuid4(), new_users=0
    )

    assert [error.placement for error in second.errors] == [PlacementReason.JOINED_OPEN_EPISODE]
    assert second.episode is not None
    assert second.episode.triage is None
