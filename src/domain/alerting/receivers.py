"""Whom news could be told to, and over which channels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from domain.alerting.policy import AlertingPolicy
from domain.alerting.reasons import NoticeReason
from domain.delivery import Channel
from domain.developer import Developer
from domain.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Somebody at one channel, or a place. `refused` says why it cannot be told whatever the news, None where it can;
    `asked` that it is a person's own doing, or somebody's, so that the channel's least severity does not matter.
    """

    channel: Channel
    recipient: str
    developer: Developer | None = None
    refused: NoticeReason | None = None
    asked: bool = False

    @property
    def developer_id(self) -> UUID | None:
        """Of whom, where it is a developer."""
        return None if self.developer is None else self.developer.id

    @property
    def place(self) -> tuple[Channel, str]:
        """What it is told at."""
        return self.channel, self.recipient


def receivers_of_news(
    owner: Developer | None, severity: Severity, policy: AlertingPolicy, endpoints: Iterable[str]
) -> list[Receiver]:
    """The owner, else the fallback recipients; further recipients; the place in Slack; webhook endpoints. Nobody twice.

    Args:
        endpoints: those that want news of that service and severity, by id.
    """
    found = [] if owner is None else list(ways_of(owner, severity, policy))
    addresses = policy.email_recipients if owner else (*policy.email_recipients, *policy.fallback_recipients)
    found += [Receiver(channel=Channel.EMAIL, recipient=address) for address in addresses]
    return _once_each([*found, *places_of_news(severity, policy, endpoints)])


def places_of_news(severity: Severity, policy: AlertingPolicy, endpoints: Iterable[str]) -> list[Receiver]:
    """Where many look on: the place in Slack, and webhook endpoints, by id, that want such news."""
    found = []
    place = policy.slack_places.get(severity)
    if place is not None and Channel.SLACK in policy.channels:
        found.append(Receiver(channel=Channel.SLACK, recipient=place))
    return found + [Receiver(channel=Channel.WEBHOOK, recipient=endpoint, asked=True) for endpoint in endpoints]


def receivers_by_hand(developer: Developer | None, severity: Severity, policy: AlertingPolicy) -> list[Receiver]:
    """That developer, or else the fallback recipients, however mild it is."""
    if developer is None:
        places = [Receiver(channel=Channel.EMAIL, recipient=each) for each in policy.fallback_recipients]
    else:
        places = list(ways_of(developer, severity, policy))
    return _once_each(replace(place, asked=place.channel is not Channel.SMS or place.asked) for place in places)


def ways_of(developer: Developer, severity: Severity, policy: AlertingPolicy) -> Iterator[Receiver]:
    """The channels over which this person is told of that severity: as they wish, or else by email, and of what is
    critical by text message, too. At least one, so that a reason is kept where nobody is told.
    """
    wanted = developer.preferences.channels.get(severity)
    if wanted is None:
        yield _way(developer, Channel.EMAIL, policy)
        if severity is Severity.CRITICAL and Channel.SMS in policy.channels and developer.phone:
            yield _way(developer, Channel.SMS, policy)
    elif not wanted:
        yield replace(_way(developer, Channel.EMAIL, policy), refused=NoticeReason.NOT_WANTED)
    else:
        for channel in wanted:
            yield replace(_way(developer, channel, policy), asked=channel is not Channel.SMS)


def can_be_told(developer: Developer, severity: Severity, policy: AlertingPolicy) -> bool:
    """Whether any channel that is on leads to this person for that severity."""
    ways = ways_of(developer, severity, policy)
    return any(way.recipient and way.refused is None and way.channel in policy.channels for way in ways)


def _way(developer: Developer, channel: Channel, policy: AlertingPolicy) -> Receiver:
    address = address_of(developer, channel)
    refused = None if address else NoticeReason.NO_ADDRESS
    if channel is Channel.SLACK and not policy.slack_people:
        refused = NoticeReason.CHANNEL_OFF
    return Receiver(channel=channel, recipient=address, developer=developer, refused=refused)


def address_of(developer: Developer, channel: Channel) -> str:
    """Where a channel reaches this person; empty where it does not."""
    addresses = {Channel.EMAIL: developer.email, Channel.SMS: developer.phone, Channel.SLACK: developer.slack_id}
    return addresses.get(channel) or ""


def _once_each(receivers: Iterable[Receiver]) -> list[Receiver]:
    found: dict[tuple[Channel, str], Receiver] = {}
    for receiver in receivers:
        found.setdefault(receiver.place, receiver)
    return list(found.values())
