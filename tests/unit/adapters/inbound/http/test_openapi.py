"""The document of the API."""

from typing import Any

import pytest

from adapters.inbound.http.strict_reports import FIELDS
from tests.support.site import API, Site


@pytest.fixture(scope="module")
def document(shared_site: Site) -> Any:
    """As it is served."""
    return shared_site.client.get(f"{API}/openapi.json").json


def test_it_is_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/errors/", {"get", "post"}),
        ("/errors/{error_id}/", {"get"}),
        ("/errors/{error_id}/assign/", {"post"}),
        ("/webhook/health/", {"get"}),
        *((f"/webhook/{name}/", {"post"}) for name in ("laravel", "java", "frontend", "mobile", "generic")),
    ],
)
def test_it_describes_every_endpoint(document: Any, path: str, methods: set[str]) -> None:
    assert {method for method in document["paths"][API + path] if method != "parameters"} == methods


def test_every_operation_says_how_it_refuses_and_what_opens_it(document: Any) -> None:
    for path in document["paths"].values():
        for method, operation in path.items():
            if method != "parameters":
                assert operation["security"]
                assert {"default", "422", "503"} & set(operation["responses"])


def test_it_names_the_fields_that_the_strict_door_takes(document: Any) -> None:
    schema = document["components"]["schemas"]["StrictReport"]

    assert set(schema["properties"]) == set(FIELDS)
    assert schema["required"] == ["service", "error_type", "message"]


def test_every_reference_leads_somewhere(document: Any) -> None:
    def check(node: Any) -> None:
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            _, section, name = node["$ref"].rsplit("/", 2)
            assert name in document["components"][section]
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            check(child)

    check(document)
