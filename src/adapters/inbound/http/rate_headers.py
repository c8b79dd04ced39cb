"""What a sender is told of its share of the minute (draft-ietf-httpapi-ratelimit-headers)."""

from functools import lru_cache

from application.ports.rate_limiter import OWN, WINDOW_S, RateDecision


def rate_headers(rate: RateDecision) -> dict[str, str]:
    """Counted in errors: `q` in a window of `w` seconds, of which `r` are left, until all are again in `t` seconds."""
    return {
        "RateLimit-Policy": _policy(rate.items),
        "RateLimit": f'"{OWN}";r={rate.items_left};t={rate.resets_in_s}',
    }


@lru_cache(maxsize=64)
def _policy(items: int) -> str:
    return f'"{OWN}";q={items};w={WINDOW_S}'
