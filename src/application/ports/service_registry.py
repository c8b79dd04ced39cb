"""The services, environments and releases that ever reported."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from domain.access import Service


class ReleaseSeen(NamedTuple):
    """A release of a service in an environment."""

    service: str
    environment: str
    release: str


class ServiceRegistry(Protocol):
    """Services and releases of one unit of work."""

    def note_services(self, names: Iterable[str], *, at: datetime) -> None:
        """Make services known that were not; known ones stay as they are."""
        ...

    def note_releases(self, releases: Iterable[ReleaseSeen], *, at: datetime) -> None:
        """Record when a release first reported; known ones stay as they are."""
        ...

    def services(self) -> Sequence[Service]:
        """All services by name."""
        ...

    def save_service(self, service: Service) -> None:
        """Store or overwrite one service."""
        ...
