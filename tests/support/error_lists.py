"""What a list of errors must hold: random stores and filters, and the same said by a list comprehension."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st

from application.ports.error_reader import ErrorFilter, ErrorOrdering
from application.ports.unit_of_work import UnitOfWork
from domain.episode import Episode, EpisodeEnd
from domain.error_lifecycle import in_force
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern
from domain.search_terms import words_of
from domain.severity import Severity
from tests.support.builders import a_pattern, an_episode, an_error
from tests.support.strategies import NOON

OWNERS = [UUID(int=number) for number in (1, 2)]
PATTERNS = [UUID(int=number) for number in range(11, 15)]
EPISODES = [UUID(int=number) for number in range(21, 25)]
_SERVICES, _ENVIRONMENTS, _TYPES = ("java", "react"), ("production", "staging"), ("TypeError", "IOError")
_ENDPOINTS, _RELEASES, _USERS = ("/cart", "/pay"), ("1.0", "1.1"), ("u1", "u2")
_MESSAGES = ("disk full", "Disk of HTTPServer failed", "café is full")
_WORDS = ("disk", "full", "httpserver", "type", "café", "nowhere")
_SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.LOW)
# Some lie within the same millisecond, and the bounds of a filter between two of them.
_MOMENTS = [NOON + timedelta(microseconds=offset) for offset in (0, 300, 700, 1_200, 60_000_000, 3_600_000_000)]


@dataclass(frozen=True)
class Stored:
    """Everything that a list depends on."""

    patterns: Sequence[ErrorPattern]
    episodes: Sequence[Episode]
    errors: Sequence[ErrorLog]
    apart: frozenset[UUID]

    def add_to(self, work: UnitOfWork) -> None:
        """Store it."""
        work.patterns.lock({pattern.id: replace(pattern, merged_into=None) for pattern in self.patterns})
        work.patterns.save(self.patterns)
        work.episodes.add(self.episodes)
        work.errors.add(self.errors)
        for error_id in sorted(self.apart):
            work.errors.keep_apart(error_id)

    def shown(self) -> Sequence[ErrorLog]:
        """All that are not deleted, as they count."""
        episodes = {episode.id: episode for episode in self.episodes}
        standing = {pattern.id: pattern.merged_into or pattern.id for pattern in self.patterns}
        found = []
        for error in self.errors:
            own = None if error.episode_id is None else episodes[error.episode_id]
            speaker = episodes[own.merged_into] if own is not None and own.merged_into is not None else own
            counted = in_force(error, speaker, apart=error.id in self.apart)
            found.append(replace(counted, pattern_id=standing[error.pattern_id]))
        return [error for error in found if error.deleted_at is None]

    def stored_under(self, error: ErrorLog) -> UUID:
        """The pattern before any merge."""
        return next(stored.pattern_id for stored in self.errors if stored.id == error.id)

    def listed(self, wanted: ErrorFilter, ordering: ErrorOrdering) -> Sequence[UUID]:
        """What the whole list must be."""
        matching = [error for error in self.shown() if self._matches(error, wanted)]
        newest_first = sorted(matching, key=lambda error: error.id, reverse=True)
        match ordering:
            case ErrorOrdering.OLDEST:
                newest_first.reverse()
            case ErrorOrdering.WORST:
                newest_first.sort(key=lambda error: -error.severity.rank)
            case ErrorOrdering.MILDEST:
                newest_first.sort(key=lambda error: error.severity.rank)
        return [error.id for error in newest_first]

    def _matches(self, error: ErrorLog, wanted: ErrorFilter) -> bool:
        report = error.report
        words = set(words_of(f"{report.error_type} {report.message}"))
        return (
            _one_of(report.service, wanted.services)
            and _one_of(report.severity, wanted.severities)
            and _one_of(report.environment, wanted.environments)
            and _one_of(report.error_type, wanted.error_types)
            and _one_of(error.status, wanted.statuses)
            and _one_of(report.endpoint, wanted.endpoints)
            and _one_of(error.assigned_to, wanted.owners)
            and _one_of(report.user_id, wanted.user_ids)
            and _one_of(report.release, wanted.releases)
            and (not wanted.patterns or bool({error.pattern_id, self.stored_under(error)} & set(wanted.patterns)))
            and words.issuperset(wanted.words)
            and (wanted.since is None or error.received_at >= wanted.since)
            and (wanted.until is None or error.received_at < wanted.until)
        )


def _one_of(value: object, wanted: Iterable[object]) -> bool:
    values = list(wanted)
    return not values or value in values


@st.composite
def stored_lists(draw: st.DrawFn) -> Stored:
    """A few errors of four patterns, two of which may be merged into the first, with an episode each."""
    merged = draw(st.sets(st.sampled_from(PATTERNS[2:])))
    patterns = [a_pattern(id=key, merged_into=PATTERNS[0] if key in merged else None) for key in PATTERNS]
    episodes = [draw(_episodes(number)) for number in range(len(PATTERNS))]
    errors = draw(st.lists(_errors(merged), max_size=14))
    owned = [error.id for error in errors if error.assigned_to is not None]
    apart = draw(st.sets(st.sampled_from(owned))) if owned else set()
    return Stored(patterns, episodes, errors, frozenset(apart))


@st.composite
def _episodes(draw: st.DrawFn, number: int) -> Episode:
    # The first is what others are merged into.
    ends = [None, EpisodeEnd.RESOLVED, EpisodeEnd.IGNORED, EpisodeEnd.EMPTIED, *([EpisodeEnd.MERGED] if number else [])]
    end = draw(st.sampled_from(ends))
    carries = end not in (None, EpisodeEnd.EMPTIED)
    return an_episode(
        id=EPISODES[number],
        pattern_id=PATTERNS[number],
        owner_id=draw(st.none() | st.sampled_from(OWNERS)),
        closed_as=end,
        closed_at=None if end is None else NOON,
        merged_into=EPISODES[0] if end is EpisodeEnd.MERGED else None,
        carried=False if carries else draw(st.booleans()),
    )


@st.composite
def _errors(draw: st.DrawFn, merged: set[UUID]) -> ErrorLog:
    pattern_id = draw(st.sampled_from(PATTERNS))
    alike = [PATTERNS[0], *merged] if pattern_id in {PATTERNS[0], *merged} else [pattern_id]
    error = an_error(
        service=draw(st.sampled_from(_SERVICES)),
        severity=draw(st.sampled_from(_SEVERITIES)),
        environment=draw(st.sampled_from(_ENVIRONMENTS)),
        error_type=draw(st.sampled_from(_TYPES)),
        message=draw(st.sampled_from(_MESSAGES)),
        at=draw(st.sampled_from(_MOMENTS)),
        pattern_id=pattern_id,
        episode_id=draw(st.none() | st.sampled_from([EPISODES[PATTERNS.index(key)] for key in alike])),
        status=draw(st.sampled_from(ErrorStatus)),
        assigned_to=draw(st.none() | st.sampled_from(OWNERS)),
        deleted_at=draw(st.sampled_from([None, None, None, NOON])),
    )
    told = replace(
        error.report,
        endpoint=draw(st.none() | st.sampled_from(_ENDPOINTS)),
        release=draw(st.none() | st.sampled_from(_RELEASES)),
        user_id=draw(st.none() | st.sampled_from(_USERS)),
    )
    return replace(error, report=told)


_CHOICES: dict[str, Sequence[object]] = {
    "services": (*_SERVICES, "php"),
    "severities": _SEVERITIES,
    "environments": _ENVIRONMENTS,
    "error_types": _TYPES,
    "statuses": tuple(ErrorStatus),
    "endpoints": _ENDPOINTS,
    "owners": OWNERS,
    "user_ids": _USERS,
    "releases": _RELEASES,
    "patterns": PATTERNS,
    "words": _WORDS,
}


@st.composite
def filters(draw: st.DrawFn) -> ErrorFilter:
    """By up to three things, and perhaps by time."""
    names = draw(st.sets(st.sampled_from(sorted(_CHOICES)), max_size=3))
    chosen = {name: draw(st.lists(st.sampled_from(_CHOICES[name]), min_size=1, max_size=3)) for name in sorted(names)}
    return ErrorFilter(
        **{name: tuple(values) for name, values in chosen.items()},  # type: ignore[arg-type]
        since=draw(st.none() | st.sampled_from(_MOMENTS)),
        until=draw(st.none() | st.sampled_from(_MOMENTS)),
    )
