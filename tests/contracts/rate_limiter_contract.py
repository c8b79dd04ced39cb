"""What every `RateLimiter` promises."""

from application.ports.rate_limiter import RateDecision, RateLimiter, RateLimits, Share

LIMITS = RateLimits(trusted=Share(50, 5_000), untrusted=Share(10, 1_000), everybody=Share(150, 15_000))
"""What the limiters of this contract are made with; strangers together get 30 errors and 3,000 bytes."""


class RateLimiterContract:
    """For one minute; the subclass's fixture `limiter` makes an unused one."""

    def test_a_sender_may_use_up_its_share_and_no_more(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, "a", 5).limit for _ in range(3)] == [None, None, "sender"]

    def test_bytes_are_limited_too(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, "a", 1, size_bytes=600).limit for _ in range(2)] == [None, "sender"]

    def test_who_is_refused_is_told_when_to_return(self, limiter: RateLimiter) -> None:
        decision = _take(limiter, "a", 11)

        assert 1 <= decision.retry_after_s <= 60

    def test_what_is_refused_uses_nothing_up(self, limiter: RateLimiter) -> None:
        for items, size_bytes in ((11, 1), (1, 1_001), (11, 1_001)):
            assert _take(limiter, "a", items, size_bytes=size_bytes).limit == "sender"

        assert _take(limiter, "a", 10, size_bytes=1_000) == RateDecision(None)

    def test_senders_do_not_share_what_is_theirs(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, sender, 10).limit for sender in ("a", "b")] == [None, None]

    def test_a_trusted_sender_may_send_more(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, "a", items, trusted=True).limit for items in (50, 1)] == [None, "sender"]

    def test_strangers_together_use_up_a_fifth_at_the_most(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, name, 10).limit for name in "abcd"] == [None, None, None, "untrusted"]

    def test_and_trusted_senders_have_the_rest(self, limiter: RateLimiter) -> None:
        for name in "abcd":
            _take(limiter, name, 10)

        assert _take(limiter, "trusted", 30, trusted=True).limit is None

    def test_all_together_have_a_limit(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, name, 40, trusted=True).limit for name in "abcd"] == [None, None, None, "everybody"]

    def test_any_text_names_a_sender(self, limiter: RateLimiter) -> None:
        for name in ("", "\ud800", "\0", "x" * 10_000, "a:b {c} *"):
            assert _take(limiter, name, 1).limit is None


def _take(limiter: RateLimiter, sender: str, items: int, *, size_bytes: int = 1, trusted: bool = False) -> RateDecision:
    return limiter.take(sender, items=items, size_bytes=size_bytes, trusted=trusted)
