"""`error-logging serve` as people run it: what it prints, what it survives, how it stops."""

import os
import pty
import re
import signal
import stat
import subprocess
from pathlib import Path

from bootstrap.settings import read_settings
from tests.support.processes import eventually
from tests.support.product import API, PROGRAM, Product

ERROR = {"error_type": "DatabaseError", "message": "Connection failed", "severity": "critical"}


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def children(product: Product) -> list[int]:
    return [eventually(lambda role=role: product.child(role)) for role in ("web", "worker")]


def shell(line: str) -> str:
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_lines_of_a_first_start_work_when_pasted(looked_at: Product) -> None:
    eventually(lambda: "Ready:" in looked_at.log("serve"))
    lines = [line for line in looked_at.log("serve").splitlines() if line.startswith("  ")]

    post, look = (line for line in lines if "curl" in line)
    assert '"outcome":"stored"' in shell(post)
    assert '"error_type":"DatabaseError"' in shell(look)
    [add] = (line for line in lines if "developer add" in line)
    assert "Added 'Anna'" in shell(add)
    assert "Mail is off" in looked_at.log("serve")


def test_without_a_terminal_the_token_is_in_a_private_file_only(looked_at: Product) -> None:
    [place] = re.findall(r"An API token for staff is in (\S+), which", looked_at.log("serve"))
    token = Path(place).read_text().strip()

    assert looked_at.get(f"{API}/errors/", token=token).status_code == 200
    assert token not in looked_at.log("serve")
    assert stat.S_IMODE(Path(place).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(place).parent.stat().st_mode) == 0o700


def test_a_terminal_shows_the_token_and_no_file_holds_it(installation: Product) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, "serve"], env=installation.environment, stdout=theirs, stderr=theirs, start_new_session=True
    )
    installation.processes["serve"] = process
    os.close(theirs)
    shown = ""

    def ready() -> bool:
        nonlocal shown
        shown += os.read(ours, 65_536).decode()
        return "Ready:" in shown

    eventually(ready, within_s=30, what=lambda: shown)
    [token] = set(re.findall(r"elt_[\w-]{43}", shown))
    os.close(ours)
    assert installation.get(f"{API}/errors/", token=token).status_code == 200
    assert not list(installation.folder.rglob("staff-token"))


def test_a_later_start_makes_no_further_token(serving: Product) -> None:
    tokens = serving.run("token", "list", "--json")
    serving.stop()

    serving.start("serve", name="again")
    serving.wait_until_ready("again")

    assert serving.run("token", "list", "--json") == tokens


def test_a_killed_web_process_comes_back_and_has_lost_nothing(serving: Product) -> None:
    token = serving.token("staff")
    stored = serving.post("laravel", ERROR).json()["id"]

    serving.kill_child("web")
    serving.wait_until_ready("serve")

    assert serving.error(stored, token)["message"] == "Connection failed"
    assert "web was killed by signal 9; starting it again in 0.2 s." in serving.log("serve")


def test_a_killed_worker_comes_back(serving: Product) -> None:
    serving.kill_child("worker")

    eventually(lambda: serving.log("serve").count("worker is ready") == 2)
    assert serving.get("/readyz").status_code == 200


def test_nothing_outlives_a_killed_supervisor_and_another_can_start(serving: Product) -> None:
    pids = children(serving)

    serving.kill("serve")

    eventually(lambda: all(map(is_gone, pids)))
    serving.start("serve", name="again")
    serving.wait_until_ready("again")


def test_it_stops_in_time_with_exit_code_0_and_leaves_nothing(serving: Product) -> None:
    pids = children(serving)
    process = serving.processes.pop("serve")

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    assert all(map(is_gone, pids))
    assert serving.log("serve").rstrip().endswith("Stopped.")


def environment_of(pid: int) -> dict[str, str]:
    texts = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(text.split("=", 1) for text in texts if text)


def test_links_in_mails_lead_to_the_port_that_was_chosen(installation: Product) -> None:
    del installation.environment["PORT"]

    installation.start("serve", "--port", str(installation.port))
    installation.wait_until_ready("serve")

    for role in ("web", "worker"):
        settings = read_settings(environment_of(eventually(lambda role=role: installation.child(role))))
        assert settings.web.dashboard_url == installation.url


def test_the_supervisor_keeps_two_children_and_no_third(serving: Product) -> None:
    supervisor = serving.processes["serve"].pid
    children_of = Path(f"/proc/{supervisor}/task/{supervisor}/children")

    eventually(lambda: "Ready:" in serving.log("serve"))

    assert {int(pid) for pid in children_of.read_text().split()} == set(children(serving))
