"""The interactive documentation, which nothing outside is needed for."""

import re
from urllib.parse import urlsplit

import pytest

from tests.support.site import API, STRANGER, Site

REFERENCE = re.compile(r"(?:src|href|data-openapi)=\"([^\"]+)\"")
IN_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?([^\"')\s]{1,200})")


def page(site: Site) -> str:
    return site.client.get(f"{API}/docs/", environ_overrides=STRANGER).text


def test_the_page_and_all_that_it_names_are_served_to_anybody(shared_site: Site) -> None:
    references = REFERENCE.findall(page(shared_site))

    assert len(references) == 7
    for reference in references:
        assert shared_site.client.get(reference, environ_overrides=STRANGER).status_code == 200, reference


def test_nothing_is_loaded_from_another_host(shared_site: Site) -> None:
    named = REFERENCE.findall(page(shared_site))
    for style in (name for name in named if ".css" in name):
        named += IN_STYLE.findall(shared_site.client.get(style).text)

    assert {urlsplit(name).netloc for name in named if not name.startswith("data:")} == {""}


def test_the_browser_is_told_to_load_nothing_else_and_to_run_no_inline_script(shared_site: Site) -> None:
    for path in ("", "docs.js"):
        policy = shared_site.client.get(f"{API}/docs/{path}").headers["Content-Security-Policy"]

        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert not re.search(r"unsafe|\*|//", policy)
    assert not re.search(r"<script>|<style>|style=| on\w+=", page(shared_site))


def test_a_setting_out_of_the_address_is_not_taken(shared_site: Site) -> None:
    start = shared_site.client.get(f"{API}/docs/docs.js").text

    assert "queryConfigEnabled: false" in start
    assert "validatorUrl: null" in start


def test_the_document_that_it_shows_is_ours(shared_site: Site) -> None:
    assert f'data-openapi="{API}/openapi.json"' in page(shared_site)


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_files_are_packed_for_whoever_takes_them_so(shared_site: Site, encoding: str) -> None:
    answer = shared_site.client.get(f"{API}/docs/swagger-ui-bundle.js", headers={"Accept-Encoding": encoding})

    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert (len(answer.data) < 600_000) == (encoding == "gzip")
    known = {"Accept-Encoding": encoding, "If-None-Match": answer.headers["ETag"]}
    assert shared_site.client.get(f"{API}/docs/swagger-ui-bundle.js", headers=known).status_code == 304


def test_no_other_file_is_served(shared_site: Site) -> None:
    for name in ("index.html", "../openapi.py", "docs.html", "swagger-ui.js"):
        assert shared_site.client.get(f"{API}/docs/{name}").status_code == 404
