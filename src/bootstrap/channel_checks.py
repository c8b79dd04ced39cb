"""What `error-logging doctor` asks of Slack and Twilio."""

from collections.abc import Sequence

from application.diagnosis import Check, Finding, Health
from application.ports.clock import Clock
from bootstrap.notifiers import twilio_account
from bootstrap.settings import Settings
from bootstrap.slack_settings import BY_WEBHOOK, SlackChannel, SlackSettings
from bootstrap.sms_settings import SmsSettings


def channel_checks(settings: Settings, clock: Clock) -> Sequence[tuple[str, Check]]:
    """Who does not use Slack or text messages reads nothing of them. Only posting would show whether an incoming
    webhook of Slack is good: it is not looked at.
    """
    slack, sms = settings.channels.slack, settings.channels.sms
    checks: list[tuple[str, Check]] = [
        (name, _waits(name, settings))
        for name, channel in (("slack", slack), ("sms", sms))
        if channel.wanted and channel.settings is None
    ]
    if slack.settings is not None and slack.settings.bot_token is not None:
        checks.append(("slack", _bot(slack.settings, slack.settings.bot_token, places_of(slack), clock)))
    if sms.settings is not None:
        checks.append(("sms", _account(sms.settings)))
    return checks


def places_of(slack: SlackChannel) -> Sequence[str]:
    """What channels are told, in words; none where only people are."""
    return sorted({"its own channel (the webhook)" if each is BY_WEBHOOK else each for each in slack.places.values()})


def _bot(slack: SlackSettings, token: str, places: Sequence[str], clock: Clock) -> Check:
    # The channels' libraries take half a second to import.
    from adapters.outbound.slack.check import check_bot
    from adapters.outbound.slack.web_api import WebApi

    return lambda: check_bot(WebApi(token, clock=clock, api_url=slack.api_url), places)


def _account(sms: SmsSettings) -> Check:
    from adapters.outbound.sms.check import check_account

    return lambda: check_account(twilio_account(sms))


def _waits(name: str, settings: Settings) -> Check:
    what = "; ".join(settings.channels_off)
    return lambda: Finding(name, Health.FAIL, what, "set it as shown and start again: what waits is then sent")
