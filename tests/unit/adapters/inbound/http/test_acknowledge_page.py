"""The page that the links of messages lead to: who looks changes nothing, who presses its button acknowledges."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from application.acknowledge_links import AcknowledgeLinks
from application.acts import Act
from application.escalate_error import EscalateErrorCommand
from application.resolve_error import ResolveErrorCommand
from domain.episode import Episode
from domain.escalation import Escalation, EscalationReason
from domain.notification import Notification
from domain.severity import Severity
from tests.support.builders import a_developer, a_notification
from tests.support.builders_notices import HOSTILE, Markup
from tests.support.site import DASHBOARD, STRANGER, Site

LINKS = AcknowledgeLinks(lambda: b"k" * 32, DASHBOARD)
ACT = Act(actor="Eve")


def reported(site: Site, severity: str = "high", message: str = "Connection failed") -> Episode:
    body = {"error_type": "DatabaseError", "message": message, "severity": severity, "service": "java"}
    site.report("generic", body, environ_base={"REMOTE_ADDR": "127.0.0.1"})
    error = site.stored()[0]
    assert error.episode_id is not None
    with site.store.reading() as work:
        found = work.episodes.get(error.episode_id)
    assert found is not None
    return found


def link_of(site: Site, episode: Episode, *, at: datetime | None = None) -> str:
    """The path of the link in a message to Ada, or whoever was hired by that name before."""
    with site.store.writing() as work:
        ada = next(iter(work.developers.all()), None) or a_developer("Ada")
        if work.developers.get(ada.id) is None:
            work.developers.add(ada)
        notification = _notification(episode, ada.id, at or work.now())
        work.notifications.add([notification])
        url = LINKS.url_for(work, notification, episode)
        work.commit()
    assert url is not None
    return url.removeprefix(DASHBOARD)


def _notification(episode: Episode, developer_id: UUID | None, at: datetime) -> Notification:
    return a_notification(
        episode_id=episode.id,
        pattern_id=episode.pattern_id,
        error_id=episode.first_error_id,
        developer_id=developer_id,
        severity=episode.severity,
        level=episode.level,
        created_at=at,
    )


def now_of(site: Site, episode: Episode) -> Episode:
    with site.store.reading() as work:
        found = work.episodes.get(episode.id)
    assert found is not None
    return found


def test_a_link_is_22_characters_and_only_its_digest_is_stored(site: Site) -> None:
    path = link_of(site, reported(site))

    assert path.startswith("/a/")
    assert len(path) == len("/a/") + 22
    with site.engine.begin() as connection:
        stored = connection.exec_driver_sql("SELECT digest FROM acknowledge_links").scalar_one()
    assert path[3:].encode() not in stored


def test_scanners_and_previews_that_fetch_links_change_nothing(site: Site) -> None:
    episode = reported(site)
    path = link_of(site, episode)

    for agent in ("Slackbot-LinkExpanding 1.0", "Barracuda Sentinel", "Mozilla/5.0"):
        for method in ("get", "head"):
            answer = getattr(site.client, method)(path, headers={"User-Agent": agent}, environ_base=STRANGER)
            assert answer.status_code == 200

    assert now_of(site, episode).acknowledged_at is None


def test_the_page_is_one_button_and_a_link_to_the_error_and_nothing_from_elsewhere(site: Site) -> None:
    answer = site.client.get(link_of(site, episode := reported(site)))

    page = Markup(answer.text)
    assert [name for name, _ in page.elements].count("button") == 1
    assert page.links == [f"{DASHBOARD}/admin/error-logging/errors/{episode.first_error_id}/"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Connection failed" in page.words
    assert "Ada" in page.words
    assert "1 error." in page.words


def test_the_button_acknowledges_and_a_second_click_says_who_did(site: Site) -> None:
    episode = reported(site)
    path = link_of(site, episode)

    first, second = site.client.post(path, environ_base=STRANGER), site.client.post(path)

    after = now_of(site, episode)
    assert (after.acknowledged_by, after.acknowledged_until is not None) == ("Ada", True)
    assert (first.status_code, second.status_code) == (200, 200)
    for answer in (first, second, site.client.get(path)):
        assert "Acknowledged by Ada" in answer.text
        assert "<button>" not in answer.text
    assert now_of(site, episode).acknowledged_at == after.acknowledged_at


def test_who_acknowledges_is_told_when_it_escalates_all_the_same(site: Site) -> None:
    site.clock.move(datetime.now(UTC) - site.clock.now())
    path = link_of(site, episode := reported(site, "critical"))
    pages = [site.client.get(path).text, site.client.post(path).text, site.client.get(path).text]

    after = now_of(site, episode)
    assert after.acknowledged_until is not None
    assert after.deadline is not None
    said = f"Escalates at {after.deadline:%Y-%m-%d %H:%M:%S} UTC unless it is resolved by then"
    assert [said in page for page in pages] == [True] * 3
    assert "nobody else is woken for it while that holds" in pages[0]
    assert f"That holds until {after.acknowledged_until:%Y-%m-%d %H:%M:%S} UTC." in pages[1]


def test_what_is_resolved_escalated_or_worse_is_not_acknowledged_by_an_old_link(site: Site) -> None:
    resolved, escalated, worse = (reported(site, message=name) for name in ("first one", "another two", "third of all"))
    paths = [link_of(site, each) for each in (resolved, escalated, worse)]
    actions, people = site.use_cases.error_actions, site.use_cases.assignments
    actions.resolve.execute(ResolveErrorCommand(error_id=resolved.first_error_id, act=ACT))
    people.escalate.execute(EscalateErrorCommand(error_id=escalated.first_error_id, act=ACT))
    reported(site, "critical", "third of all")

    for path, said in zip(paths, ("Nothing to do", "escalated to level 1", "critical now"), strict=True):
        for answer in (site.client.get(path), site.client.post(path)):
            assert answer.status_code == 410
            assert said in answer.text
            assert "<button>" not in answer.text
    assert now_of(site, escalated).acknowledged_at is None
    assert now_of(site, worse).severity is Severity.CRITICAL
    assert now_of(site, worse).acknowledged_at is None


def test_an_old_link_says_whom_the_higher_level_told(site: Site) -> None:
    path = link_of(site, episode := reported(site))
    lea, people = a_developer("Lea", email="lea@example.org"), site.use_cases.assignments
    with site.store.writing() as work:
        work.developers.add(lea)
        work.commit()
    command = EscalateErrorCommand(error_id=episode.first_error_id, act=ACT, developer_id=lea.id)
    people.escalate.execute(command)

    page = Markup(site.client.get(path).text)

    assert (
        "It was escalated to level 1 since this message, to Lea: the message of that level has the link" in page.words
    )
    assert len(page.links) == 1


def test_an_old_link_says_that_the_fallback_recipients_were_told_and_no_other_promise(site: Site) -> None:
    path = link_of(site, episode := reported(site))
    with site.store.writing() as work:
        step = {"from_id": None, "to_id": None, "reason": EscalationReason.OVERDUE, "at": episode.opened_at}
        work.escalations.add(Escalation(episode_id=episode.id, level=1, **step))
        work.notifications.add([replace(_notification(episode, None, episode.opened_at), level=1, recipient="t@x.org")])
        work.episodes.save([replace(episode, level=1)])
        work.commit()

    page = Markup(site.client.get(path).text)

    assert "since this message, to the fallback recipients: the message of that level" in page.words
    assert "Escalates at" not in page.words


def test_an_expired_link_says_so(site: Site) -> None:
    episode = reported(site)
    path = link_of(site, episode, at=datetime.now(UTC) - timedelta(days=3))

    for answer in (site.client.get(path), site.client.post(path)):
        assert (answer.status_code, "has expired" in answer.text) == (410, True)
    assert now_of(site, episode).acknowledged_at is None


@pytest.mark.parametrize("token", ["x" * 22, "x" * 21, "x" * 23, "%00" * 22, "ä" * 22, str(UUID(int=7))])
def test_what_is_no_link_is_not_found(site: Site, token: str) -> None:
    for answer in (site.client.get(f"/a/{token}"), site.client.post(f"/a/{token}")):
        assert answer.status_code == 404
        assert answer.content_type.startswith("text/html")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_reported_is_text(site: Site, name: str) -> None:
    plain = Markup(site.client.get(link_of(site, reported(site))).text)
    episode = reported(site, message=f"hostile {HOSTILE[name]}".replace("\ud800", "?").replace("\udfff", "?"))

    answer = site.client.get(link_of(site, episode))

    assert Markup(answer.text).elements == plain.elements
    assert "\u202e" not in answer.text
    assert "\x1b" not in answer.text


def test_looking_links_up_has_a_limit(site: Site) -> None:
    answers = {site.client.get(f"/a/{'x' * 22}", environ_base=STRANGER).status_code for _ in range(700)}

    assert answers == {404, 429}
