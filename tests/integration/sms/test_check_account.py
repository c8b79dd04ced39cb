"""The doctor's look at Twilio."""

import pytest

from adapters.outbound.sms.check import check_account
from adapters.outbound.sms.twilio_account import TwilioAccount
from application.diagnosis import Health
from tests.support.twilio_server import SID, TOKEN
from tests.support.web_far_end import DROP, Said


def look(url, token=TOKEN):
    return check_account(TwilioAccount(sid=SID, token=token, api_url=url))


def test_an_account_that_can_send(twilio):
    assert look(twilio.url).health is Health.OK
    assert twilio.texts == {}


def test_an_account_that_is_suspended(twilio):
    twilio.account_status = "suspended"

    finding = look(twilio.url)

    assert (finding.health, "suspended" in finding.what) == (Health.FAIL, True)


def test_a_login_that_twilio_does_not_know_is_named_and_not_shown(twilio):
    finding = look(twilio.url, "0ther-s3cret")

    assert (finding.health, "TWILIO_AUTH_TOKEN" in finding.mend) == (Health.FAIL, True)
    assert "refuses" in finding.what
    assert not any(secret in finding.what for secret in (SID, "0ther-s3cret"))


@pytest.mark.parametrize("script", [DROP, Said(500, "down"), Said(200, "<html>"), Said(429, "")])
def test_a_twilio_that_gives_no_answer_is_not_a_refusal(twilio, script):
    twilio.script = script

    finding = look(twilio.url)

    assert (finding.health, "TWILIO_API_URL" in finding.mend) == (Health.FAIL, True)


def test_nothing_listens(nowhere):
    assert "could not be asked" in look(nowhere).what
