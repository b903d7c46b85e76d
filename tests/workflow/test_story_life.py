"""A story's whole life in a real browser: written, returned, approved, out at its second."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from terbit.newsroom import schedule
from terbit.newsroom.models import Article, Office
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PersonFactory,
    PictureFactory,
    SectionFactory,
    UserFactory,
    publish,
)
from tests.workflow.desk import Desk

EDITOR_BODY = "#body-root .public-DraftEditor-content"


@pytest.fixture
def newsroom(transactional_db: None) -> dict[str, Any]:
    section = SectionFactory(name="Daerah", slug="daerah")
    reporter = UserFactory(name="Sari Tanjung", role="reporter", role__section=section)
    person = PersonFactory(name="Darwis Koto", slug="darwis-koto")
    person.offices.set([Office(title="Wali Nagari Pulau Lagan")])
    person.offices.commit()
    return {
        "reporter": reporter,
        "contributor": ContributorFactory(name="Sari Tanjung", initials="srt", user=reporter),
        "editor": UserFactory(name="Bahri Lubis", role="editor", role__section=section),
        "person": person,
        "picture": PictureFactory(title="Bibit bakau"),
        "older": publish(ArticleFactory(headline="Abrasi Mengikis Pantai Lagan", section=section)),
    }


# An autosave that was under way while the story was handed on is refused, as it should be.
@pytest.mark.complains(r"status of 400")
def test_a_story_from_first_word_to_the_reader(newsroom, new_page, live_house, time_machine):
    reporter = Desk(new_page(), live_house, newsroom["reporter"])
    write(reporter)
    reporter.press("[name=action-submit]")
    reporter.handed_on()
    article = Article.objects.get(headline="Warga Menanam Seribu Bakau")
    assert article.workflow_in_progress

    editor = Desk(new_page(), live_house, newsroom["editor"])
    editor.page.get_by_role("link", name=article.headline).first.click()
    editor.press("[data-workflow-action-name=reject]")
    editor.page.fill(".modal-body [name=comment]", "Sebutkan berapa hektare yang ditanami.")
    editor.page.locator(".modal-body [type=submit]").click()
    editor.handed_on()

    reporter.open("")
    assert article.headline in reporter.page.locator(".terbit-board").inner_text()
    reporter.open(f"naskah/edit/{article.pk}/")
    assert "Sebutkan berapa hektare" in reporter.page.locator("[data-terbit-banners]").inner_text()
    assert reporter.page.locator("footer [name=action-publish]").count() == 0
    reporter.page.fill(
        "[name=standfirst]", "Warga menanam seribu bakau di tiga hektare pantai pada Sabtu pagi."
    )
    reporter.press("[name=action-submit]")
    reporter.handed_on()

    moment = (timezone.now() + timedelta(hours=2)).replace(second=0, microsecond=0)
    approve_for(editor, article, moment)
    article.refresh_from_db()
    assert not article.live
    assert article.revisions.get(approved_go_live_at__isnull=False).approved_go_live_at == moment

    time_machine.move_to(moment - timedelta(seconds=1), tick=False)
    schedule.work_off()
    article.refresh_from_db()
    assert not article.live
    time_machine.move_to(moment, tick=False)
    schedule.work_off()
    article.refresh_from_db()
    assert article.first_published_at == moment
    read(new_page(), live_house, article)


def write(desk: Desk) -> None:
    desk.open("naskah/add/")
    page = desk.page
    page.fill("[name=headline]", "Warga Menanam Seribu Bakau")
    page.fill("[name=standfirst]", "Warga pesisir menanam seribu bakau pada Sabtu pagi.")
    page.select_option("[name=section]", label="Daerah")
    page.locator("#id_lead_picture-chooser [data-chooser-action-choose]").first.click()
    page.locator(".modal-body").get_by_text("Bibit bakau").first.click()
    page.locator("#id_lead_picture-chooser").get_by_text("Bibit bakau").wait_for()
    desk.add_block("paragraph")
    page.locator(EDITOR_BODY).first.click()
    page.keyboard.type("Warga Pulau Lagan menanam bakau di bibir pantai.")
    desk.add_block("statement")
    page.fill("[name$='-value-words']", "Pantai ini rumah anak cucu kami")
    page.locator("[id$='-value-person-chooser'] [data-chooser-action-choose]").first.click()
    page.locator(".modal-body").get_by_role("link", name="Darwis Koto").click()
    page.fill("[name$='-value-where']", "Balai nagari")
    desk.add_block("baca_juga")
    page.locator("#body-root [data-chooser-action-choose]:visible").last.click()
    page.locator(".modal-body").get_by_role("link", name="Abrasi Mengikis Pantai Lagan").click()
    page.locator("#body-root").get_by_text("Abrasi Mengikis Pantai Lagan").wait_for()
    page.wait_for_url("**/naskah/edit/**")  # it saves itself


def approve_for(desk: Desk, article: Article, moment: datetime) -> None:
    page = desk.page
    desk.open(f"naskah/edit/{article.pk}/")
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    local = moment.astimezone(ZoneInfo("Asia/Jakarta"))
    page.fill("[name=go_live_at]", local.strftime("%Y-%m-%d %H:%M"))
    with page.expect_navigation():
        # The calendar opens over the button when it likes.
        page.locator("#schedule-publishing-dialog button[type=submit]").dispatch_event("click")
    desk.press("[data-workflow-action-name=approve]")
    desk.handed_on()


def read(page: Any, house: Any, article: Article) -> None:
    answer = page.goto(house.url + article.path)
    assert answer.status == 200
    text = page.locator("article").inner_text()
    assert "“Pantai ini rumah anak cucu kami" in text
    assert "Wali Nagari Pulau Lagan" in text
    assert "Abrasi Mengikis Pantai Lagan" in text
    assert "tiga hektare" in text
    assert page.locator("article figure img").first.get_attribute("alt")
