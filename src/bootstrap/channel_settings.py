"""Which channels there are, and how each is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bootstrap.email_settings import EmailChannel, channels_in_use, read_email
from bootstrap.setting_reader import SettingFault, SettingReader
from bootstrap.slack_settings import SlackChannel, read_slack
from bootstrap.sms_settings import SmsChannel, read_sms
from bootstrap.webhook_settings import WebhookChannel, read_webhooks
from domain.delivery import Channel

_NOBODY_TOLD = "EMAIL_HOST is not set, nor is another channel, so nobody is told of errors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Each by itself. `faults` are all that keep a channel from being
    used, `off` says in lines for people which are off or wait, and why.
    """

    email: EmailChannel
    slack: SlackChannel
    sms: SmsChannel
    webhooks: WebhookChannel
    faults: tuple[SettingFault, ...]
    off: tuple[str, ...]

    @property
    def on(self) -> frozenset[Channel]:
        """Those that are wanted; what one at fault should send waits."""
        wanted = {
            Channel.EMAIL: self.email.wanted,
            Channel.SLACK: self.slack.wanted,
            Channel.SMS: self.sms.wanted,
            Channel.WEBHOOK: self.webhooks.wanted,
        }
        return frozenset(channel for channel, each in wanted.items() if each)


def read_channels(texts: Mapping[str, str], lenient: SettingReader) -> tuple[Channels, frozenset[str]]:
    """The channels, and the names of the settings that were read. One at fault leaves the others as they are."""
    readers = {channel: SettingReader(texts) for channel in Channel}
    email = read_email(readers[Channel.EMAIL])
    # A fault of the list is said once, with email's.
    listing = SettingReader(texts)
    using = channels_in_use(listing)
    named = listing.is_set("NOTIFICATION_CHANNELS") and not listing.faults
    in_use = {channel: {"listed": channel in using, "asked_for": named and channel in using} for channel in Channel}
    slack = read_slack(readers[Channel.SLACK], lenient, **in_use[Channel.SLACK])
    sms = read_sms(readers[Channel.SMS], lenient, **in_use[Channel.SMS])
    webhooks = read_webhooks(lenient)
    channels = Channels(
        email=email,
        slack=slack,
        sms=sms,
        webhooks=replace(webhooks, wanted=webhooks.wanted and Channel.WEBHOOK in using),
        faults=tuple(fault for reader in readers.values() for fault in reader.faults),
        off=(),
    )
    waiting = {
        Channel.EMAIL: (email.wanted, None if channels.on - {Channel.WEBHOOK} else _NOBODY_TOLD),
        Channel.SLACK: (slack.wanted, slack.off),
        Channel.SMS: (sms.wanted, sms.off),
    }
    off = [line for channel, state in waiting.items() for line in _off(channel, *state, readers[channel].faults)]
    channels = replace(channels, off=tuple(off))
    return channels, frozenset[str]().union(*(reader.names for reader in readers.values()))


def _off(channel: Channel, wanted: bool, why: str | None, faults: Sequence[SettingFault]) -> Sequence[str]:  # noqa: FBT001
    if faults:
        state = "cannot be sent, and waits until this is mended" if wanted else "is off"
        return [f"{channel.value} {state}: {fault.wrong}; right would be {fault.example}" for fault in faults]
    return [f"{channel.value} is off: {why}"] if why and not wanted else []
