"""Which episode another has become."""

from uuid import uuid4

from application.expired_errors import ends_of_merges
from application.ports.unit_of_work import Store
from domain.episode import Episode, EpisodeEnd
from tests.support.builders import an_episode
from tests.support.strategies import NOON


def merged(into: Episode) -> Episode:
    return an_episode(closed_at=NOON, closed_as=EpisodeEnd.MERGED, merged_into=into.id)


def test_a_row_of_merges_ends_where_nothing_was_merged_further(store: Store) -> None:
    last = an_episode()
    third = merged(last)
    second = merged(third)
    first = merged(second)
    lost = an_episode(closed_at=NOON, closed_as=EpisodeEnd.MERGED, merged_into=uuid4())
    with store.writing() as work:
        work.episodes.add([last, third, second, first, lost])
        work.commit()

    with store.reading() as work:
        # From several places of the row at once, as the errors of one batch may ask.
        found = ends_of_merges(work, [first.id, third.id, last.id, lost.id, uuid4()])

    assert found == {first.id: last.id, third.id: last.id, last.id: last.id}
