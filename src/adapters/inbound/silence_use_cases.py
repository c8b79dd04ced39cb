"""What the API and the command line call about silences."""

from dataclasses import dataclass

from application.create_silence import CreateSilence
from application.end_silence import EndSilence
from application.list_silences import ListSilences


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceUseCases:
    """One for each thing that can be asked or done."""

    list: ListSilences
    create: CreateSilence
    end: EndSilence
