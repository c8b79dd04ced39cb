"""What the doctor says of Slack besides what Slack says."""

import pytest

from bootstrap.channel_checks import places_of
from bootstrap.settings import read_settings

BOT = {"SLACK_BOT_TOKEN": "xoxb-1234-geheim"}
WEBHOOK = {"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T0/B0/geheim"}


@pytest.mark.parametrize(
    ("environment", "places"),
    [
        (BOT, []),
        ({**BOT, "SLACK_CHANNEL": "#errors", "SLACK_CHANNELS": "critical=#ops"}, ["#errors", "#ops"]),
        ({**BOT, **WEBHOOK}, ["its own channel (the webhook)"]),
    ],
)
def test_the_channels_that_are_told(environment: dict[str, str], places: list[str]) -> None:
    assert places_of(read_settings(environment).channels.slack) == places
