"""The people who mend things."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.errors import FieldsRefused
from domain.preferences import Preferences, preferences_fault
from domain.severity import Severity
from domain.time_zones import zone_fault

EVERY_SERVICE = "*"
LONGEST_NAME = 100
LONGEST_EMAIL = 254
"""What SMTP carries (RFC 5321, 4.5.3.1.3, less the angle brackets)."""
MOST_SERVICES = 200

LONGEST_PHONE = 16
LONGEST_SLACK_ID = 30

_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,29}")
_ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]{1,255}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Developer:
    """Somebody who can own episodes and be told of them.

    `services` is the expertise: names of services, or "*" for every one. `min_severity` is the least bad
    that this person takes. `last_assigned_at` orders equal loads: whoever was assigned longest ago is next.
    `on_call` holds from `on_call_from` until just before `on_call_until`, each open where None. Who was removed
    (`removed_at`) is given nothing and is in no list; the name stays for what is on record. `phone` is a number by
    E.164, `slack_id` a member's id, `time_zone` an IANA name (None: the installation's).
    """

    id: UUID
    name: str
    email: str | None
    services: frozenset[str]
    min_severity: Severity = Severity.INFO
    active: bool = True
    on_call: bool = False
    last_assigned_at: datetime | None = None
    created_at: datetime
    on_call_from: datetime | None = None
    on_call_until: datetime | None = None
    removed_at: datetime | None = None
    phone: str | None = None
    slack_id: str | None = None
    time_zone: str | None = None
    preferences: Preferences = Preferences()

    def knows(self, service: str) -> bool:
        """Whether the service is within this person's expertise."""
        return service in self.services or EVERY_SERVICE in self.services

    def takes(self, severity: Severity) -> bool:
        """Whether errors of this severity are given to this person."""
        return severity.at_least(self.min_severity)

    @property
    def can_be_asked(self) -> bool:
        """Whether anything may be given to this person."""
        return self.active and self.removed_at is None

    def is_on_call(self, now: datetime) -> bool:
        """Whether this person is asked first at that moment."""
        begun = self.on_call_from is None or self.on_call_from <= now
        ended = self.on_call_until is not None and self.on_call_until <= now
        return self.can_be_asked and self.on_call and begun and not ended


def check_developer(developer: Developer) -> None:
    """Raise FieldsRefused unless this can be a developer."""
    begin, end = developer.on_call_from, developer.on_call_until
    backwards = begin is not None and end is not None and end <= begin
    faults = {
        "name": name_fault(developer.name),
        "email": None if developer.email is None else email_fault(developer.email),
        "services": services_fault(developer.services),
        "on_call_until": "is not after on_call_from" if backwards else None,
        "phone": None if developer.phone is None else phone_fault(developer.phone),
        "slack_id": None if developer.slack_id is None else slack_id_fault(developer.slack_id),
        "time_zone": None if developer.time_zone is None else zone_fault(developer.time_zone),
        "preferences": preferences_fault(developer.preferences),
    }
    if wrong := {field: fault for field, fault in faults.items() if fault is not None}:
        raise FieldsRefused(wrong)


def name_fault(name: str) -> str | None:
    """What keeps this from being somebody's name, or None."""
    fits = name.strip() and len(name) <= LONGEST_NAME and name.isprintable()
    return None if fits else f"must be 1 to {LONGEST_NAME} printable characters"


def email_fault(email: str) -> str | None:
    """What keeps this from being an email address, or None."""
    fits = len(email) <= LONGEST_EMAIL and email.isprintable() and _ADDRESS.fullmatch(email)
    return None if fits else f"{email[:LONGEST_EMAIL]!r} is not an email address"


def phone_fault(phone: str) -> str | None:
    """What keeps this from being a number by E.164, or None."""
    fits = _PHONE.fullmatch(phone)
    return None if fits else "is not + and 7 to 15 digits, the country's code first"


def slack_id_fault(slack_id: str) -> str | None:
    """What keeps this from being a member's id in Slack, or None."""
    return None if _SLACK_ID.fullmatch(slack_id) else "is not a member's id of Slack, as U012AB3CD"


def services_fault(services: Iterable[str]) -> str | None:
    """What keeps these from being somebody's expertise, or None."""
    names = list(services)
    if len(names) > MOST_SERVICES:
        return f"are more than {MOST_SERVICES}"
    fit = all(name.strip() and len(name) <= LONGEST_NAME and name.isprintable() for name in names)
    return None if fit else f"each need a name of 1 to {LONGEST_NAME} printable characters"
