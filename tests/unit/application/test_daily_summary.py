"""The morning's summaries."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.commit_batch import CommitBatch
from application.erase_error import EraseError, EraseErrorCommand
from application.generate_daily_summary import GenerateDailySummary
from application.message_of import message_of
from application.notice import DigestText, compose_digest
from application.ports.wake_ups import Work
from application.resolve_error import ResolveError, ResolveErrorCommand, Scope
from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from domain.developer import Developer
from domain.episode import Episode
from domain.error_log import PreparedError
from domain.notification import Notification, NotificationKind
from domain.preferences import Preferences
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.builders import a_developer
from tests.support.builders_notices import HOSTILE
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out
from tests.support.strategies import NOON

POLICY = AlertingPolicy(
    channels=frozenset({Channel.EMAIL, Channel.SLACK}), slack_places=dict.fromkeys(Severity, "#errors")
)
HOUR = timedelta(hours=1)
NONE = {"written": 0, "written_before": 0, "nothing_to_tell": 0, "no_address": 0}


@pytest.fixture
def clock() -> MemoryClock:
    """The store's."""
    return MemoryClock(NOON)


@pytest.fixture
def store(clock: MemoryClock) -> Iterator[SqlStore]:
    """Empty, and on that clock."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield SqlStore(engine, clock=clock)
    engine.dispose()


def summing_up(store: SqlStore, wake_ups: MemoryWakeUps | None = None, **policy: Any) -> GenerateDailySummary:
    berlin = ZoneInfo("Europe/Berlin")
    return GenerateDailySummary(store, replace(POLICY, **policy), berlin, wake_ups or MemoryWakeUps())


def arrive(store: SqlStore, *errors: PreparedError, owner: Developer | None = None) -> Episode:
    receipts = CommitBatch(store, SystemIds(), RetentionPolicy()).execute(errors).receipts
    episode_id = receipts[errors[0].id].episode_id
    assert episode_id is not None
    with store.writing() as work:
        episode = work.episodes.lock(episode_id)
        assert episode is not None
        if owner is not None:
            episode = episode.assigned_to(owner.id, at=errors[0].received_at)
        work.episodes.save([episode])
        work.commit()
    return episode


def hire(store: SqlStore, name: str, **changes: Any) -> Developer:
    developer = a_developer(name, **changes)
    with store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return developer


def written(store: SqlStore, *episodes: Episode) -> dict[str, Notification]:
    with store.reading() as work:
        found = [notice for episode in episodes for notice in work.notifications.of_episode(episode.id)]
    return {notice.recipient: notice for notice in found if notice.kind is NotificationKind.SUMMARY}


def text_of(store: SqlStore, summary: Notification) -> DigestText:
    with store.reading() as work:
        message = message_of(work, summary, POLICY)
    assert message is not None
    return compose_digest(message, "https://errors.example.org")


def test_each_receiver_is_written_to_once_a_date(store: SqlStore, clock: MemoryClock) -> None:
    hire(store, "Anna")
    arrive(store, a_prepared_error())
    wake_ups = MemoryWakeUps()

    found = [summing_up(store, wake_ups).execute() for _ in range(2)]

    assert [counts["written"] for counts in found] == [2, 0]
    assert found[1]["written_before"] == 2
    assert wake_ups.woken == {Work.DELIVERY: 1}
    clock.move(timedelta(hours=13))
    assert summing_up(store).execute()["written"] == 2


def test_made_up_for_after_midnight_it_is_that_of_the_evening_before(store: SqlStore, clock: MemoryClock) -> None:
    evening = NOON + 9 * HOUR
    episode = arrive(store, a_prepared_error(at=NOON))
    clock.move(11.5 * HOUR)
    late = summing_up(store).execute(due_at=evening)
    assert text_of(store, written(store, episode)["#errors"]).title.startswith("Errors on Monday, 23 November")
    clock.move(21.5 * HOUR)
    arrive(store, a_prepared_error(at=clock.now(), pattern="next"))

    on_time = summing_up(store).execute(due_at=evening + 24 * HOUR)

    assert (late["written"], on_time["written"]) == (1, 1)


def test_made_up_for_it_tells_what_came_right_after_the_summary_before(store: SqlStore, clock: MemoryClock) -> None:
    arrive(store, a_prepared_error(at=NOON, severity=Severity.LOW))
    clock.move(29 * HOUR)

    assert summing_up(store).execute(due_at=NOON + 24 * HOUR)["written"] == 1


def test_further_recipients_of_email_have_one_of_all_services_unless_they_have_their_own(store: SqlStore) -> None:
    episode = arrive(store, a_prepared_error(service="java"))
    hire(store, "Ada", services=frozenset({"php"}))
    recipients = ("team@example.org", "ada@example.org", "team@example.org")
    summing_up(store, slack_places={}, email_recipients=recipients).execute()

    assert list(written(store, episode)) == ["team@example.org"]


def test_who_has_nothing_to_be_told_is_told_nothing_on_record(store: SqlStore) -> None:
    hire(store, "Anna", services=frozenset({"php"}))
    hire(store, "Ben", email=None)
    episode = arrive(store, a_prepared_error(service="java"))

    counts = summing_up(store).execute()

    assert counts == {**NONE, "written": 1, "nothing_to_tell": 1, "no_address": 1}
    assert list(written(store, episode)) == ["#errors"]


def test_a_quiet_day_has_no_summary(store: SqlStore) -> None:
    hire(store, "Anna")

    assert summing_up(store).execute() == {**NONE, "nothing_to_tell": 2}


def test_it_tells_what_is_yours_overdue_new_and_resolved_the_worst_first(store: SqlStore, clock: MemoryClock) -> None:
    anna = hire(store, "Anna")
    own = arrive(store, a_prepared_error(message="own"), owner=anna)
    late = a_prepared_error(pattern="late", message="late", at=NOON)
    new = a_prepared_error(pattern="new", message="new", at=NOON + 2 * HOUR, severity=Severity.LOW)
    done = a_prepared_error(pattern="done", message="done")
    for error in (late, new, done):
        arrive(store, error)
    clock.move(2 * HOUR)
    act, ids = Act(actor="anna"), SystemIds()
    resolve = ResolveError(store, ids, RetentionPolicy(), MemoryWakeUps())
    resolve.execute(ResolveErrorCommand(error_id=done.id, act=act, scope=Scope.PATTERN))

    summing_up(store).execute()

    text = text_of(store, written(store, own)["anna@example.org"])
    assert text.title == "Errors on Monday, 23 November: 1 yours to mend, 1 overdue, 1 new, 1 resolved"
    assert [line.text for line in text.lines] == [
        "Yours: java production: DatabaseError: own (open for 2 hours, overdue; 1 error)",
        "Overdue: java production: DatabaseError: late (1 hour over its deadline; 1 error; nobody owns it)",
        "New: java production: DatabaseError: new (1 error; nobody owns it)",
        "Resolved: java production: DatabaseError: done (was open for 2 hours; 1 error; nobody owns it)",
    ]


def test_what_began_before_the_day_is_told_as_resolved_with_how_long_it_took(
    store: SqlStore, clock: MemoryClock
) -> None:
    old = a_prepared_error()
    episode = arrive(store, old)
    clock.move(timedelta(days=2))
    resolve = ResolveError(store, SystemIds(), RetentionPolicy(), MemoryWakeUps())
    resolve.execute(ResolveErrorCommand(error_id=old.id, act=Act(actor="anna"), scope=Scope.PATTERN))

    summing_up(store).execute()

    [line] = text_of(store, written(store, episode)["#errors"]).lines
    assert line.text.startswith("Resolved: ")
    assert "was open for 2 days; 1 error" in line.text


def resolve(store: SqlStore, error: PreparedError) -> None:
    command = ResolveErrorCommand(error_id=error.id, act=Act(actor="anna"), scope=Scope.PATTERN)
    ResolveError(store, SystemIds(), RetentionPolicy(), MemoryWakeUps()).execute(command)


@pytest.mark.parametrize(
    ("is_over", "said"),
    [
        (False, "Back: java production: DatabaseError: hour 2 (3 times in 24 hours; it was resolved and came back; 3"),
        (True, "Resolved: java production: DatabaseError: hour 2 (3 times in 24 hours; was open for 1 minute; 3"),
    ],
)
def test_a_pattern_has_one_line_however_often_it_came_and_went(
    store: SqlStore, clock: MemoryClock, is_over: bool, said: str
) -> None:
    for hour in range(3):
        error = a_prepared_error(message=f"hour {hour}", pattern="one", at=clock.now(), severity=Severity.LOW)
        episode = arrive(store, error)
        if is_over or hour < 2:
            resolve(store, error)
        clock.move(HOUR)

    summing_up(store).execute()

    [line] = text_of(store, written(store, episode)["#errors"]).lines
    assert line.text.startswith(said)


def test_what_was_erased_since_is_told_by_the_title_of_its_pattern(store: SqlStore) -> None:
    error = a_prepared_error(message="said by Jo")
    error = replace(error, fingerprint=replace(error.fingerprint, title="said by <str>"))
    episode = arrive(store, error)
    summing_up(store).execute()
    summary = written(store, episode)["#errors"]
    before = text_of(store, summary).lines[0].text

    EraseError(store, SystemIds(), RetentionPolicy()).execute(
        EraseErrorCommand(error_id=error.id, act=Act(actor="anna"))
    )

    after = text_of(store, summary).lines[0].text
    assert ("said by Jo" in before, "said by <str>" in after, "Jo" in (summary.body or "")) == (True, True, False)


def test_rising_patterns_say_by_how_much(store: SqlStore, clock: MemoryClock) -> None:
    first = arrive(store, a_prepared_error())
    clock.move(timedelta(days=4))
    arrive(store, *(a_prepared_error(at=clock.now(), severity=Severity.LOW) for _ in range(40)))
    with store.writing() as work:
        episode = work.episodes.lock(first.id)
        assert episode is not None
        work.episodes.save([replace(episode, deadline=None)])
        work.commit()

    summing_up(store).execute()

    [line] = text_of(store, written(store, first)["#errors"]).lines
    assert line.text.startswith("Rising: ")
    assert "40 in 24 hours, usually 0" in line.text


def test_nobody_is_told_of_what_is_milder_than_they_want(store: SqlStore) -> None:
    hire(store, "Anna", preferences=Preferences(minimum=Severity.HIGH))
    arrive(store, a_prepared_error(severity=Severity.LOW))

    assert summing_up(store, slack_places={}).execute() == {**NONE, "nothing_to_tell": 1}


def test_many_are_counted_and_ten_are_named(store: SqlStore) -> None:
    errors = [a_prepared_error(pattern=str(number)) for number in range(14)]
    episode = arrive(store, *errors)
    for error in errors:
        arrive(store, replace(error, id=SystemIds().new(NOON)))

    summing_up(store).execute()

    with store.reading() as work:
        seen = work.activity.opened(NOON - HOUR, limit=50)
    summaries = written(store, episode, *(one.episode for one in seen))
    text = text_of(store, summaries["#errors"])
    assert (len(text.lines), text.more) == (10, "and 4 more")


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_what_was_reported_is_only_text(store: SqlStore, said: str) -> None:
    storable = said.encode(errors="replace").decode()
    episode = arrive(store, a_prepared_error(message=storable))
    summing_up(store).execute()

    text = text_of(store, written(store, episode)["#errors"])

    [line] = text.lines
    assert line.text.replace("\ufe0f", "").isprintable()
    assert "evil.com" not in line.text
    assert "://" not in line.text
