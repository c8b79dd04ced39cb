"""The web process is killed with -9 under load."""

from application.ports.unit_of_work import Store
from tests.support.load import Load, assert_nothing_lost_or_doubled
from tests.support.processes import eventually
from tests.support.product import Product


def test_every_error_that_was_acknowledged_is_stored_once_after_three_kills(product: Product, store: Store) -> None:
    with Load(product) as load:
        for _ in range(3):
            before = len(load.acknowledged)
            eventually(lambda b=before: len(load.acknowledged) > b + 100, what="errors are taken")
            product.kill_child("web")
        before = len(load.acknowledged)
        eventually(lambda: len(load.acknowledged) > before + 100, what="errors are taken again")

    assert_nothing_lost_or_doubled(store, load.acknowledged)
    assert load.answers.keys() <= {200, 201}
