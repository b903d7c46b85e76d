"""Every view of a story asks about that story.

Wagtail's views ask the permission policy about the model: an editor of one section could open, publish or
lock the stories of another by their addresses.
"""

from __future__ import annotations

from functools import cached_property
from json import JSONDecodeError
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.permissions import policy_registry

from terbit.newsroom import publishing, references
from terbit.newsroom.models import Article


class StoryPermissionMixin:
    """Goes before Wagtail's view class. `needs` is what even opening the view takes."""

    needs = "change"
    of_one_story = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Asks before the view loads, locks or compares anything; `dispatch` asks again, with the draft."""
        self.request, self.args, self.kwargs = request, args, kwargs
        self._check()
        super().setup(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self._check()
        try:
            return super().dispatch(request, *args, **kwargs)
        except (MultiValueDictKeyError, JSONDecodeError) as error:  # no browser sends such a form of blocks
            raise BadRequest from error
        except Article.DoesNotExist as error:  # deleted while this request was under way
            raise Http404 from error

    def _check(self) -> None:
        if not self.user_has_permission(self.needs):
            raise PermissionDenied

    @cached_property
    def row(self) -> Article | None:
        """The stored story that the address names; None on lists and where a new one is made."""
        if not self.of_one_story:
            return None
        return get_object_or_404(Article, pk=references.key(unquote(str(self.kwargs["pk"]))))

    def user_has_permission(self, permission: str) -> bool:
        if self.row is None:
            return policy_registry.get_by_type(Article).user_has_permission(self.request.user, permission)
        story = getattr(self, "object", None)
        return publishing.may(self.request.user, permission, self.row, story or None)

    def user_has_any_permission(self, permissions: Any) -> bool:
        return any(self.user_has_permission(permission) for permission in permissions)

    def user_has_permission_for_instance(self, permission: str, instance: Article) -> bool:
        return publishing.may(self.request.user, permission, self.row or instance, instance)


def guarded(view_class: type, needs: str, of_one_story: bool = True) -> type:
    """The view class with the story's own permission in front."""
    attributes = {"needs": needs, "of_one_story": of_one_story}
    return type(f"Story{view_class.__name__}", (StoryPermissionMixin, view_class), attributes)
