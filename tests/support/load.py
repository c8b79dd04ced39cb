"""Clients that post errors one after the other until they are told to stop."""

import json
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Self
from uuid import UUID, uuid4

import requests

from application.ports.unit_of_work import Store
from tests.support.product import API, Product


class Sender(threading.Thread):
    """Sends each error again until it is acknowledged, as a good client does."""

    def __init__(self, url: str, stop: threading.Event) -> None:
        super().__init__()
        self._url = url
        self._stop_asked = stop
        self.acknowledged: list[str] = []
        self.answers: Counter[int] = Counter()

    def run(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while not self._stop_asked.is_set():
                self._send_one(session, uuid4())

    def _send_one(self, session: requests.Session, event_id: UUID) -> None:
        body = json.dumps({"error_type": "E", "message": "under load", "severity": "high", "event_id": str(event_id)})
        headers = {"Content-Type": "application/json"}
        while not self._stop_asked.is_set():
            try:
                answer = session.post(self._url, data=body, headers=headers, timeout=20)
            except requests.RequestException:
                self._stop_asked.wait(0.02)
                continue
            self.answers[answer.status_code] += 1
            if answer.status_code in (200, 201):
                self.acknowledged.append(answer.json()["receipt"])
                return
            self._stop_asked.wait(0.05)


class Load:
    """Several senders at a time; `with` starts and stops them."""

    def __init__(self, product: Product, *, clients: int = 12) -> None:
        self._stop = threading.Event()
        url = f"{product.url}{API}/webhook/java/"
        self.senders: Sequence[Sender] = [Sender(url, self._stop) for _ in range(clients)]

    def __enter__(self) -> Self:
        for sender in self.senders:
            sender.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for sender in self.senders:
            sender.join()

    @property
    def acknowledged(self) -> list[str]:
        """The ids of all errors that were answered 200 or 201 so far."""
        return [error_id for sender in self.senders for error_id in list(sender.acknowledged)]

    @property
    def answers(self) -> Counter[int]:
        """How often each status was answered."""
        return sum((Counter(sender.answers) for sender in self.senders), Counter())


def assert_nothing_lost_or_doubled(store: Store, acknowledged: Sequence[str]) -> None:
    """Every acknowledged error is stored, none of them twice, and the counts equal what is stored."""
    ids = {UUID(error_id) for error_id in acknowledged}
    assert len(ids) == len(acknowledged)
    with store.reading() as work:
        assert work.errors.known(ids) == ids
        some = work.errors.get(next(iter(ids)))
        assert some is not None
        assert some.episode_id is not None
        pattern, episode = work.patterns.get(some.pattern_id), work.episodes.get(some.episode_id)
        recount = work.errors.count_open(some.episode_id)
    assert pattern is not None
    assert episode is not None
    assert episode.open_counts == recount
    assert pattern.occurrences == episode.errors == recount.total
