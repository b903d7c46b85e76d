"""Sending an export to the newsroom's screen, and what its worker does with it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from terbit.moving.models import Delivery
from terbit.moving.screens import errands
from tests.moving.arriving.exports import old_paper


def at(view: str, *args: object) -> str:
    return reverse(f"terbit_moving:{view}", args=args)


def file(name: str = "kabar.xml", content: str | bytes | None = None) -> SimpleUploadedFile:
    text = old_paper() if content is None else content
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def send(client: Client, *files: SimpleUploadedFile, **fields: Any) -> Any:
    """The plain form; the page that answers."""
    sent = {"exports": list(files or [file()]), "pictures": "none"} | fields
    return client.post(at("send"), sent, follow=True)


def work() -> None:
    """What the background worker does."""
    while errands.do_next():
        pass


def delivered(client: Client, *files: SimpleUploadedFile, **fields: Any) -> Delivery:
    """Sent and read."""
    send(client, *files, **fields)
    work()
    return Delivery.objects.latest("pk")


def begin(client: Client, delivery: Delivery, **choices: Any) -> Any:
    sent = {"begin": "1", "pictures": delivery.pictures, "fetch": delivery.fetch} | choices
    return client.post(at("decide", delivery.pk), sent, follow=True)


def page(client: Client, view: str, *args: object, **query: Any) -> str:
    return client.get(at(view, *args), query).content.decode()
