"""The identity of a pattern, the same in every process for the same version of the rules."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1d1c5e-8f0b-5c52-9a3e-0f5d0b9b7a11")


@dataclass(frozen=True)
class Fingerprint:
    """What makes errors alike.

    `value` is a full SHA-256 in hexadecimal; `rules` names the version that made it ("v1", or "sender" for
    an override). `title` is the message with its variable parts removed, for people; `culprit` is the in-app
    frame nearest to the fault ("module in function"), or "" where there is none.
    """

    value: str
    rules: str
    title: str
    culprit: str = ""

    @cached_property
    def id(self) -> UUID:
        """The fingerprint's own id: UUIDv5 of it, computed alike by every process, backend and shard."""
        return _id_of(f"{self.rules}:{self.value}")


@lru_cache(maxsize=4096)
def _id_of(name: str) -> UUID:
    return uuid5(_NAMESPACE, name)
