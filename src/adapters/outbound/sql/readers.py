"""What people look at, read within a unit of work."""

from functools import cached_property

from sqlalchemy import Connection

from adapters.outbound.sql.activity_reader import SqlActivityReader
from adapters.outbound.sql.error_reader import SqlErrorReader
from adapters.outbound.sql.explanation_reader import SqlExplanationReader
from adapters.outbound.sql.left_behind import SqlLeftBehind
from adapters.outbound.sql.notification_reader import SqlNotificationReader
from adapters.outbound.sql.operation_reader import SqlOperationReader
from adapters.outbound.sql.pattern_reader import SqlPatternReader
from adapters.outbound.sql.statistics_reader import SqlStatisticsReader
from adapters.outbound.sql.workload_reader import SqlWorkloadReader


class SqlReaders:
    """The readers of one connection, each made when it is first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def activity(self) -> SqlActivityReader:
        """What went on of late."""
        return SqlActivityReader(self._connection)

    @cached_property
    def workload(self) -> SqlWorkloadReader:
        """How much lies with whom."""
        return SqlWorkloadReader(self._connection)

    @cached_property
    def notification_reader(self) -> SqlNotificationReader:
        """Notifications as people look at them."""
        return SqlNotificationReader(self._connection)

    @cached_property
    def error_reader(self) -> SqlErrorReader:
        """Errors as people look at them."""
        return SqlErrorReader(self._connection)

    @cached_property
    def operation_reader(self) -> SqlOperationReader:
        """What waits, and how deliveries and jobs go."""
        return SqlOperationReader(self._connection)

    @cached_property
    def pattern_reader(self) -> SqlPatternReader:
        """Patterns as people look at them."""
        return SqlPatternReader(self._connection)

    @cached_property
    def statistics_reader(self) -> SqlStatisticsReader:
        """Sums of counters."""
        return SqlStatisticsReader(self._connection)

    @cached_property
    def explanation_reader(self) -> SqlExplanationReader:
        """What explanations need."""
        return SqlExplanationReader(self._connection)

    @cached_property
    def left_behind(self) -> SqlLeftBehind:
        """What lies with removed developers."""
        return SqlLeftBehind(self._connection)
