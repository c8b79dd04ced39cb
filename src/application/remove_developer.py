"""Take somebody out of the people who can own episodes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from application.audited_developer import audited
from application.named_developer import find_developer, lock_developer
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.developer import Developer
from domain.errors import Conflict
from domain.preferences import Preferences
from domain.versions import developer_version, require_version


class OpenEpisodes(StrEnum):
    """What becomes of the open episodes that the person owns."""

    REFUSE = "refuse"
    """There must be none."""
    REASSIGN = "reassign"
    """Each gets another owner by the rules of automatic assignment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDeveloperCommand:
    """`which` is an id, or as text also an email address or a name. `expected_version` is the version that the asker
    saw, None where any will do.
    """

    which: UUID | str
    open_episodes: OpenEpisodes = OpenEpisodes.REFUSE
    actor: str = "command line"
    expected_version: str | None = None


@dataclass(frozen=True, slots=True)
class RemovedDeveloper:
    """Who was removed, and how many open episodes get another owner."""

    developer: Developer
    open_episodes: int


class RemoveDeveloper:
    """Give this person nothing any more and show the person in no list.

    - Whoever owns open episodes is only removed with `open_episodes=reassign`: a worker gives them out again in
      batches, by the rules of automatic assignment, and their errors follow. Where nobody fits they wait for somebody.
    - Errors that were given to this person by hand go back to the owner of their episode.
    - The name stays for what is on record; the address can be given to somebody else. There is no way back.
    - It is in the audit log.
    """

    def __init__(self, store: Store, wake_ups: WakeUps) -> None:
        self._store = store
        self._wake_ups = wake_ups

    def execute(self, command: RemoveDeveloperCommand) -> RemovedDeveloper:
        """Who was removed. Raises NotFound, Conflict where episodes are open, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            # Whoever assigns holds the developers' locks: nothing is given to this person from here on.
            developer = lock_developer(work, find_developer(work, command.which).id)
            require_version(command.expected_version, developer_version(developer))
            count = work.developers.open_episodes_of(developer.id)
            if count and command.open_episodes is OpenEpisodes.REFUSE:
                raise Conflict(_refusal(developer, count))
            removed = _removed(developer, now)
            work.developers.save(removed)
            detail: dict[str, str | int | bool | None] = {"open_episodes": count}
            work.audit.note(audited("remove", removed, actor=command.actor, at=now, detail=detail))
            work.commit()
        self._wake_ups.wake(Work.TRIAGE)
        return RemovedDeveloper(developer, count)


def _removed(developer: Developer, now: datetime) -> Developer:
    gone = replace(developer, active=False, on_call=False, on_call_from=None, on_call_until=None, removed_at=now)
    return replace(gone, email=None, phone=None, slack_id=None, preferences=Preferences())


def _refusal(developer: Developer, count: int) -> str:
    episodes = "1 open episode" if count == 1 else f"{count} open episodes"
    return f"{developer.name} owns {episodes}: assign them to others first, or ask for open_episodes=reassign"
