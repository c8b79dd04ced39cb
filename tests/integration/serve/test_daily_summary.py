"""The daily summary, made by hand, in a mailbox."""

import pytest

from tests.support.product import Product
from tests.support.smtp import MailServer


@pytest.fixture
def mail_settings(mail_settings: dict[str, str]) -> dict[str, str]:
    """A team is told beside its developers."""
    return {**mail_settings, "EMAIL_RECIPIENTS": "team@example.org"}


def test_developers_and_the_team_are_sent_the_day(product: Product, mail_server: MailServer) -> None:
    product.developer("ada", "java")
    error = {"error_type": "DatabaseError", "message": "connection failed", "severity": "high"}
    assert product.post("java", error).status_code == 201
    mail_server.mailbox.wait_for(2, limit_s=20)

    assert "2" in product.run("job", "run", "generate-daily-summary")

    mails = mail_server.mailbox.wait_for(4, limit_s=20)[2:]
    assert sorted(mail.recipients for mail in mails) == [("ada@example.org",), ("team@example.org",)]
    for mail in mails:
        assert "connection failed" in mail.body("plain")
        assert "connection failed" in mail.body("html")
