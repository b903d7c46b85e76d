"""What a story's history says of its way through the newsroom, in the newsroom's words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

SAID = {
    "wagtail.workflow.start": (_("Submit"), _("Submitted to the editor")),
    "wagtail.workflow.resume": (_("Submit again"), _("Submitted to the editor again")),
    "wagtail.workflow.reject": (_("Return"), _("Returned by the editor")),
    "wagtail.workflow.approve": (_("Approve"), _("Approved")),
    "wagtail.workflow.cancel": (_("Withdraw from approval"), _("Taken back from approval")),
}


def _formatter(label: Promise, message: Promise) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        def format_message(self, log_entry: Any) -> Any:
            return message

        def format_comment(self, log_entry: Any) -> str:
            return log_entry.data.get("comment", "")

    Formatter.label = label
    return Formatter


@hooks.register("register_log_actions", order=100)
def in_the_newsrooms_words(actions: Any) -> None:
    """After Wagtail's own, whose place they take."""
    for action, (label, message) in SAID.items():
        actions.register_action(action)(_formatter(label, message))
