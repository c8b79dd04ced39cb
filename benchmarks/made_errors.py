"""Errors as a platform of ten services makes them in 90 days: 2,000 patterns in the proportions of Zipf's law, bursts
by day and hour, 50,000 users, 60 releases; made in the order in which they were received, the same for the same number.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.search_terms import Facet, facet_term, words_of

PATTERNS = 2_000
DAYS = 90
USERS = 50_000
RELEASES = 60
RARE_WORD = "quokka"
"""In about twenty messages, whatever the size."""

SERVICES = ("checkout", "catalog", "payments", "search", "mobile-api", "mailer", "billing", "auth", "reports", "media")
ENVIRONMENTS = ("production", "staging", "development")
_WORDS = [
    "connection",
    "refused",
    "timeout",
    "while",
    "loading",
    "customer",
    "invoice",
    "template",
    "missing",
    "null",
    "value",
    "parsing",
    "response",
    "upstream",
    "gateway",
    "session",
    "expired",
    "token",
    "invalid",
    "quota",
    "exceeded",
    "disk",
    "full",
    "deadlock",
    "detected",
    "retry",
    "failed",
    "permission",
    "denied",
    "payload",
    "too",
    "large",
    "unexpected",
    "end",
    "of",
    "stream",
    "unknown",
    "column",
    "constraint",
    "violated",
    "cache",
    "stampede",
    "worker",
    "crashed",
    "render",
    "failed",
    "image",
    "decode",
    "webhook",
    "signature",
    "mismatch",
    "address",
    "not",
    "found",
    "currency",
    "rounding",
]
_KINDS = ("Connection", "Timeout", "Database", "Validation", "Render", "Decode", "Auth", "Quota", "Null", "Parse")


@dataclass(slots=True)
class MadeEpisode:
    """One open time of a pattern, from one part of the 90 days to another."""

    id: UUID
    begins_ms: int
    ends_ms: int | None
    owner: UUID | None
    ignored: bool
    errors: int = 0
    first: UUID | None = None
    last: UUID | None = None
    last_ms: int = 0


@dataclass(slots=True)
class MadePattern:
    """What the errors of one pattern share."""

    id: UUID
    number: int
    service: str
    error_type: str
    severity: int
    text: str
    endpoints: tuple[str, ...]
    stack: str
    episodes: list[MadeEpisode]
    terms: str
    users: bytearray = field(default_factory=lambda: bytearray(USERS), repr=False)
    occurrences: int = 0
    first_ms: int = 0
    last_ms: int = 0
    at: int = 0


@dataclass(slots=True)
class MadeError:
    """One error, with nothing yet in a database's form; `terms` is what the search index is told."""

    id: UUID
    ms: int
    pattern: MadePattern
    episode: MadeEpisode | None
    status: str
    owner: UUID | None
    resolved_ms: int | None
    environment: str
    release: str
    endpoint: str
    user_id: str | None
    status_code: int
    message: str
    context: str
    terms: str


class Scenario:
    """`errors()` makes them once; afterwards patterns and episodes hold what they counted."""

    def __init__(self, count: int, end: datetime) -> None:
        self.count = count
        self.end_ms = int(end.timestamp() * 1000)
        self.start_ms = self.end_ms - DAYS * 86_400_000
        self._chance = random.Random(count)
        self.developers = [uuid5(NAMESPACE_URL, f"developer {number}") for number in range(12)]
        self.contexts = [_context(random.Random(number)) for number in range(2_000)]
        self.patterns = [self._pattern(number) for number in range(PATTERNS)]
        self._terms: dict[tuple[Facet, str], str] = {}

    def errors(self) -> Iterator[MadeError]:
        """All of them, the oldest first."""
        chance, step = self._chance, (self.end_ms - self.start_ms) / self.count
        weights = list(accumulate(1 / (rank + 3) ** 0.9 for rank in range(PATTERNS)))
        rare = {chance.randrange(self.count) for _ in range(20)}
        counter, before = 0, -1
        for number in range(self.count):
            ms = min(self.start_ms + int((number + chance.random()) * step), self.end_ms - 1)
            ms = max(ms, before)
            counter = counter + 1 if ms == before else chance.randrange(1 << 11)
            before = ms
            [pattern] = chance.choices(self.patterns, cum_weights=weights)
            error_id = UUID(int=ms << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | chance.getrandbits(62))
            yield self._error(error_id, ms, pattern, rare=number in rare)

    def moment(self, ms: int) -> datetime:
        """As the domain says it."""
        return datetime.fromtimestamp(ms / 1000, UTC)

    def _error(self, error_id: UUID, ms: int, pattern: MadePattern, *, rare: bool) -> MadeError:
        chance = self._chance
        while pattern.at + 1 < len(pattern.episodes) and pattern.episodes[pattern.at + 1].begins_ms <= ms:
            pattern.at += 1
        episode = pattern.episodes[pattern.at]
        fate = chance.random()
        environment = ENVIRONMENTS[0 if fate < 0.8 else 1 if fate < 0.95 else 2]
        user = None if chance.random() < 0.2 else chance.randrange(USERS)
        if user is not None:
            pattern.users[user] = 1
        day = (ms - self.start_ms) / (self.end_ms - self.start_ms)
        release = f"2026.{max(0, int(day * RELEASES) - (chance.random() < 0.3)):02d}"
        variable, other = chance.randrange(10**6), chance.randrange(5_000)
        message = f"{pattern.text} {variable} for order {other}" + (f" {RARE_WORD}" if rare else "")
        endpoint = chance.choice(pattern.endpoints)
        status, resolved_ms, owner = "open", None, episode.owner
        if episode.ignored:
            status = "ignored"
        elif episode.ends_ms is not None:
            status, resolved_ms = "resolved", episode.ends_ms
        elif owner is not None:
            status = "assigned"
        facets = [(Facet.ENVIRONMENT, environment), (Facet.ENDPOINT, endpoint), (Facet.RELEASE, release)]
        user_id = None if user is None else f"user-{user}"
        if user_id is not None:
            facets.append((Facet.USER_ID, user_id))
        terms = f"{pattern.terms} {' '.join(self._term(*facet) for facet in facets)} {variable} {other}"
        pattern.occurrences += 1
        pattern.first_ms, pattern.last_ms = pattern.first_ms or ms, ms
        episode.errors += 1
        episode.first, episode.last, episode.last_ms = episode.first or error_id, error_id, ms
        return MadeError(
            error_id, ms, pattern, None if episode.ignored else episode, status, owner, resolved_ms, environment,
            release, endpoint, user_id, chance.choice((500, 502, 422)), message, chance.choice(self.contexts),
            f"{terms} {RARE_WORD}" if rare else terms,
        )  # fmt: skip

    def _term(self, facet: Facet, value: str) -> str:
        known = self._terms.get((facet, value))
        if known is None:
            known = self._terms[facet, value] = facet_term(facet, value)
        return known

    def _pattern(self, number: int) -> MadePattern:
        chance = random.Random(f"pattern {number}")
        pattern_id = uuid5(NAMESPACE_URL, f"pattern {number}")
        [service] = chance.choices(SERVICES, [1 / (rank + 1) for rank in range(len(SERVICES))])
        error_type = f"{chance.choice(_KINDS)}{chance.choice(_WORDS).capitalize()}Error"
        [severity] = chance.choices((5, 4, 3, 2, 1), (2, 10, 50, 28, 10))
        text = f"Could not {' '.join(chance.sample(_WORDS, 7))} in step {number}"
        facets = (Facet.SERVICE, service), (Facet.ERROR_TYPE, error_type), (Facet.PATTERN, str(pattern_id))
        words = words_of(f"{error_type} {text} for order")
        return MadePattern(
            id=pattern_id,
            number=number,
            service=service,
            error_type=error_type,
            severity=severity,
            text=text,
            endpoints=tuple(f"/api/{chance.choice(_WORDS)}/{chance.randrange(6)}/" for _ in range(2)),
            stack=_stack(chance, error_type),
            episodes=self._episodes(number, chance),
            terms=" ".join([*(facet_term(*facet) for facet in facets), *words]),
        )

    def _episodes(self, number: int, chance: random.Random) -> list[MadeEpisode]:
        parts = chance.randrange(1, 8)
        borders = sorted(chance.randrange(self.start_ms, self.end_ms) for _ in range(parts - 1))
        begins, ignored, still_open = [self.start_ms, *borders], chance.random() < 0.05, chance.random() < 0.4
        episodes = []
        for place, begin in enumerate(begins):
            last = place == len(begins) - 1
            end = None if last and still_open else (self.end_ms if last else begins[place + 1])
            owner = None if ignored or (end is None and chance.random() < 0.3) else chance.choice(self.developers)
            fake = UUID(int=begin << 80 | 0x7 << 76 | number % 4096 << 64 | 0b10 << 62 | chance.getrandbits(62))
            episodes.append(MadeEpisode(fake, begin, end, owner, ignored))
        return episodes


def _context(chance: random.Random) -> str:
    notes = " ".join(chance.choices(_WORDS, k=55))
    return f'{{"request":{{"method":"POST","attempt":{chance.randrange(9)}}},"database":"mysql","notes":"{notes}"}}'


def _stack(chance: random.Random, error_type: str) -> str:
    lines = ["Traceback (most recent call last):"]
    for depth in range(9):
        name = chance.choice(_WORDS)
        lines.append(f'  File "/srv/app/{name}s/layer_{depth}.py", line {chance.randrange(900)}, in handle_{name}')
        lines.append(f"    result = self.repository.{chance.choice(_WORDS)}({name}, retries={depth}, timeout=30.0)")
    return "\n".join([*lines, f"{error_type}: could not go on"])
