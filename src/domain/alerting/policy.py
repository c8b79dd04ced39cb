"""What staff set about who is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.delivery import Channel
from domain.developer import Developer
from domain.episode import Episode
from domain.severity import Severity

_UTC = ZoneInfo("UTC")
_CRITICAL_SHARE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingPolicy:
    """The channels that are on, the least severity that each tells of by itself, who is told besides an episode's
    owner, and how many messages are too many.

    `email_recipients` get every email, `fallback_recipients` those that nobody else gets. `slack_places` are the
    channels of Slack by severity; `slack_people` says whether people can be written to there, too. `sms_per_day`
    counts from midnight in `zone`, the installation's. Within `quiet_period` nobody is told of a pattern again unless
    it is worse. A receiver has `messages_per_hour` of a channel, critical ones up to twice as many. What is held back
    by these waits for `digest_interval`.
    """

    channels: frozenset[Channel] = frozenset({Channel.EMAIL})
    email_minimum: Severity = Severity.HIGH
    email_recipients: tuple[str, ...] = ()
    fallback_recipients: tuple[str, ...] = ()
    untrusted_messages_per_hour: int = 60
    slack_minimum: Severity = Severity.HIGH
    slack_places: Mapping[Severity, str] = field(default_factory=dict)
    slack_people: bool = True
    sms_per_day: int = 50
    quiet_period: timedelta = timedelta(minutes=30)
    messages_per_hour: int = 60
    digest_interval: timedelta = timedelta(minutes=15)
    zone: ZoneInfo = _UTC

    def mails(self, severity: Severity | None) -> bool:
        """Whether something of this severity is mailed by itself."""
        return severity is not None and severity.at_least(self.email_minimum)

    def trusts(self, episode: Episode) -> bool:
        """Whether what the episode's mark asks for is a trusted sender's message: such a one caused it, and what
        trusted senders reported would be told without what strangers did.
        """
        return episode.triage is not None and episode.triage.trusted and self.mails(episode.trusted_severity)

    def rate(self, severity: Severity) -> int:
        """How many messages of a channel a receiver may have had in an hour for another of this severity to be sent."""
        return self.messages_per_hour * (_CRITICAL_SHARE if severity is Severity.CRITICAL else 1)

    def zone_of(self, developer: Developer) -> ZoneInfo:
        """This person's zone, by which their hours are meant."""
        return ZoneInfo(developer.time_zone) if developer.time_zone else self.zone

    def day_began(self, now: datetime) -> datetime:
        """When this day began, by the installation's clock."""
        return now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def hour_of(now: datetime) -> datetime:
    """When this hour began."""
    return now.replace(minute=0, second=0, microsecond=0)
