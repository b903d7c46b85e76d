"""Beside the story: the notes of those who work on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import Media
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel, ChecksSidePanel, StatusSidePanel


def of_a_story(panels: Iterable[BaseSidePanel]) -> list[BaseSidePanel]:
    """Without counts of words that no rule asks for, without how often a story is used; with the readers' page."""
    kept = [panel for panel in panels if not isinstance(panel, ChecksSidePanel)]
    for panel in kept:
        if isinstance(panel, StatusSidePanel):
            panel.usage_url, panel.template_name = None, "terbit_workflow/status_panel.html"
    return kept


class NotesSidePanel(BaseSidePanel):
    """Also beside a story that is not saved yet: there it says so, and fills itself after the first save."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle notes")
        icon_name = "comment"

        def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
            story = self.panel.object
            count = story.notes.filter(resolved_at__isnull=True).count() if story.pk else 0
            return super().get_context_data(parent_context) | {"count": count}

    name = "notes"
    title = _("Notes")
    template_name = "terbit_workflow/notes_panel.html"
    order = 150
    media = Media(js=["terbit_workflow/notes.js"])

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Wagtail renders side panels without the request, so the token of the forms is given by hand."""
        own = {"story": self.object, "csrf_token": get_token(self.request)}
        return super().get_context_data(parent_context) | own
