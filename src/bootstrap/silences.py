"""The use cases about silences."""

from adapters.inbound.silence_use_cases import SilenceUseCases
from application.create_silence import CreateSilence
from application.end_silence import EndSilence
from application.list_silences import ListSilences
from application.ports.ids import Ids
from application.ports.unit_of_work import Store


def make_silences(store: Store, ids: Ids) -> SilenceUseCases:
    """All of them."""
    return SilenceUseCases(list=ListSilences(store), create=CreateSilence(store, ids), end=EndSilence(store))
