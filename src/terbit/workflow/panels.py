"""How a story's form is laid out: the text first, what belongs to it beside."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import ForeignObjectComparison, register_comparison_class
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from terbit.newsroom.blocks.widget import BodyWidget
from terbit.newsroom.models import Article
from terbit.newsroom.models.article import MOST_TOPICS
from terbit.workflow.forms import ArticleForm


class StoryComparison(ForeignObjectComparison):
    """Versions that name another story say of it what everybody may know."""

    def get_objects(self) -> tuple[Any, ...]:
        return tuple(story and story.public_name for story in super().get_objects())


register_comparison_class(ForeignKey, to=Article, comparison_class=StoryComparison)

text = [
    FieldPanel(
        "headline",
        classname="title",
        widget=AdminAutoHeightTextInput(attrs={"rows": 1, "placeholder": _("Headline of the story")}),
    ),
    FieldPanel("short_headline"),
    FieldPanel("standfirst"),
    FieldRowPanel([FieldPanel("section", widget=Select), FieldPanel("kind")]),
    MultiFieldPanel(
        [FieldPanel("lead_picture"), FieldPanel("lead_caption"), FieldPanel("no_picture")],
        heading=_("Picture"),
    ),
    FieldRowPanel([FieldPanel("dateline_place"), FieldPanel("no_dateline")]),
    FieldPanel("body", widget=BodyWidget(Article._meta.get_field("body").stream_block)),
    InlinePanel("bylines", heading=_("Byline"), label=_("Contributor")),
]

facts = [
    MultiFieldPanel(
        [FieldPanel("obtained"), FieldPanel("source_name"), FieldPanel("source_url")],
        heading=_("How obtained"),
    ),
    InlinePanel("article_topics", heading=_("Topics"), label=_("Topic"), max_num=MOST_TOPICS),
    InlinePanel("article_people", heading=_("People"), label=_("Person")),
    MultiFieldPanel(
        [FieldPanel("language", widget=Select), FieldPanel("translation_of")], heading=_("Language")
    ),
    MultiFieldPanel([FieldPanel("ai_assisted"), FieldPanel("ai_note")], heading=_("Help of AI")),
    FieldPanel("sponsor"),
]

release = [
    FieldPanel("embargo_until"),
    PublishingPanel(),
    FieldPanel("slug"),
    MultiFieldPanel(
        [FieldPanel("search_title"), FieldPanel("search_description")], heading=_("For search engines")
    ),
]

article_edit_handler = TabbedInterface(
    [
        ObjectList(text, heading=_("Story")),
        ObjectList(facts, heading=_("About it")),
        ObjectList(release, heading=_("Publication")),
    ],
    base_form_class=ArticleForm,
)
