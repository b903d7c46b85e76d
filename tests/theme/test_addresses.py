"""`press --all` knows every page that readers reach."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from wagtail.models import Site

from terbit.newsroom.models import Article, ArticleTopic, StandingPage
from terbit.press import addressbook, editions
from terbit.theme import pages
from tests.demo import crawl
from tests.factories import ArticleFactory, ContributorFactory, PersonFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_every_page_that_is_reached_by_links_from_the_front_is_pressed(monkeypatch):
    editions.forget()
    monkeypatch.setattr(pages, "STATEMENTS", 1)
    root = Site.objects.get(is_default_site=True).root_page
    above = root.add_child(instance=StandingPage(title="Pedoman", slug="pedoman", show_in_menus=True))
    above.add_child(instance=StandingPage(title="Media siber", slug="media-siber"))
    above.body = '<p><a href="/pedoman/media-siber/">Media siber</a></p>'
    above.save_revision().publish()
    person, topic = PersonFactory(slug="laras"), TopicFactory(slug="banjir")
    section, writer = SectionFactory(slug="kota"), ContributorFactory(slug="idham")
    said = ("statement", {"words": "Kami siap", "person": person, "verb": "kata", "where": "balai kota"})
    for year in (2025, 2026):
        story = ArticleFactory(section=section, contributor=writer, body=[said], published=True)
        ArticleTopic.objects.create(article=story, topic=topic)
        Article.objects.filter(pk=story.pk).update(first_published_at=datetime(year, 6, 1, tzinfo=UTC))
    found = crawl.paper()
    reached = {path for path, page in found.items() if "?" not in path}
    assert {page.status for page in found.values()} <= {200, 301, 302}
    assert reached >= {
        "/pedoman/media-siber/",
        "/tokoh/laras/2026/",
        "/topik/banjir/2025/",
        "/indeks/2025/06/",
    }
    assert reached - set(addressbook.addresses()) == set()
