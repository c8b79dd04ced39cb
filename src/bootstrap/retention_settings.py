"""How long things are kept, how much room they may take, and where they go then."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader
from domain.retention import RetentionPolicy

_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,6})?) ?([kmgt]i?b)", re.IGNORECASE)
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4}
_LEAST_BYTES = 32_000_000
"""An empty store and its log take some of this."""


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """`archive_dir` is None where what is removed is gone, `max_storage_bytes` where only the disk is a limit."""

    policy: RetentionPolicy
    archive_dir: Path | None
    max_storage_bytes: int | None


def read_retention(reader: SettingReader) -> RetentionSettings:
    """All of it; what is wrong stays with the reader."""
    days, usual = parse.whole_number(1, 36_500), RetentionPolicy()
    policy = RetentionPolicy(
        unresolved=timedelta(days=reader.read("RETENTION_DAYS", days, usual.unresolved.days, example="90")),
        resolved=timedelta(days=reader.read("RETENTION_RESOLVED_DAYS", days, usual.resolved.days, example="30")),
        notifications=timedelta(
            days=reader.read("RETENTION_NOTIFICATION_DAYS", days, usual.notifications.days, example="60")
        ),
    )
    archive_dir = reader.read("ARCHIVE_DIR", Path, None, example="/var/lib/error-logging/archive")
    return RetentionSettings(
        policy=policy,
        archive_dir=None if archive_dir is None else archive_dir.absolute(),
        max_storage_bytes=reader.read("MAX_STORAGE", _size, None, example="20GB"),
    )


def _size(text: str) -> int:
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ValueError("is no size such as 20GB or 500MiB")
    unit = match[2].lower()
    size = int(float(match[1]) * (1024 if "i" in unit else 1000) ** _POWERS[unit[0]])
    if size < _LEAST_BYTES:
        raise ValueError("is less than 32 MB, which an empty installation needs")
    return size
