"""A small newsroom with a bit of everything, for digests and backups."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from terbit.newsroom.models import Article, ArticleTopic, Byline, Contributor, Section, Topic
from terbit.pictures.models import Picture
from terbit.staff.models import User
from terbit.workflow import roles
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    publish,
    redraft,
)

NOON = timezone.now().replace(hour=5, microsecond=0) - timedelta(days=3)


def newsroom(first: bool = True) -> Article:
    """A published story with a newer draft; not the first time, with other keys, file names and clocks."""
    if not first:
        for factory in (TopicFactory, PictureFactory, UserFactory, ArticleFactory):
            factory.create_batch(2)
        for model in (Byline, Article, Revision, ModelLogEntry, Contributor, Topic, Section, Picture, User):
            model.objects.all()._raw_delete("default")
    topic = TopicFactory(name="Banjir", slug="banjir")
    writers = [
        ContributorFactory(name=name, slug=name.lower(), initials=name[:2]) for name in ("Ani", "Budi")
    ]
    picture = PictureFactory(title="Sungai", file_hash="a1")
    user = UserFactory(email="siti@kabar.example", name="Siti")
    roles.grant_everything(user)
    story = ArticleFactory(
        headline="Warga Perbaiki Jembatan",
        section=SectionFactory(name="Daerah", slug="daerah"),
        contributor=writers[0],
        created_by=user,
        lead_picture=picture,
        no_picture=False,
        body=[
            ("paragraph", "<p>Jembatan itu dipakai lagi.</p>"),
            ("picture", {"picture": picture, "caption": "Sungai itu"}),
        ],
    )
    story.bylines.add(Byline(contributor=writers[1]))
    story.article_topics.add(ArticleTopic(topic=topic))
    story.save()
    story.save_revision(user=user, clean=False)
    publish(story)
    Article.objects.filter(pk=story.pk).update(first_published_at=NOON, updated_at=None)
    redraft(story, user, headline="Warga Perbaiki Jembatan Gantung")
    return Article.objects.get(pk=story.pk)


def facts() -> dict[str, object]:
    """What must still be true of this newsroom in every later release. Keys may be added, never removed."""
    story = Article.objects.get(path__isnull=False)
    draft = story.get_latest_revision_as_object()
    picture = story.lead_picture
    return {
        "headline": story.headline,
        "live": story.live,
        "path": story.path,
        "section": story.section.slug,
        "first_published_at": story.first_published_at.isoformat(),
        "bylines": [byline.contributor.name for byline in story.bylines.order_by("sort_order", "pk")],
        "topics": sorted(story.article_topics.values_list("topic__slug", flat=True)),
        "paragraph": str(story.body[0].value),
        "picture": [picture.title, picture.description, picture.credit, picture.file.size],
        "draft": draft.headline,
        "revisions": story.revisions.count(),
        "accounts": sorted(User.objects.values_list("email", flat=True)),
        "roles": sorted(
            User.objects.get(email="siti@kabar.example").role_assignments.values_list("role", flat=True)
        ),
    }
