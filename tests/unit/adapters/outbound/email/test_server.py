"""The mail server's settings."""

import base64

import pytest

from adapters.outbound.email.server import SmtpServer

LOGIN = SmtpServer(host="mail.example.test", user="mailer", password="pl4nted pass")


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "settings",
    [
        {"host": ""},
        {"port": 0},
        {"port": 65536},
        {"use_tls": True, "use_ssl": True},
        {"timeout_s": 11},
        {"timeout_s": 0},
        {"attempt_limit_s": 31},
    ],
)
def test_what_cannot_be_meant_is_refused(settings):
    with pytest.raises(ValueError, match=r"\w"):
        SmtpServer(**{"host": "mail.example.test"} | settings)


def test_password_is_not_in_its_representation():
    assert "pl4nted" not in repr(LOGIN)


@pytest.mark.parametrize("said", ["pl4nted pass", b64("pl4nted pass"), b64("mailer"), b64("\0mailer\0pl4nted pass")])
def test_secrets_are_masked_as_they_are_and_as_they_are_sent(said):
    assert LOGIN.without_secrets(f"500 AUTH PLAIN {said}?") == "500 AUTH PLAIN ***?"


def test_of_the_user_only_whole_words_are_masked():
    assert LOGIN.without_secrets("mailer@x: mailers") == "***@x: mailers"


def test_without_login_nothing_is_masked():
    assert SmtpServer(host="mail.example.test").without_secrets("all of it") == "all of it"
