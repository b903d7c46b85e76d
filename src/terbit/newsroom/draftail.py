"""Links of stories in Wagtail's rich text editor: to the web, and to stories, which they then follow."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail import hooks
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
    LinkElementHandler,
    PageLinkElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from terbit.newsroom import references
from terbit.newsroom.page_links import StandingPageLinkHandler
from terbit.newsroom.storytext import ArticleLinkHandler

EDITOR = "wagtailadmin/js/draftail.js"
SCRIPT = "terbit_newsroom/js/draftail.js"


class ArticleLinkElementHandler(LinkElementHandler):
    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """What the editor shows of the link; of a story that is offline, the headline that readers knew."""
        key = references.key(attrs.get("id"))
        stories = references.queryset(references.ARTICLE).filter(pk=key, path__isnull=False)
        story = stories.first()
        return {"id": key, "title": story.public_name if story else "", "url": story.path if story else None}


def article_link(props: dict[str, Any]) -> Any:
    """The stored form of the entity; only the words where it names no record."""
    key = references.key(props.get("id"))
    return (
        DOM.create_element("a", {"linktype": "article", "id": key}, props["children"])
        if key
        else props["children"]
    )


@hooks.register("register_rich_text_features", order=10)  # after Wagtail, which names its own links
def register_features(features: FeatureRegistry) -> None:
    features.register_link_type(ArticleLinkHandler)
    features.register_link_type(StandingPageLinkHandler)
    features.register_editor_plugin("draftail", "article-link", _article_link_feature())
    features.register_converter_rule(
        "contentstate",
        "article-link",
        {
            "from_database_format": {'a[linktype="article"]': ArticleLinkElementHandler("ARTICLE")},
            "to_database_format": {"entity_decorators": {"ARTICLE": article_link}},
        },
    )
    features.register_editor_plugin("draftail", "web-link", _web_link_feature())
    features.register_converter_rule(
        "contentstate",
        "web-link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': PageLinkElementHandler("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": link_entity}},
        },
    )


def _article_link_feature() -> EntityFeature:
    return EntityFeature(
        {
            "type": "ARTICLE",
            "icon": "doc-full-inverse",
            "description": _("Link to a story"),
            "attributes": ["id", "title", "url"],
            "allowlist": {"id": r"^\d+$"},
            "chooserUrls": {
                "articleChooser": reverse_lazy("wagtailsnippetchoosers_terbit_newsroom_article:choose")
            },
        },
        js=[EDITOR, "wagtailadmin/js/chooser-modal.js", SCRIPT],
    )


def _web_link_feature() -> EntityFeature:
    """Wagtail's own link, except that it begins with an address instead of the tree of standing pages."""
    kinds = ("external", "email", "phone", "anchor")
    others = {f"{kind}LinkChooser": reverse_lazy(f"wagtailadmin_choose_page_{kind}_link") for kind in kinds}
    return EntityFeature(
        {
            "type": "LINK",
            "icon": "link",
            "description": _("Link"),
            "attributes": ["url", "id", "parentId"],
            "allowlist": {"href": "^(http:|https:|mailto:|#|undefined$)"},
            "chooserUrls": {"pageChooser": reverse_lazy("wagtailadmin_choose_page"), **others},
            "beginsWith": "externalLinkChooser",
        },
        js=[EDITOR, "wagtailadmin/js/page-chooser-modal.js", SCRIPT],
    )
