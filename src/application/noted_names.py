"""Services and releases become known with their first error."""

from collections.abc import Sequence

from application.ports.service_registry import ReleaseSeen
from application.ports.unit_of_work import UnitOfWork
from domain.error_log import PreparedError


class NotedNames:
    """Services and releases that this process has recorded already: each costs one write, not one an error."""

    _LIMIT = 10_000
    _LIMIT_FOR_STRANGERS = 1_000

    def __init__(self, seen: frozenset[str | ReleaseSeen] = frozenset()) -> None:
        self._seen = seen

    def note(self, work: UnitOfWork, errors: Sequence[PreparedError]) -> "NotedNames":
        """Record what is new of these errors; to be remembered once that is committed.

        Strangers can make a limited number of services known, since nothing removes them again, and no release: by
        when those were first named it is decided which of them is older (ADR 0006).
        """
        if len(self._seen) >= self._LIMIT_FOR_STRANGERS:
            errors = [error for error in errors if error.trusted]
        services = {error.report.service for error in errors} - self._seen
        releases = {
            ReleaseSeen(error.report.service, error.report.environment, error.report.release)
            for error in errors
            if error.report.release is not None and error.trusted
        } - self._seen
        if not services and not releases:
            return self
        at = errors[0].received_at
        work.services.note_services(sorted(services), at=at)
        work.services.note_releases(sorted(releases), at=at)
        seen = self._seen if len(self._seen) < self._LIMIT else frozenset[str | ReleaseSeen]()
        return NotedNames(seen | services | releases)
