"""What becomes of a mail that a real server takes, refuses, puts off, or never answers."""

import base64
import socket
import time

import pytest

from domain.delivery import DeliveryOutcome
from tests.contracts.notifier_contract import SECRET
from tests.support.builders_notices import a_message
from tests.support.smtp import CONTENT, DRIP, DROP, GREETING, HANG, LATE, LATE_S, certificate, mail_server

ACCEPTED, REFUSED, DEFERRED, UNREACHABLE, UNKNOWN = DeliveryOutcome


def test_accepted_with_the_servers_words_over_tls_and_logged_in(notifier, server):
    result = notifier.send(a_message())

    (mail,) = server.mailbox.wait_for(1)
    assert (result.outcome, result.answer) == (ACCEPTED, "250 2.0.0 Ok: queued as 4F1C2")
    assert (mail.sender, mail.recipients, mail.encrypted) == ("errors@example.test", ("ann@example.test",), True)
    assert mail.user == "mailer@example.test"


@pytest.mark.parametrize(
    ("step", "action", "outcome", "answer"),
    [
        (GREETING, "554 no service here", UNREACHABLE, "connecting: 554 no service here"),
        (GREETING, "421 too busy", UNREACHABLE, "connecting: 421 too busy"),
        (GREETING, DROP, UNREACHABLE, "ended the connection"),
        (GREETING, "what?", UNREACHABLE, "connecting: -1"),
        ("EHLO", "421 closing", UNREACHABLE, "STARTTLS"),
        ("EHLO", DROP, UNREACHABLE, "ended the connection"),
        ("STARTTLS", "454 not now", UNREACHABLE, "starting TLS: 454 not now"),
        ("STARTTLS", "220 go on, in plain text", UNREACHABLE, "TLS"),
        ("AUTH", "535 5.7.8 no", UNREACHABLE, "logging in: 535 5.7.8 no"),
        ("AUTH", "454 4.7.0 not now", UNREACHABLE, "logging in: 454"),
        ("AUTH", DROP, UNREACHABLE, "ended the connection"),
        ("MAIL", "421 closing", UNREACHABLE, "sender: 421 closing"),
        ("MAIL", "550 5.7.1 not you", UNREACHABLE, "sender: 550 5.7.1 not you"),
        ("MAIL", "552 too big", REFUSED, "sender: 552 too big"),
        ("MAIL", DROP, UNREACHABLE, "ended the connection"),
        ("RCPT", "550 5.1.1 nobody of that name", REFUSED, "recipient: 550 5.1.1 nobody of that name"),
        ("RCPT", "552 5.2.2 mailbox full", REFUSED, "recipient: 552"),
        ("RCPT", "450 4.2.0 greylisted", DEFERRED, "recipient: 450 4.2.0 greylisted"),
        ("RCPT", "452 4.2.2 no room", DEFERRED, "recipient: 452"),
        ("RCPT", "421 closing", UNREACHABLE, "recipient: 421"),
        ("RCPT", "530 5.7.0 log in first", UNREACHABLE, "recipient: 530"),
        ("RCPT", DROP, UNREACHABLE, "ended the connection"),
        ("DATA", "554 5.5.1 no", REFUSED, "content: 554"),
        ("DATA", "451 not now", DEFERRED, "content: 451"),
        ("DATA", "250 what?", UNREACHABLE, "content: 250"),
        (CONTENT, "554 5.7.1 looks like spam", REFUSED, "final answer: 554 5.7.1 looks like spam"),
        (CONTENT, "451 4.3.0 try again", DEFERRED, "final answer: 451"),
        (CONTENT, "421 4.3.2 closing", UNREACHABLE, "final answer: 421"),
        (CONTENT, DROP, UNKNOWN, "it may have been delivered"),
        (CONTENT, "what?", UNKNOWN, "final answer: -1"),
    ],
)
def test_answers(notifier, server, step, action, outcome, answer):
    server.script[step] = action

    result = notifier.send(a_message())

    assert (result.outcome, answer in result.answer) == (outcome, True), result.answer
    assert server.mailbox.all() == []


@pytest.mark.parametrize("action", [HANG, DROP, "500 what?"])
def test_a_goodbye_that_fails_undoes_nothing(notifier_to, server, action):
    server.script["QUIT"] = action

    assert notifier_to(attempt_limit_s=0.5).send(a_message()).outcome is ACCEPTED
    server.mailbox.wait_for(1)


@pytest.mark.parametrize("step", [GREETING, "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"])
def test_silence_ends_at_the_timeout(notifier_to, server, step):
    server.script[step] = HANG
    began = time.monotonic()

    result = notifier_to(timeout_s=0.2).send(a_message())

    assert result.outcome is UNREACHABLE
    assert time.monotonic() - began < 9


def test_silence_after_the_mail_ends_with_the_attempt(notifier_to, server):
    server.script[CONTENT] = HANG
    began = time.monotonic()

    result = notifier_to(timeout_s=0.2, attempt_limit_s=0.8).send(a_message())

    assert (result.outcome, "in time" in result.answer) == (UNKNOWN, True)
    assert 0.8 <= time.monotonic() - began < 9


def test_a_server_that_looks_long_at_a_mail_is_waited_for(notifier_to, server):
    server.script[CONTENT] = LATE

    result = notifier_to(timeout_s=LATE_S / 2).send(a_message())

    assert result.outcome is ACCEPTED
    server.mailbox.wait_for(1)


@pytest.mark.parametrize("step", [GREETING, "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", CONTENT])
def test_an_answer_that_drips_ends_with_the_attempt(notifier_to, server, step):
    server.script[step] = DRIP
    began = time.monotonic()

    result = notifier_to(attempt_limit_s=0.4).send(a_message())

    assert (result.outcome, "in time" in result.answer) == (UNKNOWN if step == CONTENT else UNREACHABLE, True)
    assert time.monotonic() - began < 9


def test_a_server_that_does_not_shake_hands_for_tls_ends_with_the_attempt(notifier_to, server):
    result = notifier_to(use_tls=False, use_ssl=True, attempt_limit_s=0.4).send(a_message())

    assert (result.outcome, "TLS" in result.answer or "in time" in result.answer) == (UNREACHABLE, True)


def test_nothing_listens(notifier_to, server):
    with socket.create_server((server.host, 0)) as taken:
        free = taken.getsockname()[1]

    result = notifier_to(port=free).send(a_message())

    assert (result.outcome, result.answer) == (UNREACHABLE, f"nothing listens at 127.0.0.1:{free}")


@pytest.mark.parametrize("host", ["mail.invalid", "a..b", "x" * 70, "-", "mail\x00", "\udc80"])
def test_a_host_that_is_none(notifier_to, host):
    result = notifier_to(host=host).send(a_message())

    assert (result.outcome, result.answer.isprintable()) == (UNREACHABLE, True)


def test_a_certificate_of_somebody_unknown(notifier_to, server):
    result = notifier_to(ca_file=None).send(a_message())

    assert (result.outcome, "certificate of 127.0.0.1" in result.answer) == (UNREACHABLE, True)


def test_a_certificate_of_somebody_else(notifier_to):
    with certificate("DNS:other.example.test") as other, mail_server(other) as server:
        result = notifier_to(port=server.port, ca_file=other.file, user=None).send(a_message())

    assert (result.outcome, "certificate of 127.0.0.1" in result.answer) == (UNREACHABLE, True)


def test_authorities_that_cannot_be_read(notifier_to, tmp_path):
    (tmp_path / "empty.pem").write_text("nothing")

    for file in ("empty.pem", "missing.pem"):
        result = notifier_to(ca_file=tmp_path / file).send(a_message())
        assert (result.outcome, f"{file} holds no certificates" in result.answer) == (UNREACHABLE, True)


@pytest.mark.parametrize(
    "login", [{"password": "wrong"}, {"user": "nobody"}, {"password": None}, {"password": "pässword"}]
)
def test_a_login_that_fails_is_the_channels_fault(notifier_to, server, login):
    result = notifier_to(**login).send(a_message())

    assert (result.outcome, "logging in" in result.answer) == (UNREACHABLE, True)
    assert server.mailbox.all() == []


def test_a_login_that_is_wanted_but_not_set(notifier_to, server):
    result = notifier_to(user=None, password=None).send(a_message())

    assert (result.outcome, "530" in result.answer) == (UNREACHABLE, True)


def test_a_server_that_offers_no_starttls_is_sent_nothing(notifier_to):
    with mail_server() as plain:
        result = notifier_to(port=plain.port).send(a_message())

        assert (result.outcome, "STARTTLS" in result.answer) == (UNREACHABLE, True)
        assert plain.mailbox.all() == []


def test_a_server_without_tls_and_login(notifier_to):
    with mail_server() as plain:
        result = notifier_to(port=plain.port, use_tls=False, user=None).send(a_message())

        assert result.outcome is ACCEPTED
        assert plain.mailbox.wait_for(1)[0].encrypted is False


def test_tls_from_the_first_byte(notifier_to, authority):
    with mail_server(authority, implicit=True, login=("mailer@example.test", SECRET)) as server:
        result = notifier_to(port=server.port, use_tls=False, use_ssl=True).send(a_message())

        assert result.outcome is ACCEPTED
        assert server.mailbox.wait_for(1)[0].user == "mailer@example.test"


@pytest.mark.parametrize(
    "address", ["", "ann", "ann@example.test\r\nRCPT TO:<x@evil.com>", "a b@c", "<ann@x>", "\ud800@x"]
)
def test_what_is_no_address_is_refused_without_asking_the_server(notifier, server, address):
    result = notifier.send(a_message(recipient=address))

    assert (result.outcome, result.answer.startswith("not a mail address")) == (REFUSED, True)
    assert server.connections == 0


def test_an_address_outside_ascii(notifier, server):
    assert notifier.send(a_message(recipient="änn@bücher.test")).outcome is ACCEPTED

    (mail,) = server.mailbox.wait_for(1)
    assert mail.recipients == ("änn@xn--bcher-kva.test",)
    assert mail.message["To"] == "änn@xn--bcher-kva.test"


def test_an_address_outside_ascii_where_the_server_has_no_smtputf8(notifier_to):
    with mail_server(enable_SMTPUTF8=False) as plain:
        there = notifier_to(port=plain.port, use_tls=False, user=None)

        assert there.send(a_message(recipient="änn@example.test")).outcome is REFUSED
        assert there.send(a_message(recipient="ann@bücher.test")).outcome is ACCEPTED


def test_a_server_that_repeats_the_login_teaches_nobody(notifier, server):
    said = base64.b64encode(f"\0mailer@example.test\0{SECRET}".encode()).decode()
    server.script["AUTH"] = f"500 unknown command AUTH PLAIN {said} mailer@example.test {SECRET}"

    assert notifier.send(a_message()).answer == "logging in: 500 unknown command AUTH PLAIN *** *** ***"


def test_no_connection_is_left_open(notifier, server):
    for _ in range(3):
        notifier.send(a_message())

    server.mailbox.wait_for(3)
    assert server.connections == 3
