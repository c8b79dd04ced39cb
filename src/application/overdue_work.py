"""What nobody has done in time: a sign that no worker runs, or that none keeps up."""

from datetime import datetime, timedelta

from application.ports.unit_of_work import UnitOfWork

LATE = timedelta(minutes=2)
"""What has waited for longer is overdue."""


def overdue_escalation(work: UnitOfWork) -> datetime | None:
    """Since when the earliest climb is overdue; None where none is."""
    return _overdue(work, work.episodes.next_escalation_at())


def overdue_notification(work: UnitOfWork) -> datetime | None:
    """Since when the earliest message to be sent is overdue; None where none is."""
    return _overdue(work, work.notifications.next_due_at())


def _overdue(work: UnitOfWork, due: datetime | None) -> datetime | None:
    return due if due is not None and work.now() - due > LATE else None
