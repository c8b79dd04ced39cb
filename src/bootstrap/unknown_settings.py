"""Names that are set and mean nothing to this version."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_OURS = (
    "CELERY_", "CORS_", "DASHBOARD_", "DATABASES", "DEFAULT_FROM_", "DIGEST_", "EMAIL_", "FALLBACK_", "HEARTBEAT_",
    "MESSAGES_PER_", "MONGODB", "NEW_PATTERNS_", "NOTIFICATION_", "QUIET_PERIOD", "RATE_LIMIT", "REASSIGN_",
    "REGRESSION_", "RETENTION_", "SLACK_", "SMS_", "THRESHOLDS_", "THRESHOLD_", "TRUSTED_", "TWILIO_", "UNTRUSTED_",
    "WEBHOOK_ALLOWED_", "WEBHOOK_CA_", "WEBHOOK_NOTIFICATIONS",
)  # fmt: skip
"""How settings begin that nobody else has; other names in the environment belong to others."""
_NEARLY_OURS = 0.9
"""A letter too many, too few or changed places, in names of seven and more. Further away are names of other programs:
`DATABASE_USER` is 0.88 of `DATABASE_URL`.
"""


def unknown_settings(known: Iterable[str], environment: Iterable[str], file: Mapping[str, str]) -> tuple[str, ...]:
    """One line a name, with the known name that was perhaps meant. Everything in the file is meant for us."""
    names = tuple(known)
    unknown = {*environment, *file} - set(names)
    meant = sorted(
        name for name in unknown if name in file or name.startswith(_OURS) or _near(name, names, _NEARLY_OURS)
    )
    return tuple(_line(name, names) for name in meant)


def _line(name: str, known: tuple[str, ...]) -> str:
    near = _near(name, known, 0.85)
    meant = f"; did you mean {near}?" if near else ""
    return f"{name} is set, but this version does not know it{meant}"


def _near(name: str, known: tuple[str, ...], cutoff: float) -> str | None:
    return next(iter(get_close_matches(name, known, n=1, cutoff=cutoff)), None)
