"""The webhook channel's settings."""

from ipaddress import ip_network

from bootstrap.setting_reader import SettingReader
from bootstrap.webhook_settings import WebhookSettings, read_webhooks


def test_it_is_on_and_reaches_what_everybody_reaches_unless_something_else_is_said():
    channel = read_webhooks(SettingReader({}))

    assert (channel.wanted, channel.settings) == (True, WebhookSettings())


def test_it_can_be_switched_off():
    assert not read_webhooks(SettingReader({"WEBHOOK_NOTIFICATIONS": "false"})).wanted


def test_a_network_that_is_none_allows_nothing_and_is_said():
    reader = SettingReader({"WEBHOOK_ALLOWED_NETWORKS": "10.0.0.0/8, 10.1.2.3/8, fd00::/8"})

    channel = read_webhooks(reader)

    assert channel.settings.allowed_networks == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
    assert [fault.name for fault in reader.faults] == ["WEBHOOK_ALLOWED_NETWORKS"]


def test_a_file_that_is_not_there_is_said():
    reader = SettingReader({"WEBHOOK_CA_FILE": "/nowhere/ca.pem"})

    assert read_webhooks(reader).settings.ca_file is None
    assert [fault.name for fault in reader.faults] == ["WEBHOOK_CA_FILE"]
