"""What is held back is told in one message, and nothing of it gets lost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.acts import Act
from application.carry_episodes import CarryEpisodes
from application.digest_body import digest_body
from application.erase_error import EraseError, EraseErrorCommand
from application.explain_error import ExplainError
from application.hand_over_episodes import HandOverEpisodes
from application.merge_patterns import MergePatterns, MergePatternsCommand
from application.remove_developer import OpenEpisodes, RemoveDeveloper, RemoveDeveloperCommand
from application.told_by_hand import tell_by_hand
from domain.alerting import NoticeReason
from domain.delivery import DeliveryOutcome
from domain.episode import EpisodeEnd
from domain.episode_lifecycle import end_episode
from domain.notification import DeathReason, NotificationKind, NotificationState
from domain.preferences import DailySpan, Preferences
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.strategies import NOON
from tests.support.telling import Team, a_team, digest_text

QUIET = Preferences(quiet_hours=DailySpan(time(11), time(14)))
HIGH = Severity.HIGH


@pytest.fixture
def team() -> Iterator[Team]:
    with a_team(fallback_recipients=("lead@example.org",), messages_per_hour=2) as team:
        yield team


def test_news_in_quiet_hours_come_in_one_message_at_their_end(team: Team) -> None:
    team.hire(preferences=QUIET)
    episodes = [team.ingest(pattern=pattern, severity=HIGH) for pattern in "abc"]

    assert team.later(minutes=119) == []
    [message] = team.later(minutes=1)

    said = digest_text(message)
    assert said.title == "[HIGH] 3 problems held back: java"
    assert [line.link is not None for line in said.lines] == [True] * 3
    assert {notice.state for episode in episodes for notice in team.notices(episode)} == {NotificationState.HELD}
    assert team.later(hours=2) == []


def test_what_is_critical_passes_quiet_hours(team: Team) -> None:
    team.hire(preferences=QUIET)
    team.ingest()

    [message] = team.later(seconds=1)

    assert message.notification.kind is NotificationKind.NOTICE


def test_above_the_rate_more_goes_into_the_digest_and_the_worst_stands_first(team: Team) -> None:
    team.hire()
    for pattern, severity in [("a", HIGH), ("b", HIGH), ("c", HIGH), ("d", HIGH)]:
        team.ingest(pattern=pattern, severity=severity)
    for pattern in "efg":
        team.ingest(pattern=pattern, severity=Severity.CRITICAL)

    sent = team.later(seconds=1)
    [message] = team.later(minutes=15)

    assert [one.notification.severity for one in sent].count(Severity.CRITICAL) == 2
    assert [line.severity for line in digest_text(message).lines] == [Severity.CRITICAL, HIGH, HIGH]


def test_what_repeats_within_the_quiet_period_is_counted_once_a_line(team: Team) -> None:
    ada = team.hire(preferences=QUIET)
    first = team.ingest(severity=Severity.HIGH)
    with team.store.writing() as work:
        episode = work.episodes.lock(first)
        assert episode is not None
        for _ in range(2):
            tell_by_hand(work, team.ids, team.policy, episode, reason=NoticeReason.ESCALATED, developer=ada, level=1)
        work.commit()

    [held] = team.notices(first)
    [message] = team.later(hours=2)

    assert held.repeats == 2
    [line] = digest_text(message).lines
    assert "3 times" in line.text
    assert [entry.action for entry in team.history(first)].count("held_back") == 3


def test_what_ended_meanwhile_has_a_short_line_and_where_all_did_nothing_is_sent(team: Team) -> None:
    team.hire(preferences=QUIET)
    ended, open_still = team.ingest(pattern="a", severity=HIGH), team.ingest(pattern="b", severity=HIGH)
    _end(team, ended)

    [message] = team.later(hours=2)

    lines = digest_text(message).lines
    assert [line.link is None for line in lines] == [False, True]
    assert lines[1].text.endswith("it is over.")
    assert team.notices(open_still)[0].state is NotificationState.HELD


def test_what_ended_and_came_back_meanwhile_is_one_problem(team: Team) -> None:
    team.hire(preferences=QUIET)
    _end(team, team.ingest(message="order 17 failed", severity=HIGH))
    back = team.ingest(message="order 18 failed", severity=HIGH)

    [message] = team.later(hours=2)

    said = digest_text(message)
    assert said.title == "[HIGH] 1 problem held back: java"
    assert [line.text.startswith("java production: DatabaseError: order 18 failed") for line in said.lines] == [True]
    assert len(digest_body(message.notification.body).lines) == 2
    assert team.notices(back)[0].state is NotificationState.HELD


def test_what_is_erased_is_in_no_digest_any_more(team: Team) -> None:
    team.hire(preferences=QUIET)
    _, erased = (team.ingest(pattern=name, message=f"said by {name}", severity=HIGH) for name in "ab")
    [message] = team.later(hours=2)
    with team.store.reading() as work:
        episode = work.episodes.get(erased)
    assert episode is not None

    command = EraseErrorCommand(error_id=episode.last_error_id, act=Act(actor="ada"))
    EraseError(team.store, team.ids, RetentionPolicy()).execute(command)

    with team.store.reading() as work:
        digest = work.notifications.get(message.notification.id)
    assert digest is not None
    assert [line.message for line in digest_body(digest.body).lines] == ["said by a", ""]


@pytest.mark.parametrize("merges", [1, 2])
def test_what_is_erased_after_merges_is_in_no_digest_any_more(team: Team, merges: int) -> None:
    team.hire(preferences=QUIET)
    standing = [team.ingest(pattern=pattern, severity=Severity.CRITICAL) for pattern in "zy"]
    team.later(seconds=1)
    merged = team.ingest(pattern="x", message="secret of Anna", severity=HIGH)
    [message] = team.later(hours=2)
    for _ in range(merges):
        into = standing.pop()
        merge(team, merged, into)
        merged = into
    erase = EraseErrorCommand(error_id=message.error.id, act=Act(actor="eve"))
    EraseError(team.store, team.ids, RetentionPolicy()).execute(erase)

    assert "secret" not in (team.notification(message.notification.id).body or "")


def merge(team: Team, episode_id: UUID, into: UUID) -> None:
    with team.store.reading() as work:
        patterns = [work.episodes.get(each).pattern_id for each in (episode_id, into)]  # type: ignore[union-attr]
    command = MergePatternsCommand(pattern_id=patterns[0], into=patterns[1], actor="eve")
    MergePatterns(team.store, team.wake_ups).execute(command)
    while CarryEpisodes(team.store, RetentionPolicy()).execute():
        pass


def test_a_digest_of_nothing_open_is_called_off_on_record(team: Team) -> None:
    team.hire(preferences=QUIET)
    episode_id = team.ingest(severity=HIGH)
    _end(team, episode_id)

    assert team.later(hours=2) == []

    [notice] = team.notices(episode_id)
    assert (notice.state, notice.reason) == (NotificationState.SUPPRESSED, NoticeReason.EPISODE_ENDED)
    assert team.history(episode_id)[-1].reason == NoticeReason.EPISODE_ENDED


def test_what_comes_after_the_first_claim_begins_another_digest(team: Team) -> None:
    team.hire(preferences=QUIET)
    team.postbox.outcome = DeliveryOutcome.DEFERRED
    first = team.ingest(pattern="a", severity=HIGH)
    team.clock.move(timedelta(hours=2))
    team.delivery.execute()
    with team.store.writing() as work:
        [ada] = work.developers.all()
        work.developers.save(replace(ada, preferences=Preferences(quiet_hours=DailySpan(time(13), time(16)))))
        work.commit()

    second = team.ingest(pattern="b", severity=HIGH)

    [one], [other] = team.notices(first), team.notices(second)
    assert one.digest_id != other.digest_id
    frozen = team.notification(one.digest_id)  # type: ignore[arg-type]
    assert (frozen.frozen_at, frozen.state) == (NOON + timedelta(hours=2), NotificationState.FAILED)


def test_a_digest_that_cannot_be_delivered_is_on_record_with_each_episode(team: Team) -> None:
    team.hire(preferences=QUIET)
    episodes = [team.ingest(pattern=pattern, severity=HIGH) for pattern in "ab"]
    team.postbox.outcome = DeliveryOutcome.REFUSED

    team.later(hours=2)

    for episode_id in episodes:
        [entry] = [
            one for one in team.history(episode_id) if one.action == "not_delivered" and one.inputs.get("digest")
        ]
        assert entry.reason == DeathReason.REFUSED
        error_id = team.notices(episode_id)[0].error_id
        decided = [one.decision for one in ExplainError(team.store).execute(error_id).decisions]
        assert {"held_back", "attempted", "given_up"} <= set(decided)


def test_a_refused_digest_goes_to_the_fallback_recipients_as_it_is_on_record(team: Team) -> None:
    ada = team.hire(preferences=QUIET)
    episodes = [team.ingest(pattern=pattern, severity=HIGH) for pattern in "ab"]
    team.postbox.refused = {str(ada.email)}

    _, message = team.later(hours=2)
    said = digest_text(message)
    assert (message.notification.recipient, len(said.lines)) == ("lead@example.org", len(episodes))
    assert "could not be delivered" in said.footer
    for episode_id in episodes:
        assert [one.after for one in team.history(episode_id) if one.reason == NoticeReason.UNDELIVERABLE] == [
            "lead@example.org"
        ]


def test_a_mailbox_that_refuses_everything_does_not_fill_that_of_the_fallback_recipients(team: Team) -> None:
    ada = team.hire()
    team.postbox.refused = {str(ada.email)}
    for number in range(8):
        team.ingest(pattern=str(number), severity=HIGH)
        team.later(seconds=5)

    sent = Counter(message.notification.recipient for message in team.postbox.sent)
    assert sent == {"ada@example.org": 2, "lead@example.org": 2}


def test_a_digest_is_told_although_what_it_is_filed_under_was_removed(team: Team) -> None:
    team.hire(preferences=QUIET)
    first, second = (team.ingest(pattern=pattern, severity=HIGH) for pattern in "ab")
    team.postbox.outcome = DeliveryOutcome.UNREACHABLE
    [failed] = team.later(hours=2)
    with team.store.writing() as work:
        error = work.errors.get(failed.notification.error_id)
        assert error is not None
        work.expired_records.remove_errors([error])
        work.commit()
    team.postbox.outcome = DeliveryOutcome.ACCEPTED

    [message] = team.later(hours=1)
    assert len(digest_text(message).lines) == 2
    assert {failed.episode.id, message.episode.id} == {first, second}


def test_a_digest_waits_for_the_end_of_quiet_hours_that_begin_before_it(team: Team) -> None:
    team.hire(preferences=Preferences(quiet_hours=DailySpan(time(12, 10), time(20))))
    for pattern in "abc":
        team.ingest(pattern=pattern, severity=HIGH)
    assert [message.notification.kind for message in team.later(seconds=1)] == [NotificationKind.NOTICE] * 2

    assert team.later(hours=7) == []
    assert [message.notification.kind for message in team.later(hours=1)] == [NotificationKind.DIGEST]


def test_of_what_waits_for_somebody_who_was_removed_the_fallback_recipients_are_told(team: Team) -> None:
    team.hire(preferences=QUIET)
    episode_id = team.ingest(severity=HIGH)
    command = RemoveDeveloperCommand(which="Ada", open_episodes=OpenEpisodes.REASSIGN)
    RemoveDeveloper(team.store, team.wake_ups).execute(command)
    while HandOverEpisodes(team.store, team.wake_ups).execute():
        pass
    team.triage.execute()

    assert [message.notification.recipient for message in team.later(hours=2)] == ["lead@example.org"]
    [entry] = [one for one in team.history(episode_id) if one.inputs.get("digest") and one.action == "not_delivered"]
    assert entry.reason == DeathReason.RECEIVER_REMOVED


def test_two_open_digests_for_one_receiver_become_one_message(team: Team) -> None:
    team.hire(preferences=QUIET)
    one = team.ingest(pattern="a", severity=HIGH)
    other = team.ingest(pattern="b", severity=HIGH)
    _split(team, other)

    [message] = team.later(hours=2)

    assert len(digest_text(message).lines) == 2
    assert len({notice.digest_id for each in (one, other) for notice in team.notices(each)}) == 1


def test_at_most_fifty_lines_and_how_many_more(team: Team) -> None:
    team.hire(preferences=QUIET)
    for number in range(53):
        team.ingest(pattern=f"pattern {number}", severity=HIGH)

    [message] = team.later(hours=2)

    said = digest_text(message)
    assert (len(said.lines), said.more) == (50, "and 3 more")
    assert said.title.startswith("[HIGH] 53 problems")


arrivals = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(Severity), st.booleans(), st.sampled_from([0, 1, 20, 90])),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(arrivals, st.sampled_from([None, QUIET]), st.integers(1, 3))
def test_every_decision_is_sent_held_or_suppressed_and_what_was_held_is_told(
    arriving: list[tuple[str, Severity, bool, int]], wishes: Preferences | None, rate: int
) -> None:
    with a_team(email_recipients=("team@example.org",), messages_per_hour=rate, untrusted_messages_per_hour=2) as team:
        team.hire(preferences=wishes or Preferences())
        episodes = set()
        for pattern, severity, trusted, minutes in arriving:
            episodes.add(team.ingest(pattern=pattern, severity=severity, trusted=trusted))
            team.later(minutes=minutes)
        for _ in range(30):
            team.later(hours=1)

        for episode_id in episodes:
            decisions = [
                entry for entry in team.history(episode_id) if entry.action in ("told", "held_back", "not_told")
            ]
            written = team.notices(episode_id)
            decided = Counter(str(entry.inputs["notification"]) for entry in decisions)
            assert set(decided) == {str(notice.id) for notice in written}
            for notice in written:
                carrier = notice if notice.digest_id is None else team.notification(notice.digest_id)
                done = (NotificationState.ACCEPTED, NotificationState.SUPPRESSED)
                assert carrier.state in done
                assert notice.state in (*done, NotificationState.HELD)


def _end(team: Team, episode_id: UUID) -> None:
    with team.store.writing() as work:
        episode = work.episodes.lock(episode_id)
        assert episode is not None
        work.episodes.save([end_episode(episode, EpisodeEnd.RESOLVED, at=work.now())])
        work.commit()


def _split(team: Team, episode_id: UUID) -> None:
    """As if another worker had held the first digest."""
    [held] = team.notices(episode_id)
    with team.store.writing() as work:
        digest = work.notifications.get(held.digest_id)  # type: ignore[arg-type]
        assert digest is not None
        another = replace(digest, id=team.ids.new(work.now()))
        work.notifications.add([another])
        work.notifications.save([replace(held, digest_id=another.id)])
        work.commit()
