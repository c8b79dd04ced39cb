"""The job that keeps the store from growing for ever."""

from collections.abc import Callable, Mapping

from application.job import JobStopped
from application.ports.storage_space import StorageSpace
from application.remove_expired_errors import Progress, RemoveExpiredErrors
from application.remove_expired_records import RemoveExpiredRecords


class CleanOldErrorLogs:
    """Removes expired errors, then what is kept beside them, then gives back the room."""

    def __init__(
        self,
        errors: RemoveExpiredErrors,
        records: RemoveExpiredRecords,
        space: StorageSpace,
        *,
        pause: Callable[[float], bool] = lambda _: False,
    ) -> None:
        self._errors = errors
        self._records = records
        self._space = space
        self._pause = pause

    def execute(self, on_progress: Progress = lambda _, __: None) -> Mapping[str, int]:
        """How much was removed, by its kind, and how many bytes the store takes less. Raises StoreUnavailable,
        ArchiveFailed, JobStopped.
        """
        removed = self._errors.execute(on_progress)
        records = {kind.value: count for kind, count in self._records.execute().items() if count}
        given_back = self._space.give_back(pause=self._pause)
        if self._pause(0.0):
            raise JobStopped
        return {
            "errors": removed.errors,
            "episodes_closed": removed.episodes_closed,
            **records,
            "bytes_given_back": given_back,
        }
