"""Services and releases, in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from adapters.outbound.sql.dialects import InsertFactory, Upsert
from adapters.outbound.sql.mapping.people import service_from_row, service_to_row
from adapters.outbound.sql.rows import any_of, padded, write
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
# By the start of the key, then by comparing: a pattern's errors are of one service and few environments.
_FIRST_SEEN = select(RELEASES).where(
    RELEASES.c.service.in_(any_of("services")),
    RELEASES.c.environment.in_(any_of("environments")),
    RELEASES.c.release.in_(any_of("releases")),
)
_ALL = select(SERVICES).order_by(SERVICES.c.name)
_KNOWN = select(SERVICES.c.name).where(SERVICES.c.name.in_(any_of("names")))
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

    def release_first_seen(self, releases: Iterable[ReleaseSeen]) -> Mapping[tuple[str, str, str], datetime]:
        """See the port."""
        wanted = set(releases)
        if not wanted:
            return {}
        values = {
            "services": padded(sorted({seen.service for seen in wanted})),
            "environments": padded(sorted({seen.environment for seen in wanted})),
            "releases": padded(sorted({seen.release for seen in wanted})),
        }
        rows = self._connection.execute(_FIRST_SEEN, values)
        found = {ReleaseSeen(row.service, row.environment, row.release): row.first_seen for row in rows}
        return {seen: at for seen, at in found.items() if seen in wanted}

    def services(self) -> Sequence[Service]:
        """See the port."""
        return [service_from_row(row) for row in self._connection.execute(_ALL)]

    def known(self, names: Iterable[str]) -> set[str]:
        """See the port."""
        wanted = padded(sorted(names))
        return set(self._connection.execute(_KNOWN, {"names": wanted}).scalars()) if wanted else set()

    def with_keys(self) -> Sequence[Service]:
        """See the port."""
        return [service_from_row(row) for row in self._connection.execute(_WITH_KEYS)]

    def add_keyless(self, name: str, posts: int, *, at: datetime) -> None:
        """See the port."""
        self._connection.execute(_ADD_KEYLESS, {"service": name, "posts": posts, "at": at})

    def save_service(self, service: Service) -> None:
        """See the port."""
        self._connection.execute(_SAVE.on(self._connection), service_to_row(service))
