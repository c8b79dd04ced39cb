"""What can go wrong by the rules; adapters translate these at the edge."""


class DomainError(Exception):
    """Root of all refusals that the rules make. `code` is stable: clients may rely on it."""

    code = "domain_error"


class RuleViolation(DomainError):
    """What was asked breaks a rule; asking again unchanged will not help."""

    code = "rule_violation"


class NotFound(DomainError):
    """What was asked for does not exist, or not any more."""

    code = "not_found"


class Conflict(DomainError):
    """What was asked contradicts the present state."""

    code = "conflict"
