"""What belongs to stories under embargo stays with those who work on them: their pictures, sound and film."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.blocks import StreamValue
from wagtail.models import ReferenceIndex, Revision
from wagtail.permissions import policy_registry

from terbit.newsroom import linked_files
from terbit.newsroom.models import Article
from terbit.newsroom.references import MEDIA_FILE, PICTURE, References, key
from terbit.pictures.models import MediaFile, Picture
from terbit.workflow.models.role import STORY_ROLES
from terbit.workflow.roles import reach

if TYPE_CHECKING:
    from terbit.staff.models import User

Files = dict[type[Model], set[int]]


def hidden_from(user: User, model: type[Model]) -> set[int]:
    """Pictures or media that nothing names but embargoed stories of sections where the account has no work.

    What the account brought in itself is never hidden from it. Asked of Wagtail's reference index, which knows
    stories as their rows are, and of the drafts of published stories, which it does not know.
    """
    if not reach(user).where(STORY_ROLES):  # an empty Q stands for all sections
        return set()
    drafts = _embargoed_drafts()
    stories = _closed_to(user, drafts)
    if not stories:
        return set()
    within = _from(Article, stories - drafts.keys())
    if model is Picture:
        within |= _from(MediaFile, hidden_from(user, MediaFile))
    references = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(model))
    named = set(references.filter(within).values_list("to_object_id", flat=True))
    for pk in stories & drafts.keys():
        named |= {str(file) for file in _files_of(drafts[pk])[model]}
    known = references.filter(to_object_id__in=named).exclude(within).values_list("to_object_id", flat=True)
    kept = model._default_manager.filter(pk__in=named - set(known)).exclude(uploaded_by_user=user)
    return set(kept.values_list("pk", flat=True))


def _embargoed_drafts() -> dict[int, int]:
    """Published stories whose newest text is under embargo, with its revision: both by primary key."""
    drafts = Article.objects.filter(live=True, has_unpublished_changes=True).values("latest_revision")
    moments = Revision.objects.filter(pk__in=drafts).values_list("object_id", "pk", "content__embargo_until")
    now = timezone.now()
    return {int(pk): revision for pk, revision, until in moments if until and parse_datetime(until) > now}


def _files_of(draft: int) -> Files:
    revision = Revision.objects.get(pk=draft)
    body = Article._meta.get_field("body").to_python(revision.content["body"])
    return files_in(revision.content["lead_picture"], body, int(revision.object_id))


def _closed_to(user: User, drafts: Iterable[int]) -> set[int]:
    """Embargoed stories which the account neither may see nor shares a section with."""
    rows = Article.objects.filter(embargo_until__gt=timezone.now())
    embargoed = {*rows.values_list("pk", flat=True), *drafts}
    if not embargoed:
        return set()
    visible = policy_registry.get_by_type(Article).instances_user_has_permission_for(user, "view")
    opened = reach(user).where(STORY_ROLES) | Q(pk__in=visible.values("pk"))
    return embargoed - set(Article.objects.filter(opened, pk__in=embargoed).values_list("pk", flat=True))


def _from(model: type[Model], pks: set[int]) -> Q:
    content_type = ContentType.objects.get_for_model(model)
    return Q(base_content_type=content_type, object_id__in=[str(pk) for pk in pks])


def files_in(lead_picture: Any, body: StreamValue | None, story: int | None) -> Files:
    """The primary keys of pictures and media that a text names; the lead picture's as stored or as posted.

    `story` is the key of its story: which file an old address means, depends on where that came from.
    """
    keys = References(body).keys
    leading = {key(lead_picture)} - {0}
    files: Files = {Picture: leading | set(keys[PICTURE]), MediaFile: set(keys[MEDIA_FILE])}
    owner = (Article, story) if story else None
    for model, pk in linked_files.of(list(body.raw_data), owner) if body else ():
        files[model].add(pk)
    return files


def refuse_hidden(user: User, before: Files, after: Files) -> None:
    """A hidden picture named in a story of one's own would be seen there. Raises PermissionDenied."""
    if any((after[model] - before[model]) & hidden_from(user, model) for model in after):
        raise PermissionDenied
