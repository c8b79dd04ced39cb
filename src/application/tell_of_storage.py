"""Tell people that the storage fills up."""

from dataclasses import replace

from application.acts import Act
from application.own_errors import OWN_SERVICE, end_own, report_own, storage_error
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from application.watch_storage import WatchStorage
from domain.retention import RetentionPolicy
from domain.storage_limit import ALARMING, StorageLevel, StorageStep
from domain.thresholds import Crossing

_LEFT = "storage_has_room"


class TellOfStorage:
    """- At 80 and 90 % of `MAX_STORAGE` an episode of high severity, at 97 % a critical one, of the service
      "error-logging", with an owner, a deadline and a chain like any other: each once, however many workers look.
    - Of several steps at once the worst is told.
    - Below 75, 85 and 92 % it is over: the episode is resolved, unless somebody did that before, and the next time is
      told again.
    - It goes on where no further errors are taken, and is counted nowhere.
    """

    def __init__(
        self, store: Store, ids: Ids, watch: WatchStorage, retention: RetentionPolicy, wake_ups: WakeUps
    ) -> None:
        self._store = store
        self._ids = ids
        self._watch = watch
        self._retention = retention
        self._wake_ups = wake_ups

    def execute(self) -> bool:
        """Look once; never is there more to do at once. Raises StoreUnavailable."""
        level = self._watch.execute()
        with self._store.reading() as work:
            known = {crossing.rule for crossing in work.thresholds.of_storage()}
        told = [self._reach(level, step) for step in ALARMING if step not in known and level.has_reached(step)]
        for step in ALARMING:
            if step in known and level.has_left(step):
                self._end(level, step)
        if any(told):
            self._wake_ups.wake(Work.TRIAGE)
        return False

    def _reach(self, level: StorageLevel, step: StorageStep) -> bool:
        """Whether this worker was first."""
        with self._store.writing() as work:
            now = work.now()
            crossing = Crossing(service=OWN_SERVICE, rule=step, crossed_at=now)
            if not work.thresholds.claim(crossing):
                return False
            if step is level.step:
                episode = report_own(work, self._ids, self._retention, storage_error(self._ids, level, now=now))
                work.thresholds.save(replace(crossing, episode_id=None if episode is None else episode.id))
            work.commit(announce=True)
        return True

    def _end(self, level: StorageLevel, step: StorageStep) -> None:
        with self._store.writing() as work:
            crossing = work.thresholds.lock(OWN_SERVICE, step)
            if crossing is None:
                return
            act = Act(actor="system", note=f"{level.share:.0%} of the storage are used.")
            inputs = {"used_bytes": level.used_bytes, "limit_bytes": level.limit_bytes}
            end_own(work, crossing, act=act, reason=_LEFT, inputs=inputs, now=work.now())
            work.thresholds.remove(crossing)
            work.commit(announce=True)
