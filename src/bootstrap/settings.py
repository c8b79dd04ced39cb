"""What an installation sets, read once from the environment and an optional file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from application.ports.rate_limiter import RateLimits, Share
from bootstrap import setting_parsers as parse
from bootstrap.alerting_settings import read_alerting
from bootstrap.channel_settings import Channels, read_channels
from bootstrap.email_settings import EmailSettings
from bootstrap.escalation_settings import EscalationSettings, read_escalation
from bootstrap.heartbeat_settings import HeartbeatSettings, read_heartbeat
from bootstrap.job_settings import JobSettings, read_jobs, read_time_zone
from bootstrap.log_settings import LogSettings, read_log
from bootstrap.retention_settings import read_retention
from bootstrap.setting_reader import SettingReader, SettingsRefused, read_settings_file
from bootstrap.threshold_settings import ThresholdSettings, read_thresholds
from bootstrap.unknown_settings import unknown_settings
from domain.alerting import AlertingPolicy
from domain.retention import RetentionPolicy
from domain.trust import AddressPolicy, networks_trusted_by_default


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    """Where things are kept. `database_url` and `redis_url` may hold passwords."""

    data_dir: Path
    database_url: str = field(repr=False)
    pool_size: int
    redis_url: str | None = field(repr=False)
    retention: RetentionPolicy
    regression_grace: timedelta
    archive_dir: Path | None = None
    max_storage_bytes: int | None = None

    @property
    def queue(self) -> str:
        """What wakes workers: "redis", or "file"."""
        return "file" if self.redis_url is None else "redis"

    @property
    def queue_file(self) -> Path:
        """The file of the queue, where that is what wakes workers."""
        return self.data_dir / "queue.db"

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file where it is SQLite, else None."""
        parts = urlsplit(self.database_url)
        if not parts.scheme.startswith("sqlite"):
            return None
        # Three slashes and a name are a path relative to here, four an absolute one (SQLAlchemy's rule).
        return Path(unquote(parts.path[1:])).absolute()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How the HTTP side is reached, whom it believes, and how much it takes. `processes` share the limits where no
    Redis counts for them.
    """

    host: str
    port: int
    threads: int
    dashboard_url: str
    addresses: AddressPolicy
    cors_allowed_origins: tuple[str, ...]
    limits: RateLimits
    processes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that is set. `channels_off` says which channels are off or wait and why, `left_out` what of a list or
    choice is passed over, and `unknown` what is set and means nothing to this version, each in a line for people.
    """

    storage: StorageSettings
    web: WebSettings
    channels: Channels
    alerting: AlertingPolicy
    escalation: EscalationSettings = EscalationSettings()
    jobs: JobSettings
    thresholds: ThresholdSettings
    heartbeat: HeartbeatSettings = HeartbeatSettings()
    log: LogSettings
    channels_off: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def email(self) -> EmailSettings | None:
        """The mail server, None while that channel is off or at fault; `email_at_fault` tells which."""
        return self.channels.email.settings

    @property
    def email_at_fault(self) -> bool:
        """Whether mail is wanted and cannot be sent: it waits."""
        return self.channels.email.wanted and self.email is None

    @property
    def notices(self) -> tuple[str, ...]:
        """What whoever starts this should be told."""
        return (*self.channels_off, *self.left_out, *self.unknown)


def read_settings(
    environment: Mapping[str, str], *, options: Mapping[str, str] | None = None, strict: bool = False
) -> Settings:
    """The settings: options of the command line win over the environment, and that over the file that
    `ERROR_LOGGING_SETTINGS` names.

    Raises:
        SettingsRefused: with every fault, where one is of storage or security, or with `strict` of a channel;
            otherwise what a channel at fault should send waits, and a wrong recipient is left out.
    """
    path = environment.get("ERROR_LOGGING_SETTINGS", "").strip()
    file = read_settings_file(Path(path)) if path else {}
    texts = {**file, **environment, **(options or {})}
    reader, lenient = SettingReader(texts), SettingReader(texts)
    storage, web, log = _storage(reader), _web(reader), read_log(reader)
    channels, names = read_channels(texts, lenient)
    zone = read_time_zone(lenient)
    alerting = read_alerting(reader, lenient, channels, zone=zone)
    jobs, thresholds = read_jobs(lenient, zone), read_thresholds(lenient)
    escalation, heartbeat = read_escalation(lenient), read_heartbeat(lenient)
    of_channels = [*channels.faults, *lenient.faults]
    if reader.faults or (strict and of_channels):
        raise SettingsRefused([*reader.faults, *of_channels])
    return Settings(
        storage=storage,
        web=web,
        log=log,
        channels=channels,
        alerting=alerting,
        escalation=escalation,
        jobs=jobs,
        thresholds=thresholds,
        heartbeat=heartbeat,
        channels_off=channels.off,
        left_out=tuple(f"{fault.wrong}; right would be {fault.example}" for fault in lenient.faults),
        unknown=unknown_settings(reader.names | names | lenient.names, environment, file),
    )


def _storage(reader: SettingReader) -> StorageSettings:
    data_dir = reader.read("DATA_DIR", Path, Path("data"), example="/var/lib/error-logging").absolute()
    kept = read_retention(reader)
    grace_min = reader.read("REGRESSION_GRACE", parse.whole_number(0, 10_080), 10, example="10")
    return StorageSettings(
        data_dir=data_dir,
        database_url=reader.read(
            "DATABASE_URL",
            parse.database_url,
            f"sqlite:///{data_dir / 'error_logging.db'}",
            example="postgresql://user:password@localhost:5432/error_logging",
        ),
        pool_size=reader.read("DATABASE_POOL_SIZE", parse.whole_number(1, 500), 10, example="10"),
        redis_url=reader.read("REDIS_URL", parse.redis_url, None, example="redis://localhost:6379/0"),
        retention=kept.policy,
        archive_dir=kept.archive_dir,
        max_storage_bytes=kept.max_storage_bytes,
        regression_grace=timedelta(minutes=grace_min),
    )


def _web(reader: SettingReader) -> WebSettings:
    port = reader.read("PORT", parse.whole_number(1, 65_535), 8000, example="8000")
    return WebSettings(
        host=reader.read("HOST", parse.host, "127.0.0.1", example="0.0.0.0"),  # noqa: S104
        port=port,
        threads=reader.read("WEB_THREADS", parse.whole_number(1, 500), 64, example="64"),
        dashboard_url=reader.read(
            "DASHBOARD_URL", parse.web_url, f"http://127.0.0.1:{port}", example="https://errors.example.org"
        ),
        addresses=_addresses(reader),
        cors_allowed_origins=reader.read(
            "CORS_ALLOWED_ORIGINS", parse.list_of(parse.origin), (), example="https://shop.example.org"
        ),
        limits=_limits(reader),
        processes=reader.read("WEB_PROCESSES", parse.whole_number(1, 1_000), 1, example="4"),
    )


def _addresses(reader: SettingReader) -> AddressPolicy:
    networks = parse.list_of(parse.network)
    # Read as mere text: whether it is a URL is found out, and said once, where it is read for links.
    public_url = reader.read("DASHBOARD_URL", str, "http://localhost", example="https://errors.example.org")
    return AddressPolicy(
        trusted_networks=reader.read(
            "TRUSTED_NETWORKS", networks, networks_trusted_by_default(public_url), example="127.0.0.0/8,10.0.0.0/8"
        ),
        trusted_proxies=reader.read("TRUSTED_PROXIES", networks, (), example="10.0.0.2"),
    )


def _limits(reader: SettingReader) -> RateLimits:
    usual = RateLimits()
    return RateLimits(
        trusted=_share(reader, "RATE_LIMIT_TRUSTED", usual.trusted),
        untrusted=_share(reader, "RATE_LIMIT", usual.untrusted),
        everybody=_share(reader, "RATE_LIMIT_TOTAL", usual.everybody),
    )


def _share(reader: SettingReader, name: str, usual: Share) -> Share:
    """Errors and MiB a minute."""
    items = reader.read(
        f"{name}_ERRORS_PER_MINUTE", parse.whole_number(1, 10**9), usual.items, example=str(usual.items)
    )
    mebibytes = reader.read(
        f"{name}_MIB_PER_MINUTE",
        parse.whole_number(1, 10**6),
        usual.size_bytes >> 20,
        example=str(usual.size_bytes >> 20),
    )
    return Share(items, mebibytes << 20)
