"""Which state of a thing somebody saw before asking for a change: two who edit the same thing notice each other."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum

from domain.developer import Developer
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.errors import StaleVersion
from domain.preferences import Preferences

_DIGEST_BYTES = 8
"""Versions of one thing are compared with each other and with nothing else: 64 bits never meet by chance."""


def version_of(*parts: object) -> str:
    """16 hexadecimal digits that change with any of the parts: texts, numbers, moments, ids, enum members, None, and
    sets or sequences of such. Equal parts have one version in every process and on every store.
    """
    return hashlib.blake2b(
        "\0".join(map(_said, parts)).encode("utf-8", "replace"), digest_size=_DIGEST_BYTES
    ).hexdigest()


def error_version(error: ErrorLog) -> str:
    """Of what people can change about an error. Wants its status, owner and end as they are in force."""
    return version_of(
        error.status, error.assigned_to, error.severity, error.resolved_at, error.deleted_at, error.episode_id
    )


def developer_version(developer: Developer) -> str:
    """Of all that people say about a developer; whose turn it was last is not theirs to say."""
    return version_of(
        developer.name,
        developer.email,
        developer.services,
        developer.min_severity,
        developer.active,
        developer.on_call,
        developer.on_call_from,
        developer.on_call_until,
        developer.removed_at,
        developer.phone,
        developer.slack_id,
        developer.time_zone,
        *_wishes(developer.preferences),
    )


def _wishes(preferences: Preferences) -> Iterator[str | None]:
    yield preferences.minimum
    for severity, ways in sorted(preferences.channels.items()):
        yield " ".join([severity, *ways])
    quiet, working = preferences.quiet_hours, preferences.working_hours
    yield None if quiet is None else f"{quiet.begin} {quiet.end}"
    yield None if working is None else f"{sorted(working.days)} {working.span.begin} {working.span.end}"


def pattern_version(pattern: ErrorPattern) -> str:
    """Of what people decided about a pattern; what merely arrives changes its counts and not its version."""
    return version_of(
        pattern.status,
        pattern.resolved_at,
        pattern.resolved_in_release,
        pattern.ignored_until,
        pattern.ignored_until_count,
        pattern.ignored_until_release,
        pattern.merged_into,
    )


def require_version(expected: str | None, current: str) -> None:
    """Refuse a change that was asked for another state than the present one; to be called under the thing's lock.

    Args:
        expected: None where the asker does not mind; several versions, any of which will do, by comma.

    Raises:
        StaleVersion: somebody else changed it meanwhile.
    """
    if expected is not None and current not in expected.split(","):
        raise StaleVersion("it was changed since you read it: read it again, then decide")


def _said(part: object) -> str:
    """Each kind of value begins with a letter of its own, so that None is not the text "None"."""
    match part:
        case None:
            said = "-"
        case Enum():
            said = f"e{part.value}"
        case datetime():
            said = f"t{part.astimezone(UTC).isoformat()}"
        case str():
            said = f"s{len(part)}:{part}"
        case frozenset() | set():
            said = f"({','.join(sorted(map(_said, part)))})"
        case tuple() | list():
            said = f"[{','.join(map(_said, part))}]"
        case _:
            said = f"{type(part).__name__}{part}"
    return said
