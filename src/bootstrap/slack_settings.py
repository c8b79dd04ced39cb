"""Slack's settings, and which of its channels hears what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader
from domain.severity import Severity

OFFICIAL = "https://slack.com/api"
BY_WEBHOOK = "webhook"
"""Stands for the channel of the incoming webhook, whose name nobody knows here."""

_PLACE = re.compile(r"#?[^\s#@<>&|,:=\"'`]{1,80}")
_TOKEN = re.compile(r"xox[a-z]-[A-Za-z0-9-]{5,300}")
_NEITHER = "neither SLACK_BOT_TOKEN nor SLACK_WEBHOOK_URL is set"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How Slack is reached: by a bot's token, by an incoming webhook, or both."""

    bot_token: str | None = field(repr=False)
    webhook_url: str | None = field(repr=False)
    api_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackChannel:
    """`wanted` says whether somebody asked for Slack; `settings` is None where nobody did, or where they are at fault:
    then messages are written all the same and wait. `off` says why nobody is told there though it was asked for.
    `places` are the channels by severity, `people` says whether members can be written to.
    """

    wanted: bool
    settings: SlackSettings | None = None
    places: Mapping[Severity, str] = field(default_factory=dict)
    people: bool = False
    minimum: Severity = Severity.HIGH
    off: str | None = None


def read_slack(reader: SettingReader, lenient: SettingReader, *, listed: bool, asked_for: bool) -> SlackChannel:
    """The Slack channel; what is wrong stays with the reader.

    Args:
        listed: whether it is among the channels in use; `asked_for`, whether it was named there.
    """
    on = reader.read("SLACK_NOTIFICATIONS", parse.flag, default=True, example="true")
    flagged = reader.is_set("SLACK_NOTIFICATIONS")
    by_bot, by_webhook = reader.is_set("SLACK_BOT_TOKEN"), reader.is_set("SLACK_WEBHOOK_URL")
    token = reader.read("SLACK_BOT_TOKEN", _token, None, example="xoxb-…", secret=True)
    webhook = reader.read(
        "SLACK_WEBHOOK_URL", parse.web_url, None, example="https://hooks.slack.com/services/T…/B…/…", secret=True
    )
    api_url = reader.read("SLACK_API_URL", parse.web_url, OFFICIAL, example=OFFICIAL)
    place = reader.read("SLACK_CHANNEL", _place, None, example="#errors")
    named = dict(lenient.read_each("SLACK_CHANNELS", _place_of_severity, example="critical=#ops,high=#dev"))
    minimum = lenient.read("SLACK_MINIMUM_SEVERITY", parse.one_of(Severity), Severity.HIGH, example="high")
    if not on or not listed:
        reader.faults.clear()
        return SlackChannel(wanted=False, minimum=minimum)
    if not by_bot and not by_webhook and not reader.faults:
        why = _NEITHER if asked_for or flagged or place or named else None
        return SlackChannel(wanted=False, minimum=minimum, off=why)
    # A webhook posts where it was made for, whatever channels are named.
    usual = BY_WEBHOOK if by_webhook else None
    places = {severity: named.get(severity, place or usual) if by_bot else usual for severity in Severity}
    return SlackChannel(
        wanted=True,
        settings=None if reader.faults else SlackSettings(token, webhook, api_url),
        places={severity: each for severity, each in places.items() if each is not None},
        people=by_bot,
        minimum=minimum,
    )


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise ValueError("is not a token of Slack, which begins with xoxb-")
    return text


def _place(text: str) -> str:
    if not _PLACE.fullmatch(text):
        raise ValueError("is not the name or id of a channel")
    return text


def _place_of_severity(text: str) -> tuple[Severity, str]:
    severity, separator, place = text.partition("=")
    if not separator:
        raise ValueError("is not severity=#channel")
    return parse.one_of(Severity)(severity.strip()), _place(place.strip())
