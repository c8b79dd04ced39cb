"""Services and releases, in SQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from adapters.outbound.sql.dialects import InsertFactory, Upsert
from adapters.outbound.sql.mapping.people import service_from_row, service_to_row
from adapters.outbound.sql.rows import write
from adapters.outbound.sql.tables import RELEASES, SERVICES
from adapters.outbound.sql.tables.people import ASKS_FOR_KEYS
from application.ports.service_registry import ReleaseSeen
from domain.access import Service


def _overwriting(insert: InsertFactory) -> object:
    start = insert(SERVICES)
    changed = {column.name: start.excluded[column.name] for column in SERVICES.columns if not column.primary_key}
    return start.on_conflict_do_update(index_elements=["name"], set_=changed)


_NOTE_SERVICE = Upsert(lambda insert: insert(SERVICES).on_conflict_do_nothing(index_elements=["name"]))
_NOTE_RELEASE = Upsert(
    lambda insert: insert(RELEASES).on_conflict_do_nothing(index_elements=["service", "environment", "release"])
)
_SAVE = Upsert(_overwriting)
_ALL = select(SERVICES).order_by(SERVICES.c.name)
_WITH_KEYS = select(SERVICES).where(ASKS_FOR_KEYS).order_by(SERVICES.c.name)
# Counted where it is stored: the mode may be changed meanwhile, and what was read before would undo that.
_ADD_KEYLESS = (
    update(SERVICES)
    .where(SERVICES.c.name == bindparam("service"))
    .values(keyless_posts=SERVICES.c.keyless_posts + bindparam("posts"), last_keyless_at=bindparam("at"))
)


class SqlServiceRegistry:
    """`ServiceRegistry`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note_services(self, names: Iterable[str], *, at: datetime) -> None:
        """See the port."""
        write(
            self._connection,
            _NOTE_SERVICE.on(self._connection),
            [service_to_row(Service(name=name, first_seen=at)) for name in sorted(set(names))],
        )

    def note_releases(self, releases: Iterable[ReleaseSeen], *, at: datetime) -> None:
        """See the port."""
        write(
            self._connection,
            _NOTE_RELEASE.on(self._connection),
            [{**seen._asdict(), "first_seen": at} for seen in sorted(set(releases))],
        )

    def services(self) -> Sequence[Service]:
        """See the port."""
        return [service_from_row(row) for row in self._connection.execute(_ALL)]

    def with_keys(self) -> Sequence[Service]:
        """See the port."""
        return [service_from_row(row) for row in self._connection.execute(_WITH_KEYS)]

    def add_keyless(self, name: str, posts: int, *, at: datetime) -> None:
        """See the port."""
        self._connection.execute(_ADD_KEYLESS, {"service": name, "posts": posts, "at": at})

    def save_service(self, service: Service) -> None:
        """See the port."""
        self._connection.execute(_SAVE.on(self._connection), service_to_row(service))
