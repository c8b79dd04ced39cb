"""Who is told now, who later and who not, stage by stage."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alerting import (
    AlertingPolicy,
    Circumstances,
    LatelySent,
    NoticeReason,
    PlannedNotice,
    Subject,
    plan_notices,
    receivers_by_hand,
    receivers_of_news,
)
from domain.delivery import Channel
from domain.developer import Developer
from domain.preferences import DailySpan, Preferences, WorkingHours
from domain.severity import Severity
from domain.silence import Silence
from tests.support.strategies import NOON, severities

NOW = NOON.replace(minute=20)
EVERYWHERE = frozenset({Channel.EMAIL, Channel.SLACK, Channel.SMS, Channel.WEBHOOK})
WIDE = AlertingPolicy(
    channels=EVERYWHERE,
    email_recipients=("team@example.org",),
    fallback_recipients=("lead@example.org",),
    slack_places=dict.fromkeys(Severity, "#ops"),
)
ADA = Developer(
    id=uuid4(),
    name="Ada",
    email="ada@example.org",
    phone="+491711234567",
    slack_id="U1",
    services=frozenset({"*"}),
    created_at=NOON,
)
NIGHT = DailySpan(time(11), time(14))


def told_of(
    severity: Severity = Severity.CRITICAL,
    *,
    owner: Developer | None = ADA,
    policy: AlertingPolicy = AlertingPolicy(),  # noqa: B008
    trusted: bool = True,
    by_hand: bool = False,
    **known: Any,
) -> list[PlannedNotice]:
    subject = Subject(
        pattern_id=uuid4(), severity=severity, reason=NoticeReason.NEW_PATTERN, trusted=trusted, by_hand=by_hand
    )
    receivers = (
        receivers_by_hand(owner, severity, policy) if by_hand else receivers_of_news(owner, severity, policy, ())
    )
    return list(plan_notices(receivers, subject, policy, Circumstances(**{"now": NOW, **known})))


def wishing(**wishes: Any) -> Developer:
    return replace(ADA, preferences=Preferences(**wishes))


def test_the_owner_of_a_critical_pattern_is_told_at_once_by_email_and_text() -> None:
    planned = told_of(policy=replace(WIDE, email_recipients=(), slack_places={}))

    assert [(plan.channel, plan.sent_from) for plan in planned] == [(Channel.EMAIL, NOW), (Channel.SMS, NOW)]


def test_places_are_told_besides_the_owner() -> None:
    planned = told_of(Severity.HIGH, policy=WIDE)

    assert [plan.recipient for plan in planned] == ["ada@example.org", "team@example.org", "#ops"]


@pytest.mark.parametrize(
    ("severity", "policy", "owner", "reason"),
    [
        (Severity.MEDIUM, AlertingPolicy(), ADA, NoticeReason.BELOW_CHANNEL_SEVERITY),
        (Severity.CRITICAL, AlertingPolicy(channels=frozenset()), ADA, NoticeReason.CHANNEL_OFF),
        (Severity.CRITICAL, AlertingPolicy(), replace(ADA, email=None), NoticeReason.NO_ADDRESS),
        (Severity.HIGH, AlertingPolicy(), wishing(minimum=Severity.CRITICAL), NoticeReason.BELOW_MINIMUM),
        (Severity.HIGH, AlertingPolicy(), wishing(channels={Severity.HIGH: ()}), NoticeReason.NOT_WANTED),
    ],
)
def test_who_is_not_told_has_a_reason(
    severity: Severity, policy: AlertingPolicy, owner: Developer, reason: NoticeReason
) -> None:
    [plan] = told_of(severity, policy=policy, owner=owner)

    assert (plan.reason, plan.sent_from, plan.held_until) == (reason, None, None)


def test_whoever_was_told_as_badly_is_not_told_again() -> None:
    [plan] = told_of(already_told={"ada@example.org"})

    assert plan.reason is NoticeReason.ALREADY_TOLD


def test_nobody_assignable_is_told_to_the_fallback() -> None:
    assert [
        plan.recipient for plan in told_of(owner=None, policy=AlertingPolicy(fallback_recipients=("a@x.org",)))
    ] == ["a@x.org"]


def test_critical_passes_a_minimum() -> None:
    [plan] = told_of(owner=wishing(minimum=Severity.CRITICAL))

    assert plan.sent_from == NOW


def test_people_are_told_as_they_wish() -> None:
    wish = {Severity.LOW: (Channel.SLACK,)}
    [plan] = told_of(
        Severity.LOW, owner=wishing(channels=wish), policy=replace(WIDE, email_recipients=(), slack_places={})
    )

    assert (plan.channel, plan.recipient, plan.sent_from) == (Channel.SLACK, "U1", NOW)


def test_text_messages_are_for_what_is_critical_whoever_wants_more() -> None:
    [plan] = told_of(
        Severity.HIGH,
        owner=wishing(channels={Severity.HIGH: (Channel.SMS,)}),
        policy=replace(WIDE, email_recipients=(), slack_places={}),
    )

    assert plan.reason is NoticeReason.BELOW_CHANNEL_SEVERITY


def test_strangers_cause_no_text_message() -> None:
    planned = told_of(policy=WIDE, trusted=False)

    [text] = [plan for plan in planned if plan.channel is Channel.SMS]
    assert (text.reason, text.sent_from) == (NoticeReason.SENDER_NOT_TRUSTED, None)


def test_an_email_goes_where_the_texts_of_the_day_are_used_up() -> None:
    wish = {Severity.CRITICAL: (Channel.SMS,)}
    text, mail = told_of(
        owner=wishing(channels=wish), policy=replace(WIDE, email_recipients=(), slack_places={}), sms_sent=100
    )

    assert (text.reason, text.sent_from) == (NoticeReason.SMS_BUDGET_SPENT, None)
    assert (mail.channel, mail.recipient, mail.sent_from) == (Channel.EMAIL, "ada@example.org", NOW)


def test_strangers_messages_over_the_budget_wait_for_the_next_hour() -> None:
    policy = replace(WIDE, slack_places={}, untrusted_messages_per_hour=2)

    owner, team = told_of(Severity.HIGH, policy=policy, trusted=False, untrusted_sent=1)

    assert owner.sent_from == NOW
    assert (team.reason, team.held_until) == (NoticeReason.UNTRUSTED_BUDGET_SPENT, NOON + timedelta(hours=1))


def test_strangers_budget_never_holds_a_trusted_sender_back() -> None:
    [plan] = told_of(policy=AlertingPolicy(untrusted_messages_per_hour=0), untrusted_sent=99)

    assert plan.reason is NoticeReason.NEW_PATTERN


def test_quiet_hours_hold_all_but_what_is_critical() -> None:
    owner = wishing(quiet_hours=NIGHT)

    [high], [critical] = told_of(Severity.HIGH, owner=owner), told_of(owner=owner)

    assert (high.reason, high.held_until) == (NoticeReason.QUIET_HOURS, NOON.replace(hour=14))
    assert critical.sent_from == NOW


def test_what_somebody_gives_by_hand_waits_in_quiet_hours_too_but_is_told_however_mild() -> None:
    [mild] = told_of(Severity.INFO, by_hand=True)
    [waiting] = told_of(Severity.INFO, owner=wishing(quiet_hours=NIGHT), by_hand=True)

    assert mild.sent_from == NOW
    assert waiting.held_until == NOON.replace(hour=14)


@pytest.mark.parametrize(
    ("before", "held"), [(None, False), (Severity.MEDIUM, False), (Severity.HIGH, True), (Severity.CRITICAL, True)]
)
def test_within_the_quiet_period_only_what_is_worse_is_told(before: Severity | None, held: bool) -> None:
    lately = {(Channel.EMAIL, "ada@example.org"): LatelySent(in_hour=1, worst=before)}

    [plan] = told_of(Severity.HIGH, lately=lately)

    assert plan.held_until == (NOW + timedelta(minutes=15) if held else None)
    assert (plan.reason is NoticeReason.QUIET_PERIOD) == held


@pytest.mark.parametrize(
    ("severity", "sent", "held"),
    [
        (Severity.HIGH, 59, False),
        (Severity.HIGH, 60, True),
        (Severity.CRITICAL, 119, False),
        (Severity.CRITICAL, 120, True),
    ],
)
def test_above_a_receivers_rate_more_goes_into_the_digest(severity: Severity, sent: int, held: bool) -> None:
    lately = {(Channel.EMAIL, "ada@example.org"): LatelySent(in_hour=sent)}

    [plan] = told_of(severity, lately=lately)

    assert (plan.reason is NoticeReason.RECEIVER_RATE) == held


def test_what_is_silenced_tells_nobody() -> None:
    silence = Silence(
        id=uuid4(), service="java", reason="x", created_by="eve", created_at=NOON, starts_at=NOON, ends_at=NOW
    )

    assert {plan.reason for plan in told_of(policy=WIDE, silence=silence)} == {NoticeReason.SILENCED}


hours = st.builds(DailySpan, st.times().map(lambda at: at.replace(microsecond=0)), st.just(time(7)))
people = st.builds(
    replace,
    st.just(ADA),
    email=st.sampled_from(["ada@example.org", None, "team@example.org"]),
    phone=st.sampled_from([None, "+49171"]),
    preferences=st.builds(
        Preferences,
        channels=st.dictionaries(severities, st.lists(st.sampled_from(list(Channel)[:3]), unique=True).map(tuple)),
        minimum=severities,
        quiet_hours=st.none() | hours,
        working_hours=st.none() | st.builds(WorkingHours, st.frozensets(st.integers(1, 7)), hours),
    ),
)
policies = st.builds(
    replace,
    st.just(WIDE),
    channels=st.frozensets(st.sampled_from(Channel)),
    messages_per_hour=st.integers(1, 3),
    untrusted_messages_per_hour=st.integers(0, 3),
    sms_per_day=st.integers(0, 2),
)


@given(st.none() | people, severities, policies, st.booleans(), st.integers(0, 7), st.none() | severities)
def test_nobody_is_told_twice_and_each_receiver_has_one_decision(
    owner: Developer | None,
    severity: Severity,
    policy: AlertingPolicy,
    trusted: bool,
    sent: int,
    worst: Severity | None,
) -> None:
    receivers = receivers_of_news(owner, severity, policy, ["endpoint"])
    lately = {receiver.place: LatelySent(in_hour=sent, worst=worst) for receiver in receivers}
    known = Circumstances(now=NOW, lately=lately, untrusted_sent=sent, sms_sent=sent)
    subject = Subject(pattern_id=uuid4(), severity=severity, reason=NoticeReason.REGRESSION, trusted=trusted)

    planned = plan_notices(receivers, subject, policy, known)

    places = [(plan.channel, plan.recipient) for plan in planned]
    assert len(set(places)) == len(places)
    assert {receiver.place for receiver in receivers} <= set(places)
    for plan in planned:
        assert plan.sent_from in (None, NOW)
        assert plan.sent_from is None or plan.held_until is None
        assert plan.held_until is None or plan.held_until > NOW
        assert (plan.reason is NoticeReason.REGRESSION) == (plan.sent_from is not None)
        assert plan.channel in policy.channels or plan.sent_from is plan.held_until is None
        hours = (NoticeReason.QUIET_HOURS, NoticeReason.OUTSIDE_WORKING_HOURS)
        assert severity is not Severity.CRITICAL or plan.reason not in hours
