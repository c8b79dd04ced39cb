"""Show which services have which ingest keys, and how strictly they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.unit_of_work import Store
from domain.access import IngestKey, Service


@dataclass(frozen=True, slots=True)
class ServiceKeys:
    """A service with all its keys, oldest first, revoked ones too."""

    service: Service
    keys: Sequence[IngestKey]


class ListKeys:
    """Every service by name, also those without a key."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> Sequence[ServiceKeys]:
        """Read them. Raises StoreUnavailable."""
        with self._store.reading() as work:
            keys = work.access.keys()
            return [
                ServiceKeys(service, [key for key in keys if key.service == service.name])
                for service in work.services.services()
            ]
