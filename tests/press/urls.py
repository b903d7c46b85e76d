"""The paper with one page more, which takes its time and counts how often it is made at once."""

from __future__ import annotations

import threading
import time
from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.urls import path

from terbit.press import api as press
from terbit.urls import handler404, handler500
from terbit.urls import urlpatterns as paper

__all__ = ["handler404", "handler500", "urlpatterns"]
lock = threading.Lock()
now: Counter[str] = Counter()
most: Counter[str] = Counter()
times: Counter[str] = Counter()


@press.printable
def slow(request: HttpRequest, slug: str) -> HttpResponse:
    with lock:
        times[slug] += 1
        now[slug] += 1
        most[slug] = max(most[slug], now[slug])
    time.sleep(0.05)
    with lock:
        now[slug] -= 1
    return HttpResponse(f"<p>{slug}</p>")


urlpatterns = [path("lambat/<slug:slug>/", slow), *paper]
