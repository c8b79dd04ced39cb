"""What every `ChainRepository` promises."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from application.ports.unit_of_work import Store
from domain.escalation_chain import ChainOf, ChainStep, EscalationChain
from tests.support.strategies import NOON


def a_chain(*, service: str | None = None, developer_id: UUID | None = None) -> ChainOf:
    steps = (ChainStep(on_call=True), ChainStep(developers=(uuid4(), uuid4())))
    return ChainOf(
        id=uuid4(), service=service, developer_id=developer_id, chain=EscalationChain(steps), updated_at=NOON
    )


class ChainRepositoryContract:
    """For escalation chains."""

    def test_a_chain_is_found_by_what_it_is_for(self, store: Store) -> None:
        developer_id = uuid4()
        java, every, own = a_chain(service="java"), a_chain(service="*"), a_chain(developer_id=developer_id)
        with store.writing() as work:
            for chain in (java, every, own):
                work.chains.put(chain)
            work.commit()

        with store.reading() as work:
            assert work.chains.of_service("java") == java
            assert work.chains.of_service("*") == every
            assert work.chains.of_service("php") is None
            assert work.chains.of_developer(developer_id) == own
            assert work.chains.of_developer(uuid4()) is None
            assert work.chains.all() == [own, every, java]

    def test_it_replaces_the_one_for_the_same(self, store: Store) -> None:
        before = a_chain(service="java")
        after = replace(before, chain=EscalationChain((ChainStep(on_call=True),)), updated_at=NOON + timedelta(days=1))
        with store.writing() as work:
            work.chains.put(before)
            work.chains.put(after)

            assert work.chains.all() == [after]

    def test_what_is_removed_is_gone(self, store: Store) -> None:
        kept, gone = a_chain(service="java"), a_chain(service="php")
        with store.writing() as work:
            work.chains.put(kept)
            work.chains.put(gone)
            work.chains.remove(gone.id)
            work.chains.remove(uuid4())

            assert work.chains.all() == [kept]
