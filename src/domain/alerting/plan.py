"""Who is told of something now, who in a digest later, and who not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from domain.alerting import holds, refusals
from domain.alerting.hours import held_by_hours
from domain.alerting.news import Circumstances, PlannedNotice, Subject, Verdict
from domain.alerting.policy import AlertingPolicy
from domain.alerting.reasons import NoticeReason
from domain.alerting.receivers import Receiver, address_of
from domain.delivery import Channel

_STAGES = (*refusals.STAGES, *holds.STAGES)


def plan_notices(
    receivers: Iterable[Receiver], subject: Subject, policy: AlertingPolicy, known: Circumstances
) -> Sequence[PlannedNotice]:
    """One decision a receiver, in their order; whoever could have been told has one, also when the answer is no. Where
    the day's text messages are used up, an email goes in the place of one.
    """
    planned: list[PlannedNotice] = []
    places = list(receivers)
    mailed = {receiver.recipient for receiver in places if receiver.channel is Channel.EMAIL}
    for receiver in places:
        plan = _plan(receiver, subject, policy, known)
        planned.append(plan)
        known = _spent(known, plan, trusted=subject.trusted)
        if plan.reason is NoticeReason.SMS_BUDGET_SPENT and (instead := _by_email(receiver, mailed)):
            mailed.add(instead.recipient)
            planned.append(_plan(instead, subject, policy, known))
            known = _spent(known, planned[-1], trusted=subject.trusted)
    return planned


def _plan(receiver: Receiver, subject: Subject, policy: AlertingPolicy, known: Circumstances) -> PlannedNotice:
    verdicts = (stage(receiver, subject, policy, known) for stage in _STAGES)
    verdict = next((each for each in verdicts if each is not None), Verdict(subject.reason, None))
    now = verdict.reason is subject.reason
    return PlannedNotice(
        channel=receiver.channel,
        recipient=receiver.recipient,
        developer_id=receiver.developer_id,
        reason=verdict.reason,
        sent_from=known.now if now else None,
        held_until=_in_own_hours(receiver, subject, policy, verdict.held_until),
    )


def _in_own_hours(
    receiver: Receiver, subject: Subject, policy: AlertingPolicy, until: datetime | None
) -> datetime | None:
    """When a digest is due that would else come in this person's hours."""
    person = receiver.developer
    if person is None or until is None:
        return until
    held = held_by_hours(person.preferences, policy.zone_of(person), subject.severity, until)
    return until if held is None else held[1]


def _spent(known: Circumstances, plan: PlannedNotice, *, trusted: bool) -> Circumstances:
    if plan.sent_from is None:
        return known
    text = plan.channel is Channel.SMS
    return replace(known, untrusted_sent=known.untrusted_sent + (not trusted), sms_sent=known.sms_sent + text)


def _by_email(receiver: Receiver, mailed: Iterable[str]) -> Receiver | None:
    person = receiver.developer
    address = "" if person is None else address_of(person, Channel.EMAIL)
    if not address or address in mailed:
        return None
    return Receiver(channel=Channel.EMAIL, recipient=address, developer=person, asked=True)
