"""An installation on a disk of its own that fills up; run inside `unshare`, so that the disk goes with the process.

`unshare -Urm python -m tests.support.small_disk FOLDER SIZE [SETTING=VALUE …]` prints what happened as JSON.
"""

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from domain.shedding import is_sampled
from tests.support.processes import eventually
from tests.support.product import API, Product

_MOST_ERRORS = 5_000
_MOST_ALIKE = 480


def main() -> None:
    """Fill it, see what goes on, make room, and see that too."""
    folder, size, *settings = sys.argv[1:]
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    ballast = Path(folder) / "ballast"
    ballast.write_bytes(bytes(8 << 20))
    product = Product(Path(folder), dict(setting.split("=", 1) for setting in settings))
    product.start("serve")
    try:
        product.wait_until_ready("serve")
        told = _scene(product, ballast)
    finally:
        product.stop()
    print(json.dumps(told))


def _scene(product: Product, ballast: Path) -> dict[str, Any]:
    token = product.token("admin")
    alike = _fill(product, patterns=False) if "MAX_STORAGE" in product.environment else {}
    full = _fill(product, patterns=True)
    listed = product.get(f"{API}/errors/?limit=1&service=java", token=token)
    told = {
        "alike": alike,
        "full": full,
        "reads": listed.status_code,
        "count": listed.json().get("count"),
        "resolves": product.session.post(
            f"{product.url}{API}/errors/{full['last'] or alike['last']}/resolve/",
            json={},
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        ).status_code,
        "metrics": product.get("/metrics").text.count("\nerror_logging_storage_used_bytes "),
    }
    if "MAX_STORAGE" in product.environment:
        # A worker looks every 10 s.
        alarms = f"{API}/errors/?service=error-logging&error_type=StorageFull"
        told["alarm"] = eventually(lambda: product.get(alarms, token=token).json()["results"], within_s=60)
        told["shed"] = eventually(lambda: _shed(product, token), within_s=60, what="contents are dropped")
    ballast.unlink()
    if "MAX_STORAGE" not in product.environment:
        told["again"] = eventually(lambda: _post(product, "after") == 201, what="there is room again")
    else:
        told["job"] = "errors" in product.run("job", "run", "clean-old-error-logs")
    return told


def _fill(product: Product, *, patterns: bool) -> dict[str, Any]:
    """Report until it is refused, or enough; errors of one pattern, or each of its own."""
    random, stored, last = Random(5), 0, ""
    for number in range(_MOST_ERRORS):
        name = f"Kind{random.randrange(1 << 40):x}" if patterns else "Alike"
        stack, *others = (random.randbytes(size).hex() for size in (30_000, 7_500, 7_500, 7_500, 7_500))
        body = {
            "error_type": name,
            "message": name,
            "severity": "low",
            "stack_trace": stack,
            "context": {"all": others},
        }
        answer = product.post("java", body)
        if answer.status_code == 503:
            said = answer.json()["detail"]
            return {"stored": stored, "last": last, "detail": said, "retry_after": answer.headers["Retry-After"]}
        stored, last = stored + 1, answer.json()["id"]
        if not patterns and number >= _MOST_ALIKE:
            break
    return {"stored": stored, "last": last}


def _shed(product: Product, token: str) -> dict[str, Any] | None:
    """What is left of the error that was stored first, apart from the sample that keeps all; None while it has all."""
    page = product.get(f"{API}/errors/?limit=50&ordering=received_at&service=java", token=token).json()
    first = next(each["id"] for each in page["results"] if not is_sampled(UUID(each["id"])))
    error = product.error(first, token)
    return {name: error[name] for name in ("stack_trace", "context", "marks")} if error["marks"] else None


def _post(product: Product, name: str) -> int:
    return product.post("java", {"error_type": name, "message": name, "severity": "low"}).status_code


if __name__ == "__main__":
    main()
