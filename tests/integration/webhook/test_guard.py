"""What webhooks reach, and how little of an answer is kept (Z5)."""

import threading
import time
from ipaddress import ip_address, ip_network
from itertools import count

import pytest

from adapters.bounded_http import NoReply
from adapters.outbound.webhook.guarded_http import GuardedHttp
from domain.delivery import DeliveryOutcome
from tests.integration.webhook.conftest import LOOPBACK, a_notice_to, stored
from tests.support.builders_webhooks import SECRET, an_endpoint
from tests.support.smtp import certificate
from tests.support.webhook_receiver import DRIP_BODY, DRIP_HEAD, HANG, webhook_receiver


def test_loopback_is_refused_unless_it_is_allowed(receiver):
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "0.0.0.0"):
        with pytest.raises(NoReply, match="WEBHOOK_ALLOWED_NETWORKS"):
            GuardedHttp().post(receiver.url(host=host), b"{}", {})

    assert receiver.posted() == []
    assert GuardedHttp(LOOPBACK).post(receiver.url(), b"{}", {}).status == 200


def test_an_address_is_said_once(receiver):
    with pytest.raises(NoReply, match=r"^127\.0\.0\.1 is not reachable for everybody"):
        GuardedHttp().post(receiver.url(host="127.0.0.1"), b"{}", {})


def test_a_name_that_says_something_else_a_moment_later_leads_nowhere_else(receiver):
    """DNS rebinding: first an address that everybody reaches, then this host."""
    looked_up = count()

    def rebinding(host, port):
        return [ip_address("192.88.99.1" if next(looked_up) == 0 else "127.0.0.1")]

    # Only this one network is allowed, which leads nowhere here: whatever is connected to, it is not the receiver.
    http = GuardedHttp([ip_network("192.88.99.0/24")], lookup=rebinding, limit_s=0.5)

    with pytest.raises(NoReply):
        http.post(receiver.url(host="rebind.example.test"), b"{}", {})
    assert (next(looked_up), receiver.posted()) == (1, [])


def test_a_name_is_looked_up_once_and_connected_to_there(receiver):
    asked = []

    def lookup(host, port):
        asked.append((host, port))
        return [ip_address("10.0.0.1"), ip_address("127.0.0.1")]

    answer = GuardedHttp(LOOPBACK, lookup=lookup).post(receiver.url(host="hooks.example.test"), b"{}", {})

    assert answer.status == 200
    assert asked == [("hooks.example.test", receiver.port)]
    assert receiver.wait_for(1)[0].host == f"hooks.example.test:{receiver.port}"


def test_the_certificate_is_checked_for_the_name_and_not_the_address():
    def lookup(host, port):
        return [ip_address("127.0.0.1")]

    with certificate("DNS:hooks.example.test") as authority, webhook_receiver(certificate=authority) as receiver:
        http = GuardedHttp(LOOPBACK, lookup=lookup, ca_file=authority.file)

        assert http.post(f"https://hooks.example.test:{receiver.port}/", b"{}", {}).status == 200
        with pytest.raises(NoReply, match="not to be trusted"):
            http.post(f"https://other.example.test:{receiver.port}/", b"{}", {})
        with pytest.raises(NoReply, match="not to be trusted"):
            GuardedHttp(LOOPBACK, lookup=lookup).post(f"https://hooks.example.test:{receiver.port}/", b"{}", {})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(notifier, endpoint, receiver, status):
    receiver.answer(status, "x" * 1_000_000, Location=receiver.url("/secret"))

    result = notifier.send(a_notice_to(endpoint.id))

    assert result.outcome is DeliveryOutcome.UNREACHABLE
    assert "redirects are not followed" in result.answer
    assert [each.path for each in receiver.posted()] == ["/hook"]


def test_no_proxy_and_no_login_of_the_environment_is_used(receiver, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password s3cret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert GuardedHttp(LOOPBACK).post(receiver.url(), b"{}", {}).status == 200
    assert "authorization" not in receiver.wait_for(1)[0].headers


@pytest.mark.parametrize("how", [HANG, DRIP_HEAD])
def test_who_takes_too_long_is_left_in_time(notifier_with, endpoint, receiver, how):
    receiver.misbehave(how)
    began = time.monotonic()

    result = notifier_with(limit_s=0.4).send(a_notice_to(endpoint.id))

    assert result.outcome is DeliveryOutcome.UNREACHABLE
    assert time.monotonic() - began < 2


def test_a_status_counts_though_the_text_never_ends(notifier_with, endpoint, receiver):
    receiver.misbehave(DRIP_BODY)

    assert notifier_with(limit_s=0.4).send(a_notice_to(endpoint.id)).outcome is DeliveryOutcome.ACCEPTED


def test_a_name_that_is_looked_up_for_ever_is_left_in_time():
    never = threading.Event()

    def hangs(host, port):
        never.wait(5)
        return []

    began = time.monotonic()
    with pytest.raises(NoReply):
        GuardedHttp(lookup=hangs, limit_s=0.3).post("http://hooks.example.test/", b"{}", {})
    never.set()

    assert time.monotonic() - began < 2


def test_of_an_answer_the_status_and_200_redacted_characters_are_kept(notifier, store, receiver):
    endpoint = stored(store, an_endpoint(url=receiver.url("/hooks/T0k3n-of-the-path?key=qu3ry-key")))
    told = f"{SECRET} T0k3n-of-the-path qu3ry-key password=hunter2 ann@example.org \x1b[31m "
    receiver.answer(400, told + "x" * 5_000)

    answer = notifier.send(a_notice_to(endpoint.id)).answer

    assert answer.startswith("400 Bad Request: ")
    assert len(answer) <= len("400 Bad Request: ") + 200
    assert answer.isprintable()
    for secret in (SECRET, "T0k3n-of-the-path", "qu3ry-key", "hunter2", "ann@example.org"):
        assert secret not in answer


def test_why_there_is_no_answer_holds_nothing_of_the_path(notifier, store, receiver):
    receiver.misbehave(HANG)
    url = receiver.url("/hooks/T0k3n-of-the-path?key=qu3ry-key")
    receiver.stop()

    answer = notifier.send(a_notice_to(stored(store, an_endpoint(url=url)).id)).answer

    assert "127.0.0.1" in answer
    assert "T0k3n" not in answer
    assert "qu3ry" not in answer


def test_what_the_store_says_is_not_believed_either(notifier, store):
    for url in ("file:///etc/passwd", "http://user:pw@127.0.0.1/", "ftp://127.0.0.1/"):
        result = notifier.send(a_notice_to(stored(store, an_endpoint(url=url)).id))

        assert result.outcome is DeliveryOutcome.UNREACHABLE
        assert "pw" not in result.answer
