"""The doctor's look at the mail server."""

import socket

import pytest

from adapters.outbound.email.check import check_connection
from application.diagnosis import Health
from tests.contracts.notifier_contract import SECRET
from tests.support.smtp import DROP, GREETING, mail_server

LOGIN = ("mailer@example.test", SECRET)


def test_a_server_that_takes_mail(settings, server):
    finding = check_connection(settings())

    assert (finding.health, finding.mend) == (Health.OK, "")
    assert finding.what == f"127.0.0.1:{server.port} takes mail (encrypted, logged in)"
    assert server.mailbox.all() == []


@pytest.mark.parametrize(
    ("changes", "mend"),
    [
        ({"password": "wrong"}, "EMAIL_HOST_PASSWORD"),
        ({"ca_file": None}, "EMAIL_CA_FILE"),
        ({"host": "mail.invalid"}, "EMAIL_HOST"),
        ({"use_tls": False}, "EMAIL_USE_TLS=true"),
        ({"use_tls": False, "use_ssl": True, "timeout_s": 0.5}, "EMAIL_USE_TLS=true"),
    ],
)
def test_settings_that_do_not_fit_are_named(settings, changes, mend):
    finding = check_connection(settings(**changes))

    assert (finding.health, mend in finding.mend) == (Health.FAIL, True), finding


def test_nothing_listens(settings, server):
    with socket.create_server((server.host, 0)) as taken:
        free = taken.getsockname()[1]

    finding = check_connection(settings(port=free))

    assert (finding.health, "EMAIL_PORT" in finding.mend) == (Health.FAIL, True)


def test_no_starttls_there(settings):
    with mail_server() as plain:
        finding = check_connection(settings(port=plain.port))

    assert (finding.health, "587" in finding.mend) == (Health.FAIL, True)


def test_no_login_there(settings, authority):
    with mail_server(authority, auth_exclude_mechanism=["LOGIN", "PLAIN"]) as server:
        finding = check_connection(settings(port=server.port))

    assert finding.health is Health.FAIL
    assert "logging in" in finding.what


def test_a_server_without_encryption_and_login(settings):
    with mail_server() as plain:
        finding = check_connection(settings(port=plain.port, use_tls=False, user=None))

    assert (finding.health, finding.what.endswith("(unencrypted, without login)")) == (Health.OK, True)


def test_a_login_in_the_open_is_warned_of(settings):
    with mail_server(login=LOGIN, auth_required=False, auth_require_tls=False) as plain:
        finding = check_connection(settings(port=plain.port, use_tls=False))

    assert (finding.health, finding.mend) == (Health.WARN, "EMAIL_USE_TLS=true")


def test_a_server_that_is_ill(settings, server):
    server.script[GREETING] = DROP

    assert check_connection(settings()).health is Health.FAIL
