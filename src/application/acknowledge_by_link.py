"""Say that somebody deals with an episode, by the link of a message."""

from dataclasses import replace

from application.acts import Act, audited
from application.link_looked_up import LinkLookedUp, look_up
from application.ports.unit_of_work import Store, UnitOfWork
from domain.acknowledge_link import LinkState
from domain.display_text import safe_line
from domain.episode import Episode
from domain.episode_lifecycle import acknowledge
from domain.escalation import AckTimeouts
from domain.history import HistoryEntry, SubjectKind

BY_LINK = "by_link"
_LONGEST_ACTOR = 254


class AcknowledgeByLink:
    """Acknowledge what a message told of, as its receiver.

    - It is as an acknowledgement by hand: for all of the episode, no longer than `ACK_TIMEOUT`.
    - A link acknowledges only what its message told of: not once a higher level was told, the severity rose, the
      episode ended or three days have passed.
    - Used again, or after somebody else, it changes nothing and says who was first, also once that has lapsed.
    """

    def __init__(self, store: Store, timeouts: AckTimeouts) -> None:
        self._store = store
        self._timeouts = timeouts

    def execute(self, token: str) -> LinkLookedUp:
        """The link as it is afterwards; ready: it has just acknowledged. Raises NotFound, StoreUnavailable."""
        with self._store.writing() as work:
            found = look_up(work, token, lock=True)
            if found.state is not LinkState.READY:
                return found
            now, receiver = work.now(), safe_line(found.receiver, _LONGEST_ACTOR)
            after = acknowledge(found.episode, by=receiver, at=now, timeouts=self._timeouts)
            work.episodes.save([after])
            work.acknowledge_links.mark_used(found.link.digest, at=now)
            self._record(work, found, after, receiver)
            work.commit()
        return replace(found, episode=after)

    def _record(self, work: UnitOfWork, found: LinkLookedUp, after: Episode, receiver: str) -> None:
        at = after.acknowledged_at or work.now()
        until = None if after.acknowledged_until is None else after.acknowledged_until.isoformat()
        work.history.add(
            [
                HistoryEntry(
                    subject_kind=SubjectKind.EPISODE,
                    subject_id=after.id,
                    at=at,
                    action="acknowledged",
                    reason=BY_LINK,
                    actor=receiver,
                    after=receiver,
                    inputs={"notification": str(found.notification.id), "until": until},
                )
            ]
        )
        act, error_id = Act(actor=receiver), found.notification.error_id
        work.audit.note(audited("acknowledged", error_id, act, at=at, episode=str(after.id), by=BY_LINK))
