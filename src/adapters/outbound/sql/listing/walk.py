"""Going through candidates until a page is full, or as many were looked at as may be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from adapters.outbound.sql.listing.leads import Lead
from adapters.outbound.sql.listing.spans import Span

_MORE_EACH_TIME = 4


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, in order, and the last id that was looked at where the way had to be left there; None where it ended,
    or gave all that was asked for.
    """

    errors: Sequence[UUID]
    left_at: UUID | None
    examined: int


def walk(leads: Sequence[Lead], span: Span, *, descending: bool, wanted: int, most: int) -> Found:
    """The first `wanted` errors of the span by whichever lead gives them first, in turns that grow; `most` is how many
    candidates all of them together look at. Once a lead can be followed to its end, it is.
    """
    runs = [_Run(lead, span) for lead in leads]
    size = wanted if leads[0].is_exact else _MORE_EACH_TIME * wanted
    left, ready = most, max(1, len(runs) - 1)
    while left > 0:
        # The last is the dearest: it waits for whether the others find enough at once.
        for run in runs[:ready]:
            if run.is_spent:
                continue
            left -= run.go_on(min(size, max(left, 1)), descending=descending)
            if run.ended or len(run.errors) >= wanted:
                return Found(run.errors[:wanted], None, most - left)
        if all(run.is_spent for run in runs):
            break
        size, ready = size * _MORE_EACH_TIME, len(runs)
        if len(runs) > 1 and left > 0:
            short = [run for run in runs if not run.is_spent and not run.lead.has_more_than(left, run.left)]
            runs, size = (short[:1], left) if short else (runs, size)
    best = max(runs, key=lambda run: run.progress(descending=descending))
    return Found(best.errors, best.end, most - left)


@dataclass
class _Run:
    lead: Lead
    left: Span
    errors: list[UUID] = field(default_factory=list)
    end: UUID | None = None
    ended: bool = False
    is_spent: bool = False

    def go_on(self, size: int, *, descending: bool) -> int:
        window = self.lead.window(self.left, descending=descending, size=size)
        self.errors += window.fitting
        self.end = window.end
        self.ended = window.end is None
        self.is_spent = window.is_spent
        if window.end is not None:
            self.left = self.left.beyond(window.end, descending=descending)
        return max(window.examined, 1)

    def progress(self, *, descending: bool) -> int:
        return -self.left.high if descending else self.left.low
