"""The list of developers, page by page."""

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.find_developers import FindDevelopers, FindDevelopersQuery, Place
from application.ports.unit_of_work import Store
from domain.developer import Developer
from tests.support.builders import a_developer

names = st.lists(st.text(st.sampled_from("aÄé𝄞 "), min_size=1, max_size=3), max_size=8)


def walk(find: FindDevelopers, *, limit: int, forwards: bool, start: Place | None = None) -> Iterator[list[Developer]]:
    """The pages, from the first on, or backwards from before a place."""
    after, before = (start, None) if forwards else (None, start)
    while True:
        page = find.execute(FindDevelopersQuery(limit=limit, after=after, before=before))
        yield list(page.developers)
        after, before = (page.after, None) if forwards else (None, page.before)
        if after is None and before is None:
            return


@given(names=names, limit=st.integers(1, 4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_are_seen_once_in_the_same_order_both_ways(store: Store, names: list[str], limit: int) -> None:
    find = FindDevelopers(store)
    everybody = _only(store, names)

    forwards = [one for page in walk(find, limit=limit, forwards=True) for one in page]
    assert forwards == everybody
    if everybody:
        last = everybody[-1]
        pages = list(walk(find, limit=limit, forwards=False, start=(last.name, last.id)))
        assert [one for page in reversed(pages) for one in page] == everybody[:-1]


def _only(store: Store, names: list[str]) -> list[Developer]:
    """Exactly these people are known, and their order is the store's own."""
    with store.writing() as work:
        for known in work.developers.all():
            work.developers.save(_removed(known))
        for name in names:
            work.developers.add(a_developer(name, email=None))
        work.commit()
    with store.reading() as work:
        return list(work.developers.all())


def _removed(developer: Developer) -> Developer:
    return Developer(
        id=developer.id,
        name=developer.name,
        email=None,
        services=developer.services,
        created_at=developer.created_at,
        active=False,
        removed_at=developer.created_at,
    )
