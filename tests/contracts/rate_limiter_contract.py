"""What every `RateLimiter` promises."""

from application.ports.rate_limiter import Crowd, Payer, RateDecision, RateLimiter, RateLimits, Share

LIMITS = RateLimits(trusted=Share(50, 5_000), untrusted=Share(10, 1_000), everybody=Share(1_500, 150_000))
"""What the limiters of this contract are made with: 30 errors an address, 100 a public key; 150 all strangers
together, and 150 all who have public keys.
"""


class RateLimiterContract:
    """For one minute; the subclass's fixture `limiter` makes an unused one."""

    def test_a_sender_may_use_up_its_share_and_no_more(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, "a", 5).limit for _ in range(3)] == [None, None, "sender"]

    def test_bytes_are_limited_too(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, "a", 1, size_bytes=600).limit for _ in range(2)] == [None, "sender"]

    def test_who_is_refused_is_told_when_to_return(self, limiter: RateLimiter) -> None:
        decision = _take(limiter, "a", 11)

        assert (decision.items, decision.items_left) == (10, 0)
        assert 1 <= decision.resets_in_s <= 60

    def test_a_sender_is_told_what_is_left_of_its_share(self, limiter: RateLimiter) -> None:
        decisions = [_take(limiter, "a", 4) for _ in range(2)]

        assert [(decision.items, decision.items_left) for decision in decisions] == [(10, 6), (10, 2)]
        assert all(1 <= decision.resets_in_s <= 60 for decision in decisions)

    def test_a_trusted_sender_too(self, limiter: RateLimiter) -> None:
        assert _take(limiter, "a", 4, crowd=Crowd.TRUSTED)[:3] == (None, 50, 46)

    def test_it_is_told_of_its_group_where_less_is_left_of_that(self, limiter: RateLimiter) -> None:
        for name in "abc":
            _take(limiter, name, 9, group="here")

        assert _take(limiter, "d", 1, group="here")[:3] == (None, 30, 2)

    def test_nothing_is_left_for_one_where_nothing_is_left_for_all(self, limiter: RateLimiter) -> None:
        for n in range(15):
            _take(limiter, str(n), 10)

        assert _take(limiter, "last", 1)[:3] == ("untrusted", 10, 0)

    def test_what_is_refused_uses_nothing_up(self, limiter: RateLimiter) -> None:
        for items, size_bytes in ((11, 1), (1, 1_001), (11, 1_001)):
            assert _take(limiter, "a", items, size_bytes=size_bytes).limit == "sender"

        assert _take(limiter, "a", 10, size_bytes=1_000).limit is None

    def test_senders_do_not_share_what_is_theirs(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, sender, 10).limit for sender in ("a", "b")] == [None, None]

    def test_a_trusted_sender_may_send_more(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, "a", items, crowd=Crowd.TRUSTED).limit for items in (50, 1)] == [None, "sender"]

    def test_services_at_one_address_share_three_shares(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, name, 10, group="here").limit for name in "abcd"] == [None, None, None, "sender"]
        assert _take(limiter, "a", 10, group="there").limit == "sender"
        assert _take(limiter, "e", 10, group="there").limit is None

    def test_who_has_one_public_key_shares_ten_shares(self, limiter: RateLimiter) -> None:
        visitors = [_take(limiter, name, 10, group="key", crowd=Crowd.KEYED).limit for name in "abcdefghijk"]

        assert visitors == [None] * 10 + ["sender"]

    def test_strangers_together_use_up_a_tenth_at_the_most(self, limiter: RateLimiter) -> None:
        assert [_take(limiter, str(n), 10).limit for n in range(16)] == [None] * 15 + ["untrusted"]

    def test_and_leave_others_what_is_theirs(self, limiter: RateLimiter) -> None:
        for n in range(16):
            _take(limiter, str(n), 10)

        assert _take(limiter, "visitor", 10, crowd=Crowd.KEYED).limit is None
        assert _take(limiter, "trusted", 50, crowd=Crowd.TRUSTED).limit is None

    def test_all_together_have_a_limit(self, limiter: RateLimiter) -> None:
        taken = [_take(limiter, str(n), 50, crowd=Crowd.TRUSTED).limit for n in range(31)]

        assert taken == [None] * 30 + ["everybody"]

    def test_any_text_names_a_sender(self, limiter: RateLimiter) -> None:
        for name in ("", "\ud800", "\0", "x" * 10_000, "a:b {c} *"):
            assert _take(limiter, name, 1).limit is None


def _take(
    limiter: RateLimiter,
    sender: str,
    items: int,
    *,
    size_bytes: int = 1,
    group: str | None = None,
    crowd: Crowd = Crowd.STRANGER,
) -> RateDecision:
    return limiter.take(Payer(sender, group or f"of {sender}", crowd), items=items, size_bytes=size_bytes)
