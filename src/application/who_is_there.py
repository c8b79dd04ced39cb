"""Who could be told of a service's episodes at this moment."""

from datetime import datetime

from application.ports.unit_of_work import UnitOfWork
from domain.escalation_chain import Present


def who_is_there(work: UnitOfWork, service: str, now: datetime) -> Present:
    """Everybody, who of them is on call for the service, and who is away."""
    duty = work.on_call.at(now, service)
    developers = {developer.id: developer for developer in work.developers.all()}
    return Present(developers=developers, on_call=duty.people, away=duty.away)
