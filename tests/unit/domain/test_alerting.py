"""Who is told, who is not, and why."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alerting import AlertingPolicy, NoticeReason, PlannedNotice, plan_fallback, plan_notices
from domain.developer import Developer
from domain.episode import Episode, TriageMark, TriageReason
from domain.error_log import PreparedError
from domain.notification import DeathReason, Notification
from domain.severity import Severity
from tests.support.builders import a_notification
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON, developers, prepared_errors, severities


def an_episode(severity: Severity = Severity.CRITICAL, *, trusted: bool = True) -> Episode:
    return Episode(
        id=uuid4(),
        pattern_id=uuid4(),
        service="java",
        environment="production",
        opened_at=NOON,
        severity=severity,
        opened_because=TriageReason.NEW,
        first_error_id=uuid4(),
        last_error_id=uuid4(),
        last_error_at=NOON,
        trusted=trusted,
    )


ADA = Developer(id=uuid4(), name="Ada", email="ada@example.org", services=frozenset({"*"}), created_at=NOON)


def plan(
    episode: Episode,
    *,
    owner: Developer | None = ADA,
    policy: AlertingPolicy = AlertingPolicy(),  # noqa: B008
    spent: int = 0,
    because: TriageReason = TriageReason.NEW,
    already_told: Collection[str] = (),
) -> list[PlannedNotice]:
    notices = plan_notices(
        episode,
        because,
        owner=owner,
        policy=policy,
        trusted=episode.trusted,
        slots_taken=spent,
        already_told=already_told,
        now=NOON.replace(minute=20),
    )
    return list(notices)


def test_the_owner_of_a_critical_pattern_is_told_at_once() -> None:
    [notice] = plan(an_episode())

    assert (notice.recipient, notice.reason) == ("ada@example.org", NoticeReason.NEW_PATTERN)
    assert notice.sent_from == NOON.replace(minute=20)


def test_medium_is_not_mailed_and_the_reason_is_kept() -> None:
    [notice] = plan(an_episode(Severity.MEDIUM))

    assert (notice.sent_from, notice.reason) == (None, NoticeReason.BELOW_CHANNEL_SEVERITY)


def test_fallback_recipients_are_told_only_when_nobody_can_be_assigned() -> None:
    policy = AlertingPolicy(fallback_recipients=("lead@example.org",))

    assert [notice.recipient for notice in plan(an_episode(), policy=policy)] == ["ada@example.org"]
    [notice] = plan(an_episode(), policy=policy, owner=None)
    assert (notice.recipient, notice.reason) == ("lead@example.org", NoticeReason.NOBODY_ASSIGNABLE)


def test_nobody_is_told_twice() -> None:
    policy = AlertingPolicy(email_recipients=("ada@example.org", "team@example.org", "team@example.org"))

    assert [notice.recipient for notice in plan(an_episode(), policy=policy)] == ["ada@example.org", "team@example.org"]


def test_senders_that_may_not_page_wait_for_the_next_hour_once_theirs_is_spent() -> None:
    policy = AlertingPolicy(untrusted_messages_per_hour=2)

    [early] = plan(an_episode(trusted=False), policy=policy, spent=1)
    [late] = plan(an_episode(trusted=False), policy=policy, spent=2)

    assert early.reason is NoticeReason.NEW_PATTERN
    assert late.reason is NoticeReason.UNTRUSTED_BUDGET_SPENT
    assert late.sent_from == NOON.replace(hour=13)


def test_too_many_messages_of_strangers_are_spread_over_a_day_and_the_rest_never_sent() -> None:
    policy = AlertingPolicy(untrusted_messages_per_hour=60)

    starts = [plan(an_episode(trusted=False), policy=policy, spent=spent)[0].sent_from for spent in range(2_000)]

    sent = [start for start in starts if start is not None]
    assert len(sent) == 25 * 60
    assert starts[1_500:] == [None] * 500
    for hour in range(1, 25):
        begin = NOON + timedelta(hours=hour)
        within = [start for start in sent if begin <= start < begin + timedelta(hours=1)]
        assert within == [begin + timedelta(minutes=minute) for minute in range(60)]


def test_what_is_never_sent_for_want_of_a_place_says_so() -> None:
    [full] = plan(an_episode(trusted=False), policy=AlertingPolicy(untrusted_messages_per_hour=0))

    assert (full.reason, full.sent_from) == (NoticeReason.UNTRUSTED_BUDGET_SPENT, None)


def test_each_receiver_of_a_strangers_message_takes_a_place() -> None:
    policy = AlertingPolicy(email_recipients=("team@example.org",), untrusted_messages_per_hour=2)

    owner, team = plan(an_episode(trusted=False), policy=policy, spent=1)

    assert (owner.reason, team.reason) == (NoticeReason.NEW_PATTERN, NoticeReason.UNTRUSTED_BUDGET_SPENT)


def test_whoever_was_told_as_badly_is_not_told_again() -> None:
    [notice] = plan(an_episode(), because=TriageReason.TRUSTED_NOW, already_told={"ada@example.org"})

    assert (notice.reason, notice.sent_from) == (NoticeReason.ALREADY_TOLD, None)


def test_what_a_trusted_sender_confirms_is_told_with_its_news() -> None:
    [notice] = plan(replace(an_episode(), opened_because=TriageReason.REGRESSED), because=TriageReason.TRUSTED_NOW)

    assert notice.reason is NoticeReason.REGRESSION


@pytest.mark.parametrize(
    ("marked_by_trusted", "said", "expected"),
    [(True, Severity.HIGH, True), (True, Severity.LOW, False), (True, None, False), (False, Severity.HIGH, False)],
)
def test_a_message_is_the_trusted_senders_if_it_would_be_sent_without_the_strangers(
    marked_by_trusted: bool, said: Severity | None, expected: bool
) -> None:
    mark = TriageMark(TriageReason.MORE_SEVERE, NOON, trusted=marked_by_trusted)

    assert AlertingPolicy().trusts(replace(an_episode(), trusted_severity=said, triage=mark)) is expected


def dead(reason: DeathReason = DeathReason.REFUSED, **changes: Any) -> Notification:
    return replace(a_notification(developer_id=ADA.id), **changes).given_up(reason, answer="550 no")


def fallback(notification: Notification, *told: str) -> list[str]:
    policy = AlertingPolicy(fallback_recipients=("lead@example.org", "boss@example.org"))
    plans = plan_fallback(notification, policy=policy, told=told, slots_taken=0, now=NOON)
    return [planned.recipient for planned in plans]


def test_others_are_told_what_a_developer_could_not_be_told() -> None:
    assert fallback(dead()) == ["lead@example.org", "boss@example.org"]
    assert fallback(dead(), "lead@example.org") == ["boss@example.org"]
    assert fallback(dead(recipient="boss@example.org")) == ["lead@example.org"]


def test_a_fallback_has_no_fallback_and_what_is_gone_none_either() -> None:
    assert fallback(dead(developer_id=None)) == []
    assert fallback(dead(reason=NoticeReason.UNDELIVERABLE)) == []
    assert fallback(dead(DeathReason.SUBJECT_GONE)) == []


def test_the_budget_of_others_never_holds_a_trusted_sender_back() -> None:
    [notice] = plan(an_episode(), policy=AlertingPolicy(untrusted_messages_per_hour=0), spent=99)

    assert notice.reason is NoticeReason.NEW_PATTERN


def test_a_channel_that_is_off_and_an_owner_without_address_say_so() -> None:
    [off] = plan(an_episode(), policy=AlertingPolicy(channels=frozenset()))
    [nowhere] = plan(an_episode(), owner=replace(ADA, email=None))

    assert (off.reason, off.sent_from) == (NoticeReason.CHANNEL_OFF, None)
    assert (nowhere.reason, nowhere.sent_from) == (NoticeReason.NO_ADDRESS, None)


@given(owner=st.none() | developers, severity=severities, because=st.sampled_from(list(TriageReason)))
def test_every_receiver_has_exactly_one_entry_with_a_reason(
    owner: Developer | None, severity: Severity, because: TriageReason
) -> None:
    policy = AlertingPolicy(email_recipients=("a@example.org",), fallback_recipients=("b@example.org",))

    recipients = [
        notice.recipient for notice in plan(an_episode(severity), owner=owner, policy=policy, because=because)
    ]

    assert len(recipients) == len(set(recipients)) >= 2


@given(prepared_errors(), prepared_errors())
def test_a_worse_error_asks_for_triage_again(first: object, second: object) -> None:
    episode = Episode.opened_by(
        first,  # type: ignore[arg-type]
        episode_id=uuid4(),
        pattern_id=uuid4(),
        because=TriageReason.NEW,
    )
    triaged = episode.admitting([first]).triaged()  # type: ignore[list-item]

    again = triaged.admitting([second])  # type: ignore[list-item]

    risen = again.severity.rank > triaged.severity.rank
    believed = again.trusted_severity is not triaged.trusted_severity
    assert (again.triage is not None) == (risen or believed)
    assert again.triage is None or again.triage.trusted == believed


@given(prepared_errors(), severities, st.booleans())
def test_a_rise_in_severity_takes_the_place_of_the_wish_for_an_owner(
    first: PreparedError, severity: Severity, trusted: bool
) -> None:
    episode = Episode.opened_by(first, episode_id=uuid4(), pattern_id=uuid4(), because=TriageReason.NEW)
    wanting = replace(episode.admitting([first]), triage=TriageMark(TriageReason.OWNER_WANTED, NOON))
    worse = replace(first, trusted=trusted, report=replace(first.report, severity=severity))

    mark = wanting.admitting([worse]).triage

    assert mark is not None
    if severity.rank > wanting.severity.rank:
        assert (mark.reason, mark.trusted) == (TriageReason.MORE_SEVERE, trusted)
    else:
        believed = trusted and not first.trusted
        assert mark.reason is (TriageReason.TRUSTED_NOW if believed else TriageReason.OWNER_WANTED)


def test_what_waits_for_triage_is_believed_once_a_trusted_sender_joins() -> None:
    stranger, service = a_prepared_error(trusted=False), a_prepared_error(trusted=True)
    episode = Episode.opened_by(stranger, episode_id=uuid4(), pattern_id=uuid4(), because=TriageReason.NEW)

    assert episode.admitting([stranger]).triage == TriageMark(TriageReason.NEW, NOON, trusted=False)
    assert episode.admitting([stranger, service]).triage == TriageMark(TriageReason.NEW, NOON, trusted=True)
