"""Options that stand for settings: they may follow any command, and win over the environment."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_CHOSEN = "error_logging.chosen"


def _setting(flag: str, setting: str, *, metavar: str, text: str) -> Callable[[F], F]:
    def remember(context: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            context.meta.setdefault(_CHOSEN, {})[setting] = value

    return click.option(
        flag, metavar=metavar, help=f"{text} [setting {setting}]", expose_value=False, callback=remember, is_eager=True
    )


data_dir = _setting("--data-dir", "DATA_DIR", metavar="DIRECTORY", text="Where files are kept; by default ./data.")
host = _setting("--host", "HOST", metavar="ADDRESS", text="Address to listen on; by default only this machine.")
port = _setting("--port", "PORT", metavar="NUMBER", text="Port to listen on; by default 8000.")
strict = click.option("--strict", is_flag=True, help="Stop when a notification channel is wrongly set, too.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def chosen() -> Mapping[str, str]:
    """What the options of the running command line said, by the settings' names."""
    context = click.get_current_context(silent=True)
    return {} if context is None else dict(context.meta.get(_CHOSEN, {}))
