"""How many errors a list has, as far as it can be said quickly."""

from collections.abc import Sequence
from datetime import datetime

from adapters.outbound.sql.listing.leads import Lead
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.listing.taken import Counted

COUNT_CAP = 10_000


def count(
    leads: Sequence[Lead], since: datetime | None, until: datetime | None, *, most_examined: int, first_examined: int
) -> tuple[int, bool]:
    """The number, at most 10,000, and whether there may be more.

    Args:
        most_examined: errors that are looked at for an exact number, where the indexes alone do not give it.
        first_examined: those that are looked at where that would not do, for a number to begin with.
    """
    whole = Span.between(since, until)
    if leads[0].is_exact:
        return _exact(leads[0], whole, Span.surely_between(since, until))
    for lead in leads:
        if not lead.has_more_than(most_examined, whole):
            return lead.count_fitting(whole, most=most_examined), False
    return leads[0].count_fitting(whole, most=first_examined), True


def _exact(lead: Lead, whole: Span, sure: Span) -> tuple[int, bool]:
    """By the index alone, but for the ends of the time, where the moments themselves are looked at."""
    ends = [whole] if sure.is_empty else [Span(whole.low, sure.low), Span(sure.high, whole.high)]
    counted = Counted(0, more=False) if sure.is_empty else lead.count(sure, most=COUNT_CAP)
    found, capped = counted.number, counted.more
    for end in ends:
        if not capped and not end.is_empty:
            capped = lead.count(end, most=COUNT_CAP).more
            found += lead.count_fitting(end, most=COUNT_CAP)
    return min(found, COUNT_CAP), capped or found > COUNT_CAP
