"""List what was received in the last day."""

from dataclasses import replace
from datetime import timedelta

from application.find_errors import FindErrors, FindErrorsQuery
from application.ports.clock import Clock
from application.ports.error_reader import ErrorPage

RECENT = timedelta(hours=24)


class FindRecentErrors:
    """The errors of the last 24 hours.

    - With all filters of the list of errors; an earlier `since` makes it no longer.
    - What merely arrived may be missing for 5 minutes; what people changed is there at once.
    """

    def __init__(self, find: FindErrors, clock: Clock) -> None:
        self._find = find
        self._clock = clock

    def execute(self, query: FindErrorsQuery) -> ErrorPage:
        """The page. Raises RuleViolation, StoreUnavailable."""
        begin = self._clock.now() - RECENT
        since = begin if query.wanted.since is None else max(query.wanted.since, begin)
        return self._find.execute(replace(query, wanted=replace(query.wanted, since=since)))
