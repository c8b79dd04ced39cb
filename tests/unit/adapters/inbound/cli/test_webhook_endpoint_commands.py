"""`error-logging webhook-endpoint`."""

import json
from collections.abc import Iterator
from ipaddress import ip_network

import click
import pytest
from click.testing import CliRunner

from adapters.inbound.cli.failures import CommandLine
from adapters.inbound.cli.webhook_endpoint_commands import webhook_endpoint_commands
from adapters.outbound.system.clock import SystemClock
from adapters.outbound.system.ids import SystemIds
from adapters.outbound.webhook.guarded_http import GuardedHttp
from adapters.outbound.webhook.notifier import WebhookNotifier
from application.webhook_directory import WebhookDirectory
from bootstrap.webhook_endpoints import make_webhook_endpoint_commands
from domain.redaction import Redactor
from tests.support.webhook_receiver import WebhookReceiver, webhook_receiver


@pytest.fixture
def group(store) -> click.Group:
    """The commands, which may post to this host."""
    http = GuardedHttp([ip_network("127.0.0.0/8")])
    sender = WebhookNotifier(
        WebhookDirectory(store), http, dashboard_url="http://x", clock=SystemClock(), redact=Redactor(b"k" * 32).text
    )
    use_cases = make_webhook_endpoint_commands(store, SystemIds(), sender)
    group = CommandLine("error-logging")
    group.add_command(webhook_endpoint_commands(lambda: use_cases))
    return group


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with webhook_receiver() as started:
        yield started


def add(run, url="https://chat.example.org/hooks/s3cret", *more):
    return run("webhook-endpoint", "add", "--name", "Chat", "--url", url, *more).stdout.strip()


def test_the_secret_stands_alone_on_standard_output(run):
    assert add(run).startswith("whsec_")


def test_the_list_shows_neither_secret_nor_path(run):
    secret = add(run)

    for flags in ((), ("--json",)):
        shown = run("webhook-endpoint", "list", *flags).stdout
        assert "Chat" in shown
        assert secret not in shown
        assert "s3cret" not in shown


def test_a_test_message_arrives_signed(run, receiver):
    receiver.secrets.append(add(run, receiver.url()))

    said = run("webhook-endpoint", "test", "Chat").stdout

    [posted] = receiver.wait_for(1)
    assert "accepted. 200 OK: ok" in said
    assert (posted.verified, posted.payload["kind"], posted.payload["service"]) == (True, "test", "error-logging")


def test_a_test_that_fails_ends_with_exit_code_1(run, receiver):
    add(run, receiver.url())
    receiver.answer(500, "\x1b[2Jbroken")

    said = run("webhook-endpoint", "test", "Chat", code=1).stdout

    assert "unreachable" in said
    assert "\x1b" not in said


def test_a_template_comes_from_a_file(run, receiver, tmp_path):
    template = tmp_path / "chat.json"
    template.write_text('{"text": "{{severity}}: {{news}}"}')
    add(run, receiver.url(), "--template", str(template))

    run("webhook-endpoint", "test", "Chat")

    assert receiver.wait_for(1)[0].payload == {"text": "info: This is a test: nothing is wrong."}


@pytest.mark.parametrize(("text", "code"), [("no json", 2), ("[" * 60_000, 2), ("[]", 1), ('{"a": "{{x}}"}', 1)])
def test_what_is_no_template_is_refused(group, text, code):
    command = ["webhook-endpoint", "add", "--name", "Chat", "--url", "https://x.example/", "--template", "-"]

    assert CliRunner().invoke(group, command, input=text).exit_code == code


def test_after_a_rotation_both_secrets_are_believed(run, receiver):
    before = add(run, receiver.url())
    after = run("webhook-endpoint", "rotate", "Chat").stdout.strip()
    for secret in (before, after):
        receiver.secrets[:] = [secret]
        run("webhook-endpoint", "test", "Chat")

    assert [each.verified for each in receiver.wait_for(2)] == [True, True]
    run("webhook-endpoint", "rotate", "Chat", "--overlap-h", "721", code=1)


def test_removed_it_is_in_no_list(run):
    add(run)
    run("webhook-endpoint", "remove", "Chat")

    assert json.loads(run("webhook-endpoint", "list", "--json").stdout) == []
    run("webhook-endpoint", "remove", "Chat", code=1)


@pytest.mark.parametrize("host", ["10.0.0.1", "[fd00::1]", "0xa000001"])
def test_an_address_that_nothing_is_posted_to_is_said_at_once(run, host):
    added = run("webhook-endpoint", "add", "--name", "Chat", "--url", f"http://{host}/")

    assert "is not reachable for everybody, nor in WEBHOOK_ALLOWED_NETWORKS" in added.stderr
    assert "10.0.0.1 is 10.0.0.1" not in added.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "hooks.example.test"])
def test_of_one_that_is_allowed_or_a_name_nothing_is_said(run, host):
    assert "posted" not in run("webhook-endpoint", "add", "--name", "Chat", "--url", f"http://{host}/").stderr
