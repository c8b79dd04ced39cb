"""Runs `wrk` (the HTTP load generator) and reads what it measured."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = """
local bodies = {}
for line in io.lines("%(bodies)s") do bodies[#bodies + 1] = line end
local headers = {["Content-Type"] = "application/json"%(header)s}
local turn = 0
request = function()
  turn = turn %% #bodies + 1
  return wrk.format("POST", "%(path)s", headers, bodies[turn])
end
done = function(summary, latency, requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  local form = 'RESULT {"requests": %%d, "duration_us": %%d, "p50_us": %%d, "p99_us": %%d, "bad": %%d, "failed": %%d}'
  print(string.format(form, summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.errors.status, failed))
end
"""


@dataclass(frozen=True)
class Load:
    """What one run of wrk measured; `bad` counts answers other than 2xx and 3xx, `failed` those that never came."""

    requests: int
    per_second: float
    p50_ms: float
    p99_ms: float
    bad: int
    failed: int


def post_load(
    url: str,
    path: str,
    bodies: Sequence[bytes],
    *,
    connections: int,
    seconds: int,
    folder: Path,
    key: str | None = None,
) -> Load:
    """Post the bodies in turn over that many connections for that long."""
    lines, script = folder / "bodies.jsonl", folder / "post.lua"
    lines.write_bytes(b"\n".join(bodies) + b"\n")
    header = f', ["X-Error-Logging-Key"] = "{key}"' if key else ""
    script.write_text(_SCRIPT % {"bodies": lines, "path": path, "header": header})
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), url]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    [result] = [json.loads(line[7:]) for line in printed.splitlines() if line.startswith("RESULT ")]
    return Load(
        requests=result["requests"],
        per_second=result["requests"] / (result["duration_us"] / 1e6),
        p50_ms=result["p50_us"] / 1e3,
        p99_ms=result["p99_us"] / 1e3,
        bad=result["bad"],
        failed=result["failed"],
    )
