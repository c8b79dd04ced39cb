"""Answers that are remembered until staff or triage change something."""

import hashlib
import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass

from application.ports.cache import Cache
from application.ports.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """The answer, and whether it had to be made for this."""

    body: bytes
    made: bool


class RememberedAnswers:
    """Answers that cost the store much are kept for a while, by whatever cache there is.

    - What staff and triage do is seen at once in every process: the store's generation, read anew each time, is part
      of the key. What merely arrives does not empty the cache.
    - The key is a signature of this installation: several may share a Redis, and nobody there learns what was asked.
    """

    def __init__(self, store: Store, cache: Cache, secret: Callable[[], bytes], *, release: str = "") -> None:
        """
        Args:
            secret: reads the installation's; called with the first answer, when the store has been opened.
            release: of this program, whose answers may look otherwise than those of another.
        """
        self._store = store
        self._cache = cache
        self._secret = secret
        self._known_secret: bytes | None = None
        self._release = release
        self._counting = threading.Lock()
        self.hits = 0
        self.misses = 0

    def answer(self, name: str, *, lifetime_s: int, make: Callable[[], bytes], renew: bool = False) -> RememberedAnswer:
        """What is remembered under the name, at most `lifetime_s` old; else what `make` makes.

        Args:
            renew: make it in any case, and remember that.

        Raises:
            StoreUnavailable: the generation cannot be read.
        """
        key, made = self._key(name), False

        def make_and_tell() -> bytes:
            nonlocal made
            made = True
            return make()

        if renew:
            body = make_and_tell()
            self._cache.put(key, body, lifetime_s=lifetime_s)
        else:
            body = self._cache.get_or_make(key, lifetime_s=lifetime_s, make=make_and_tell)
        with self._counting:
            self.hits, self.misses = self.hits + (not made), self.misses + made
        return RememberedAnswer(body, made)

    def _key(self, name: str) -> str:
        # The generation is read before the answer is made: an answer may be newer than its key says, never older.
        with self._store.reading() as work:
            generation = work.generation()
        if self._known_secret is None:
            self._known_secret = self._secret()
        text = f"answer\0{self._release}\0{generation}\0{name}"
        return hmac.new(self._known_secret, text.encode("utf-8", "backslashreplace"), hashlib.sha256).hexdigest()
