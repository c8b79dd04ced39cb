"""Who is told of what, and how many messages are too many."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bootstrap import setting_parsers as parse
from bootstrap.channel_settings import Channels
from bootstrap.setting_reader import SettingReader
from domain.alerting import AlertingPolicy
from domain.severity import Severity

_ADDRESSES = "team@example.org,boss@example.org"
_DAY_MIN = 1_440


def read_alerting(
    reader: SettingReader, lenient: SettingReader, channels: Channels, *, zone: ZoneInfo
) -> AlertingPolicy:
    """The policy over the channels that are wanted. A fault that `lenient` keeps costs nobody else a message.

    Args:
        zone: the installation's.
    """
    quiet_min = lenient.read("QUIET_PERIOD", parse.whole_number(0, _DAY_MIN), 30, example="30")
    digest_min = lenient.read("DIGEST_MINUTES", parse.whole_number(1, _DAY_MIN), 15, example="15")
    return AlertingPolicy(
        channels=channels.on,
        email_minimum=lenient.read("EMAIL_MINIMUM_SEVERITY", parse.one_of(Severity), Severity.HIGH, example="high"),
        email_recipients=lenient.read_each("EMAIL_RECIPIENTS", parse.email_address, example=_ADDRESSES),
        fallback_recipients=lenient.read_each("FALLBACK_RECIPIENTS", parse.email_address, example=_ADDRESSES),
        untrusted_messages_per_hour=reader.read(
            "UNTRUSTED_MESSAGES_PER_HOUR", parse.whole_number(0, 100_000), 60, example="60"
        ),
        slack_minimum=channels.slack.minimum,
        slack_places=channels.slack.places,
        slack_people=channels.slack.people,
        sms_per_day=channels.sms.per_day,
        quiet_period=timedelta(minutes=quiet_min),
        messages_per_hour=lenient.read("MESSAGES_PER_HOUR", parse.whole_number(1, 100_000), 60, example="60"),
        digest_interval=timedelta(minutes=digest_min),
        zone=zone,
    )
