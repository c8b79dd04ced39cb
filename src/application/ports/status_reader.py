"""What became of a message that a provider took."""

from collections.abc import Mapping
from typing import Protocol

from domain.delivery import Channel, DeliveryStatus


class StatusReader(Protocol):
    """Asks the provider of one channel."""

    @property
    def channel(self) -> Channel:
        """The channel that it serves."""
        ...

    def status_of(self, provider_id: str) -> DeliveryStatus:
        """What the provider says of the message, within 30 s. Never raises for anything that the provider does: where
        it says nothing that can be understood, the message is still under way. The answer holds no secret and at
        most 300 characters.
        """
        ...


StatusReaders = Mapping[Channel, StatusReader]
