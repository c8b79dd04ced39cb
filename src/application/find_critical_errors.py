"""List the critical errors that nobody has dealt with."""

from dataclasses import replace

from application.find_errors import FindErrors, FindErrorsQuery
from application.ports.error_reader import ErrorPage
from domain.error_log import ErrorStatus
from domain.severity import Severity

UNRESOLVED = tuple(status for status in ErrorStatus if status.is_open)


class FindCriticalErrors:
    """The critical errors that are open or assigned.

    - With the other filters of the list of errors; `status` says which of the two.
    - Whatever was resolved, ignored or made less severe is gone at once.
    """

    def __init__(self, find: FindErrors) -> None:
        self._find = find

    def execute(self, query: FindErrorsQuery) -> ErrorPage:
        """The page. Raises RuleViolation, StoreUnavailable."""
        statuses = tuple(status for status in UNRESOLVED if status in (query.wanted.statuses or UNRESOLVED))
        wanted = replace(query.wanted, severities=(Severity.CRITICAL,), statuses=statuses)
        return self._find.execute(replace(query, wanted=wanted))
