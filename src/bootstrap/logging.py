"""How this process logs: one place, one form, no secrets."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from bootstrap.log_settings import LogFormat, LogSettings
from bootstrap.setting_reader import masked
from domain.display_text import safe_block

_OUR_SECRETS = re.compile(r"\b(elt_|elk_secret_|elk_public_)[\w-]{8,}")
_LIMIT_VALUE = 8_000
_CHATTY = ("alembic", "huey", "sqlalchemy", "urllib3", "waitress")


def configure_logging(settings: LogSettings, *, process: str) -> None:
    """Send what any module logs to standard error, each line with the name of this process."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _naming(process),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            # The traceback as text, never with the values of variables, which structlog's other ways show.
            structlog.processors.format_exc_info,
            _harmless,
            _renderer(settings.format),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _renderer(form: LogFormat) -> structlog.typing.Processor:
    if form is LogFormat.JSON:
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _naming(process: str) -> structlog.typing.Processor:
    def name(_: object, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        event["process"] = process
        return event

    return name


def _harmless(_: object, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """What strangers wrote cannot forge lines or colours, and no credential of ours or in a URL is shown."""
    for key, value in event.items():
        if isinstance(value, str):
            shown = safe_block(value, _LIMIT_VALUE)
            event[key] = _OUR_SECRETS.sub(r"\1***", masked(shown) if "://" in shown else shown)
    return event
