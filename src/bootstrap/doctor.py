"""What `error-logging doctor` looks at besides the store."""

import os
import shutil
import stat
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from adapters.outbound.email.check import check_connection
from adapters.outbound.sql.migrate import SchemaState, schema_state
from application.alerting_diagnosis import AlertingDiagnosis
from application.check_health import CheckHealth
from application.diagnosis import Check, Finding, Health, StoreDiagnosis
from application.ports.store_errors import DataRefused, StoreUnavailable
from bootstrap.channel_checks import channel_checks
from bootstrap.containers import Container
from bootstrap.setting_reader import SettingFault, SettingsRefused
from bootstrap.settings import Settings, StorageSettings
from domain.storage_limit import StorageStep

_LITTLE_SPACE = 1 << 30
_NO_SPACE = 100 << 20
_MIB = 1 << 20


def health_of_settings(faults: Sequence[SettingFault]) -> CheckHealth:
    """All that can be said where the settings cannot be used."""
    return CheckHealth([(fault.name, _found(fault)) for fault in faults])


def health_of(settings: Settings, container: Container) -> CheckHealth:
    """Every check there is."""
    storage = settings.storage
    return CheckHealth(
        [
            ("settings", lambda: _settings(settings)),
            ("data directory", lambda: _data_dir(storage.data_dir)),
            ("disk", lambda: _disk(storage.data_dir)),
            *_store_checks(settings, container),
            ("storage", lambda: _storage(storage.sqlite_file, container)),
            ("queue", lambda: _queue(storage, container)),
            ("email", lambda: _email(settings)),
            *channel_checks(settings, container.clock()),
            ("links", lambda: _links(settings.web.dashboard_url)),
        ]
    )


def _store_checks(settings: Settings, container: Container) -> Sequence[tuple[str, Check]]:
    """SQLite makes a missing file when it is opened, and looking must change nothing."""
    sqlite_file = settings.storage.sqlite_file
    if sqlite_file is not None and not sqlite_file.exists():
        missing = Finding("database", Health.FAIL, f"there is no file {sqlite_file}", "error-logging serve makes it")
        return (("database", lambda: missing),)
    # Looked at before the list is made: with a database that is away each further check would wait for it again and
    # say the same.
    database = _database(container)
    if database.health is Health.FAIL:
        return (("database", lambda: database),)
    store = container.store()
    itself, alerting = StoreDiagnosis(store, container.clock()), AlertingDiagnosis(store, settings.alerting)
    return (("database", lambda: database), *itself.checks(), *alerting.checks())


def _found(fault: SettingFault) -> Check:
    return lambda: Finding(fault.name, Health.FAIL, fault.wrong, fault.example)


def _settings(settings: Settings) -> Finding:
    file = os.environ.get("ERROR_LOGGING_SETTINGS", "").strip()
    if file and Path(file).stat().st_mode & stat.S_IROTH:
        return Finding("settings", Health.WARN, f"everybody on this machine can read {file}", f"chmod o= {file}")
    passed_over = (*settings.left_out, *settings.unknown)
    if passed_over:
        return Finding("settings", Health.WARN, "; ".join(passed_over), "correct it, or take away what is unknown")
    return Finding("settings", Health.OK, f"read from the environment{f' and {file}' if file else ''}")


def _data_dir(path: Path) -> Finding:
    if not path.is_dir():
        return Finding("data directory", Health.FAIL, f"{path} does not exist", "error-logging serve makes it")
    if not os.access(path, os.W_OK | os.X_OK):
        return Finding("data directory", Health.FAIL, f"this user cannot write to {path}", f"chown it: {path}")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding("data directory", Health.WARN, f"others can look into {path} ({mode:o})", f"chmod 700 {path}")
    return Finding("data directory", Health.OK, f"{path}, for this user only")


def _disk(path: Path) -> Finding:
    free = shutil.disk_usage(path).free
    what = f"{free // _MIB} MiB are free"
    if free >= _LITTLE_SPACE:
        return Finding("disk", Health.OK, what)
    health = Health.FAIL if free < _NO_SPACE else Health.WARN
    return Finding("disk", health, what, "make space, or set MAX_STORAGE below what the disk has")


def _storage(sqlite_file: Path | None, container: Container) -> Finding:
    if sqlite_file is not None and not sqlite_file.exists():
        return Finding("storage", Health.OK, "nothing is stored yet")
    level = container.storage_watch().execute()
    if level.limit_bytes is None:
        return Finding("storage", Health.OK, "no limit but the disk is set (MAX_STORAGE)")
    what = f"{level.used_bytes // _MIB} of {level.limit_bytes // _MIB} MiB ({level.share:.0%}) are used"
    mend = "raise MAX_STORAGE, or shorten RETENTION_DAYS and wait; errors that expired go with: "
    mend += "error-logging job run clean-old-error-logs"
    match level.step:
        case StorageStep.ROOM:
            return Finding("storage", Health.OK, what)
        case StorageStep.WARN:
            return Finding("storage", Health.WARN, what, mend)
        case StorageStep.SHED:
            return Finding("storage", Health.WARN, f"{what}: old stack traces and contexts are dropped", mend)
        case StorageStep.FULL:
            return Finding("storage", Health.FAIL, f"{what}: no further errors are taken", mend)


def _database(container: Container) -> Finding:
    try:
        engine = container.engine()
        state = schema_state(engine)
    except SettingsRefused as refused:
        return Finding("database", Health.FAIL, refused.faults[0].wrong, refused.faults[0].example)
    except (StoreUnavailable, DataRefused) as away:
        mend = "start the database, or correct DATABASE_URL; processes that run go on by themselves"
        return Finding("database", Health.FAIL, f"{away}; nothing else about it was looked at", mend)
    kind = engine.dialect.name
    match state:
        case SchemaState.CURRENT:
            return Finding("database", Health.OK, f"{kind}, with the schema of this version")
        case SchemaState.PREVIOUS:
            what = f"{kind}, with the schema of the release before, on which this one works"
            return Finding("database", Health.WARN, what, "error-logging migrate")
        case SchemaState.AHEAD:
            return Finding("database", Health.WARN, f"{kind}, migrated by a newer version", "update this version")
        case SchemaState.BEHIND:
            return Finding("database", Health.FAIL, f"{kind}, empty or of an older version", "error-logging migrate")


def _queue(storage: StorageSettings, container: Container) -> Finding:
    kind = storage.queue
    if kind == "file" and not storage.queue_file.exists():
        return Finding("queue", Health.WARN, "not made yet: no process has run", "error-logging serve")
    try:
        waiting = container.queue().pending_count()
    except Exception as fault:  # noqa: BLE001
        # Whatever the queue's library raises, and without its text, which can hold the URL.
        what = f"the {kind} queue is away ({type(fault).__name__}): workers look by themselves every 10 s"
        return Finding("queue", Health.WARN, what, "see REDIS_URL" if kind == "redis" else "see the data directory")
    return Finding("queue", Health.OK, f"{kind}, {waiting} wake-ups waiting")


def _email(settings: Settings) -> Finding:
    if settings.email_at_fault:
        what = "; ".join(settings.channels_off)
        return Finding("email", Health.FAIL, what, "set it as shown and start again: what waits is then sent")
    if settings.email is None:
        what = "; ".join(settings.channels_off)
        mend = "set EMAIL_HOST, DEFAULT_FROM_EMAIL and, for a login, EMAIL_HOST_USER and EMAIL_HOST_PASSWORD"
        return Finding("email", Health.WARN, what, mend)
    return check_connection(settings.email.server)


def _links(dashboard_url: str) -> Finding:
    if _is_loopback(urlsplit(dashboard_url).hostname or ""):
        what = f"links in mails lead to {dashboard_url}, which only this machine understands"
        return Finding("links", Health.WARN, what, "DASHBOARD_URL=https://errors.example.org")
    return Finding("links", Health.OK, f"links in mails lead to {dashboard_url}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
