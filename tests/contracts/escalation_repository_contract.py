"""What every `EscalationRepository` promises."""

from datetime import timedelta
from uuid import uuid4

from application.ports.unit_of_work import Store
from domain.escalation import Escalation, EscalationReason
from tests.support.strategies import NOON


class EscalationRepositoryContract:
    """For the record of escalations."""

    def test_the_steps_of_an_episode_come_back_in_their_order(self, store: Store) -> None:
        episode_id = uuid4()
        steps = [
            Escalation(
                episode_id=episode,
                level=level,
                from_id=uuid4(),
                to_id=None if level == 2 else uuid4(),
                reason=EscalationReason.BY_HAND,
                at=NOON + timedelta(hours=level),
            )
            for level, episode in ((1, episode_id), (1, uuid4()), (2, episode_id))
        ]
        with store.writing() as work:
            for step in steps:
                work.escalations.add(step)
            work.commit()

        with store.reading() as work:
            assert work.escalations.of(episode_id) == [steps[0], steps[2]]
            assert work.escalations.of(uuid4()) == []
