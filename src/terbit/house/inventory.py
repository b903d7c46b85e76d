"""What backup and digest must know of the tables of this house, from Django's to our own."""

from __future__ import annotations

from terbit.lib import content

# Made by migrating, or of use only to this machine and this hour, or made again from what the rest says.
DERIVED = (
    "contenttypes.ContentType",
    "auth.Permission",
    "sessions.Session",
    "django_tasks_database.DBTaskResult",
    "wagtailadmin.EditingSession",
    "wagtailcore.UploadedFile",
    "wagtailembeds.Embed",
    "wagtailimages.Rendition",
    "wagtailsearch.IndexEntry",
    "wagtailsearch.SQLiteFTSIndexEntry",
    "terbit_house.JobState",
    "terbit_house.WorkerBeat",
    "terbit_newsroom.Statement",
    "terbit_pictures.Rendition",
    "terbit_search.ArchiveEntry",
    "terbit_search.NewsroomEntry",
    "terbit_staff.Attempt",
)
# Whole models ("*") or fields with clocks and habits, which differ between houses of the same content.
BOOKKEEPING = {
    "terbit_newsroom.Article": "created_at last_published_at locked_at related",
    "terbit_newsroom.FormerAccount": "until",
    "terbit_newsroom.ScheduleFailure": "*",
    "terbit_pictures.MediaFile": "created_at",
    "terbit_pictures.Picture": "created_at",
    "terbit_staff.User": "password last_login joined_at invited_at link_made_at last_seen_at ended_at",
    "terbit_workflow.BreakingStory": "published_at approved_at",
    "terbit_workflow.Note": "created_at resolved_at",
    "terbit_workflow.Notice": "*",
    "wagtailadmin.FormState": "*",
    "wagtailcore.APIToken": "created last_used_at",
    "wagtailcore.Collection": "path depth numchild",
    "wagtailcore.ModelLogEntry": "timestamp data label",
    "wagtailcore.Page": "path depth numchild last_published_at latest_revision_created_at locked_at",
    "wagtailcore.PageLogEntry": "timestamp data label",
    "wagtailcore.ReferenceIndex": "*",
    "wagtailcore.Revision": "created_at object_str",
    "wagtailcore.TaskState": "started_at finished_at",
    "wagtailcore.WorkflowState": "created_at",
    "wagtailusers.UserProfile": "*",
}
IDENTITY = {
    "auth.Group": "name",
    "terbit_newsroom.ArchivedComment": "article number",
    "terbit_newsroom.Article": "path",
    "terbit_pictures.MediaFile": "title file_hash",
    "terbit_pictures.Picture": "title file_hash",
    "wagtailcore.Collection": "name",
    "wagtailcore.Page": "url_path",
    "wagtailcore.Site": "hostname port",
    "wagtailcore.Task": "name",
    "wagtailcore.Workflow": "name",
}


def register() -> None:
    content.derived(*DERIVED)
    for label, fields in BOOKKEEPING.items():
        content.bookkeeping(label, *([] if fields == "*" else fields.split()))
    for label, fields in IDENTITY.items():
        content.identity(label, *fields.split())
