"""What all tables share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, MetaData

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every table of the store; the migrations make them, a test compares the two."""


def partial_index(
    name: str,
    *columns: ColumnElement[Any] | Column[Any],
    where: Any,
    unique: bool = False,
    carrying: Sequence[Column[Any]] = (),
) -> Index:
    """An index of the rows that `where` holds for, alike in both databases, but for the columns that PostgreSQL's
    carries behind its key: SQLite knows no such thing.
    """
    return Index(
        name,
        *columns,
        unique=unique,
        sqlite_where=where,
        postgresql_where=where,
        postgresql_include=list(carrying),
    )
