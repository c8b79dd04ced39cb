"""One error's whole way, on each database: posted to a door, stored, grouped, assigned, and told by email."""

import itertools
import json
import re
from html.parser import HTMLParser
from typing import Any

from tests.support.processes import eventually
from tests.support.product import API, Product
from tests.support.smtp import Mail, MailServer
from tests.support.snippets import SNIPPETS, Snippet


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def links_and_words(mail: Mail) -> tuple[list[str], str]:
    """What the HTML part links to, and its words."""
    parser = _Links()
    parser.feed(mail.body("html"))
    return parser.found, " ".join(parser.words.split())


def test_the_documents_own_snippets_reach_the_right_developers_mailbox(
    product: Product, mail_server: MailServer, admin_token: str
) -> None:
    product.developer("bob", "some-other-service")
    for number, (name, snippet) in enumerate(SNIPPETS.items(), start=1):
        product.developer(f"ada-{name}", snippet.service)
        answer = product.post(snippet.door, snippet.body, headers={"Content-Type": snippet.content_type})

        assert answer.status_code == 201, answer.text
        mail = mail_server.mailbox.wait_for(number, limit_s=20)[-1]
        assert mail.recipients == (f"ada-{name}@example.org",)
        assert_it_tells_of(mail, snippet, product.url, product.error(answer.json()["id"], admin_token))


def assert_it_tells_of(mail: Mail, snippet: Snippet, url: str, error: dict[str, Any]) -> None:
    link = f"{url}/admin/error-logging/errors/{error['id']}/"
    links, words = links_and_words(mail)
    said_by_sender = json.loads(snippet.body)
    error_type = said_by_sender.get("error_type") or said_by_sender["errorType"]
    for said in (snippet.service, error_type, said_by_sender["message"], said_by_sender["severity"].upper()):
        assert said in mail.body("plain")
        assert said in words
    assert link in mail.body("plain")
    # And the one by which its reader says "I deal with it".
    [acknowledge] = set(links) - {link}
    assert re.fullmatch(rf"{re.escape(url)}/a/\w{{22}}", acknowledge)
    assert link in links
    assert error_type in str(mail.message["Subject"])


def test_what_is_stored_is_what_was_sent_and_what_was_decided(
    product: Product, mail_server: MailServer, admin_token: str
) -> None:
    product.developer("ada", "laravel")
    answer = product.post("laravel", SNIPPETS["laravel"].body).json()
    mail_server.mailbox.wait_for(1, limit_s=20)

    error = eventually(lambda: assigned(product, answer["id"], admin_token))
    assert (error["service"], error["severity"], error["status_code"]) == ("laravel", "critical", 500)
    assert error["context"]["database"] == "mysql"
    actions = [entry["action"] for entry in error["history"]]
    assert actions == ["opened", "assigned", "told"]
    assert all(entry["reason"] for entry in error["history"])


def assigned(product: Product, error_id: str, token: str) -> dict[str, Any] | None:
    error = product.error(error_id, token)
    return error if error["status"] == "assigned" else None


def test_two_developers_take_turns_and_each_pattern_is_told_once(product: Product, mail_server: MailServer) -> None:
    product.developer("ada", "java")
    product.developer("bob", "java")
    for number in range(4):
        body = {"error_type": f"Broken{'ABCD'[number]}Exception", "message": "broken", "severity": "high"}
        for _ in range(5):
            assert product.post("java", body).status_code == 201
        mail_server.mailbox.wait_for(number + 1, limit_s=20)

    receivers = [mail.recipients[0] for mail in mail_server.mailbox.all()]
    assert sorted(receivers) == ["ada@example.org"] * 2 + ["bob@example.org"] * 2
    assert all(one != other for one, other in itertools.pairwise(receivers))


def test_the_mails_page_shows_the_error_to_staff_only(product: Product, admin_token: str) -> None:
    error_id = product.post("java", {"error_type": "E", "message": "<b>bold</b> words"}).json()["id"]
    path = f"/admin/error-logging/errors/{error_id}/"

    stranger = product.get(path)
    staff = product.session.post(product.url + path, data={"token": admin_token}, timeout=10)

    assert "bold" not in stranger.text
    assert "&lt;b&gt;bold&lt;/b&gt; words" in staff.text


def test_a_secret_is_nowhere_to_be_found(product: Product, mail_server: MailServer, admin_token: str) -> None:
    product.developer("ada", "java")
    secret = "hunter2-hunter2"
    body = {
        "error_type": "LoginError",
        "message": f"login failed: password={secret}",
        "severity": "critical",
        "context": {
            "db": f"postgresql://app:{secret}@db/x",
            "request": {"headers": {"Authorization": f"Bearer {secret}"}},
        },
        "stack_trace": f'connect(password="{secret}")',
    }

    error_id = product.post("java", body).json()["id"]

    [mail] = mail_server.mailbox.wait_for(1, limit_s=20)
    page = product.session.post(
        f"{product.url}/admin/error-logging/errors/{error_id}/", data={"token": admin_token}, timeout=10
    )
    assert secret not in product.get(f"{API}/errors/{error_id}/", token=admin_token).text
    assert secret not in mail.raw.decode() + mail.body("plain") + mail.body("html")
    assert secret not in page.text + "".join(product.log(name) for name in product.processes)
