"""A notice as a mail."""

from email import message_from_bytes, policy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.outbound.email import address
from adapters.outbound.email.composition import write_mail
from application.notice import compose
from tests.support.builders_notices import DASHBOARD, HOSTILE, NOON, a_message, a_report, an_id, hostile_message

SENDER = address.sender("Error Logging <errors@example.test>")
HEADERS = [
    *("Subject", "From", "To", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"),
    *("X-Auto-Response-Suppress", "MIME-Version", "Content-Type"),
]


def written(message, sender=SENDER):
    to = address.recipient(message.notification.recipient)
    return write_mail(compose(message, DASHBOARD), message.notification, sender=sender, recipient=to, now=NOON)


def read(mail):
    return message_from_bytes(mail.content, policy=policy.default)


def test_headers():
    mail = read(written(a_message(number=7)))

    assert mail["Subject"] == "[CRITICAL] laravel production: DatabaseError: Connection failed"
    assert (mail["From"], mail["To"]) == ("Error Logging <errors@example.test>", "ann@example.test")
    assert mail["Message-ID"] == f"<{an_id(7)}@example.test>"
    assert mail["In-Reply-To"] == mail["References"] == f"<{an_id(0xE)}@example.test>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOON


def test_a_second_attempt_has_the_same_message_id():
    first, second = (read(written(a_message(number=7))) for _ in range(2))

    assert first["Message-ID"] == second["Message-ID"]


def test_two_notices_of_an_episode_are_one_thread():
    first, second = (read(written(a_message(number=number))) for number in (1, 2))

    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_reported_text_changes_no_header_but_the_subject(text):
    mail = read(written(hostile_message(text)))

    assert mail.keys() == HEADERS
    assert mail["To"] == "ann@example.test"
    assert mail["Content-Type"].content_type == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


@given(st.text(), st.text())
@example("=?utf-8?q?=0d=0aBcc:_x@evil.com?=", "=?utf-8?b?DQpCY2M6IHhAZXZpbC5jb20=?=")
@example("ошибка базы данных", "нет связи, никто не знает почему, и что делать")
def test_any_subject_comes_back_as_it_was_written(kind, text):
    message = a_message(a_report(error_type=kind, message=text))

    mail = read(written(message))

    assert mail.keys() == HEADERS
    assert mail["Subject"] == compose(message, DASHBOARD).subject


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_content_is_ascii_in_lines_that_every_server_takes(text):
    content = written(hostile_message(text)).content

    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


def test_an_address_outside_ascii_asks_for_smtputf8():
    mail = written(a_message(recipient="änn@bücher.test"))

    assert mail.needs_smtputf8
    assert mail.recipient == "änn@xn--bcher-kva.test"
    assert "To: änn@xn--bcher-kva.test".encode() in mail.content


def test_an_encoded_word_in_the_senders_name_hides_no_header():
    mail = read(written(a_message(), sender=address.sender("=?utf-8?q?=0d=0aBcc:_x@evil.com?= <errors@example.test>")))

    assert mail.keys() == HEADERS


def test_a_name_outside_ascii_does_not():
    mail = written(a_message(), sender=address.sender("Störungen <errors@example.test>"))

    assert not mail.needs_smtputf8
    assert read(mail)["From"] == "Störungen <errors@example.test>"
