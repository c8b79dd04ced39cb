"""Every curl of `docs/from-the-document.md`, pasted into a shell one after the other."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.product import Product

PAGE = Path("docs/from-the-document.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
# What a person would see as a failure is one for the shell too.
STRICT = 'set -euo pipefail\ncurl() { command curl -sS --fail-with-body --noproxy "*" "$@"; }\n'


def token_of(product: Product) -> str:
    [place] = re.findall(r"An API token for staff is in (\S+), which", product.log("serve"))
    return Path(place).read_text().strip()


@pytest.fixture(scope="module")
def shown(looked_at: Product) -> subprocess.CompletedProcess[str]:
    """What a shell says to all of them, at the address of this test's server."""
    script = STRICT + "".join(f"echo '== {number}'\n{block}" for number, block in enumerate(BLOCKS))
    return subprocess.run(
        ["bash", "-c", script.replace("http://127.0.0.1:8000", looked_at.url)],
        env={**looked_at.environment, "ERROR_LOGGING_TOKEN": token_of(looked_at)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_every_line_works_when_pasted(shown: subprocess.CompletedProcess[str]) -> None:
    assert shown.returncode == 0, f"{shown.stdout[-3000:]}\n{shown.stderr}"


def test_the_usage_examples_store_their_errors(shown: subprocess.CompletedProcess[str]) -> None:
    # Four platforms, and the receipt that is asked for again.
    assert shown.stdout.count('"outcome":"stored"') == 5
    assert re.search(r'"status": ?"resolved"', shown.stdout)


def test_every_example_of_the_document_has_its_curl() -> None:
    asked = ("errors/recent/", "errors/critical/", "service=django&severity=high", "errors/stats/?days=7", "workload/")

    assert [path for path in asked if f"{path}" not in "".join(BLOCKS)] == []
