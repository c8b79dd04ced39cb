"""What the indexes of errors tell, by database."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Indexed:
    """Filters by their names: those that an index begins with beside what all databases have, and those that each
    index that begins with others carries with it, so that they are asked without the row.
    """

    leading: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()


_BY_DATABASE: Mapping[str, Indexed] = {
    # An index without order wants leads that have one, and rows of 1.5 kB are worth not reading.
    "postgresql": Indexed(
        leading=frozenset({"environments", "error_types", "endpoints", "releases", "user_ids"}),
        carried=frozenset({"statuses", "severities"}),
    ),
    # FTS5 gives its matches in order: nothing to be gained.
    "sqlite": Indexed(),
}


def indexed_in(connection: Connection) -> Indexed:
    """Of this connection's database."""
    return _BY_DATABASE[connection.dialect.name]
