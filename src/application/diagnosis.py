"""What can be found out about an installation from its store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from application.overdue_work import LATE, overdue_notification
from application.ports.clock import Clock
from application.ports.unit_of_work import Store
from domain.access import KeyMode

_SKEW_WARNS = timedelta(seconds=2)
_SKEW_FAILS = timedelta(seconds=30)
_NAMES_SHOWN = 5


class Health(StrEnum):
    """How a part of the installation is."""

    OK = "ok"
    WARN = "warn"
    """It works, and somebody should look."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer; `mend` says what to do, and is empty where nothing is."""

    name: str
    health: Health
    what: str
    mend: str = ""


Check = Callable[[], Finding]
"""Looks at one thing. May raise StoreUnavailable, which is a finding as well."""


class StoreDiagnosis:
    """Checks that read the store; none changes anything."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def checks(self) -> Sequence[tuple[str, Check]]:
        """All of them by name, in the order in which they are shown."""
        return (
            ("database writable", self.writable),
            ("clock", self.clock),
            ("ingest keys", self.keys),
            ("developers", self.developers),
            ("services without developer", self.services),
            ("notifications", self.notifications),
            ("triage", self.triage),
        )

    def writable(self) -> Finding:
        """Whether a row can be written; it is taken back."""
        with self._store.writing() as work:
            work.services.note_services(["error-logging-doctor"], at=work.now())
        return Finding("database writable", Health.OK, "a row could be written (and was taken back)")

    def clock(self) -> Finding:
        """How far this host's clock is from the store's."""
        with self._store.reading() as work:
            theirs, ours = work.now(), self._clock.now()
        skew = abs(ours - theirs)
        what = f"this host's clock is {skew.total_seconds():.1f} s from the database's"
        if skew <= _SKEW_WARNS:
            return Finding("clock", Health.OK, what)
        health = Health.FAIL if skew > _SKEW_FAILS else Health.WARN
        return Finding("clock", health, what, "set both hosts' clocks by NTP (systemctl status systemd-timesyncd)")

    def keys(self) -> Finding:
        """Which services nobody has to prove to be."""
        with self._store.reading() as work:
            keys, services = work.access.keys(), work.services.services()
        keyed = {key.service for key in keys if key.revoked_at is None}
        locked = [one.name for one in services if one.key_mode is KeyMode.ENFORCE and one.name not in keyed]
        if locked:
            what = f"all errors are turned away of {names_of(locked)}: a key is enforced and none is valid"
            return Finding("ingest keys", Health.FAIL, what, "error-logging key create SERVICE")
        without = [one.name for one in services if one.name not in keyed]
        if without:
            mend = "error-logging key create SERVICE, give it to the senders, then: key mode SERVICE observe"
            return Finding(
                "ingest keys", Health.WARN, f"no key for {names_of(without)}: anybody can send as them", mend
            )
        return Finding("ingest keys", Health.OK, "every service has one" if services else "no service has reported yet")

    def developers(self) -> Finding:
        """Whether there is somebody to ask."""
        with self._store.reading() as work:
            active = [developer for developer in work.developers.all() if developer.active]
        if not active:
            mend = "error-logging developer add --name Anna --email anna@example.org"
            return Finding("developers", Health.WARN, "there is nobody to give errors to", mend)
        return Finding("developers", Health.OK, f"{len(active)} active")

    def services(self) -> Finding:
        """Which services report and are nobody's."""
        with self._store.reading() as work:
            active = [developer for developer in work.developers.all() if developer.active]
            services = [service.name for service in work.services.services()]
        unknown = [name for name in services if not any(developer.knows(name) for developer in active)]
        if unknown:
            mend = "error-logging developer update NAME --service SERVICE (it replaces the person's services)"
            what = f"no active developer knows {names_of(unknown)}"
            return Finding("services without developer", Health.WARN, what, mend)
        return Finding("services without developer", Health.OK, "each service has somebody who knows it")

    def notifications(self) -> Finding:
        """Whether anybody sends what is due."""
        with self._store.reading() as work:
            due = overdue_notification(work)
        if due is not None:
            what = f"a notification waits since {due:%Y-%m-%d %H:%M} UTC: does a worker run?"
            return Finding("notifications", Health.WARN, what, "error-logging worker (or serve, which runs one)")
        return Finding("notifications", Health.OK, "nothing is overdue")

    def triage(self) -> Finding:
        """Whether anybody assigns what is new. Claims the oldest mark and gives it back."""
        with self._store.writing() as work:
            marks = [episode.triage for episode in work.episodes.claim_triage(1)]
            now = work.now()
        since = next((mark.since for mark in marks if mark is not None), None)
        if since is not None and now - since > LATE:
            what = f"a problem waits for its owner since {since:%Y-%m-%d %H:%M} UTC: does a worker run?"
            return Finding("triage", Health.WARN, what, "error-logging worker (or serve, which runs one)")
        return Finding("triage", Health.OK, "nothing waits for a decision")


def names_of(names: Sequence[str]) -> str:
    """A few of them, quoted, and how many more there are."""
    shown = ", ".join(repr(name) for name in names[:_NAMES_SHOWN])
    return shown if len(names) <= _NAMES_SHOWN else f"{shown} and {len(names) - _NAMES_SHOWN} more"
