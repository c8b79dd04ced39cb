"""The running server against its own document: any value anywhere, and no answer that is not described.

20,000 cases: `SCHEMATHESIS_EXAMPLES=400 make test ARGS=tests/integration/http/test_schemathesis.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.product import API, Product

_SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
_CONFIG = Path(__file__).with_name("schemathesis.toml")
_HOOKS = Path(__file__).with_name("schemathesis_hooks.py")
_EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "12")
"""For each operation and phase."""
_OPTIONS = ("--checks=all", "--generation-deterministic", "--no-color")


def test_every_answer_is_as_described(product: Product, admin_token: str) -> None:
    product.developer("ada", "java")
    for number in range(20):
        product.post("java", {"message": f"failed in step {number % 5}", "severity": "high"})

    token, examples = f"--header=Authorization: Bearer {admin_token}", f"--max-examples={_EXAMPLES}"
    done = subprocess.run(
        [
            _SCHEMATHESIS,
            f"--config-file={_CONFIG}",
            "run",
            f"{product.url}{API}/openapi.json",
            *_OPTIONS,
            token,
            examples,
        ],
        cwd=product.folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(_HOOKS)},
        capture_output=True,
        text=True,
        check=False,
    )

    print("\n".join(line[:500] for line in done.stdout.splitlines()[-400:]), done.stderr[-5_000:])
    assert done.returncode == 0
