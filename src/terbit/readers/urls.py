from __future__ import annotations

from django.urls import path

from terbit.readers import views

urlpatterns = [path("-/baca/", views.uncounted)]
