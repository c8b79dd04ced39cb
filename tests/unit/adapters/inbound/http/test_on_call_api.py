"""Who is on call, as staff arrange it."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from domain.access import Scope
from tests.support.site import API, Site

ROTATIONS = f"{API}/on-call/rotations/"
NOBODY = "019dba00-9999-7222-8333-444455556666"
FROM_2126 = {"time_zone": "Europe/Berlin", "hand_over_weekday": "monday", "starts_on": "2126-01-07"}
"""A Monday; the store's clock is this host's, and none of what lies ahead may come to pass."""


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    """A token of staff."""
    return site.token(Scope.STAFF)


def ask(site: Site, method: str, path: str, token: dict[str, str], body: Any = None, **headers: str) -> TestResponse:
    said = {} if body is None else {"json": body}
    return site.client.open(path, method=method, headers={**token, **headers}, **said)


def made(answer: TestResponse) -> Any:
    assert answer.status_code == 201, answer.json
    return answer.json


def faults(answer: TestResponse) -> dict[str, str]:
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json"), answer.json
    return {fault["field"]: f"{fault['problem']} {fault['expected']}" for fault in answer.json["errors"]}


def developer(site: Site, staff: dict[str, str], name: str) -> str:
    return str(made(ask(site, "POST", f"{API}/developers/", staff, {"name": name}))["id"])


@pytest.fixture
def team(site: Site, staff: dict[str, str]) -> dict[str, str]:
    """Three developers' ids by name."""
    return {name: developer(site, staff, name) for name in ("Anna", "Ben", "Eve")}


@pytest.fixture
def backend(site: Site, staff: dict[str, str], team: dict[str, str]) -> Any:
    """A weekly rotation of Anna and Ben for java, from 2126 on."""
    wanted = {"name": "Backend", "members": [team["Anna"], team["Ben"]], "services": ["java"], **FROM_2126}
    return made(ask(site, "POST", ROTATIONS, staff, wanted))


def on_call(site: Site, staff: dict[str, str], query: str) -> list[tuple[Any, ...]]:
    answer = ask(site, "GET", f"{API}/on-call/?{query}", staff)
    assert answer.status_code == 200, answer.json
    return [
        (one["developer"] and one["developer"]["name"], one["why"], one["until"], one["next"] and one["next"]["from"])
        for one in answer.json["on_call"]
    ]


def test_a_rotation_is_made_and_shown(site: Site, staff: dict[str, str], team: dict[str, str]) -> None:
    wanted = {"name": "Backend", "members": [team["Ben"], team["Anna"]], "time_zone": "Asia/Kathmandu",
              "services": ["php", "java"], "hand_over_weekday": "friday", "hand_over_time": "17:30", "weeks": 2,
              "starts_on": "2126-01-04"}  # fmt: skip
    answer = ask(site, "POST", ROTATIONS, staff, wanted)
    rotation = made(answer)

    members = [{"id": team[name], "name": name, "active": True} for name in ("Ben", "Anna")]
    shown = {"id": rotation["id"], "created_at": rotation["created_at"], "services": ["java", "php"]}
    assert rotation == {**wanted, **shown, "members": members}
    assert ask(site, "GET", answer.headers["Location"], staff).json == rotation
    listed = ask(site, "GET", ROTATIONS, staff).json
    assert listed == {"count": 1, "next": None, "previous": None, "results": [rotation]}


def test_of_a_new_rotation_somebody_is_on_call_at_once(site: Site, staff: dict[str, str], team: dict[str, str]) -> None:
    wanted = {"name": "All", "members": [team["Anna"]], "time_zone": "Pacific/Kiritimati", "hand_over_time": "23:59"}
    rotation = made(ask(site, "POST", ROTATIONS, staff, wanted))

    assert (rotation["services"], rotation["weeks"], rotation["hand_over_weekday"]) == (["*"], 1, "monday")
    assert [who for who, *_ in on_call(site, staff, "service=java")] == ["Anna"]


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"time_zone": "Europe/Berln"}, "time_zone", "such as Europe/Berlin"),
        ({"members": []}, "members", "needs at least one member"),
        ({"members": [NOBODY]}, "members", "no developer has this id"),
        ({"members": [NOBODY, NOBODY]}, "members", "twice"),
        ({"name": " "}, "name", "1 to 100"),
        ({"services": []}, "services", "is empty"),
        ({"hand_over_weekday": "someday"}, "hand_over_weekday", "monday"),
        ({"hand_over_time": "9:00"}, "hand_over_time", "as 09:00"),
        ({"hand_over_time": "24:00"}, "hand_over_time", "as 09:00"),
        ({"hand_over_time": "09:00\n"}, "hand_over_time", "as 09:00"),
        ({"weeks": 0}, "weeks", "greater than or equal to 1"),
        ({"starts_on": "1999-12-31"}, "starts_on", "years 2000 and 2200"),
        ({"zone": "UTC"}, "zone", "Unknown"),
    ],
)
def test_what_is_wrong_with_a_rotation_is_said(
    site: Site, staff: dict[str, str], backend: Any, team: dict[str, str], wrong: Any, field: str, said: str
) -> None:
    right = {"name": "Web", "members": [team["Eve"]], "time_zone": "UTC"}

    for answer in (
        ask(site, "POST", ROTATIONS, staff, {**right, **wrong}),
        ask(site, "PATCH", f"{ROTATIONS}{backend['id']}/", staff, wrong),
    ):
        found = faults(answer)
        assert list(found) == [field]
        assert said in found[field], found
    assert ask(site, "GET", f"{ROTATIONS}{backend['id']}/", staff).json == backend


def test_what_is_left_out_stays(site: Site, staff: dict[str, str], backend: Any, team: dict[str, str]) -> None:
    path = f"{ROTATIONS}{backend['id']}/"

    changed = ask(site, "PATCH", path, staff, {"weeks": 2, "hand_over_time": "08:15"})
    assert changed.json == {**backend, "weeks": 2, "hand_over_time": "08:15"}
    members = ask(site, "PATCH", path, staff, {"members": [team["Eve"]]}).json["members"]
    assert [one["name"] for one in members] == ["Eve"]


def test_who_changes_what_somebody_else_changed_is_told(site: Site, staff: dict[str, str], backend: Any) -> None:
    path = f"{ROTATIONS}{backend['id']}/"
    seen = ask(site, "GET", path, staff).headers["ETag"]

    assert ask(site, "PATCH", path, staff, {"weeks": 2}, **{"If-Match": seen}).status_code == 200
    assert ask(site, "PATCH", path, staff, {"weeks": 3}, **{"If-Match": seen}).status_code == 412
    assert ask(site, "DELETE", path, staff, **{"If-Match": seen}).status_code == 412
    now = ask(site, "GET", path, staff)
    assert now.json["weeks"] == 2
    assert ask(site, "DELETE", path, staff, **{"If-Match": now.headers["ETag"]}).status_code == 204


def test_a_removed_rotation_is_gone(site: Site, staff: dict[str, str], backend: Any) -> None:
    path = f"{ROTATIONS}{backend['id']}/"
    assert ask(site, "DELETE", path, staff).status_code == 204

    assert ask(site, "GET", ROTATIONS, staff).json["results"] == []
    assert on_call(site, staff, "at=2126-01-08T00:00:00Z") == []
    for method, body in (("GET", None), ("PATCH", {"weeks": 2}), ("DELETE", None)):
        assert ask(site, method, path, staff, body).status_code == 404


@pytest.mark.usefixtures("backend")
def test_who_is_on_call_why_until_when_and_who_is_next(site: Site, staff: dict[str, str]) -> None:
    monday, next_monday = "2126-01-14T08:00:00+00:00", "2126-01-21T08:00:00+00:00"

    assert on_call(site, staff, "at=2126-01-07T08:00:00Z") == [("Anna", "rotation", monday, monday)]
    assert on_call(site, staff, "at=2126-01-14T08:00:00Z&service=java") == [
        ("Ben", "rotation", next_monday, next_monday)
    ]
    assert on_call(site, staff, "at=2126-01-07T07:59:59Z") == [
        (None, "not_started", "2126-01-07T08:00:00+00:00", "2126-01-07T08:00:00+00:00")
    ]
    assert on_call(site, staff, "at=2126-01-07T08:00:00Z&service=php") == []


def test_who_takes_a_span_has_it_until_that_is_taken_back(
    site: Site, staff: dict[str, str], backend: Any, team: dict[str, str]
) -> None:
    path = f"{ROTATIONS}{backend['id']}/overrides/"
    span = {"from": "2126-01-08T10:00:00+01:00", "until": "2126-01-09T09:00:00Z"}
    override = made(ask(site, "POST", path, staff, {"developer": team["Eve"], **span}))

    assert (override["from"], override["created_by"]) == ("2126-01-08T09:00:00+00:00", "tests")
    assert override["developer"] == {"id": team["Eve"], "name": "Eve", "active": True}
    assert ask(site, "GET", path, staff).json["results"] == [override]
    ends, then = "2126-01-09T09:00:00+00:00", "2126-01-09T09:00:00+00:00"
    assert on_call(site, staff, "at=2126-01-08T12:00:00Z") == [("Eve", "override", ends, then)]
    assert ask(site, "DELETE", f"{path}{override['id']}/", staff).status_code == 204
    assert ask(site, "DELETE", f"{path}{override['id']}/", staff).status_code == 404
    assert [who for who, *_ in on_call(site, staff, "at=2126-01-08T12:00:00Z")] == ["Anna"]


def test_an_override_of_another_rotation_is_not_taken_back(
    site: Site, staff: dict[str, str], backend: Any, team: dict[str, str]
) -> None:
    body = {"developer": team["Eve"], "until": "2126-01-01T00:00:00Z", "from": "2125-12-31T00:00:00Z"}
    override = made(ask(site, "POST", f"{ROTATIONS}{backend['id']}/overrides/", staff, body))
    other = made(ask(site, "POST", ROTATIONS, staff, {"name": "Web", "members": [team["Eve"]], "time_zone": "UTC"}))

    assert ask(site, "DELETE", f"{ROTATIONS}{other['id']}/overrides/{override['id']}/", staff).status_code == 404
    assert ask(site, "GET", f"{ROTATIONS}{backend['id']}/overrides/", staff).json["count"] == 1


def test_who_is_away_is_passed_over_until_that_is_taken_back(
    site: Site, staff: dict[str, str], backend: Any, team: dict[str, str]
) -> None:
    path = f"{API}/developers/{team['Anna']}/time-off/"
    span = {"from": "2126-01-08T00:00:00Z", "until": "2126-01-10T00:00:00Z"}
    off = made(ask(site, "POST", path, staff, {**span, "reason": "on holiday"}))

    assert ask(site, "GET", path, staff).json["results"] == [off]
    shown = ask(site, "GET", f"{API}/on-call/?at=2126-01-09T00:00:00Z", staff).json
    assert shown["away"] == [{"developer": {"id": team["Anna"], "name": "Anna"}, "until": "2126-01-10T00:00:00+00:00"}]
    [duty] = shown["on_call"]
    assert (duty["developer"]["name"], duty["why"], duty["instead_of"]["name"]) == ("Ben", "stand_in", "Anna")
    assert duty["rotation"] == {"id": backend["id"], "name": "Backend"}
    assert ask(site, "DELETE", f"{API}/developers/{team['Ben']}/time-off/{off['id']}/", staff).status_code == 404
    assert ask(site, "DELETE", f"{path}{off['id']}/", staff).status_code == 204
    assert [who for who, *_ in on_call(site, staff, "at=2126-01-09T00:00:00Z")] == ["Anna"]


@pytest.mark.parametrize(
    ("span", "field"),
    [
        ({}, "until"),
        ({"until": "2020-01-01T00:00:00Z"}, "until"),
        ({"from": "2126-01-02T00:00:00Z", "until": "2126-01-01T00:00:00Z"}, "until"),
        ({"from": "2126-01-02T00:00:00Z", "until": "2127-01-04T00:00:00Z"}, "until"),
        ({"until": "9999-12-31T23:59:59-12:00"}, "until"),
        ({"from": "0001-01-01T00:00:00+14:00", "until": "2126-01-01T00:00:00Z"}, "from"),
        ({"from": "2126-01-02T00:00:00", "until": "2126-01-03T00:00:00Z"}, "from"),
    ],
)
def test_spans_that_cannot_be_are_refused(
    site: Site, staff: dict[str, str], backend: Any, team: dict[str, str], span: dict[str, str], field: str
) -> None:
    override = ask(site, "POST", f"{ROTATIONS}{backend['id']}/overrides/", staff, {"developer": team["Eve"], **span})
    time_off = ask(site, "POST", f"{API}/developers/{team['Eve']}/time-off/", staff, span)

    assert list(faults(override)) == list(faults(time_off)) == [field]


def test_nobody_takes_a_span_who_cannot_be_asked(
    site: Site, staff: dict[str, str], backend: Any, team: dict[str, str]
) -> None:
    path = f"{ROTATIONS}{backend['id']}/overrides/"
    ask(site, "PATCH", f"{API}/developers/{team['Eve']}/", staff, {"active": False})

    for who, why in ((NOBODY, "no developer has this id"), (team["Eve"], "who is not active")):
        span = {"from": "2125-12-31T00:00:00Z", "until": "2126-01-01T00:00:00Z"}
        refused = ask(site, "POST", path, staff, {"developer": who, **span})
        assert why in faults(refused)["developer"]


def test_a_schedule_says_who_and_when_nobody(
    site: Site, staff: dict[str, str], backend: Any, team: dict[str, str]
) -> None:
    for name in ("Anna", "Ben"):
        span = {"from": "2126-01-15T00:00:00Z", "until": "2126-01-16T00:00:00Z"}
        made(ask(site, "POST", f"{API}/developers/{team[name]}/time-off/", staff, span))

    query = "from=2126-01-07T00:00:00Z&until=2126-01-16T12:00:00Z&service=java"
    schedule = ask(site, "GET", f"{API}/on-call/schedule/?{query}", staff).json

    assert [(one["developer"] and one["developer"]["name"], one["from"][8:16]) for one in schedule["shifts"]] == [
        (None, "07T00:00"),
        ("Anna", "07T08:00"),
        ("Ben", "14T08:00"),
        (None, "15T00:00"),
        ("Ben", "16T00:00"),
    ]
    assert {one["rotation"]["id"] for one in schedule["shifts"]} == {backend["id"]}
    gaps = [(gap["service"], gap["from"][8:16], gap["until"][8:16]) for gap in schedule["gaps"]]
    assert gaps == [("java", "07T00:00", "07T08:00"), ("java", "15T00:00", "16T00:00")]


def test_whoever_is_on_call_by_hand_is_shown_too(site: Site, staff: dict[str, str], team: dict[str, str]) -> None:
    body = {"on_call": True, "from": "2126-01-01T00:00:00Z", "until": "2126-01-02T00:00:00Z"}
    ask(site, "POST", f"{API}/developers/{team['Eve']}/on-call/", staff, body)

    assert on_call(site, staff, "at=2126-01-01T12:00:00Z") == [("Eve", "by_hand", "2126-01-02T00:00:00+00:00", None)]
    query = "from=2125-12-31T00:00:00Z&until=2126-01-01T12:00:00Z"
    [shift] = ask(site, "GET", f"{API}/on-call/schedule/?{query}", staff).json["shifts"]
    assert (shift["rotation"], shift["from"], shift["until"]) == (
        None,
        "2126-01-01T00:00:00+00:00",
        "2126-01-01T12:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("?at=soon", "at"),
        ("?at=9999-12-31T23:00:00-12:00", "at"),
        ("?at=1999-12-31T00:00:00Z", "at"),
        ("?when=2126-01-01T00:00:00Z", "when"),
        ("schedule/?from=9999-12-31T23:00:00-12:00", "from"),
        ("schedule/?from=2126-01-01T00:00:00Z&until=2126-01-01T00:00:00Z", "until"),
        ("schedule/?from=2126-01-01T00:00:00Z&until=2127-01-03T00:00:00Z", "until"),
    ],
)
def test_moments_that_cannot_be_are_refused(site: Site, staff: dict[str, str], path: str, field: str) -> None:
    assert list(faults(ask(site, "GET", f"{API}/on-call/{path}", staff))) == [field]


def test_what_staff_arranged_is_in_the_audit_log_without_reasons(
    site: Site, staff: dict[str, str], backend: Any, team: dict[str, str]
) -> None:
    body = {"until": "2126-01-01T00:00:00Z", "from": "2125-12-31T00:00:00Z"}
    off = made(ask(site, "POST", f"{API}/developers/{team['Eve']}/time-off/", staff, {**body, "reason": "ill"}))
    overrides = f"{ROTATIONS}{backend['id']}/overrides/"
    override = made(ask(site, "POST", overrides, staff, {**body, "developer": team["Eve"]}))
    for path in (f"{API}/developers/{team['Eve']}/time-off/{off['id']}/", f"{overrides}{override['id']}/"):
        ask(site, "DELETE", path, staff)
    ask(site, "PATCH", f"{ROTATIONS}{backend['id']}/", staff, {"weeks": 2})
    ask(site, "DELETE", f"{ROTATIONS}{backend['id']}/", staff)

    entries = ask(site, "GET", f"{API}/audit/?limit=7", site.token(Scope.ADMIN)).json["results"]
    actions = [entry["action"] for entry in entries if not entry["action"].startswith("token")]
    assert actions == ["rotation.remove", "rotation.update", "override.remove", "time_off.remove", "override.create",
                       "time_off.create"]  # fmt: skip
    assert "ill" not in [value for entry in entries for value in entry["detail"].values()]


def test_who_only_reads_arranges_nothing(site: Site, backend: Any, team: dict[str, str]) -> None:
    reader, path = site.token(Scope.READ), f"{ROTATIONS}{backend['id']}/"
    off = f"{API}/developers/{team['Eve']}/time-off/"

    for url in (f"{API}/on-call/", f"{API}/on-call/schedule/", ROTATIONS, path, f"{path}overrides/", off):
        assert ask(site, "GET", url, reader).status_code == 200
    changes = [("POST", ROTATIONS), ("PATCH", path), ("DELETE", path), ("POST", f"{path}overrides/"), ("POST", off)]
    changes += [("DELETE", f"{path}overrides/{NOBODY}/"), ("DELETE", f"{off}{NOBODY}/")]
    for method, url in changes:
        assert ask(site, method, url, reader, {}).status_code == 403
