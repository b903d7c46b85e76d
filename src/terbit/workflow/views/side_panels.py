"""Beside the story: the notes of those who work on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel


class NotesSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle notes")
        icon_name = "comment"

        def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
            open_notes = self.panel.object.notes.filter(resolved_at__isnull=True)
            return super().get_context_data(parent_context) | {"count": open_notes.count()}

    name = "notes"
    title = _("Notes")
    template_name = "terbit_workflow/notes_panel.html"
    order = 150
    media = Media(js=["terbit_workflow/notes.js"])

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {"story": self.object}
