"""The wiring as a whole."""

from pathlib import Path

import pytest
from dependency_injector.errors import Error
from sqlalchemy import event

from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.store import SqlStore
from application.create_token import CreateTokenCommand
from application.ports.store_errors import StoreUnavailable
from bootstrap.containers import Container, close
from bootstrap.settings import read_settings
from bootstrap.web_container import WebContainer
from bootstrap.worker_container import WorkerContainer
from domain.access import Scope
from domain.delivery import Channel

CONTAINERS = [Container, WebContainer, WorkerContainer]
STORAGES = [{}, {"DATABASE_URL": "postgresql://u@127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1/0"}]


@pytest.mark.parametrize("made_of", CONTAINERS)
def test_nothing_is_missing(made_of: type[Container]) -> None:
    made_of(settings=read_settings({})).check_dependencies()


@pytest.mark.parametrize("made_of", CONTAINERS)
def test_settings_are_asked_for(made_of: type[Container]) -> None:
    with pytest.raises(Error, match="settings"):
        made_of().check_dependencies()


@pytest.mark.parametrize("storage", STORAGES)
def test_every_choice_of_a_setting_has_its_adapter(storage: dict[str, str], tmp_path: Path) -> None:
    container = WebContainer(settings=read_settings({"DATA_DIR": str(tmp_path), **storage}))

    assert isinstance(container.store(), SqlStore)
    assert container.queue() is container.queue()
    assert container.rate_limiter() is container.rate_limiter()
    assert container.cache() is container.cache()
    close(container)


def test_a_web_process_can_be_made_whole(tmp_path: Path) -> None:
    container = WebContainer(settings=read_settings({"DATA_DIR": str(tmp_path)}))
    migrate(container.engine())

    container.init_resources()

    assert container.app().url_map is not None
    close(container)


@pytest.mark.parametrize("redis", [{}, {"REDIS_URL": "redis://127.0.0.1:1/0"}])
def test_answers_are_remembered_with_redis_and_without(redis: dict[str, str], tmp_path: Path) -> None:
    container = WebContainer(settings=read_settings({"DATA_DIR": str(tmp_path), **redis}))
    migrate(container.engine())
    answers = container.remembered_answers()

    made = [answers.answer("name", lifetime_s=60, make=lambda: b"text").made for _ in range(2)]

    assert made == [True, False]
    close(container)


def test_a_worker_process_can_be_made_whole(tmp_path: Path) -> None:
    mail = {"EMAIL_HOST": "127.0.0.1", "DEFAULT_FROM_EMAIL": "errors@example.org"}
    container = WorkerContainer(settings=read_settings({"DATA_DIR": str(tmp_path), **mail}))

    assert container.worker() is container.worker()
    assert set(container.notifiers()) == {Channel.EMAIL, Channel.WEBHOOK}
    close(container)


def test_a_channel_at_fault_is_kept_out_of_the_notifiers_and_in_the_policy(tmp_path: Path) -> None:
    mail = {"EMAIL_HOST": "127.0.0.1", "DEFAULT_FROM_EMAIL": "errors@example.org", "EMAIL_PORT": "smtp"}
    container = WorkerContainer(settings=read_settings({"DATA_DIR": str(tmp_path), **mail}))

    assert set(container.notifiers()) == {Channel.WEBHOOK}
    assert container.settings().alerting.channels == {Channel.EMAIL, Channel.WEBHOOK}


def test_two_containers_share_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = (Container(settings=read_settings({"DATA_DIR": str(tmp_path / name)})) for name in "ab")
    for container in (first, second):
        migrate(container.engine())

    first.create_token().execute(CreateTokenCommand(name="anna", scope=Scope.READ))

    assert len(first.token_use_cases().list.execute()) == 1
    assert second.token_use_cases().list.execute() == []
    close(first)
    close(second)


def test_the_database_is_closed_after_what_writes_to_it(tmp_path: Path) -> None:
    container = WebContainer(settings=read_settings({"DATA_DIR": str(tmp_path)}))
    migrate(container.engine())
    container.init_resources()
    writer, refusals = container.batch_writer(), []

    def note_how_the_writer_is(_: object) -> None:
        with pytest.raises(StoreUnavailable) as refusal:
            writer.write([])
        refusals.append(str(refusal.value))

    event.listen(container.engine(), "engine_disposed", note_how_the_writer_is)
    close(container)

    assert refusals == ["the server is stopping"]
