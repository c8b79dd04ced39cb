"""Stages that decide that a receiver is told later, in a digest; each answers None where it may be now."""

from datetime import timedelta

from domain.alerting.hours import held_by_hours
from domain.alerting.news import Circumstances, LatelySent, Subject, Verdict
from domain.alerting.policy import AlertingPolicy, hour_of
from domain.alerting.reasons import NoticeReason
from domain.alerting.receivers import Receiver

_HOUR = timedelta(hours=1)
_GATHERING = timedelta(seconds=10)
"""How long what is summed up has to come together; short beside the minute within which an escalation is told."""
_NOTHING = LatelySent()


def untrusted_budget(_: Receiver, subject: Subject, policy: AlertingPolicy, known: Circumstances) -> Verdict | None:
    """Senders that may not page had this hour's messages: whoever floods the gates fills one digest an hour."""
    if subject.trusted or known.untrusted_sent < policy.untrusted_messages_per_hour:
        return None
    return Verdict(NoticeReason.UNTRUSTED_BUDGET_SPENT, hour_of(known.now) + _HOUR)


def own_hours(receiver: Receiver, subject: Subject, policy: AlertingPolicy, known: Circumstances) -> Verdict | None:
    """This person's quiet hours, or for what is mild the time before they work again."""
    person = receiver.developer
    if person is None:
        return None
    held = held_by_hours(person.preferences, policy.zone_of(person), subject.severity, known.now)
    return None if held is None else Verdict(*held)


def quiet_period(receiver: Receiver, subject: Subject, policy: AlertingPolicy, known: Circumstances) -> Verdict | None:
    """Told of the pattern a short while ago, when it was as bad; what is asked for by name is news of its own."""
    worst = known.lately.get(receiver.place, _NOTHING).worst
    if subject.by_hand or worst is None or not worst.at_least(subject.severity):
        return None
    return Verdict(NoticeReason.QUIET_PERIOD, known.now + policy.digest_interval)


def summed_up(_: Receiver, subject: Subject, __: AlertingPolicy, known: Circumstances) -> Verdict | None:
    """Much at once for one receiver."""
    return Verdict(NoticeReason.SUMMED_UP, known.now + _GATHERING) if subject.summed_up else None


def receiver_rate(receiver: Receiver, subject: Subject, policy: AlertingPolicy, known: Circumstances) -> Verdict | None:
    """More than this receiver is to have of a channel in an hour."""
    if known.lately.get(receiver.place, _NOTHING).in_hour < policy.rate(subject.severity):
        return None
    return Verdict(NoticeReason.RECEIVER_RATE, known.now + policy.digest_interval)


STAGES = (own_hours, untrusted_budget, quiet_period, summed_up, receiver_rate)
"""In their order: the first that holds it back says why, and until when."""
