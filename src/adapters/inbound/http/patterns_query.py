"""Lists of patterns, between what is asked for in an address and the use case."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from adapters.inbound.http.envelope import API
from adapters.inbound.http.place_cursors import link_to, not_ours, read_place
from application.find_patterns import FindPatternsQuery
from application.ports.pattern_reader import PatternFilter, PatternOrder, PatternPage, PatternPlace
from domain.search_terms import words_of

PATTERNS = f"{API}/patterns/"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LARGEST_COUNT = 2**63


def page_of(page: PatternPage, ordering: str) -> dict[str, object]:
    """What is answered."""
    after, before = (
        None if place is None else (ordering, _number(place.value), str(place.pattern_id))
        for place in (page.after, page.before)
    )
    return {
        "count": page.count,
        "next": link_to(PATTERNS, after, forwards=True),
        "previous": link_to(PATTERNS, before, forwards=False),
        "results": page.patterns,
    }


def query_of(query: Mapping[str, Any]) -> FindPatternsQuery:
    """What is asked for. Raises Problem (422) for a cursor that is none, or one of another ordering."""
    ordering: str = query["ordering"]
    place, forwards = (None, True) if query["cursor"] is None else _read_place(query["cursor"], ordering)
    wanted = PatternFilter(
        services=tuple(query["service"]),
        statuses=tuple(status.value for status in query["status"]),
        severities=tuple(query["severity"]),
        error_types=tuple(query["error_type"]),
        since=query["since"],
        words=tuple(words_of(query["q"])),
        merged=query["merged"],
    )
    return FindPatternsQuery(
        wanted=wanted,
        order=PatternOrder(ordering.removeprefix("-")),
        descending=ordering.startswith("-"),
        limit=query["limit"],
        after=place if forwards else None,
        before=None if forwards else place,
    )


def _number(value: datetime | int) -> int:
    return value if isinstance(value, int) else (value - _EPOCH) // _MICROSECOND


def _read_place(cursor: str, ordering: str) -> tuple[PatternPlace, bool]:
    (of_ordering, number, pattern_id), forwards = read_place(cursor, (str, int, str))
    if of_ordering != ordering or not isinstance(number, int) or abs(number) >= _LARGEST_COUNT:
        raise not_ours()
    try:
        moment = ordering.endswith("_seen")
        value = _EPOCH + number * _MICROSECOND if moment else number
        return PatternPlace(value, UUID(str(pattern_id))), forwards
    except (ValueError, OverflowError):
        raise not_ours() from None
