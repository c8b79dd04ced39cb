"""What arrives on a phone, and what Twilio says of it afterwards."""

from dataclasses import replace

import pytest

from adapters.outbound.sms.gsm7 import septets
from domain.delivery import DeliveryOutcome, Fate
from tests.support.builders_digests import SEVERAL
from tests.support.builders_notices import DASHBOARD, HOSTILE, a_message, a_report, an_id, hostile_message
from tests.support.hostile import INJECTIONS
from tests.support.twilio_server import INVALID, SENDER, SID, TOKEN, refusal
from tests.support.web_far_end import DRIP, DROP, HANG, Said, as_json

LINK = f"{DASHBOARD}/admin/error-logging/errors/{an_id(0xD)}/"
PHONE = {"recipient": "+4915112345678"}


def sent(twilio):
    (text,) = twilio.texts.values()
    return text


def test_one_message_with_the_link_at_its_end(notifier, twilio):
    result = notifier.send(a_message(**PHONE))

    text = sent(twilio)
    assert (text.to, text.sender) == (PHONE["recipient"], SENDER)
    assert text.body.startswith("[CRITICAL] laravel production: DatabaseError:")
    assert text.body.endswith(f" Open: {LINK}")
    assert septets(text.body) <= 160
    assert (result.outcome, result.provider_id) == (DeliveryOutcome.ACCEPTED, text.sid)


def test_the_link_to_acknowledge_stands_in_for_the_one_to_the_error(notifier, twilio):
    url = f"{DASHBOARD}/a/0123456789abcdefABCDEF"

    notifier.send(replace(a_message(**PHONE), acknowledge_url=url))

    assert sent(twilio).body == (f"[CRITICAL] laravel production: DatabaseError: Connection failed Acknowledge: {url}")


@pytest.mark.parametrize("text", [*HOSTILE.values(), *INJECTIONS.values()], ids=[*HOSTILE, *INJECTIONS])
def test_whatever_was_reported_it_stays_one_part_with_one_link(notifier, twilio, text):
    notifier.send(hostile_message(text, **PHONE))

    body = sent(twilio).body
    said, _, link = body.rpartition(" ")
    assert (septets(body) <= 160, link) == (True, LINK)
    assert ("://" in said, "evil.com" in said, "evil.example" in said, "\n" in said) == (False, False, False, False)


@pytest.mark.parametrize("a_message_of_several", SEVERAL.values(), ids=SEVERAL)
@pytest.mark.parametrize("text", [*HOSTILE.values(), *INJECTIONS.values()], ids=[*HOSTILE, *INJECTIONS])
def test_what_tells_of_several_stays_one_part_with_one_link(notifier, twilio, text, a_message_of_several):
    notifier.send(a_message_of_several(text.encode("utf-8", "replace").decode(), **PHONE))

    body = sent(twilio).body
    said, _, link = body.rpartition(" ")
    assert (septets(body) <= 160, link) == (True, f"{DASHBOARD}/admin/error-logging/")
    assert ("://" in said, "evil.com" in said, "evil.example" in said, "\n" in said) == (False, False, False, False)


@pytest.mark.parametrize("recipient", ["", "0151 1234567", "+49", "+1500555000x", "ann@example.test", "+" + "9" * 20])
def test_what_is_no_number_is_refused_without_asking(notifier, twilio, recipient):
    assert notifier.send(a_message(recipient=recipient)).outcome is DeliveryOutcome.REFUSED
    assert twilio.asked == []


@pytest.mark.parametrize(
    ("changes", "recipient", "outcome", "code"),
    [
        ({}, INVALID, DeliveryOutcome.REFUSED, "21211"),
        ({"sender": "+15005550007"}, PHONE["recipient"], DeliveryOutcome.UNREACHABLE, "21606"),
        ({"token": "wrong"}, PHONE["recipient"], DeliveryOutcome.UNREACHABLE, "20003"),
        ({"sid": "AC" + "0" * 32}, PHONE["recipient"], DeliveryOutcome.UNREACHABLE, "20003"),
    ],
)
def test_settings_that_do_not_fit_wait_and_receivers_that_do_not_are_refused(
    notifier_to, changes, recipient, outcome, code
):
    result = notifier_to(**changes).send(a_message(recipient=recipient))

    assert (result.outcome, result.answer.startswith(code)) == (outcome, True), result.answer


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refusal(400, 21611, "queue full"), DeliveryOutcome.UNREACHABLE),
        (refusal(400, 63038, "daily limit"), DeliveryOutcome.UNREACHABLE),
        (refusal(400, 21408, "region"), DeliveryOutcome.REFUSED),
        (refusal(400, 99999, "a code of tomorrow"), DeliveryOutcome.REFUSED),
        (refusal(404, 20404, "not found"), DeliveryOutcome.UNREACHABLE),
        (Said(504, ""), DeliveryOutcome.UNKNOWN),
        (Said(302, "", {"Location": "/elsewhere"}), DeliveryOutcome.UNREACHABLE),
        (as_json(201, {"sid": "not a sid", "status": "queued"}), DeliveryOutcome.UNKNOWN),
        *((as_json(201, garbage), DeliveryOutcome.UNKNOWN) for garbage in ([], [1], 5, None, "ok", {})),
        *((as_json(400, garbage), DeliveryOutcome.REFUSED) for garbage in ([], 5, None, {})),
    ],
)
def test_answers(notifier, twilio, answer, outcome):
    twilio.script = answer

    result = notifier.send(a_message(**PHONE))

    assert result.outcome is outcome
    assert len(twilio.asked) == 1


def test_no_proxy_and_no_login_of_the_environment_is_used(notifier, twilio, nowhere, monkeypatch, tmp_path):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, nowhere)
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login x password y\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))

    assert notifier.send(a_message(**PHONE)).outcome is DeliveryOutcome.ACCEPTED


@pytest.mark.parametrize("level", ["DEBUG", "WARNING"])
def test_no_secret_is_logged(notifier, twilio, caplog, level):
    caplog.set_level(level)
    for script in (None, refusal(401, 20003, TOKEN), Said(500, TOKEN), DROP):
        twilio.script = script
        notifier.send(a_message(**PHONE))

    assert "s3cret" not in caplog.text


def test_its_way_to_the_phone_can_be_followed(notifier, twilio, status_reader):
    sid = notifier.send(a_message(**PHONE)).provider_id

    found = [status_reader.status_of(sid) for _ in range(3)]

    assert [status.fate for status in found] == [Fate.UNDER_WAY, Fate.DELIVERED, Fate.DELIVERED]
    assert [status.answer for status in found] == ["sent", "delivered", "delivered"]


@pytest.mark.parametrize("end", ["undelivered", "failed"])
def test_what_never_arrived_has_the_code_of_why(notifier, twilio, status_reader, end):
    twilio.next_steps, twilio.error_code = ("queued", end), 30003
    sid = notifier.send(a_message(**PHONE)).provider_id

    status = status_reader.status_of(sid)

    assert (status.fate, status.answer) == (Fate.UNDELIVERED, f"{end} 30003 Unreachable destination handset")


@pytest.mark.parametrize(
    "answer", [HANG, DRIP, DROP, Said(200, "<html>"), refusal(429, 20429, "x"), as_json(200, [1]), Said(500, TOKEN)]
)
def test_a_twilio_that_says_nothing_sensible_leaves_it_under_way(notifier, twilio, status_reader, answer):
    sid = notifier.send(a_message(**PHONE)).provider_id
    twilio.script = answer

    status = status_reader.status_of(sid)

    assert (status.fate, TOKEN in status.answer, SID in status.answer) == (Fate.UNDER_WAY, False, False)


def test_a_long_message_is_cut_before_the_link(notifier, twilio):
    notifier.send(a_message(a_report(message="payment " * 100), **PHONE))

    body = sent(twilio).body
    assert body.endswith(f"... Open: {LINK}")
    assert 150 <= septets(body) <= 160
