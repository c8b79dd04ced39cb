"""Views whose answers are remembered."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient

from adapters.inbound.http.permissions import PERMISSIONS
from adapters.inbound.http.remembered import LIFETIMES_S, remember
from adapters.outbound.memory.cache import MemoryCache
from adapters.outbound.system.ids import SystemIds
from application.create_token import CreateToken, CreateTokenCommand
from application.remembered_answers import RememberedAnswers
from domain.access import Scope
from tests.support.site import Site


@pytest.fixture
def process(site: Site) -> Iterator[Callable[..., FlaskClient]]:
    """Makes web processes over the site's store: each has a cache of its own and counts how often its view worked."""

    def make(view: Callable[[], Any] | None = None) -> FlaskClient:
        numbers, app = count(1), Flask("probe")
        app.add_url_rule("/probe/", "probe", view or (lambda: {"made": next(numbers)}), strict_slashes=False)
        cache = MemoryCache(clock_s=lambda: site.clock.now().timestamp())
        remember(app, RememberedAnswers(site.store, cache, lambda: b"k" * 32), {"probe": 60})
        return app.test_client()

    return make


def made(client: FlaskClient, path: str = "/probe/", **headers: str) -> int:
    """Which answer of the view this is."""
    answer = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return int(answer.get_json()["made"])


def change_as_staff(site: Site) -> None:
    """Do anything that staff do."""
    CreateToken(site.store, SystemIds()).execute(CreateTokenCommand(name="new", scope=Scope.READ))


def test_an_answer_is_remembered_for_its_lifetime(site: Site, process: Callable[..., FlaskClient]) -> None:
    client, answers = process(), []
    for seconds in (0, 59, 1, 59):
        site.clock.move(timedelta(seconds=seconds))
        answers.append(client.get("/probe/"))

    assert [answer.get_json()["made"] for answer in answers] == [1, 1, 2, 2]
    assert [answer.headers["X-Cache"] for answer in answers] == ["miss", "hit", "miss", "hit"]
    assert {answer.content_type for answer in answers} == {"application/json"}


def test_what_staff_do_is_seen_at_once_in_every_process(site: Site, process: Callable[..., FlaskClient]) -> None:
    here, there = process(), process()
    before = [made(here), made(there)]

    change_as_staff(site)

    assert (before, [made(here), made(there), made(here)]) == ([1, 1], [2, 2, 2])


def test_what_arrives_does_not_empty_the_cache(site: Site, process: Callable[..., FlaskClient]) -> None:
    client = process()
    made(client)

    assert site.report("java", {"message": "new"}).status_code == 201
    assert made(client) == 1


def test_no_cache_has_it_made_anew_for_everybody(process: Callable[..., FlaskClient]) -> None:
    client = process()

    assert [made(client), made(client, Cache_Control="no-cache"), made(client)] == [1, 2, 2]


def test_the_same_question_in_other_words_is_the_same(process: Callable[..., FlaskClient]) -> None:
    client = process()

    assert [made(client, path) for path in ("/probe/?a=1&b=2", "/probe?b=2&a=1", "/probe/?a=2&b=1")] == [1, 1, 2]


def test_parameters_cannot_be_mistaken_for_each_other(process: Callable[..., FlaskClient]) -> None:
    client = process()
    paths = ["/probe/", "/probe/?a=1%26b=2", "/probe/?a=1&b=2", "/probe/?a=1&a=2", "/probe/?a=1%27,%20%27b"]

    assert [made(client, path) for path in paths] == [1, 2, 3, 4, 5]


def test_a_failure_is_not_remembered(process: Callable[..., FlaskClient]) -> None:
    def view() -> dict[str, int]:
        if "fail" in request.headers:
            abort(503)
        return {"made": 1}

    client = process(view)

    assert client.get("/probe/", headers={"fail": "yes"}).status_code == 503
    assert made(client) == 1


def test_a_stampede_reaches_the_store_once(process: Callable[..., FlaskClient]) -> None:
    gate, numbers = threading.Event(), count(1)

    def view() -> dict[str, int]:
        assert gate.wait(20)
        return {"made": next(numbers)}

    client = process(view)
    with ThreadPoolExecutor(16) as threads:
        answers = [threads.submit(made, client.application.test_client()) for _ in range(16)]
        gate.set()

        assert {answer.result(20) for answer in answers} == {1}


def test_every_view_that_is_remembered_may_be_asked_by_all_who_read() -> None:
    assert {PERMISSIONS.get(view) for view in LIFETIMES_S} <= {Scope.READ}
