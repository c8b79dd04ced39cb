"""The four top-level packages are ours alone (ADR 0001)."""

from importlib.metadata import distributions, packages_distributions

OURS = {"domain", "application", "adapters", "bootstrap"}
SERVER = "error-logging-server"


def test_no_installed_distribution_owns_one_of_the_four_names() -> None:
    owners = packages_distributions()

    assert {name: owners[name] for name in OURS if set(owners.get(name, [])) - {SERVER}} == {}


def test_the_server_is_marked_as_never_to_be_uploaded() -> None:
    [server] = [each for each in distributions() if each.metadata["Name"] == SERVER]

    assert "Private :: Do Not Upload" in server.metadata.get_all("Classifier", [])
