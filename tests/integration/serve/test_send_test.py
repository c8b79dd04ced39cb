"""`send-test` against a running `serve`."""

import json
import subprocess

from application.ports.error_reader import ErrorFilter
from application.ports.unit_of_work import Store
from domain.error_log import ErrorStatus
from tests.support.product import PROGRAM, Product
from tests.support.smtp import MailServer


def send_test(product: Product, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, "send-test", *arguments], env=product.environment, capture_output=True, text=True, check=False
    )


def test_somebody_is_told_and_nothing_stays_open(product: Product, mail_server: MailServer, store: Store) -> None:
    product.developer("ada", "shop")

    done = send_test(product, "--service", "shop", "--json")

    said = json.loads(done.stdout)
    assert (done.returncode, said["told"], said["owner"]) == (0, True, "ada"), done.stderr
    [mail] = mail_server.mailbox.all()
    assert "TEST" in mail.message["Subject"]
    with store.reading() as work:
        [error] = work.error_reader.page(ErrorFilter(services=("shop",)), limit=5).errors
        left = [token.name for token in work.access.tokens() if token.revoked_at is None]
    assert error.status is ErrorStatus.RESOLVED
    assert "send-test" not in left


def test_that_nobody_can_be_told_is_said(product: Product) -> None:
    done = send_test(product, "--service", "shop")

    assert done.returncode == 1
    assert "Nobody could be assigned" in done.stdout


def test_that_no_web_process_answers_is_said(product: Product) -> None:
    done = send_test(product, "--port", "1")

    assert done.returncode != 0
    assert "nothing listens at 127.0.0.1:1:" in done.stderr


def test_a_silence_is_said_where_it_keeps_people_from_being_told(product: Product) -> None:
    product.developer("ada", "shop")
    product.run("silence", "create", "--service", "shop", "--hours", "1", "--reason", "moving house")

    done = send_test(product, "--service", "shop")

    assert done.returncode == 1
    assert "moving house" in done.stdout
    assert "error-logging silence list" in done.stdout


def test_a_message_to_somebody_is_no_error(product: Product, mail_server: MailServer, store: Store) -> None:
    product.developer("ada", "shop")

    done = send_test(product, "--to", "ada")

    assert done.returncode == 0, done.stderr
    assert "accepted" in done.stdout
    [mail] = mail_server.mailbox.all()
    assert mail.message["To"] == "ada@example.org"
    with store.reading() as work:
        assert work.error_reader.page(ErrorFilter(), limit=1).count == 0
