from __future__ import annotations

from django.urls import path

from terbit.fronts import deeds, views

app_name = "terbit_fronts"
STEPS = (
    ("", views.arrange, "arrange"),
    ("keadaan/", views.state, "state"),
    ("pratinjau/", views.preview, "preview"),
    ("pratinjau/halaman/", views.previewed_page, "previewed_page"),
    ("taruh/", deeds.put, "put"),
    ("keluarkan/", deeds.take_out, "take_out"),
    ("sematkan/", deeds.pin, "pin"),
    ("putuskan/", deeds.decide, "decide"),
    ("mundur/", deeds.step_back, "step_back"),
    ("ulang/", deeds.start_again, "start_again"),
    ("terbitkan/", deeds.publish, "publish"),
    ("kembalikan/", deeds.restore, "restore"),
)
urlpatterns = [
    path(f"{place}{step}", view, name=name) for place in ("", "<int:section>/") for step, view, name in STEPS
]
