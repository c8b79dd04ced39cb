"""What is posted: JSON by the endpoint's template, signed, with an id that stays."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domain.delivery import DeliveryOutcome
from domain.notification import NotificationKind
from domain.webhook_template import FIELDS
from tests.integration.webhook.conftest import a_notice_to, stored
from tests.support.builders_digests import SEVERAL
from tests.support.builders_notices import DASHBOARD, HOSTILE, a_report, an_id, hostile_message
from tests.support.builders_webhooks import SECRET, an_endpoint

ERROR = f"{DASHBOARD}/admin/error-logging/errors/{an_id(0xD)}/"

OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def a_frozen_line(message, severity, said):
    """As a digest keeps it."""
    return {
        "severity": severity,
        "error_id": str(message.error.id),
        "service": "java",
        "environment": "production",
        "error_type": "IOError",
        "message": said,
        "errors": 3,
        "news": "new_pattern",
        "count": 1,
        "level": 0,
        "over": False,
    }


def test_the_default_payload_says_everything(notifier, endpoint, receiver):
    message = a_notice_to(endpoint.id)

    notifier.send(replace(message, acknowledge_url=f"{DASHBOARD}/a/x"))

    payload = receiver.wait_for(1)[0].payload
    assert list(payload) == list(FIELDS)
    assert (payload["kind"], payload["severity"], payload["service"]) == ("notice", "critical", "laravel")
    assert (payload["count"], payload["users"], payload["release"]) == (1280, 312, "2.4.1")
    assert (payload["reason_code"], payload["owner"], payload["lines"]) == ("new_pattern", "Ann", [])
    assert payload["link"] == f"{DASHBOARD}/admin/error-logging/errors/{message.error.id}/"
    assert payload["acknowledge_url"] == f"{DASHBOARD}/a/x"
    assert payload["notification_id"] == str(message.notification.id)


def test_a_template_of_ones_own(notifier, store, receiver):
    template = {"text": "{{severity}}: {{message}}", "n": ["{{count}}", "{{release}}"], "fixed": True}
    endpoint = stored(store, an_endpoint(url=receiver.url(), template=template))

    notifier.send(a_notice_to(endpoint.id, report=a_report(release=None)))

    assert receiver.wait_for(1)[0].payload == {
        "text": "critical: Connection failed",
        "n": [1280, None],
        "fixed": True,
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_was_reported_stays_in_its_place_and_can_be_shown(notifier, store, receiver, text):
    template = {"text": "<{{service}}|{{error_type}}|{{message}}>", "owner": "{{owner}}", "mark": "here"}
    endpoint = stored(store, an_endpoint(url=receiver.url(), template=template))

    notifier.send(a_notice_to(endpoint.id, hostile_message(text)))

    posted = receiver.wait_for(1)[0]
    assert posted.verified
    assert list(posted.payload) == ["text", "owner", "mark"]
    assert posted.payload["mark"] == "here"
    assert posted.body.isascii()
    shown = f"{posted.payload['text']}{posted.payload['owner']}"
    assert not any(character in shown for character in "\r\n\x1b\x00\u202e\u2066\u200b")
    assert "://evil" not in shown


@pytest.mark.parametrize("a_message_of_several", SEVERAL.values(), ids=SEVERAL)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_tells_of_several_has_lines_that_can_be_shown(notifier, endpoint, receiver, text, a_message_of_several):
    notifier.send(a_notice_to(endpoint.id, a_message_of_several(text)))

    posted = receiver.wait_for(1)[0]
    assert posted.verified
    assert posted.body.isascii()
    shown = "".join([posted.payload["title"], *(line["text"] for line in posted.payload["lines"])])
    assert not any(character in shown for character in "\r\n\x1b\x00\u202e\u2066\u200b")
    assert "://evil" not in shown
    assert [line["link"] for line in posted.payload["lines"]] == [ERROR] * 2


@pytest.mark.parametrize("a_message_of_several", SEVERAL.values(), ids=SEVERAL)
def test_what_was_frozen_says_the_same_whatever_changed_since(notifier, endpoint, receiver, a_message_of_several):
    message = a_notice_to(endpoint.id, a_message_of_several("failed"))
    pattern = replace(message.pattern, users_affected=message.pattern.users_affected + 1)
    for attempt in (message, replace(message, owner_name="Somebody else", pattern=pattern)):
        notifier.send(attempt)

    first, second = receiver.wait_for(2)
    assert first.payload == second.payload


def test_it_says_how_long_its_body_is_and_that_it_is_json(notifier, endpoint, receiver):
    notifier.send(a_notice_to(endpoint.id))

    posted = receiver.wait_for(1)[0]
    assert posted.headers["content-type"] == "application/json"
    assert posted.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert {"authorization", "cookie"}.isdisjoint(posted.headers)


def test_each_attempt_has_the_same_id_and_a_time_of_its_own(notifier, endpoint, receiver):
    message = a_notice_to(endpoint.id)
    receiver.answer(503)
    notifier.send(message)
    receiver.answer(200)
    notifier.send(message)

    first, second = receiver.wait_for(2)
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(message.notification.id)
    assert abs(datetime.now(UTC).timestamp() - int(second.headers["webhook-timestamp"])) < 60
    assert len(receiver.accepted()) == 1


def test_a_receiver_with_another_secret_does_not_believe_it(notifier, endpoint, receiver):
    receiver.secrets[:] = [OTHER_SECRET]

    notifier.send(a_notice_to(endpoint.id))

    assert not receiver.wait_for(1)[0].verified


@pytest.mark.parametrize("known", [SECRET, OTHER_SECRET])
def test_while_a_secret_is_replaced_both_are_believed(notifier, store, receiver, known):
    until = datetime.now(UTC) + timedelta(hours=1)
    rotating = an_endpoint(url=receiver.url(), previous_secret=OTHER_SECRET, previous_until=until)
    receiver.secrets[:] = [known]

    notifier.send(a_notice_to(stored(store, rotating).id))

    posted = receiver.wait_for(1)[0]
    assert posted.verified
    assert len(posted.headers["webhook-signature"].split(" ")) == 2


def test_the_secret_before_signs_no_more_when_its_time_is_up(notifier, store, receiver):
    until = datetime.now(UTC) - timedelta(seconds=1)
    rotated = an_endpoint(url=receiver.url(), previous_secret=OTHER_SECRET, previous_until=until)
    receiver.secrets[:] = [OTHER_SECRET]

    notifier.send(a_notice_to(stored(store, rotated).id))

    assert not receiver.wait_for(1)[0].verified


def test_an_endpoint_that_is_gone_is_taken_out_of_use(notifier, endpoint, receiver, store):
    receiver.answer(410, "moved away")

    result = notifier.send(a_notice_to(endpoint.id))

    assert result.outcome is DeliveryOutcome.REFUSED
    with store.reading() as work:
        gone = work.webhook_endpoints.get(endpoint.id)
        [(_, entry, _)] = work.audit.page(limit=9)
    assert (gone.active, gone.inactive_because) == (False, "410 Gone: moved away")
    assert (entry.action, entry.actor, entry.subject) == ("webhook_endpoint.deactivate", "system", str(endpoint.id))


def test_one_that_was_changed_since_stays_in_use(notifier, endpoint, receiver, store):
    receiver.answer(410)
    moved = replace(endpoint, url=receiver.url("/other"))
    with store.writing() as work:
        work.webhook_endpoints.save(moved)
        work.commit()

    notifier._deactivate(endpoint, "410 Gone")

    with store.reading() as work:
        assert work.webhook_endpoints.get(endpoint.id) == moved


def test_nothing_is_posted_to_what_is_off_removed_or_unknown(notifier, store, receiver):
    off = stored(store, an_endpoint(url=receiver.url(), active=False, inactive_because="410 Gone"))
    removed = stored(store, an_endpoint(url=receiver.url()).removed(datetime.now(UTC)))

    results = [notifier.send(a_notice_to(each)) for each in (off.id, removed.id, uuid4(), "no id")]

    assert {result.outcome for result in results} == {DeliveryOutcome.REFUSED}
    assert "410 Gone" in results[0].answer
    assert receiver.posted() == []


def test_a_digest_has_its_lines(notifier, store, receiver):
    template = {"kind": "{{kind}}", "text": "{{title}}\n{{lines}}", "lines": "{{lines}}", "n": "{{count}}"}
    endpoint = stored(store, an_endpoint(url=receiver.url(), template=template))
    message = a_notice_to(endpoint.id)
    lines = [a_frozen_line(message, "high", "first"), a_frozen_line(message, "low", "</td>\x1b second")]
    body = json.dumps({"lines": lines, "left_out": 3})
    digest = replace(message.notification, kind=NotificationKind.DIGEST, body=body)

    notifier.send(replace(message, notification=digest))

    payload = receiver.wait_for(1)[0].payload
    assert (payload["kind"], payload["n"], len(payload["lines"])) == ("digest", 2, 2)
    assert [line["severity"] for line in payload["lines"]] == ["high", "low"]
    assert "first" in payload["lines"][0]["text"]
    assert "\x1b" not in payload["text"]
    assert payload["text"].count("\n") == 2
