"""What a log line may hold."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bootstrap.log_settings import LogFormat, LogLevel, LogSettings
from bootstrap.logging import configure_logging


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def log_in(form: LogFormat) -> logging.Logger:
    """Configured within the test: pytest gives each phase of a test an error stream of its own."""
    configure_logging(LogSettings(level=LogLevel.INFO, format=form), process="web")
    return logging.getLogger("test")


in_each_format = pytest.mark.parametrize("form", list(LogFormat))

SECRETS = [
    "elt_5NdKzVSbIEJhHPLIjC36WmO0NFC",
    "elk_secret_5NdKzVSbIEJhHPLIjC36WmO0NFC",
    "postgresql://user:geheim-geheim@db/errors",
]


@in_each_format
@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_logged(form: LogFormat, secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    log_in(form).warning("rejected %s", secret)

    said = capsys.readouterr().err
    assert "***" in said
    assert secret not in said
    assert "geheim" not in said


@in_each_format
def test_a_stranger_forges_no_line_and_no_colour(form: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    log_in(form).warning("service %s", "a\r\x1b[2J\u202eb")

    said = capsys.readouterr().err
    assert "\x1b[2J" not in said
    assert "\u202e" not in said


@in_each_format
def test_a_traceback_shows_no_variables(form: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    log, hidden = log_in(form), ["geheimnis"]
    try:
        hidden.index("")
    except ValueError:
        log.exception("it failed")

    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "geheimnis" not in said


def test_json_is_a_document_a_line_with_the_process(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(LogSettings(level=LogLevel.INFO, format=LogFormat.JSON), process="worker")

    logging.getLogger("huey").info("not ours to hear")
    structlog.get_logger().info("ready", port=8000)

    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["port"], line["process"], line["level"]) == ("ready", 8000, "worker", "info")
