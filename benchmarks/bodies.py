"""Error bodies of two sizes, of many patterns, as a service in trouble would send them."""

import json
import random

PATTERNS = 50
VARIANTS = 400

_WORDS = ("donation", "payment", "session", "geocode", "invoice", "profile", "mailing", "receipt", "campaign", "upload")


def small_bodies() -> list[bytes]:
    """Bodies of about 0.6 KB: a message, a place, a little context, no stack."""
    return [_encoded(_report(number, frames=0, padding=130)) for number in range(VARIANTS)]


def large_bodies() -> list[bytes]:
    """Bodies of about 10 KB with a 20-frame Python stack and a request's headers in the context."""
    return [_encoded(_report(number, frames=20, padding=5_800)) for number in range(VARIANTS)]


def _report(number: int, *, frames: int, padding: int) -> dict[str, object]:
    chance = random.Random(number)
    # As in life, a few patterns make most of the errors (Zipf's law).
    pattern = chance.choices(range(PATTERNS), [1 / (rank + 1) for rank in range(PATTERNS)])[0]
    word, other = _WORDS[pattern % 10], _WORDS[pattern // 10]
    report: dict[str, object] = {
        "error_type": f"{other.capitalize()}Error",
        "message": f"Could not save {word} {chance.randint(1, 10**6)} for user {chance.randint(1, 5000)} after 30 s",
        "severity": chance.choice(["high", "medium", "medium", "low"]),
        "endpoint": f"/api/{word}s/",
        "code": 500,
        "environment": "production",
        "release": "2026.11.2",
        "user_id": str(chance.randint(1, 5000)),
        "context": {
            "database": "mysql",
            "attempt": chance.randint(1, 5),
            "request": {"method": "POST", "headers": {"Accept": "application/json", "Host": "api.example.org"}},
            "notes": _prose(chance, padding),
        },
    }
    if frames:
        report["stack_trace"] = _stack(word, other, chance, frames)
    return report


def _stack(word: str, other: str, chance: random.Random, frames: int) -> str:
    lines = ["Traceback (most recent call last):"]
    for depth in range(frames):
        folder = f"/srv/app/{word}s" if depth % 3 else "/usr/lib/python3.11/site-packages/framework"
        lines.append(f'  File "{folder}/layer_{depth}.py", line {chance.randint(10, 900)}, in handle_{other}_{depth}')
        lines.append(
            f"    result = self.repository.save({word}, retries={depth}, user_id=current_user.id, timeout=30.0)"
        )
    lines.append(f"{other.capitalize()}Error: could not save {word} {chance.randint(1, 10**6)}")
    return "\n".join(lines)


def _prose(chance: random.Random, size: int) -> list[str]:
    notes, length = [], 0
    while length < size:
        note = " ".join(chance.choice(_WORDS) for _ in range(9)) + f" at step {chance.randint(1, 99)}."
        notes.append(note)
        length += len(note) + 4
    return notes


def _encoded(report: dict[str, object]) -> bytes:
    return json.dumps(report).encode()
