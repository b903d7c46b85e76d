"""The newsroom's screens of a story, as one Wagtail view set."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from terbit.newsroom.choosers import ArticleChooserViewSet
from terbit.newsroom.models import Article
from terbit.workflow.panels import article_edit_handler
from terbit.workflow.views import actions, notes
from terbit.workflow.views.edit import StoryCreateView, StoryEditView
from terbit.workflow.views.history import StoryHistoryView
from terbit.workflow.views.listing import StoryIndexView
from terbit.workflow.views.permissions import guarded


class StoryViewSet(SnippetViewSet):
    """Every view asks about the story: those of our own, and Wagtail's behind `guarded`."""

    model = Article
    icon = "doc-full-inverse"
    menu_name = "stories"
    menu_order = 10
    add_to_admin_menu = True
    base_url_path = "naskah"
    chooser_base_url_path = "pilih-naskah"
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 50
    edit_handler = article_edit_handler
    chooser_viewset_class = ArticleChooserViewSet

    index_view_class = StoryIndexView
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    create_template_name = "terbit_workflow/story_create.html"
    edit_template_name = "terbit_workflow/story_edit.html"
    workflow_action_view_class = actions.WorkflowActionView
    collect_workflow_action_data_view_class = actions.CollectWorkflowActionDataView
    unpublish_view_class = actions.TakeOfflineView

    delete_view_class = actions.StoryDeleteView
    usage_view_class = guarded(snippets.UsageView, "view")
    history_view_class = StoryHistoryView
    revisions_view_class = guarded(snippets.PreviewRevisionView, "view")
    revisions_compare_view_class = guarded(snippets.RevisionsCompareView, "view")
    revisions_unschedule_view_class = guarded(snippets.RevisionsUnscheduleView, "unschedule")
    preview_on_add_view_class = guarded(snippets.PreviewOnCreateView, "add", of_one_story=False)
    preview_on_edit_view_class = guarded(snippets.PreviewOnEditView, "view")
    lock_view_class = guarded(snippets.LockView, "lock")
    unlock_view_class = guarded(snippets.UnlockView, "unlock")
    confirm_workflow_cancellation_view_class = guarded(snippets.ConfirmWorkflowCancellationView, "view")
    workflow_preview_view_class = guarded(snippets.WorkflowPreviewView, "view")
    workflow_history_view_class = guarded(snippets.WorkflowHistoryView, "view")
    workflow_history_detail_view_class = guarded(snippets.WorkflowHistoryDetailView, "view")

    own_operations = {
        "take_over": ("ambil-alih", actions.TakeOverView),
        "unschedule": ("batal-jadwal", actions.UnscheduleView),
        "approve_breaking": ("setujui-segera", actions.ApproveBreakingView),
        "move": ("pindah", actions.MoveView),
        "add_note": ("catatan", notes.AddNoteView),
        "resolve_note": ("catatan-selesai", notes.ResolveNoteView),
    }

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        own = {
            "take_over_url_name": self.get_url_name("take_over"),
            "unschedule_url_name": self.get_url_name("unschedule"),
            "move_url_name": self.get_url_name("move"),
        }
        return super().get_edit_view_kwargs(**own, **kwargs)

    @property
    def unpublish_view(self) -> Any:
        return self.unpublish_view_class.as_view()

    def get_urlpatterns(self) -> list[Any]:
        own = [
            path(f"{words}/<int:pk>/", view.as_view(), name=name)
            for name, (words, view) in self.own_operations.items()
        ]
        return [*super().get_urlpatterns(), *own]
