"""The settings of Slack and of text messages: what is on, what waits, what is off and says so."""

import pytest

from adapters.outbound.memory.notifier import MemoryNotifier
from adapters.outbound.system.clock import SystemClock
from bootstrap.notifiers import make_notifiers, make_status_readers
from bootstrap.setting_reader import SettingsRefused
from bootstrap.settings import read_settings
from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from domain.severity import Severity

BOT = {"SLACK_BOT_TOKEN": "xoxb-1234-geheim", "SLACK_CHANNEL": "#errors"}
WEBHOOK = {"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T0/B0/geheim"}
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef",
    "TWILIO_AUTH_TOKEN": "geheim",
    "TWILIO_PHONE_NUMBER": "+1 500 555-0006",
}
WEBHOOKS = MemoryNotifier(Channel.WEBHOOK)


def test_nothing_is_on_and_nothing_is_said_of_what_nobody_asked_for():
    settings = read_settings({})

    assert settings.alerting.channels & {Channel.SLACK, Channel.SMS} == set()
    assert [line for line in settings.channels_off if line.startswith(("slack", "sms"))] == []


def test_a_policy_that_nobody_set_has_the_settings_budget_of_text_messages():
    assert AlertingPolicy().sms_per_day == read_settings({}).alerting.sms_per_day == 50


@pytest.mark.parametrize("environment", [BOT, WEBHOOK, TWILIO, {**BOT, **WEBHOOK, **TWILIO}])
def test_what_is_set_up_is_on_and_strictly_right(environment):
    settings = read_settings(environment, strict=True)

    wanted = {Channel.SLACK} if "SLACK_CHANNEL" in environment or "SLACK_WEBHOOK_URL" in environment else set()
    wanted |= {Channel.SMS} if "TWILIO_AUTH_TOKEN" in environment else set()
    assert settings.alerting.channels & {Channel.SLACK, Channel.SMS} == wanted
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("environment", "places", "people"),
    [
        (BOT, dict.fromkeys(Severity, "#errors"), True),
        (WEBHOOK, dict.fromkeys(Severity, "webhook"), False),
        ({**BOT, **WEBHOOK}, dict.fromkeys(Severity, "#errors"), True),
        ({"SLACK_BOT_TOKEN": "xoxb-1234-x", **WEBHOOK}, dict.fromkeys(Severity, "webhook"), True),
        ({"SLACK_BOT_TOKEN": "xoxb-1234-x", "SLACK_CHANNELS": "critical=#ops"}, {Severity.CRITICAL: "#ops"}, True),
        ({**WEBHOOK, "SLACK_CHANNELS": "critical=#ops"}, dict.fromkeys(Severity, "webhook"), False),
    ],
)
def test_where_slack_is_told(environment, places, people):
    policy = read_settings(environment, strict=True).alerting

    assert (policy.slack_places, policy.slack_people, policy.slack_minimum) == (places, people, Severity.HIGH)


def test_channels_by_severity_and_the_usual_one_for_the_rest():
    policy = read_settings({**BOT, "SLACK_CHANNELS": "critical=#ops, HIGH=C024BE91L"}, strict=True).alerting

    assert (policy.slack_places[Severity.CRITICAL], policy.slack_places[Severity.HIGH]) == ("#ops", "C024BE91L")
    assert policy.slack_places[Severity.LOW] == "#errors"


@pytest.mark.parametrize(
    ("environment", "channel", "fault"),
    [
        ({"SLACK_BOT_TOKEN": "geheim"}, Channel.SLACK, "SLACK_BOT_TOKEN is not a token"),
        ({"SLACK_WEBHOOK_URL": "geheim"}, Channel.SLACK, "SLACK_WEBHOOK_URL does not start with"),
        ({**BOT, "SLACK_CHANNEL": "two words"}, Channel.SLACK, "SLACK_CHANNEL='two words'"),
        ({**TWILIO, "TWILIO_ACCOUNT_SID": "your-account-sid"}, Channel.SMS, "TWILIO_ACCOUNT_SID is not an account"),
        ({**TWILIO, "TWILIO_AUTH_TOKEN": ""}, Channel.SMS, "TWILIO_AUTH_TOKEN is not set"),
        ({**TWILIO, "TWILIO_PHONE_NUMBER": "0151 1"}, Channel.SMS, "TWILIO_PHONE_NUMBER='0151 1' is not a phone"),
    ],
)
def test_a_channel_at_fault_waits_alone_says_so_and_stops_only_a_strict_start(environment, channel, fault):
    settings = read_settings({**environment, "EMAIL_HOST": "smtp.example.org", "DEFAULT_FROM_EMAIL": "a@example.org"})

    assert {channel, Channel.EMAIL} <= settings.alerting.channels
    assert set(make_notifiers(settings.channels, "http://x", SystemClock(), WEBHOOKS)) == {
        Channel.EMAIL,
        Channel.WEBHOOK,
    }
    assert any(line.startswith(f"{channel.value} cannot be sent, and waits") for line in settings.channels_off)
    with pytest.raises(SettingsRefused, match=fault) as refusal:
        read_settings(environment, strict=True)
    assert "geheim" not in str(refusal.value) + str(settings.channels_off)


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        (
            {"NOTIFICATION_CHANNELS": "email,slack"},
            "slack is off: neither SLACK_BOT_TOKEN nor SLACK_WEBHOOK_URL is set",
        ),
        ({"SLACK_CHANNEL": "#errors"}, "slack is off: neither SLACK_BOT_TOKEN nor SLACK_WEBHOOK_URL is set"),
        ({"SMS_NOTIFICATIONS": "true"}, "sms is off: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER are"),
    ],
)
def test_what_was_asked_for_and_is_not_set_up_says_that_it_is_off(environment, line):
    assert any(said.startswith(line) for said in read_settings(environment, strict=True).channels_off)


@pytest.mark.parametrize(
    "off", [{"SLACK_NOTIFICATIONS": "false", "SMS_NOTIFICATIONS": "no"}, {"NOTIFICATION_CHANNELS": "email"}]
)
def test_what_is_switched_off_is_off_whatever_is_set(off):
    settings = read_settings({**BOT, **TWILIO, "SLACK_BOT_TOKEN": "x", **off}, strict=True)

    assert settings.alerting.channels & {Channel.SLACK, Channel.SMS} == set()


def test_each_channel_that_is_set_up_has_its_notifier():
    settings = read_settings({**BOT, **TWILIO, "SMS_DAILY_BUDGET": "7"}, strict=True)

    assert set(make_notifiers(settings.channels, "http://x", SystemClock(), WEBHOOKS)) == {*Channel} - {Channel.EMAIL}
    assert set(make_status_readers(settings.channels)) == {Channel.SMS}
    assert settings.alerting.sms_per_day == 7
    assert settings.unknown == ()


def test_a_wrong_place_or_number_costs_only_itself():
    settings = read_settings({**BOT, "SLACK_CHANNELS": "critical=#ops,awful=#x,high", "SMS_DAILY_BUDGET": "many"})

    assert (settings.alerting.slack_places[Severity.CRITICAL], settings.alerting.sms_per_day) == ("#ops", 50)
    assert len(settings.left_out) == 3
