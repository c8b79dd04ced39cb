"""Escalation chains as JSON text."""

from uuid import UUID

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from domain.escalation_chain import ChainStep, EscalationChain


def chain_to_text(chain: EscalationChain) -> str:
    """The steps in their order."""
    steps = [{"developers": [str(each) for each in step.developers], "on_call": step.on_call} for step in chain.steps]
    return to_text(steps)


def chain_from_text(text: str) -> EscalationChain:
    """The chain as it was stored."""
    steps = from_text(text)
    return EscalationChain(
        tuple(ChainStep(developers=tuple(map(UUID, step["developers"])), on_call=step["on_call"]) for step in steps)
    )
