from __future__ import annotations

from django.urls import path

from terbit.fronts import views

app_name = "terbit_fronts"
urlpatterns = [
    path(f"{place}{step}", view, name=name)
    for place in ("", "<int:section>/")
    for step, view, name in (
        ("", views.arrange, "arrange"),
        ("taruh/", views.put, "put"),
        ("urungkan/", views.undo, "undo"),
        ("terbitkan/", views.publish, "publish"),
        ("pratinjau/", views.preview, "preview"),
    )
]
