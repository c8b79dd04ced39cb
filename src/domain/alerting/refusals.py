"""Stages that decide that a receiver is never told of something; each answers None where nothing is against it."""

from domain.alerting.news import Circumstances, Subject, Verdict
from domain.alerting.policy import AlertingPolicy
from domain.alerting.reasons import NoticeReason
from domain.alerting.receivers import Receiver
from domain.delivery import Channel
from domain.severity import Severity


def imported(_: Receiver, subject: Subject, __: AlertingPolicy, ___: Circumstances) -> Verdict | None:
    """What was imported or restored happened long ago."""
    return Verdict(NoticeReason.IMPORTED) if subject.imported else None


def silenced(_: Receiver, __: Subject, ___: AlertingPolicy, known: Circumstances) -> Verdict | None:
    """Staff said that nobody is told for a time."""
    return Verdict(NoticeReason.SILENCED) if known.silence is not None else None


def unreachable(receiver: Receiver, _: Subject, policy: AlertingPolicy, __: Circumstances) -> Verdict | None:
    """The channel is off, or has no address of this receiver; or this person wants no channel."""
    if receiver.refused is NoticeReason.NOT_WANTED:
        return Verdict(receiver.refused)
    if receiver.channel not in policy.channels:
        return Verdict(NoticeReason.CHANNEL_OFF)
    if receiver.refused is not None:
        return Verdict(receiver.refused)
    return None if receiver.recipient else Verdict(NoticeReason.NO_ADDRESS)


def below_channel(receiver: Receiver, subject: Subject, policy: AlertingPolicy, _: Circumstances) -> Verdict | None:
    """Milder than what the channel tells of by itself; text messages are for what is critical, whoever wants others."""
    minimum = {
        Channel.EMAIL: policy.email_minimum,
        Channel.SLACK: policy.slack_minimum,
        Channel.SMS: Severity.CRITICAL,
        Channel.WEBHOOK: Severity.INFO,
    }[receiver.channel]
    enough = receiver.asked or subject.severity.at_least(minimum)
    return None if enough else Verdict(NoticeReason.BELOW_CHANNEL_SEVERITY)


def below_minimum(receiver: Receiver, subject: Subject, _: AlertingPolicy, __: Circumstances) -> Verdict | None:
    """Milder than what this person wants; critical passes, and so does what is given to them by name."""
    if receiver.developer is None or subject.by_hand or subject.severity is Severity.CRITICAL:
        return None
    enough = subject.severity.at_least(receiver.developer.preferences.minimum)
    return None if enough else Verdict(NoticeReason.BELOW_MINIMUM)


def already_told(receiver: Receiver, _: Subject, __: AlertingPolicy, known: Circumstances) -> Verdict | None:
    """This receiver has had a message that was as bad."""
    return Verdict(NoticeReason.ALREADY_TOLD) if receiver.recipient in known.already_told else None


def text_by_stranger(receiver: Receiver, subject: Subject, _: AlertingPolicy, __: Circumstances) -> Verdict | None:
    """A text message wakes people and costs money: senders that may not page cause none."""
    refused = receiver.channel is Channel.SMS and not subject.trusted
    return Verdict(NoticeReason.SENDER_NOT_TRUSTED) if refused else None


def text_budget(receiver: Receiver, _: Subject, policy: AlertingPolicy, known: Circumstances) -> Verdict | None:
    """The day's text messages are used up."""
    spent = receiver.channel is Channel.SMS and known.sms_sent >= policy.sms_per_day
    return Verdict(NoticeReason.SMS_BUDGET_SPENT) if spent else None


STAGES = (
    imported,
    silenced,
    unreachable,
    below_channel,
    below_minimum,
    already_told,
    text_by_stranger,
    text_budget,
)
"""In their order: the first that has something against it says why."""
