"""Names that are set and mean nothing to this version."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_OURS = (
    "CELERY_", "CORS_", "DASHBOARD_", "DATABASES", "DEFAULT_FROM_", "EMAIL_", "FALLBACK_", "MONGODB",
    "NOTIFICATION_", "RATE_LIMIT", "RETENTION_", "SLACK_", "SMS_", "TRUSTED_", "TWILIO_",
    "UNTRUSTED_", "WEBHOOK_ALLOWED_", "WEBHOOK_NOTIFICATIONS",
)  # fmt: skip
"""How settings of the document begin; other names in the environment belong to others."""


def unknown_settings(known: Iterable[str], environment: Iterable[str], file: Mapping[str, str]) -> tuple[str, ...]:
    """One line a name, with the known name that was perhaps meant. Everything in the file is meant for us."""
    names = sorted({*(name for name in environment if name.startswith(_OURS)), *file} - set(known))
    return tuple(_line(name, tuple(known)) for name in names)


def _line(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.85)
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"{name} is set, but this version does not know it{meant}"
