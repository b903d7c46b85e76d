"""Where the files of the old site lay; they come before the paper's own addresses."""

from __future__ import annotations

from django.urls import re_path

from terbit.moving import views

# Also where the old site lay below its host: `/blog/wp-content/uploads/…`.
UPLOADS = r"^(?:[^/]+/){0,5}?(?:wp-content/uploads|content/(?:images|media|files))/(?P<file>.+)$"
urlpatterns = [re_path(UPLOADS, views.upload)]
