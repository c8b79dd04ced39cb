"""Whom we tell that we are alive."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartbeatSettings:
    """`url` None: nobody."""

    url: str | None = field(default=None, repr=False)
    every: timedelta = timedelta(minutes=1)


def read_heartbeat(reader: SettingReader) -> HeartbeatSettings:
    """HEARTBEAT_URL and HEARTBEAT_INTERVAL, in seconds; what is wrong stays with the reader."""
    every_s = reader.read("HEARTBEAT_INTERVAL", parse.whole_number(10, 86_400), 60, example="60")
    url = reader.read("HEARTBEAT_URL", _url, None, example="https://watch.example.org/ping/our-own-id", secret=True)
    return HeartbeatSettings(url=url, every=timedelta(seconds=every_s))


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError("does not start with http:// or https:// and a host")
    return text
