"""Who is told, who is not, and why."""

from dataclasses import replace
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from domain.alerting import AlertingPolicy, NoticeReason, PlannedNotice, plan_notices
from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.severity import Severity
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
) -> list[PlannedNotice]:
    notices = plan_notices(
        episode, because, owner=owner, policy=policy, untrusted_sent_this_hour=spent, now=NOON.replace(minute=20)
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
    assert (again.triage is not None) == risen
