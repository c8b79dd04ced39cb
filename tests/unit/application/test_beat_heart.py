"""Signs of life, and silence."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from adapters.outbound.system.heartbeat import HttpHeartbeat
from application.beat_heart import BeatHeart
from domain.severity import Severity
from tests.support.overdue import Overdue, an_overdue_site
from tests.support.web_far_end import DROP, Said, WebFarEnd, running


@pytest.fixture
def world() -> Iterator[Overdue]:
    with an_overdue_site() as made:
        yield made


@pytest.fixture
def listener() -> Iterator[WebFarEnd]:
    with running(WebFarEnd()) as made:
        made.script = Said(200, "OK")
        yield made


def heart(world: Overdue, listener: WebFarEnd) -> BeatHeart:
    return BeatHeart(world.store, HttpHeartbeat(f"{listener.url}/ping/our-secret?status=up"))


def test_it_beats_while_nothing_is_overdue(world: Overdue, listener: WebFarEnd) -> None:
    assert heart(world, listener).execute()

    assert [(asked.method, asked.path) for asked in listener.asked] == [("GET", "/ping/our-secret?status=up")]


def test_it_is_silent_while_an_escalation_is_overdue(
    world: Overdue, listener: WebFarEnd, caplog: pytest.LogCaptureFixture
) -> None:
    beats = heart(world, listener)
    world.hire("Anna", email="anna@example.org")
    world.report(Severity.CRITICAL)
    world.deliver()
    world.clock.move(timedelta(minutes=63))

    assert [beats.execute(), beats.execute()] == [False, False]
    assert listener.asked == []
    assert [record.levelname for record in caplog.records] == ["ERROR"]

    world.sweep()
    world.deliver()
    assert beats.execute()


def test_it_is_silent_while_a_message_waits(world: Overdue, listener: WebFarEnd) -> None:
    world.hire("Anna", email="anna@example.org")
    world.report(Severity.CRITICAL)
    world.clock.move(timedelta(minutes=3))

    assert not heart(world, listener).execute()
    assert listener.asked == []


@pytest.mark.parametrize("script", [Said(404, "who?"), Said(302, "", {"Location": "http://127.0.0.1:1/"}), DROP])
def test_a_beat_that_does_not_arrive_is_said_without_the_secret(
    world: Overdue, listener: WebFarEnd, script: Said | str, caplog: pytest.LogCaptureFixture
) -> None:
    listener.script = script

    assert not heart(world, listener).execute()
    assert "did not arrive" in caplog.text
    assert "our-secret" not in caplog.text
