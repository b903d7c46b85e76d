"""The yardstick of the first render: a new Wagtail site with 1,000 stories and a bare template.

`bench/first_render.py --against-wagtail` starts this in a process of its own, because it has other settings. It makes
the site that `wagtail start` makes, adds one page type (headline, day, standfirst, text of 30 paragraphs), and then
answers every line it reads with the CPU milliseconds of so many requests: through Django's test client and the site's
middleware, without a web server, compression or cache; another story each time.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path

STORIES = 1_000
MODELS = """
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class StoryPage(Page):
    day = models.DateField()
    standfirst = models.TextField()
    text = RichTextField()
    content_panels = [*Page.content_panels, FieldPanel("day"), FieldPanel("standfirst"), FieldPanel("text")]
"""
TEMPLATE = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}<article><h1>{{ page.title }}</h1><p>{{ page.day }}</p><p>{{ page.standfirst }}</p>
{{ page.text|richtext }}</article>{% endblock %}
"""
SETTINGS = """
from .base import *
DEBUG = False
SECRET_KEY = "only for this measurement"
ALLOWED_HOSTS = ["*"]
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
INSTALLED_APPS += ["stories"]
"""


def main(place: Path) -> int:
    _make_site(place)
    os.environ["DJANGO_SETTINGS_MODULE"] = "plain.settings.measured"
    sys.path.insert(0, str(place))
    import django

    django.setup()
    addresses = _fill()
    from django.test import Client

    client = Client()
    number = 0
    gc.collect()
    gc.freeze()  # as for the other side
    print("ready", flush=True)
    for line in sys.stdin:
        samples = []
        for _ in range(int(line)):
            number += 1
            samples.append(_cpu(client, addresses[number % STORIES]))
        print(json.dumps(samples), flush=True)
    return 0


def _cpu(client: object, address: str) -> float:
    gc.collect()
    began = time.process_time()
    answer = client.get(address)  # type: ignore[attr-defined]
    took = (time.process_time() - began) * 1000
    if answer.status_code != 200 or b"Kalimat" not in answer.content:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    return took


def _make_site(place: Path) -> None:
    beside = Path(sys.executable).with_name("wagtail")
    subprocess.run([beside, "start", "plain", str(place)], check=True, stdout=subprocess.DEVNULL)
    (place / "plain/settings/measured.py").write_text(SETTINGS)
    app = place / "stories"
    (app / "templates/stories").mkdir(parents=True)
    (app / "migrations").mkdir()
    for file in ("__init__.py", "migrations/__init__.py"):
        (app / file).touch()
    (app / "models.py").write_text(MODELS)
    (app / "templates/stories/story_page.html").write_text(TEMPLATE)


def _fill() -> list[str]:
    from datetime import date

    from django.core.management import call_command
    from wagtail.models import Page

    call_command("makemigrations", "stories", verbosity=0)
    call_command("migrate", verbosity=0)
    from stories.models import StoryPage  # type: ignore[import-not-found]

    home = Page.objects.get(depth=2)
    sentence = "Kalimat ini berdiri di dalam sebuah tulisan yang panjangnya tidak berubah. "
    text = "".join(f"<p>{sentence * 4}</p>" for _ in range(30))
    for number in range(STORIES):
        home.add_child(
            instance=StoryPage(
                title=f"Tulisan {number}",
                slug=f"tulisan-{number}",
                day=date(2026, 1, 1),
                standfirst=sentence,
                text=text,
            )
        )
    return [f"/tulisan-{number}/" for number in range(STORIES)]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
