"""Whether somebody can be told of something at all."""

from typing import Any

import pytest

from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from domain.escalation_chain import PassedOver
from domain.preferences import Preferences
from domain.reach import why_untold
from domain.severity import Severity
from tests.support.builders import a_developer

HIGH, CRITICAL = Severity.HIGH, Severity.CRITICAL
PHONE: dict[str, Any] = {"email": None, "phone": "+491701234567"}
SLACK: dict[str, Any] = {"email": None, "slack_id": "U123"}
WANTS_NONE = Preferences(channels={CRITICAL: ()})
POLICY = AlertingPolicy(channels=frozenset({Channel.EMAIL, Channel.SMS, Channel.SLACK}))
NO_MAIL = AlertingPolicy(channels=frozenset({Channel.SLACK}))


@pytest.mark.parametrize(
    ("person", "severity", "policy", "why"),
    [
        ({}, HIGH, POLICY, None),
        (PHONE, CRITICAL, POLICY, None),
        (PHONE, HIGH, POLICY, PassedOver.NO_ADDRESS),
        # Nobody named Slack, but what is critical tries it.
        (SLACK, CRITICAL, POLICY, None),
        (SLACK, HIGH, POLICY, PassedOver.NO_ADDRESS),
        ({}, CRITICAL, NO_MAIL, PassedOver.CHANNEL_OFF),
        # Nobody is reached by any: the levels are on record all the same.
        ({}, CRITICAL, AlertingPolicy(channels=frozenset({Channel.WEBHOOK})), None),
        ({"preferences": WANTS_NONE}, CRITICAL, POLICY, PassedOver.NOT_WANTED),
        ({"preferences": WANTS_NONE}, HIGH, POLICY, None),
    ],
)
def test_a_channel_that_is_on_must_lead_to_the_person(
    person: dict[str, Any], severity: Severity, policy: AlertingPolicy, why: PassedOver | None
) -> None:
    assert why_untold(a_developer("Ada", **person), severity, policy) is why
