"""Developers, services, tokens and keys."""

from typing import Any

from sqlalchemy import Row

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from adapters.outbound.sql.mapping.preferences import preferences_from_text, preferences_to_text
from domain.access import ApiToken, IngestKey, KeyKind, KeyMode, Scope, Service
from domain.developer import Developer
from domain.severity import Severity


def developer_to_row(developer: Developer) -> dict[str, Any]:
    """Every column."""
    return {
        "id": developer.id,
        "name": developer.name,
        "email": developer.email,
        "services": to_text(sorted(developer.services)),
        "min_severity": developer.min_severity.rank,
        "active": developer.active,
        "on_call": developer.on_call,
        "last_assigned_at": developer.last_assigned_at,
        "created_at": developer.created_at,
        "on_call_from": developer.on_call_from,
        "on_call_until": developer.on_call_until,
        "removed_at": developer.removed_at,
        "phone": developer.phone,
        "slack_id": developer.slack_id,
        "time_zone": developer.time_zone,
        "preferences": preferences_to_text(developer.preferences),
    }


def developer_from_row(row: Row[Any]) -> Developer:
    """The developer as stored."""
    return Developer(
        id=row.id,
        name=row.name,
        email=row.email,
        services=frozenset(from_text(row.services)),
        min_severity=Severity.from_rank(row.min_severity),
        active=row.active,
        on_call=row.on_call,
        last_assigned_at=row.last_assigned_at,
        created_at=row.created_at,
        on_call_from=row.on_call_from,
        on_call_until=row.on_call_until,
        removed_at=row.removed_at,
        phone=row.phone,
        slack_id=row.slack_id,
        time_zone=row.time_zone,
        preferences=preferences_from_text(row.preferences),
    )


def service_to_row(service: Service) -> dict[str, Any]:
    """Every column."""
    return {
        "name": service.name,
        "key_mode": service.key_mode.value,
        "first_seen": service.first_seen,
        "keyless_posts": service.keyless_posts,
        "last_keyless_at": service.last_keyless_at,
    }


def service_from_row(row: Row[Any]) -> Service:
    """The service as stored."""
    return Service(
        name=row.name,
        key_mode=KeyMode(row.key_mode),
        first_seen=row.first_seen,
        keyless_posts=row.keyless_posts,
        last_keyless_at=row.last_keyless_at,
    )


def token_to_row(token: ApiToken) -> dict[str, Any]:
    """Every column."""
    return {
        "id": token.id,
        "name": token.name,
        "scope": token.scope.value,
        "digest": token.digest,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
    }


def token_from_row(row: Row[Any]) -> ApiToken:
    """The token as stored."""
    return ApiToken(
        id=row.id,
        name=row.name,
        scope=Scope(row.scope),
        digest=row.digest,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )


def key_to_row(key: IngestKey) -> dict[str, Any]:
    """Every column."""
    return {
        "id": key.id,
        "service": key.service,
        "kind": key.kind.value,
        "digest": key.digest,
        "created_at": key.created_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
    }


def key_from_row(row: Row[Any]) -> IngestKey:
    """The key as stored."""
    return IngestKey(
        id=row.id,
        service=row.service,
        kind=KeyKind(row.kind),
        digest=row.digest,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
