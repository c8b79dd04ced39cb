"""What can go wrong by the rules; adapters translate these at the edge."""

from collections.abc import Mapping


class DomainError(Exception):
    """Root of all refusals that the rules make. `code` is stable: clients may rely on it."""

    code = "domain_error"


class RuleViolation(DomainError):
    """What was asked breaks a rule; asking again unchanged will not help."""

    code = "rule_violation"


class FieldsRefused(RuleViolation):
    """Several fields at once; `faults` says of each what is wrong with it."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field} {fault}" for field, fault in faults.items()))
        self.faults = dict(faults)


class NotFound(DomainError):
    """What was asked for does not exist, or not any more."""

    code = "not_found"


class Conflict(DomainError):
    """What was asked contradicts the present state."""

    code = "conflict"


class StaleVersion(Conflict):
    """What was asked was asked about a state that is not the present one any more."""

    code = "stale_version"
