"""What every `ServiceRegistry` promises."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from application.ports.service_registry import ReleaseSeen
from application.ports.unit_of_work import Store
from domain.access import KeyMode, Service
from tests.contracts.one_store import on_one_store
from tests.support.strategies import NOON
from tests.support.strategies_records import service_records


class ServiceRegistryContract:
    """For services and releases."""

    def test_services_are_noted_once(self, store: Store) -> None:
        later = NOON + timedelta(days=1)
        with store.writing() as work:
            work.services.note_services(["react", "java"], at=NOON)
            work.services.note_services(["java", "php"], at=later)
            work.services.note_services([], at=later)

            assert work.services.services() == [
                Service(name="java", first_seen=NOON),
                Service(name="php", first_seen=later),
                Service(name="react", first_seen=NOON),
            ]

    def test_noting_leaves_a_known_service_as_it_is(self, store: Store) -> None:
        known = Service(name="java", key_mode=KeyMode.ENFORCE, first_seen=NOON, keyless_posts=3, last_keyless_at=NOON)
        with store.writing() as work:
            work.services.save_service(known)
            work.services.note_services(["java"], at=NOON + timedelta(days=1))

            assert work.services.services() == [known]

    def test_saving_overwrites(self, store: Store) -> None:
        service = Service(name="java", first_seen=NOON)
        with store.writing() as work:
            work.services.save_service(service)
            work.services.save_service(replace(service, key_mode=KeyMode.OBSERVE, keyless_posts=9))

            assert work.services.services() == [replace(service, key_mode=KeyMode.OBSERVE, keyless_posts=9)]

    def test_services_with_keys_are_those_that_ask_for_them(self, store: Store) -> None:
        modes = {"a": KeyMode.ENFORCE, "b": KeyMode.OFF, "c": KeyMode.OBSERVE}
        services = [Service(name=name, key_mode=mode, first_seen=NOON) for name, mode in modes.items()]
        with store.writing() as work:
            for service in services[::-1]:
                work.services.save_service(service)

            assert work.services.with_keys() == [services[0], services[2]]

    def test_counting_posts_without_a_key_leaves_the_mode_as_somebody_else_just_set_it(self, store: Store) -> None:
        later = NOON + timedelta(hours=1)
        enforced = Service(name="java", key_mode=KeyMode.ENFORCE, first_seen=NOON, keyless_posts=2)
        with store.writing() as work:
            work.services.save_service(enforced)
            work.services.add_keyless("java", 3, at=later)
            work.services.add_keyless("unknown", 1, at=later)

            assert work.services.services() == [replace(enforced, keyless_posts=5, last_keyless_at=later)]

    def test_known_names_are_told_from_others(self, store: Store) -> None:
        with store.writing() as work:
            work.services.note_services(["java", "react"], at=NOON)

            assert work.services.known(["java", "php", "react"]) == {"java", "react"}
            assert work.services.known([]) == set()

    def test_a_release_can_be_noted_again(self, store: Store) -> None:
        seen = ReleaseSeen("java", "production", "1.0")
        with store.writing() as work:
            work.services.note_releases([seen, seen._replace(release="1.1")], at=NOON)
            work.services.note_releases([seen, seen], at=NOON + timedelta(days=1))
            work.services.note_releases([], at=NOON)
            work.commit()

    @given(service=service_records)
    @on_one_store
    def test_a_service_comes_back_equal(self, store: Store, service: Service) -> None:
        with store.writing() as work:
            work.services.save_service(service)

            assert work.services.services() == [service]

    def test_releases_keep_the_time_that_they_were_first_named(self, store: Store) -> None:
        first, other = (ReleaseSeen("java", "production", release) for release in ("1.0", "1.1"))
        elsewhere = ReleaseSeen("java", "staging", "1.0")
        with store.writing() as work:
            work.services.note_releases([first], at=NOON)
            work.services.note_releases([first, elsewhere], at=NOON + timedelta(hours=1))

            assert work.services.release_first_seen([first, other]) == {first: NOON}
            assert work.services.release_first_seen([elsewhere]) == {elsewhere: NOON + timedelta(hours=1)}
            assert work.services.release_first_seen([]) == {}
