"""A process whose store was away when it started."""

import threading
from pathlib import Path

import pytest

from application.ingest_errors import IngestErrorsCommand
from application.ports.store_errors import StoreUnavailable
from bootstrap.containers import close
from bootstrap.opening import Opening
from bootstrap.settings import read_settings
from bootstrap.web_container import WebContainer

NOTHING = IngestErrorsCommand(reports=(), trusted=True)


class Away:
    """Raises for some looks, then is there."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    def look(self) -> None:
        self.left -= 1
        if self.left >= 0:
            raise StoreUnavailable("nothing listens at that address")


def test_it_is_tried_until_it_is_there() -> None:
    opening, away = Opening(), Away(2)

    assert not opening.try_once(away.look)
    with pytest.raises(StoreUnavailable, match="nothing listens"):
        opening.require()
    assert opening.keep_trying(away.look, threading.Event())

    opening.require()


def test_who_is_told_to_stop_waits_no_longer() -> None:
    stopping = threading.Event()
    stopping.set()

    assert not Opening().keep_trying(Away(9).look, stopping)


def test_what_is_passed_on_is_raised() -> None:
    with pytest.raises(StoreUnavailable):
        Opening().try_once(Away(1).look, passing_on=(StoreUnavailable,))


def test_a_web_process_is_made_without_its_store_and_answers_503(tmp_path: Path) -> None:
    away = {"DATABASE_URL": "postgresql://u@127.0.0.1:1/x", "DATA_DIR": str(tmp_path)}
    container = WebContainer(settings=read_settings(away))
    client = container.app().test_client()

    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    with pytest.raises(StoreUnavailable):
        container.ingest().execute(NOTHING)
    close(container)
