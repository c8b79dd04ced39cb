"""Which texts are addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.email.address import Mailbox, NotAnAddress, recipient, sender
from tests.support.builders_notices import HOSTILE


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("ann@example.test", Mailbox("ann", "example.test")),
        ("o'neil+err=x@a-b.example.test", Mailbox("o'neil+err=x", "a-b.example.test")),
        ("root@localhost", Mailbox("root", "localhost")),
        ("ann@bücher.test", Mailbox("ann", "xn--bcher-kva.test")),
        ("änn@example.test", Mailbox("änn", "example.test")),
    ],
)
def test_addresses(text, mailbox):
    assert recipient(text) == mailbox
    assert mailbox.needs_smtputf8 is not mailbox.local.isascii()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "ann",
            "@example.test",
            "ann@",
            "ann@@example.test",
            "a@b@c.test",
            "ann@-x.test",
            "ann@.test",
            "ann@x..y",
        ),
        *("ann@example.test, bob@example.test", "Ann <ann@example.test>", "<ann@example.test>", "a b@example.test"),
        *(
            "ann@example.test\r\nRCPT TO:<x@evil.com>",
            "ann@example.test\n",
            " ann@example.test",
            "a\u202eb@example.test",
        ),
        *(
            "a" * 65 + "@example.test",
            "ann@" + "a." * 130 + "test",
            "ann@" + "a" * 64,
            "ann@[127.0.0.1]",
            "ann@a_b.test",
        ),
        *("\udce4@example.test", "ann@\u2024.test", '"a b"@example.test', "ann@exa%mple.test"),
    ],
)
def test_no_addresses(text):
    with pytest.raises(NotAnAddress) as refusal:
        recipient(text)

    assert (str(refusal.value).isprintable(), len(str(refusal.value)) < 300) == (True, True)


@given(st.one_of(st.text(), st.builds("{}@{}".format, st.text(max_size=5), st.text(max_size=8))))
def test_every_text_is_an_address_or_is_refused(text):
    try:
        mailbox = recipient(text)
    except NotAnAddress:
        return
    assert mailbox.domain.isascii()
    assert "\n" not in str(mailbox.header)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("errors@example.test", ""),
        (" errors@example.test ", ""),
        ("Error Logging <errors@example.test>", "Error Logging"),
        ('"Errors, all of them" <errors@example.test>', "Errors, all of them"),
        ("Störungen <errors@example.test>", "Störungen"),
    ],
)
def test_senders_may_have_a_name(text, name):
    assert sender(text) == Mailbox("errors", "example.test", name)


@pytest.mark.parametrize("text", [*HOSTILE.values(), "A <a@b> <c@d>", "A <>", "errors@example.test <x"])
def test_no_senders(text):
    with pytest.raises(NotAnAddress):
        sender(text)
