"""Puts the screens for pictures and media in the place of Wagtail's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from terbit.pictures import media_screens, screens
from terbit.pictures.documents import TYPES
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.signal_handlers import refusal

LABELS = {"images": _("Pictures"), "documents": _("Audio and video")}


@hooks.register("register_admin_urls", order=-1)
def picture_urls() -> list[URLPattern]:
    """The first pattern that matches wins, so these come before Wagtail's and keep its names."""
    return [
        path("images/", screens.IndexView.as_view()),
        path("images/results/", screens.IndexView.as_view(results_only=True)),
        path("images/<int:image_id>/", screens.EditView.as_view()),
        path("images/<int:image_id>/delete/", screens.DeleteView.as_view()),
        path("images/multiple/add/", screens.AddView.as_view()),
        path("images/multiple/<int:image_id>/", screens.EditUploadedView.as_view()),
        path("images/multiple/<int:image_id>/delete/", screens.DeleteUploadedView.as_view()),
        path(
            "images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/",
            screens.CreateFromUploadView.as_view(),
        ),
    ]


@hooks.register("register_admin_urls", order=-1)
def media_urls() -> list[URLPattern]:
    return [
        path("documents/", media_screens.IndexView.as_view()),
        path("documents/results/", media_screens.IndexView.as_view(results_only=True)),
        path("documents/edit/<int:document_id>/", media_screens.EditView.as_view()),
        path("documents/delete/<int:document_id>/", media_screens.DeleteView.as_view()),
        path("documents/multiple/add/", media_screens.AddView.as_view()),
        path("documents/multiple/<int:doc_id>/", media_screens.EditUploadedView.as_view()),
        path("documents/multiple/<int:doc_id>/delete/", media_screens.DeleteUploadedView.as_view()),
        path(
            "documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/",
            media_screens.CreateFromUploadView.as_view(),
        ),
    ]


@hooks.register("construct_document_chooser_queryset")
def offer_what_can_be_played(files: QuerySet[MediaFile], request: HttpRequest) -> QuerySet[MediaFile]:
    """A story links to documents; it plays sound and film."""
    return files.exclude(file__regex=rf"\.({'|'.join(TYPES)})$")


@hooks.register("construct_main_menu")
def name_in_the_words_of_a_newsroom(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    for item in menu_items:
        if item.name in LABELS:
            item.label = LABELS[item.name]
        if item.name == "documents":
            item.icon_name = "media"


@hooks.register("construct_settings_menu")
def hide_collections(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != "collections"]


@hooks.register("before_bulk_action")
def refuse_to_delete_what_is_shown(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    sentences = [refusal(item) for item in objects if isinstance(item, Picture | MediaFile)]
    for sentence in filter(None, sentences):
        messages.error(request, sentence)
    return redirect(action.next_url) if any(sentences) else None
