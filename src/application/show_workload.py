"""Show how much lies with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.developer import Developer
from domain.workload import Workload, loads_in_force


@dataclass(frozen=True, slots=True)
class DeveloperLoad:
    """What lies with one developer, and whether the person is on call at this moment."""

    developer: Developer
    on_call_now: bool
    load: Workload


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadReport:
    """As it was `at` that moment: by developer, and what nobody owns."""

    at: datetime
    developers: Sequence[DeveloperLoad]
    unowned: Workload


class ShowWorkload:
    """Open episodes, open errors by severity and the oldest open episode of each developer, by name.

    - Everybody who is active is shown, and who is not but still owns something.
    - An error that was given to somebody by hand counts for that person, not for the owner of its episode.
    - `unowned` is what nobody owns, with what removed developers left until it is given out again.
    - Remembered for ten minutes: what staff does shows at once, what arrives meanwhile later.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> WorkloadReport:
        """Read it. Raises StoreUnavailable."""
        with self._store.reading() as work:
            now, developers = work.now(), work.developers.all()
            on_call = work.on_call.at(now, None).people
            loads = loads_in_force(work.workload.by_owner(), work.workload.given_by_hand())
        shown = [developer for developer in developers if developer.active or developer.id in loads]
        return WorkloadReport(
            at=now,
            developers=[
                DeveloperLoad(developer, developer.id in on_call, loads.get(developer.id, Workload()))
                for developer in shown
            ],
            unowned=_of_others(loads, {developer.id for developer in shown}),
        )


def _of_others(loads: Mapping[UUID | None, Workload], present: set[UUID]) -> Workload:
    unowned = Workload()
    for owner, load in loads.items():
        if owner not in present:
            unowned = unowned.plus(load)
    return unowned
