"""Ten thousand errors of forty patterns in one hour, three people who take turns, and the rest of the day."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_NOTIFICATIONS
from application.explain_error import ExplainError
from domain.episode import Episode
from domain.escalation import ESCALATION_LIMITS, Escalation
from domain.explanation.account import About
from domain.notification import NotificationKind, NotificationState
from domain.severity import Severity
from tests.support.replay import MONDAY, Replay, errors_of_an_hour, replay

_ERRORS = 10_000
_TOLD_WITHIN, _CLIMBED_WITHIN = timedelta(seconds=10), timedelta(seconds=60)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """The whole day, once for all."""
    folder = tmp_path_factory.mktemp("replay")
    engine = make_engine(f"sqlite:///{folder / 'replay.db'}")
    with replay(engine, folder) as day:
        day.until(MONDAY + timedelta(hours=1), errors_of_an_hour(_ERRORS), step=timedelta(seconds=5))
        day.until(MONDAY + timedelta(hours=24), iter(()), step=timedelta(seconds=50))
        yield day
    engine.dispose()


def test_everything_is_stored(day: Replay) -> None:
    errors = sum(episode.errors for episode in _episodes(day) if not _is_alert(day, episode))

    assert errors == _ERRORS


def test_each_bad_pattern_is_told_within_ten_seconds(day: Replay) -> None:
    told = _first_told(day)
    bad = [episode for episode in _episodes(day) if episode.severity.at_least(Severity.HIGH)]

    late = [episode for episode in bad if told[episode.id] - episode.opened_at > _TOLD_WITHIN]
    assert (len(bad) >= 12, late) == (True, [])


def test_nobody_is_told_the_same_twice(day: Replay) -> None:
    told = Counter(
        (message.notification.recipient, message.episode.id, message.notification.reason, message.notification.level)
        for _, message in day.sent
        if message.notification.kind is NotificationKind.NOTICE
    )

    assert {what: count for what, count in told.items() if count > 1} == {}


def test_each_deadline_is_met_within_a_minute(day: Replay) -> None:
    late = []
    for episode in _open_episodes(day):
        due = episode.deadline
        for step in _steps(day, episode.id):
            if due is None or not timedelta(0) <= step.at - due <= _CLIMBED_WITHIN:
                late.append((episode.severity, step.level, due, step.at))
            due = step.at + ESCALATION_LIMITS[episode.severity]

    assert late == []


def test_what_nobody_resolves_escalates(day: Replay) -> None:
    climbing = [episode for episode in _open_episodes(day) if episode.severity.at_least(Severity.MEDIUM)]

    assert {bool(_steps(day, episode.id)) for episode in climbing} == {True}


def test_explain_accounts_for_every_message(day: Replay) -> None:
    explain = ExplainError(day.store)
    for episode in _episodes(day):
        explained = explain.execute(episode.last_error_id)
        accounted = {
            str(decision.inputs.get("notification"))
            for decision in explained.decisions
            if decision.about is About.NOTIFICATION
        }
        assert {str(one) for one in _notices_of(day, episode.id)} <= accounted


def test_nothing_is_overdue_at_the_end(day: Replay) -> None:
    now = day.clock.now()
    with day.store.reading() as work:
        operation = work.operation_reader.look(now)
        overdue = work.episodes.next_escalation_at()

    assert (operation.due.count, overdue is None or overdue > now) == (0, True)


def test_a_summary_comes_in_the_morning_once(day: Replay) -> None:
    summaries = [
        (message.notification.recipient, at)
        for at, message in day.sent
        if message.notification.kind is NotificationKind.SUMMARY
    ]

    assert len(summaries) == len({recipient for recipient, _ in summaries}) >= len(day.people)


def _episodes(day: Replay) -> list[Episode]:
    with day.store.reading() as work:
        ids = work._connection.execute(select(ERROR_EPISODES.c.id)).scalars().all()
        return [episode for each in ids if (episode := work.episodes.get(each)) is not None]


def _open_episodes(day: Replay) -> list[Episode]:
    """Without alerts that were cleared meanwhile."""
    return [episode for episode in _episodes(day) if episode.closed_at is None]


def _is_alert(day: Replay, episode: Episode) -> bool:
    """Whether it is of too many errors, and so was opened by ourselves."""
    with day.store.reading() as work:
        pattern = work.patterns.get(episode.pattern_id)
    return pattern is not None and pattern.error_type.endswith("Threshold")


def _steps(day: Replay, episode_id: UUID) -> list[Escalation]:
    with day.store.reading() as work:
        return list(work.escalations.of(episode_id))


def _first_told(day: Replay) -> dict[UUID, datetime]:
    first: dict[UUID, datetime] = {}
    for at, message in day.sent:
        first.setdefault(message.episode.id, at)
    return first


def _notices_of(day: Replay, episode_id: UUID) -> list[UUID]:
    columns = ERROR_NOTIFICATIONS.c
    with day.store.reading() as work:
        notices = select(columns.id).where(
            columns.episode_id == episode_id,
            columns.kind == NotificationKind.NOTICE.value,
            columns.state != NotificationState.DEAD.value,
        )
        return list(work._connection.execute(notices).scalars())
