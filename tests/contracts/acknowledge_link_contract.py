"""What every `AcknowledgeLinkRepository` promises."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from application.ports.unit_of_work import Store
from domain.acknowledge_link import AcknowledgeLink, link_token
from domain.severity import Severity
from tests.support.builders import a_notification, an_episode
from tests.support.strategies import NOON


def a_link() -> tuple[str, AcknowledgeLink]:
    notification = a_notification(level=2)
    token = link_token(b"k" * 32, notification.id)
    return token, AcknowledgeLink.of(notification, token, an_episode(severity=Severity.CRITICAL))


class AcknowledgeLinkContract:
    """For one-time links."""

    def test_a_link_is_found_by_its_digest_alone(self, store: Store) -> None:
        _, link = a_link()
        with store.writing() as work:
            work.acknowledge_links.add(link)
            work.acknowledge_links.add(replace(link, episode_id=uuid4()))

            assert work.acknowledge_links.find(link.digest) == link
            assert work.acknowledge_links.find(b"?" * 32) is None

    def test_it_keeps_when_it_was_used(self, store: Store) -> None:
        _, link = a_link()
        with store.writing() as work:
            work.acknowledge_links.add(link)
            work.acknowledge_links.mark_used(link.digest, at=NOON)

            assert work.acknowledge_links.find(link.digest) == replace(link, used_at=NOON)

    def test_expired_ones_are_removed_a_few_at_a_time(self, store: Store) -> None:
        links = [a_link()[1] for _ in range(3)]
        last = max(link.expires_at for link in links) + timedelta(seconds=1)
        with store.writing() as work:
            for link in links:
                work.acknowledge_links.add(link)

            assert work.acknowledge_links.remove_expired(before=NOON, limit=10) == 0
            assert work.acknowledge_links.remove_expired(before=last, limit=2) == 2
            assert work.acknowledge_links.remove_expired(before=last, limit=2) == 1
