"""What is logged, and how."""

from dataclasses import dataclass
from enum import StrEnum

from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader


class LogFormat(StrEnum):
    """How log lines look."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """The least important lines that are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """What is logged, and how."""

    level: LogLevel
    format: LogFormat


def read_log(reader: SettingReader) -> LogSettings:
    """LOG_LEVEL and LOG_FORMAT; what is wrong stays with the reader."""
    return LogSettings(
        level=reader.read("LOG_LEVEL", parse.one_of(LogLevel), LogLevel.INFO, example="info"),
        format=reader.read("LOG_FORMAT", parse.one_of(LogFormat), LogFormat.CONSOLE, example="json"),
    )
