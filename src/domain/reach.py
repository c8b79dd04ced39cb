"""Whether somebody can be told of something at all."""

from domain.alerting import AlertingPolicy, can_be_told, ways_of
from domain.delivery import Channel
from domain.developer import Developer
from domain.escalation_chain import PassedOver, WhyUntold
from domain.further_way import further_channels
from domain.severity import Severity

_OF_PEOPLE = {Channel.EMAIL, Channel.SMS, Channel.SLACK}


def why_untold(developer: Developer, severity: Severity, policy: AlertingPolicy) -> PassedOver | None:
    """What keeps this person from being told of that severity; None where a channel that is on leads there. What is
    critical takes channels, too, that the person did not name. Where none is on, nobody is told by any: that keeps no
    level from being reached on record.
    """
    if not policy.channels & _OF_PEOPLE or can_be_told(developer, severity, policy):
        return None
    if severity is Severity.CRITICAL and further_channels(developer, severity, policy, tried=()):
        return None
    if developer.preferences.wants_none(severity):
        return PassedOver.NOT_WANTED
    has_address = any(way.recipient for way in ways_of(developer, severity, policy))
    return PassedOver.CHANNEL_OFF if has_address else PassedOver.NO_ADDRESS


def untold_of(severity: Severity, policy: AlertingPolicy) -> WhyUntold:
    """What keeps anybody from being told of that severity."""
    return lambda developer: why_untold(developer, severity, policy)
