"""Previews: what an editor sees before readers do is what they will see, and under the same policy."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.users.models import UserProfile

from terbit.lib.reader_headers import CONTENT_SECURITY_POLICY
from terbit.newsroom.models import Article, Publication, Section, StandingPage
from terbit.workflow.models.role import Role
from tests.factories import ArticleFactory, UserFactory
from tests.newsroom.bodies import body_of, every_block


def of_story(chief) -> str:
    story = ArticleFactory(headline="Hujan Tiga Hari", created_by=chief)
    return reverse(
        Article.snippet_viewset.get_url_name("revisions_view"), args=[story.pk, story.latest_revision_id]
    )


def of_standing_page(chief) -> str:
    page = Site.objects.get().root_page.add_child(instance=StandingPage(title="Kode etik", slug="kode-etik"))
    revision = page.save_revision(user=chief)
    return reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk])


def of_front(chief) -> str:
    return reverse("terbit_fronts:previewed_page")


def of_section_front(chief) -> str:
    section = Section.objects.create(name="Kota", slug="kota")
    return reverse("terbit_fronts:previewed_page", args=[section.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("of", [of_story, of_standing_page, of_front, of_section_front])
def test_every_preview_is_under_the_readers_policy_and_in_their_language(of):
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    Section.objects.create(name="Laut", slug="laut")
    UserProfile.objects.create(user=chief, preferred_language="en")
    client = Client()
    client.force_login(chief)
    answer = client.get(of(chief))
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    html = answer.content.decode()
    assert "Kutipan boleh" in html and '<a href="/laut/"' in html
    assert Publication.load().name in html


@pytest.mark.django_db(transaction=True)
def test_the_preview_beside_the_form_shows_the_whole_story(open_story):
    """With every block, and nothing that the policy refuses: the browser would complain."""
    blocks = body_of(every_block("kata")).get_prep_value()
    page = open_story([(block["type"], block["value"]) for block in blocks]).page
    page.locator('[data-side-panel-toggle="preview"]').click()
    framed = page.frame_locator("iframe").last
    framed.locator("h1.headline").wait_for()
    assert framed.locator("link[rel=stylesheet]").first.evaluate("link => link.sheet.cssRules.length") > 50
