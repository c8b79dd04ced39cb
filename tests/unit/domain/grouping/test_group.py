"""Whose wish for a grouping is followed."""

from domain.error_report import ErrorReport, Mark, MarkReason
from domain.grouping import group

REPORT = ErrorReport(service="shop", error_type="E", message="order 5 failed", fingerprint="payment")


def test_a_trusted_senders_wish_makes_the_group_and_leaves_the_title_ours() -> None:
    report, fingerprint = group(REPORT, trusted=True)

    assert report is REPORT
    assert (fingerprint.rules, fingerprint.title) == ("sender", "order <num> failed")
    assert len(fingerprint.value) == 64


def test_the_same_wish_groups_whatever_the_error_but_not_across_services() -> None:
    values = [
        group(ErrorReport(service=service, error_type=kind, message=kind, fingerprint=" payment "), trusted=True)[
            1
        ].value
        for service, kind in [("shop", "A"), ("shop", "B"), ("mail", "A")]
    ]

    assert values[0] == values[1] == group(REPORT, trusted=True)[1].value
    assert values[2] != values[0]


def test_an_untrusted_senders_wish_is_refused_and_marked_once() -> None:
    report, fingerprint = group(REPORT, trusted=False)

    assert report.marks == (Mark("fingerprint", MarkReason.FINGERPRINT_REFUSED),)
    assert fingerprint.rules == "v1"
    assert group(report, trusted=False) == (report, fingerprint)


def test_a_blank_wish_is_none() -> None:
    blank = ErrorReport(service="shop", error_type="E", message="m", fingerprint="  ")

    for trusted in (True, False):
        report, fingerprint = group(blank, trusted=trusted)
        assert (report.marks, fingerprint.rules) == ((), "v1")


def test_a_senders_group_never_meets_one_of_the_rules() -> None:
    ruled = group(REPORT, trusted=False)[1]

    wish = ErrorReport(service="shop", error_type="E", message="m", fingerprint=ruled.value)

    assert group(wish, trusted=True)[1].id != ruled.id
