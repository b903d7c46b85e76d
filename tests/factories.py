"""Ready-made people, sections and stories of an invented newsroom."""

from __future__ import annotations

import io
from typing import Any

import factory
from django.core.files.images import ImageFile
from PIL import Image

from terbit.newsroom.models import Article, Byline, Contributor, Person, Section, Topic
from terbit.pictures.models import Picture
from terbit.staff.models import User
from terbit.workflow import roles


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Awak Redaksi {number}")
    email = factory.Sequence(lambda number: f"awak{number}@kabar.example")
    password = factory.django.Password("rahasia-redaksi")

    @factory.post_generation
    def role(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        """`role="editor"` with `role__section=…`, or without a section everywhere."""
        if extracted:
            roles.give(self, extracted, kwargs.get("section"))


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section

    name = factory.Sequence(lambda number: f"Rubrik {number}")
    slug = factory.Sequence(lambda number: f"rubrik-{number}")


class ContributorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contributor

    name = factory.Sequence(lambda number: f"Penulis {number}")
    slug = factory.Sequence(lambda number: f"penulis-{number}")
    initials = factory.Sequence(lambda number: f"pn{number}")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda number: f"Topik {number}")
    slug = factory.Sequence(lambda number: f"topik-{number}")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda number: f"Tokoh {number}")
    slug = factory.Sequence(lambda number: f"tokoh-{number}")


def picture_file(colour: str = "#7a4a2b", size: tuple[int, int] = (640, 480)) -> ImageFile:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    buffer.seek(0)
    return ImageFile(buffer, name="foto.jpg")


class PictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Picture

    title = factory.Sequence(lambda number: f"Foto {number}")
    description = "Petugas mengukur tinggi air sungai di bawah jembatan."
    credit = "Kabar Arumbai/Foto"
    file = factory.LazyFunction(picture_file)


class ArticleFactory(factory.django.DjangoModelFactory):
    """A draft that lacks nothing: `ArticleFactory(section=…, contributor=…)`."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    headline = factory.Sequence(lambda number: f"Warga Perbaiki Jembatan Nomor {number}")
    standfirst = "Warga tiga nagari memperbaiki jembatan gantung yang rusak diterjang banjir."
    section = factory.SubFactory(SectionFactory)
    no_picture = True
    live = False
    body = factory.LazyFunction(lambda: [("paragraph", "<p>Jembatan itu dipakai lagi sejak pagi.</p>")])

    @factory.post_generation
    def contributor(self: Article, create: bool, extracted: Any, **kwargs: Any) -> None:
        if not create:
            return
        self.bylines.add(Byline(contributor=extracted or ContributorFactory()))
        self.bylines.commit()
        self.save_revision(user=self.created_by, clean=False)

    @factory.post_generation
    def published(self: Article, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            publish(self)


def publish(article: Article, user: User | None = None) -> Article:
    """Publish the latest draft and bring the object up to date."""
    article.get_latest_revision().publish(user=user)
    article.refresh_from_db()
    return article


def redraft(article: Article, user: User | None = None, **changes: Any) -> Any:
    """Change the latest draft as the editor's form does; returns the revision."""
    draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    for field, value in changes.items():
        setattr(draft, field, value)
    if not draft.live:
        draft.save()
    revision = draft.save_revision(user=user, clean=False)
    article.refresh_from_db()
    return revision
