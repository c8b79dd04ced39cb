"""End a silence before its time."""

from dataclasses import dataclass
from uuid import UUID

from application.on_call_records import noted
from application.ports.unit_of_work import Store
from domain.errors import NotFound
from domain.silence import Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSilenceCommand:
    """Which."""

    silence_id: UUID
    actor: str = "command line"


class EndSilence:
    """End a silence now.

    - What it silenced and is still open is told within a minute.
    - One that has ended stays as it is. It is in the audit log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: EndSilenceCommand) -> Silence:
        """The silence as now stored. Raises NotFound, StoreUnavailable."""
        with self._store.writing() as work:
            silence, now = work.silences.lock(command.silence_id), work.now()
            if silence is None:
                raise NotFound("no silence has this id")
            ended = silence.ended(now)
            if ended != silence:
                work.silences.save(ended)
                work.audit.note(noted("silence.end", silence.id, actor=command.actor, at=now, detail={}))
                work.commit()
        return ended
