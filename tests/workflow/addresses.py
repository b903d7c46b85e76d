"""Every address the newsroom answers, by name, and what to put into it.

A view that a new version of Wagtail brings is not in the list; a test then asks for a decision about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

# Namespace → names of what newsroom and paper answer; "" is none. Closed ones answer 404 to everybody.
CLOSED = {
    "wagtailadmin_reports",
    "wagtailadmin_workflows",
    "wagtailadmin_collections",
    "wagtailsites",
    "wagtailsnippets",
    "wagtailadmin_api:images",
    "wagtailadmin_api:documents",
}
MODEL_VIEWS = "list list_results add edit delete usage history history_results"
CHOOSER = "choose choose_results chosen chosen_multiple create"
OPEN = {
    "": """
        wagtailadmin_home wagtailadmin_account wagtailadmin_login wagtailadmin_logout wagtailadmin_sprite
        wagtailadmin_password_reset wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm
        wagtailadmin_password_reset_complete wagtailadmin_javascript_catalog wagtailadmin_dismissibles
        wagtailadmin_error_test wagtailadmin_block_preview wagtail_bulk_action
        wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_explore_results
        wagtailadmin_choose_page wagtailadmin_choose_page_child wagtailadmin_choose_page_search
        wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_external_link
        wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link
        wagtailadmin_choose_page_anchor_link wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete
        """,
    "wagtailadmin_api:pages": "listing detail find action",
    "wagtailadmin_pages": """
        add preview_on_add type_use choose_parent type_use_results usage edit preview_on_edit view_draft
        add_subpage delete unpublish convert_alias search search_results move move_confirm set_page_position
        copy workflow_action collect_workflow_action_data confirm_workflow_cancellation workflow_preview
        set_privacy lock unlock revisions_index revisions_view revisions_revert revisions_unschedule
        revisions_compare workflow_history workflow_history_detail history history_results
        """,
    "wagtailadmin_editing_sessions": "ping release",
    "wagtailsettings": "edit preview_on_edit",
    "wagtailembeds": "chooser chooser_upload",
    "wagtaildocs": """
        index index_results add edit delete add_multiple edit_multiple create_multiple_from_uploaded_document
        delete_multiple delete_upload_multiple document_usage
        """,
    "wagtailimages": """
        index index_results edit delete url_generator url_generator_output preview add image_usage add_multiple
        edit_multiple create_multiple_from_uploaded_image delete_multiple delete_upload_multiple
        """,
    "wagtaildocs_chooser": CHOOSER,
    "wagtailimages_chooser": f"{CHOOSER} select_format",
    "wagtailusers_users": "index index_results add edit history history_results link end reopen",
    "terbit_pictures": "photo document media staff_photo staff_media",
    "terbit_staff": "invitation",
    "terbit_press": "report press_again",
    "terbit_moving": """
        everything new send open delivery part all_there delivery_state decide stop go_on again discard
        move state ledger download ask_undo undo ask_declare declare replay
        """,
    "terbit_readers": "readers table",
    "terbit_tidying": "waiting decided decide look take_back",
    "terbit_workflow": "read_notices",
    "terbit_fronts": """
        arrange state preview previewed_page put take_out pin decide step_back start_again publish restore
        """,
    **{
        f"wagtailsnippets_terbit_newsroom_{name}": MODEL_VIEWS
        for name in ("person", "topic", "contributor", "section", "archivedcomment")
    },
    **{
        f"wagtailsnippetchoosers_terbit_newsroom_{name}": CHOOSER
        for name in ("person", "topic", "contributor", "section", "archivedcomment")
    },
}
OF_STORIES = {"wagtailsnippets_terbit_newsroom_article", "wagtailsnippetchoosers_terbit_newsroom_article"}
CONVERTED = re.compile(r"<(?:[a-z0-9]+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def routes(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, str]]:
    """(namespace, name, route) of every address; the name is empty where there is none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield space, pattern.name or "", route
        else:
            inner = ":".join(part for part in (space, pattern.namespace) if part)
            yield from routes(pattern, route, inner)


def filled(route: str, values: dict[str, object]) -> str:
    """An address of the route. Raises KeyError for a part that `values` does not name."""
    plain = re.sub(r"\\Z|\\|[\^$]", "", GROUP.sub(lambda group: f"<{group[1]}>", route))
    return "/" + CONVERTED.sub(lambda part: str(values[part[1]]), plain)
