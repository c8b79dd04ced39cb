"""Look at every part of an installation and say how to mend what is wrong."""

from collections.abc import Iterable, Sequence

from application.diagnosis import Check, Finding, Health


class CheckHealth:
    """Each check by itself: one that fails, in whatever way, keeps none of the others from being made."""

    def __init__(self, checks: Iterable[tuple[str, Check]]) -> None:
        self._checks = tuple(checks)

    def execute(self) -> Sequence[Finding]:
        """A finding for each check, in their order."""
        return [_made(name, check) for name, check in self._checks]


def _made(name: str, check: Check) -> Finding:
    try:
        return check()
    except Exception as fault:  # noqa: BLE001
        # A doctor that falls ill with the patient is of no use. The type tells enough; a message may hold secrets,
        # unless it is our own.
        ours = type(fault).__module__.startswith(("application.", "domain.", "adapters.", "bootstrap."))
        said = str(fault) if ours else type(fault).__name__
        return Finding(name, Health.FAIL, f"could not be looked at: {said}", "mend what stands above it first")
