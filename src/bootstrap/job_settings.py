"""When jobs run."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from bootstrap.setting_reader import SettingReader
from domain.job_run import JobName
from domain.schedule import Daily, Every, Schedule
from domain.time_zones import zone_fault

_UTC = "UTC"
_EVERY = re.compile(r"every ?([1-9][0-9]{0,3}) ?(min|h)")
_DAILY = re.compile(r"daily ([0-9]{1,2}):([0-9]{2})")

_DEFAULTS = {
    JobName.RETRY_FAILED_NOTIFICATIONS: "hourly",
    JobName.ANALYZE_ERROR_PATTERNS: "daily 00:00",
    JobName.ESCALATE_UNRESOLVED_ERRORS: "every 6h",
    JobName.CLEAN_OLD_ERROR_LOGS: "daily 02:00",
    JobName.GENERATE_DAILY_SUMMARY: "daily 08:00",
    JobName.CHECK_ERROR_THRESHOLDS: "every 15min",
}
"""The document's schedules."""


@dataclass(frozen=True, slots=True)
class JobSettings:
    """The schedule of each job, None where it is switched off, and the zone of what is said by the day."""

    schedules: Mapping[JobName, Schedule | None]
    zone: ZoneInfo


def read_time_zone(reader: SettingReader) -> ZoneInfo:
    """The installation's zone; what is wrong stays with the reader."""
    return reader.read("TIME_ZONE", _zone, ZoneInfo(_UTC), example="Europe/Berlin")


def read_jobs(reader: SettingReader, own: ZoneInfo | None = None) -> JobSettings:
    """The schedules of all jobs; what is wrong stays with the reader.

    Args:
        own: the installation's zone, where it was read.
    """
    own = own or read_time_zone(reader)
    zone = reader.read("JOB_TIME_ZONE", _zone, own, example="Europe/Berlin")
    parse = schedule_in(zone)
    schedules = {
        job: reader.read(_setting(job), parse, parse(default), example=default) for job, default in _DEFAULTS.items()
    }
    return JobSettings(schedules, zone)


def schedule_in(zone: ZoneInfo) -> Callable[[str], Schedule | None]:
    """Reads `every 15min`, `every 6h`, `hourly`, `daily 08:00` on that zone's clocks, and `off`."""

    def parse(text: str) -> Schedule | None:
        said = " ".join(text.lower().split())
        if said == "off":
            return None
        if said == "hourly":
            return Every(60)
        if every := _EVERY.fullmatch(said):
            return Every(int(every[1]) * (60 if every[2] == "h" else 1))
        if daily := _DAILY.fullmatch(said):
            return Daily(_time(int(daily[1]), int(daily[2])), zone)
        raise ValueError("is no schedule: it may be `hourly`, `every 15min`, `every 6h`, `daily 08:00` or `off`")

    return parse


def _time(hour: int, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("names no time of a day") from None


def _zone(text: str) -> ZoneInfo:
    if fault := zone_fault(text):
        raise ValueError(fault)
    return ZoneInfo(text)


def _setting(job: JobName) -> str:
    return f"JOB_{job.name}"
