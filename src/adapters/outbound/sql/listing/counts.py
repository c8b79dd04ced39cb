"""How many errors a list has, as far as it can be said quickly."""

from collections.abc import Sequence
from datetime import datetime

from adapters.outbound.sql.listing.leads import Lead
from adapters.outbound.sql.listing.spans import Span

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
    sizes = [(lead.count(whole, most=most_examined + 1), place) for place, lead in enumerate(leads)]
    size, place = min(sizes)
    capped = size > most_examined
    return leads[place].count_fitting(whole, most=first_examined if capped else most_examined), capped


def _exact(lead: Lead, whole: Span, sure: Span) -> tuple[int, bool]:
    """By the index alone, but for the ends of the time, where the moments themselves are looked at."""
    ends = [whole] if sure.is_empty else [Span(whole.low, sure.low), Span(sure.high, whole.high)]
    most, capped = COUNT_CAP + 1, False
    found = 0 if sure.is_empty else lead.count(sure, most=most)
    for end in ends:
        if found < most and not end.is_empty:
            capped = capped or lead.count(end, most=most) == most
            found += lead.count_fitting(end, most=most)
    return min(found, COUNT_CAP), capped or found > COUNT_CAP
