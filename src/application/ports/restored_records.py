"""What would tell or wake people in a store that was just restored, and when it was copied last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.episode import Episode


class RestoredRecords(Protocol):
    """Changes many records at once, in one unit of work that nobody shares."""

    def suppress_waiting(self, reason: str) -> int:
        """Never send what is still to be sent, held back or tried again, for this reason, and ask nobody any more what
        became of a message; how many were suppressed.
        """
        ...

    def take_marks(self) -> int:
        """No episode waits for a decision any more; how many did."""
        ...

    def open_episodes(self, after: UUID | None, *, limit: int) -> Sequence[Episode]:
        """The next open episodes in the order of their ids."""
        ...

    def end_silences(self, now: datetime) -> None:
        """What silences hid that are over by now is not looked at again."""
        ...

    def note_backed_up(self, now: datetime) -> None:
        """Remember when it was copied."""
        ...

    def restored_at(self) -> datetime | None:
        """When it was restored last, None where it never was."""
        ...

    def begun_at(self) -> datetime | None:
        """When it was restored last, or else made; None where that was before it was kept."""
        ...

    def note_restored(self, now: datetime) -> None:
        """Remember when it was restored, and that what processes know of it is old."""
        ...
