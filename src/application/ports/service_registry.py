"""The services, environments and releases that ever reported."""

from collections.abc import Iterable, Mapping, Sequence
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

    def release_first_seen(self, releases: Iterable[ReleaseSeen]) -> Mapping[tuple[str, str, str], datetime]:
        """When each of these releases was first recorded; those that never were are left out."""
        ...

    def services(self) -> Sequence[Service]:
        """All services by name; strangers name services too, so this is nothing for every few seconds."""
        ...

    def known(self, names: Iterable[str]) -> set[str]:
        """Which of these are names of services."""
        ...

    def with_keys(self) -> Sequence[Service]:
        """The services that ask for keys (`key_mode` is not off) by name; costs what they are, however many others."""
        ...

    def add_keyless(self, name: str, posts: int, *, at: datetime) -> None:
        """Count posts without a key, and change nothing else of the service; nothing where it is unknown."""
        ...

    def save_service(self, service: Service) -> None:
        """Store or overwrite one service."""
        ...
