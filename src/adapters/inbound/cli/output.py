"""What commands print: tables for people, JSON for programs."""

import json
from collections.abc import Sequence
from datetime import datetime

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.display_text import safe_line

_PIPED_WIDTH = 200
"""Without a terminal nothing says how wide a line may be; 80 columns would cut ids."""
_LIMIT_CELL = 500


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str | Text]], *, empty: str) -> None:
    """A table whose cells cannot control the terminal, or the sentence `empty` where there are no rows."""
    if not rows:
        click.echo(empty)
        return
    console = Console()
    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(safe_line(cell, _LIMIT_CELL)) for cell in row))
    (console if console.is_terminal else Console(width=_PIPED_WIDTH)).print(table)


def print_json(value: object) -> None:
    """One JSON document; what reports and people wrote is escaped."""
    click.echo(json.dumps(value, indent=2, default=_as_text))


def print_secret(secret: str, remark: str) -> None:
    """The secret alone on standard output, where whoever asked for it reads or redirects it, and the remark beside it
    on standard error, so that `TOKEN=$(error-logging token create …)` holds nothing else.
    """
    click.echo(remark, err=True)
    click.echo(secret)


def moment(at: datetime | None) -> str:
    """A time to the minute in UTC, or a dash."""
    return "-" if at is None else at.strftime("%Y-%m-%d %H:%M UTC")


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
