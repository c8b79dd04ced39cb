"""The document's snippets are stored as they come."""

import pytest

from tests.support.site import Site
from tests.support.snippets import LARAVEL, MOBILE, SNIPPETS


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_stored_without_any_change(site: Site, name: str) -> None:
    snippet = SNIPPETS[name]

    answer = site.report(snippet.door, data=snippet.body, content_type=snippet.content_type)

    assert answer.status_code == 201
    assert answer.json["marks"] == []
    assert site.stored()[0].report.service == snippet.service


def test_fields_of_the_document_that_have_other_names_here_are_mapped(site: Site) -> None:
    site.report(LARAVEL.door, data=LARAVEL.body, content_type=LARAVEL.content_type)
    site.report(MOBILE.door, data=MOBILE.body, content_type=MOBILE.content_type)

    mobile, laravel = (error.report for error in site.stored())

    assert (laravel.status_code, laravel.context) == (500, {"database": "mysql"})
    assert (mobile.release, mobile.endpoint) == ("2.4.1", "DonationScreen")
    assert mobile.context == {"device": "Pixel 8", "os": "Android"}
