"""Who is told of what, as settings say it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bootstrap.setting_reader import SettingsRefused
from bootstrap.settings import read_settings


def test_storms_are_held_off_by_default() -> None:
    policy = read_settings({}).alerting

    assert (policy.quiet_period, policy.digest_interval) == (timedelta(minutes=30), timedelta(minutes=15))
    assert (policy.messages_per_hour, policy.zone) == (60, ZoneInfo("UTC"))


def test_what_is_set_is_taken() -> None:
    said = {"QUIET_PERIOD": "0", "DIGEST_MINUTES": "5", "MESSAGES_PER_HOUR": "7", "TIME_ZONE": "Europe/Berlin"}

    policy = read_settings(said).alerting

    assert (policy.quiet_period, policy.digest_interval) == (timedelta(0), timedelta(minutes=5))
    assert (policy.messages_per_hour, policy.zone) == (7, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("name", "wrong"), [("TIME_ZONE", "Europe/Berln"), ("QUIET_PERIOD", "-1"), ("MESSAGES_PER_HOUR", "0")]
)
def test_a_wrong_one_keeps_nobody_from_being_told(name: str, wrong: str) -> None:
    settings = read_settings({name: wrong})

    [said] = [line for line in settings.left_out if name in line]
    assert wrong in said
    with pytest.raises(SettingsRefused):
        read_settings({name: wrong}, strict=True)
