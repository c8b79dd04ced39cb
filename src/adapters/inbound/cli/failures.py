"""What went wrong, in words instead of a traceback."""

from typing import Any

import click

from application.ports.store_errors import DataRefused, StoreUnavailable
from domain.display_text import safe_block
from domain.errors import DomainError

_LIMIT_MESSAGE = 4_000
_LIMIT_FAULTS = 64_000
"""A fault in each setting that there is, with an example of what would be right."""


class Refused(click.ClickException):
    """The command was not begun: exit code 2, as for a wrong option."""

    exit_code = 2


class CommandLine(click.Group):
    """The whole command line; a refusal by the rules or the store ends it with exit code 1."""

    def __init__(self, *args: Any, refusals: tuple[type[Exception], ...] = (), **attributes: Any) -> None:
        """
        Args:
            refusals: what else is raised when a command cannot begin; its message is for people.
        """
        super().__init__(*args, **attributes)
        self._refusals = refusals

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except self._refusals as refusal:
            raise Refused(safe_block(str(refusal), _LIMIT_FAULTS)) from refusal
        except DomainError as refusal:
            raise click.ClickException(_said(refusal)) from refusal
        except DataRefused as refusal:
            raise click.ClickException(f"The database refused it: {_said(refusal)}") from refusal
        except StoreUnavailable as away:
            hint = "`error-logging doctor` says more."
            raise click.ClickException(f"The database cannot be used: {_said(away)}\n{hint}") from away


def _said(fault: Exception) -> str:
    return safe_block(str(fault), _LIMIT_MESSAGE)
