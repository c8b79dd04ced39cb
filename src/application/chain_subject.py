"""Whose escalation chain is meant."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.named_developer import find_developer
from application.ports.unit_of_work import UnitOfWork
from domain.audit import AuditEntry
from domain.errors import FieldsRefused
from domain.escalation_chain import ChainOf, service_fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainSubject:
    """A service ("*" for every one) or a developer, by id or as text also by address or name."""

    service: str | None = None
    developer: UUID | str | None = None

    def named(self, work: UnitOfWork) -> tuple[str | None, UUID | None]:
        """The service or the developer's id. Raises NotFound, Conflict, FieldsRefused."""
        if self.developer is not None:
            return None, find_developer(work, self.developer).id
        service = self.service or ""
        if fault := service_fault(service):
            raise FieldsRefused({"service": fault})
        return service, None


def found_chain(work: UnitOfWork, service: str | None, developer_id: UUID | None) -> ChainOf | None:
    """The chain of one of the two."""
    if developer_id is not None:
        return work.chains.of_developer(developer_id)
    return None if service is None else work.chains.of_service(service)


def audited_chain(action: str, chain: ChainOf, *, actor: str, at: datetime) -> AuditEntry:
    """The entry `chain.<action>`."""
    subject = chain.service if chain.developer_id is None else str(chain.developer_id)
    steps = " > ".join(
        ", ".join([*(str(each) for each in step.developers), *(["on call"] if step.on_call else [])])
        for step in chain.chain.steps
    )
    return AuditEntry(at=at, actor=actor, action=f"chain.{action}", subject=subject or "", detail={"steps": steps})
