"""The newsroom in Wagtail's menu and log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from terbit.newsroom import draftail  # noqa: F401  registers the links of stories in rich text
from terbit.newsroom.viewsets import VIEW_SETS

for view_set in VIEW_SETS:
    register_snippet(view_set)


class Moved(LogFormatter):
    label = _("Move")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Moved from %(old)s to %(new)s") % {"old": "–", "new": "–", **log_entry.data}


class TakenOffline(LogFormatter):
    label = _("Take offline")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Taken offline: %(reason)s") % {"reason": "–", **log_entry.data}


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("terbit.move")(Moved)
    actions.register_action("terbit.take_offline")(TakenOffline)
    actions.register_action(
        "terbit.reappear", _("Bring back"), _("Published again after it was taken offline")
    )
    actions.register_action("terbit.merge_topic", _("Merge"), _("Merged into another topic"))
    actions.register_action(
        "terbit.own_approval", _("Own approval"), _("Changed whether authors may approve their own stories")
    )
