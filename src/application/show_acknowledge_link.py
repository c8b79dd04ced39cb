"""Say what an acknowledge link is about."""

from application.link_looked_up import LinkLookedUp, look_up
from application.ports.unit_of_work import Store


class ShowAcknowledgeLink:
    """What the link of a message is about, and whether it can acknowledge still.

    - It changes nothing, however often it is asked: mail scanners and previews of chats fetch links.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, token: str) -> LinkLookedUp:
        """The link. Raises NotFound, StoreUnavailable."""
        with self._store.reading() as work:
            return look_up(work, token)
