"""The console script `error-logging`."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.audit_commands import audit_commands
from adapters.inbound.cli.chain_commands import chain_commands
from adapters.inbound.cli.developer_commands import developer_commands
from adapters.inbound.cli.doctor_command import doctor_command
from adapters.inbound.cli.failures import CommandLine, Refused
from adapters.inbound.cli.job_commands import job_commands
from adapters.inbound.cli.key_commands import key_commands
from adapters.inbound.cli.on_call_commands import on_call_commands
from adapters.inbound.cli.process_commands import Processes, process_commands
from adapters.inbound.cli.send_test_command import send_test_command
from adapters.inbound.cli.silence_commands import silence_commands
from adapters.inbound.cli.token_commands import token_commands
from adapters.inbound.cli.upkeep_commands import upkeep_commands
from adapters.inbound.cli.webhook_endpoint_commands import webhook_endpoint_commands
from application.ports.error_files import FileUnusable
from application.ports.store_copies import CopyUnusable
from bootstrap.data_dir import AlreadyRunning, DirectoryUnusable, make_data_dir
from bootstrap.first_start import FirstStartFailed
from bootstrap.log_settings import LogLevel
from bootstrap.ports import AddressUnusable
from bootstrap.setting_reader import SettingsRefused
from bootstrap.settings import Settings, read_settings

# What needs SQLAlchemy and the rest is imported when a command runs, so that `--help` answers at once.
if TYPE_CHECKING:
    from application.check_health import CheckHealth
    from application.restore_store import RestoreStore
    from bootstrap.containers import Container

T = TypeVar("T")

_REFUSALS = (
    SettingsRefused,
    AlreadyRunning,
    DirectoryUnusable,
    AddressUnusable,
    FirstStartFailed,
    FileUnusable,
    CopyUnusable,
)


def main() -> None:
    """Run the command line; does not return."""
    # What this process and its children make belongs to this user only: databases hold stack traces.
    os.umask(0o077)
    command_line()(prog_name="error-logging")


def command_line() -> click.Group:
    """The command line, wired."""

    @click.group(cls=CommandLine, refusals=_REFUSALS, context_settings={"help_option_names": ["-h", "--help"]})
    @options.data_dir
    @click.version_option(package_name="error-logging-server", prog_name="error-logging")
    def group() -> None:
        """Collect errors of all your services and tell the right developer.

        Begin with `error-logging serve`, which says what to do next. Settings come from environment variables, or
        from a file of NAME=value lines that ERROR_LOGGING_SETTINGS names.
        """

    for command in process_commands(Processes(_serve, _web, _worker, _migrate)):
        group.add_command(command)
    group.add_command(token_commands(_parts(lambda container: container.token_use_cases())))
    group.add_command(key_commands(_parts(lambda container: container.key_use_cases())))
    group.add_command(developer_commands(_parts(lambda container: container.developer_use_cases())))
    group.add_command(chain_commands(_parts(lambda container: container.chain_use_cases())))
    group.add_command(webhook_endpoint_commands(_parts(lambda container: container.webhook_endpoint_use_cases())))
    group.add_command(on_call_commands(_parts(lambda container: container.on_call_use_cases())))
    group.add_command(silence_commands(_parts(lambda container: container.silence_use_cases())))
    group.add_command(job_commands(_parts(lambda container: container.job_use_cases())))
    for command in upkeep_commands(_parts(lambda container: container.upkeep_use_cases()), _restore):
        group.add_command(command)
    group.add_command(audit_commands(_parts(lambda container: container.audit_use_cases())))
    group.add_command(doctor_command(_check_health))
    send_test, send_to = _parts(lambda one: one.send_test()), _parts(lambda one: one.send_test_notification())
    group.add_command(send_test_command(send_test, send_to))
    return group


def _settings(*, strict: bool = False) -> Settings:
    return read_settings(os.environ, options=options.chosen(), strict=strict)


def _serve(strict: bool) -> int:  # noqa: FBT001
    from bootstrap.serve import run_serve

    return run_serve(_settings(strict=strict), strict=strict)


def _web(strict: bool) -> int:  # noqa: FBT001
    from bootstrap.web import run_web

    return run_web(_settings(strict=strict))


def _worker(strict: bool) -> int:  # noqa: FBT001
    from bootstrap.worker import run_worker

    return run_worker(_settings(strict=strict))


def _migrate() -> int:
    from adapters.outbound.sql.migrate import migrate

    settings = _settings()
    make_data_dir(settings.storage.data_dir)
    container = _container(settings)
    migrate(container.engine())
    click.echo("The database has the schema of this version.")
    return 0


def _restore() -> "RestoreStore":
    from bootstrap.data_dir import only_one_on_sqlite

    storage = (settings := _settings()).storage
    make_data_dir(storage.data_dir)
    for role in ("web", "worker"):
        click.get_current_context().with_resource(only_one_on_sqlite(storage.sqlite_file, role))
    return _container(settings).restore_store()


def _parts(choose: "Callable[[Container], T]") -> Callable[[], T]:
    """What a command needs of a container, opened when the command runs and closed at its end."""

    def opened() -> T:
        from bootstrap.process import require_schema

        settings = _settings()
        file = settings.storage.sqlite_file
        if file is not None and not file.exists():
            raise Refused(
                f"there is no database at {file}. `error-logging serve` makes one; or name the directory of an "
                "installation: --data-dir DIRECTORY"
            )
        container = _container(settings)
        require_schema(container)
        return choose(container)

    return opened


def _check_health() -> "CheckHealth":
    from bootstrap.doctor import health_of, health_of_settings

    try:
        settings = _settings()
    except SettingsRefused as refused:
        return health_of_settings(refused.faults)
    return health_of(settings, _container(settings))


def _container(settings: Settings) -> "Container":
    from dataclasses import replace

    from bootstrap.containers import Container, close
    from bootstrap.logging import configure_logging

    configure_logging(replace(settings.log, level=LogLevel.WARNING), process="cli")
    container = Container(settings=settings)
    click.get_current_context().call_on_close(lambda: close(container))
    return container


if __name__ == "__main__":
    main()
