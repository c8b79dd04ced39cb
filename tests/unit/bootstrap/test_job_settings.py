"""Schedules and limits as they are set."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bootstrap.job_settings import read_jobs
from bootstrap.setting_reader import SettingReader
from bootstrap.settings import read_settings
from bootstrap.threshold_settings import read_thresholds
from domain.job_run import JobName
from domain.pattern_flood import FloodLimits
from domain.schedule import Daily, Every
from domain.thresholds import ThresholdLimits

SUMMARY = JobName.GENERATE_DAILY_SUMMARY
UTC = ZoneInfo("UTC")


def test_the_documents_schedules_are_the_defaults() -> None:
    assert read_jobs(SettingReader({})).schedules == {
        JobName.RETRY_FAILED_NOTIFICATIONS: Every(60),
        JobName.ANALYZE_ERROR_PATTERNS: Daily(time(0, 0), UTC),
        JobName.ESCALATE_UNRESOLVED_ERRORS: Every(360),
        JobName.CLEAN_OLD_ERROR_LOGS: Daily(time(2, 0), UTC),
        SUMMARY: Daily(time(8, 0), UTC),
        JobName.CHECK_ERROR_THRESHOLDS: Every(15),
    }


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("every 15min", Every(15)),
        ("Every  6 H", Every(360)),
        ("hourly", Every(60)),
        ("daily 7:30", Daily(time(7, 30), UTC)),
        ("off", None),
    ],
)
def test_a_schedule_is_read(text: str, schedule: Daily | Every | None) -> None:
    reader = SettingReader({"JOB_GENERATE_DAILY_SUMMARY": text})

    assert read_jobs(reader).schedules[SUMMARY] == schedule
    assert reader.faults == []


@pytest.mark.parametrize("text", ["nightly", "every 7min", "every 0min", "daily 25:00", "daily 8", "* * * * *"])
def test_a_wrong_schedule_is_said_and_the_default_holds(text: str) -> None:
    settings = read_settings({"JOB_GENERATE_DAILY_SUMMARY": text})

    assert settings.jobs.schedules[SUMMARY] == Daily(time(8, 0), UTC)
    [said] = [notice for notice in settings.notices if "JOB_GENERATE_DAILY_SUMMARY" in notice]
    assert text in said
    assert "right would be JOB_GENERATE_DAILY_SUMMARY=daily 08:00" in said


def test_jobs_go_by_the_installations_zone_or_their_own() -> None:
    zone = {"TIME_ZONE": "Europe/Berlin"}

    assert read_jobs(SettingReader(zone)).zone == ZoneInfo("Europe/Berlin")
    assert read_jobs(SettingReader({**zone, "JOB_TIME_ZONE": "Asia/Tokyo"})).zone == ZoneInfo("Asia/Tokyo")


def test_limits_are_read_for_all_services_and_for_some() -> None:
    reader = SettingReader({"THRESHOLD_ERRORS_PER_HOUR": "7", "THRESHOLDS_BY_SERVICE": "checkout=500/100, a=b=9/0"})

    thresholds = read_thresholds(reader).thresholds

    assert thresholds.limits == ThresholdLimits(7, 50)
    assert thresholds.by_service == {"checkout": ThresholdLimits(500, 100), "a=b": ThresholdLimits(9, 0)}


def test_a_wrong_limit_of_one_service_costs_no_other() -> None:
    reader = SettingReader({"THRESHOLDS_BY_SERVICE": "checkout=many,java=1/2"})

    assert read_thresholds(reader).thresholds.by_service == {"java": ThresholdLimits(1, 2)}
    assert [fault.name for fault in reader.faults] == ["THRESHOLDS_BY_SERVICE"]


def test_floods_have_limits() -> None:
    reader = SettingReader({"NEW_PATTERNS_PER_HOUR": "10", "NEW_PATTERNS_UNTRUSTED_PER_HOUR": "0"})

    assert read_thresholds(reader).floods == FloodLimits(10, 0)
