"""The commands on an SQLite store in memory."""

from collections.abc import Callable, Iterator

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from adapters.inbound.cli.audit_commands import AuditUseCases, audit_commands
from adapters.inbound.cli.chain_commands import ChainCommandUseCases, chain_commands
from adapters.inbound.cli.developer_commands import DeveloperUseCases, developer_commands
from adapters.inbound.cli.failures import CommandLine
from adapters.inbound.cli.job_commands import JobUseCases, job_commands
from adapters.inbound.cli.key_commands import KeyUseCases, key_commands
from adapters.inbound.cli.on_call_commands import on_call_commands
from adapters.inbound.cli.silence_commands import silence_commands
from adapters.inbound.cli.token_commands import TokenUseCases, token_commands
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.storage_space import UnknownSpace
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.check_audit_log import CheckAuditLog
from application.check_reach import CheckReach
from application.create_developer import CreateDeveloper
from application.create_key import CreateKey
from application.create_token import CreateToken
from application.find_audit_entries import FindAuditEntries
from application.list_chains import ListChains
from application.list_developers import ListDevelopers
from application.list_jobs import ListJobs
from application.list_keys import ListKeys
from application.list_tokens import ListTokens
from application.ports.error_archive import NoArchive
from application.ports.unit_of_work import Store
from application.remove_chain import RemoveChain
from application.remove_developer import RemoveDeveloper
from application.revoke_key import RevokeKey
from application.revoke_token import RevokeToken
from application.run_job_by_hand import RunJobByHand
from application.set_chain import SetChain
from application.set_key_mode import SetKeyMode
from application.set_on_call import SetOnCall
from application.show_developer import ShowDeveloper
from application.update_developer import UpdateDeveloper
from bootstrap.jobs import make_jobs
from bootstrap.on_call import make_on_call
from bootstrap.settings import read_settings
from bootstrap.silences import make_silences
from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from tests.support.schema import lay_out

Run = Callable[..., Result]


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An empty database."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    """An empty store."""
    return SqlStore(engine)


@pytest.fixture
def group(store: Store) -> click.Group:
    """The commands that need a store."""
    ids, wake_ups = SystemIds(), MemoryWakeUps()
    tokens = TokenUseCases(CreateToken(store, ids), ListTokens(store), RevokeToken(store))
    keys = KeyUseCases(CreateKey(store, ids), ListKeys(store), RevokeKey(store), SetKeyMode(store))
    people = DeveloperUseCases(
        CreateDeveloper(store, ids, wake_ups),
        ListDevelopers(store),
        UpdateDeveloper(store, wake_ups),
        RemoveDeveloper(store, wake_ups),
        SetOnCall(store),
        CheckReach(AlertingPolicy(channels=frozenset(Channel))),
        ShowDeveloper(store),
    )
    audit = AuditUseCases(FindAuditEntries(store), CheckAuditLog(store))
    chains = ChainCommandUseCases(list=ListChains(store), set=SetChain(store, ids), remove=RemoveChain(store))
    of_jobs = make_jobs(read_settings({}), store, ids, wake_ups, NoArchive(), UnknownSpace(), lambda _: False)
    schedules = {name: job.schedule for name, job in of_jobs.items()}
    jobs = JobUseCases(ListJobs(store, schedules), RunJobByHand(store, ids, of_jobs))
    group = CommandLine("error-logging")
    group.add_command(token_commands(lambda: tokens))
    group.add_command(key_commands(lambda: keys))
    group.add_command(developer_commands(lambda: people))
    group.add_command(chain_commands(lambda: chains))
    group.add_command(audit_commands(lambda: audit))
    group.add_command(job_commands(lambda: jobs))
    group.add_command(on_call_commands(lambda: make_on_call(store, ids, wake_ups)))
    group.add_command(silence_commands(lambda: make_silences(store, ids)))
    return group


@pytest.fixture
def run(group: click.Group) -> Run:
    """Run a command line; its exit code is checked, 0 unless said otherwise."""

    def run(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(group, arguments)
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run
