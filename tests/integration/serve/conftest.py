"""Installations that a test starts and stops by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import Product


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Product]:
    """Nothing started yet; on SQLite, without mail."""
    product = Product(tmp_path)
    yield product
    product.stop()


@pytest.fixture
def serving(installation: Product) -> Product:
    """`serve`, ready."""
    installation.start("serve")
    installation.wait_until_ready("serve")
    return installation


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One `serve`, ready, for all tests of a module that leave it as it is: a start costs seconds."""
    product = Product(tmp_path_factory.mktemp("looked_at"))
    product.start("serve")
    product.wait_until_ready("serve")
    yield product
    product.stop()
