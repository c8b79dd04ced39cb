"""Selects by a list of values, for the ingest path: written once for each size of list, and read past SQLAlchemy."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Select

from adapters.outbound.sql.driver_calls import ask
from adapters.outbound.sql.rows import padded

_Convert = Callable[[Any], Any]


class ListedSelect:
    """`statement` has one parameter, the list named `name`, as `any_of` makes it."""

    def __init__(self, statement: Select[Any], name: str) -> None:
        self._statement = statement
        self._name = name
        row = namedtuple("row", [column.name for column in statement.selected_columns])  # type: ignore[misc]  # noqa: PYI024
        self._make_row: Callable[[Sequence[Any]], Any] = row._make
        self._written: dict[tuple[str, int], _Written] = {}

    def rows(self, connection: Connection, values: Iterable[Any]) -> Sequence[Any]:
        """The rows, their values by the columns' names; none where there is no value."""
        wanted = padded(values)
        if not wanted:
            return []
        key = connection.dialect.name, len(wanted)
        if key not in self._written:
            self._written[key] = _Written(self._statement, self._name, wanted, connection.dialect)
        written = self._written[key]
        found = ask(connection, written.text, written.parameters(wanted))
        if not written.converted:
            return [self._make_row(row) for row in found]
        return [self._make_row(_in_python(row, written.converted)) for row in found]


class _Written:
    """The select for lists of one size on one database: its text, and how values are given and taken."""

    def __init__(self, statement: Select[Any], name: str, wanted: Sequence[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        expanded = compiled.construct_expanded_state({name: wanted})
        self.text = expanded.statement
        self._names = expanded.parameter_expansion[name]
        bound = compiled.binds[name]
        self._bind = bound.type.dialect_impl(dialect).bind_processor(dialect)
        self._positional = bool(compiled.positional)
        processors = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.selected_columns
        ]
        self.converted = [(place, convert) for place, convert in enumerate(processors) if convert is not None]

    def parameters(self, wanted: Sequence[Any]) -> Any:
        """As the driver takes them: by place or by name."""
        values = tuple(wanted if self._bind is None else map(self._bind, wanted))
        return values if self._positional else dict(zip(self._names, values, strict=True))


def _in_python(row: Sequence[Any], converted: Sequence[tuple[int, _Convert]]) -> Sequence[Any]:
    values = list(row)
    for place, convert in converted:
        values[place] = convert(values[place])
    return values
