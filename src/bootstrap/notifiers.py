"""The channels of an installation as its settings say; one that is off, or at fault, is not among them."""

from typing import TYPE_CHECKING

from adapters.outbound.email.notifier import EmailNotifier
from application.ports.clock import Clock
from application.ports.notifier import Notifier, Notifiers
from application.ports.status_reader import StatusReader, StatusReaders
from bootstrap.channel_settings import Channels
from bootstrap.slack_settings import SlackSettings
from bootstrap.sms_settings import SmsSettings

if TYPE_CHECKING:
    from adapters.outbound.sms.twilio_account import TwilioAccount


def make_notifiers(channels: Channels, dashboard_url: str, clock: Clock, webhooks: Notifier) -> Notifiers:
    """Those that can send. A channel's library is imported where the channel is set up: some take half a second."""
    made: list[Notifier] = []
    if channels.email.settings is not None:
        email = channels.email.settings
        made.append(EmailNotifier(email.server, from_address=email.sender, dashboard_url=dashboard_url, clock=clock))
    if channels.slack.settings is not None:
        made.append(_slack(channels.slack.settings, dashboard_url, clock))
    if channels.sms.settings is not None:
        made.append(_sms(channels.sms.settings, dashboard_url, clock))
    if channels.webhooks.wanted:
        made.append(webhooks)
    return {notifier.channel: notifier for notifier in made}


def make_status_readers(channels: Channels) -> StatusReaders:
    """Those whose provider can be asked what became of a message."""
    if channels.sms.settings is None:
        return {}
    from adapters.outbound.sms.status_reader import SmsStatusReader

    reader: StatusReader = SmsStatusReader(twilio_account(channels.sms.settings))
    return {reader.channel: reader}


def twilio_account(sms: SmsSettings) -> "TwilioAccount":
    """The account that these settings name."""
    from adapters.outbound.sms.twilio_account import TwilioAccount

    return TwilioAccount(sid=sms.account_sid, token=sms.auth_token, api_url=sms.api_url)


def _slack(slack: SlackSettings, dashboard_url: str, clock: Clock) -> Notifier:
    from adapters.outbound.slack.incoming_webhook import IncomingWebhook
    from adapters.outbound.slack.notifier import SlackNotifier
    from adapters.outbound.slack.web_api import WebApi

    return SlackNotifier(
        api=None if slack.bot_token is None else WebApi(slack.bot_token, clock=clock, api_url=slack.api_url),
        webhook=None if slack.webhook_url is None else IncomingWebhook(slack.webhook_url, clock=clock),
        dashboard_url=dashboard_url,
    )


def _sms(sms: SmsSettings, dashboard_url: str, clock: Clock) -> Notifier:
    from adapters.outbound.sms.notifier import SmsNotifier

    return SmsNotifier(twilio_account(sms), sender=sms.sender, dashboard_url=dashboard_url, clock=clock)
