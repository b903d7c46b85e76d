"""The newsroom speaks Indonesian: no text of ours, of Wagtail's or of Django's is left in English."""

from __future__ import annotations

import gettext
import io
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation.trans_real import DjangoTranslation

from tests.messages import (
    FOR_WAGTAIL,
    OURS,
    SOURCE,
    Key,
    english,
    english_left_in,
    in_source,
    indonesian,
    read,
    translated,
)

DOMAINS = ["django", "djangojs"]
CATALOGUES = sorted(SOURCE.glob("locale*/id/LC_MESSAGES/*.po"))
EDITING_SCREENS = {
    "wagtail",
    "wagtail.admin",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.users",
    "wagtail.embeds",
    "wagtail.contrib.settings",
    "wagtail.search",
    "wagtail.sites",
}
# Words that are the same in both languages.
SAME = {"Alias", "Format", "ID", "Minimum", "Slug", "Status", "Tag", "Token", "URL"}
SAME |= {"Administrator", "Advertorial", "Logo", "Reporter", "WhatsApp"}
# Words other translators of Wagtail use, and ours for the same thing.
OTHER_WORDS = {
    "laman": "halaman",
    "gambar": "foto",
    "dokumen": "berkas",
    "potongan kode": "isi",
    "editor": "penyunting",
    "email": "surel",
    "e-mail": "surel",
    "grup": "kelompok",
    "hak akses": "izin",
    "komentar": "catatan",
    "moderasi": "persetujuan",
    "publikasi": "terbit",
    "dipublikasikan": "diterbitkan",
    "preview": "pratinjau",
    "revisi": "versi",
    "silahkan": "silakan",
    "snippet": "isi",
    "sandi kata": "kata sandi",
    "valid": "sah",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")


def packages(*, of_django: bool) -> dict[str, Path]:
    """Name and folder of every installed package with catalogues of its own."""
    found = {
        config.name: Path(config.path) for config in apps.get_app_configs() if config.name[:6] != "terbit"
    }
    if of_django:
        found["django.conf"] = Path(django.__file__).parent / "conf"
    return {
        name: path
        for name, path in found.items()
        if name.startswith("django.") is of_django and (path / "locale/en").is_dir()
    }


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def assert_none(missing: dict[Key, str], catalogue: Path) -> None:
    """Fails with every missing text, where it stands and, if it has one, its context."""
    if missing:
        lines = sorted(f"{where}: {text!r} {context}".rstrip() for (context, text), where in missing.items())
        pytest.fail(
            f"{len(lines)} texts have no Indonesian in {name_of(catalogue)}:\n" + "\n".join(lines), False
        )


def without_code(text: str) -> str:
    return PLACEHOLDER.sub("", TAG.sub("", text))


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_of_the_editing_screens_is_in_indonesian(domain: str) -> None:
    installed = packages(of_django=False)
    assert installed.keys() >= EDITING_SCREENS
    wanted = {
        known: name
        for name, path in installed.items()
        for known in read(path / f"locale/en/LC_MESSAGES/{domain}.po")
    }
    assert wanted
    missing = wanted.keys() - translated(FOR_WAGTAIL / f"{domain}.po").keys()
    assert_none({text: wanted[text] for text in missing}, FOR_WAGTAIL / f"{domain}.po")


def test_what_django_leaves_in_english_is_translated_here() -> None:
    ours = translated(FOR_WAGTAIL / "django.po").keys()
    for name, path in packages(of_django=True).items():
        templates = read(path / "locale/en/LC_MESSAGES/django.po")
        missing = templates.keys() - translated(path / "locale/id/LC_MESSAGES/django.po").keys() - ours
        assert_none(dict.fromkeys(missing, name), FOR_WAGTAIL / "django.po")


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_of_our_own_is_in_indonesian(domain: str) -> None:
    known = translated(OURS / f"{domain}.po").keys() | translated(FOR_WAGTAIL / f"{domain}.po").keys()
    if domain == "django":
        for path in packages(of_django=True).values():
            known |= translated(path / "locale/id/LC_MESSAGES/django.po").keys()
    texts = in_source(domain)
    assert_none({text: texts[text] for text in texts.keys() - known}, OURS / f"{domain}.po")


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name_of)
def test_placeholders_tags_and_outer_spaces_stay_as_they_are(catalogue: Path) -> None:
    def frame(text: str) -> tuple[object, ...]:
        spaces = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return Counter(PLACEHOLDER.findall(text)), Counter(TAG.findall(text)), spaces

    messages = read(catalogue).values()
    assert not [message.id for message in messages if frame(english(message)) != frame(indonesian(message))]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name_of)
def test_no_translation_repeats_the_english(catalogue: Path) -> None:
    def repeats(message: Message) -> bool:
        words = without_code(english(message)).strip(" :")
        return (
            bool(words)
            and english(message) == indonesian(message)
            and words not in SAME | {word.lower() for word in SAME}
        )

    assert not [message.id for message in read(catalogue).values() if repeats(message)]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name_of)
def test_indonesian_has_one_form_for_one_and_many(catalogue: Path) -> None:
    compiled = io.BytesIO()
    with catalogue.open("rb") as po:
        write_mo(compiled, read_po(po))
    compiled.seek(0)
    answers = gettext.GNUTranslations(compiled)
    for message in read(catalogue).values():
        if message.context is None and not isinstance(message.id, str):
            said = {answers.ngettext(*message.id, n) for n in (0, 1, 2, 21)}
            assert said == {indonesian(message)}, message.id


@pytest.mark.parametrize("domain", DOMAINS)
def test_one_thing_has_one_word(domain: str) -> None:
    words = re.compile(rf"\b({'|'.join(OTHER_WORDS)})\b", re.IGNORECASE)
    for message in read(FOR_WAGTAIL / f"{domain}.po").values():
        other = words.search(without_code(indonesian(message)))
        assert not other, f"{message.id!r}: say {OTHER_WORDS[other[0].lower()]!r}, not {other[0]!r}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_our_words_do_not_change_what_the_editing_screens_say(domain: str) -> None:
    """Our catalogue wins over Wagtail's. A word that means something else with us needs `pgettext`."""
    ours, wagtails = read(OURS / f"{domain}.po"), read(FOR_WAGTAIL / f"{domain}.po")
    differing = {
        known: (indonesian(ours[known]), indonesian(wagtails[known]))
        for known in ours.keys() & wagtails.keys()
        if indonesian(ours[known]) != indonesian(wagtails[known])
    }
    assert not differing


@pytest.mark.parametrize(("domain", "text"), [("django", "Unpublish"), ("djangojs", "Collapse all")])
def test_the_compiled_catalogues_are_the_written_ones(domain: str, text: str) -> None:
    """Django speaks from compiled catalogues. If this fails, run `make setup`."""
    written = indonesian(read(FOR_WAGTAIL / f"{domain}.po")["", text])
    assert DjangoTranslation("id", domain=domain).gettext(text) == written


def test_how_long_ago_is_told_in_indonesian() -> None:
    """The editing screens tell it with a package of Django's that must be installed to be translated."""
    with translation.override("id"):
        assert (
            naturaltime(timezone.now() - timedelta(hours=3, minutes=5)) == "3\N{NO-BREAK SPACE}jam yang lalu"
        )


@pytest.mark.django_db
def test_the_way_into_the_newsroom_is_in_indonesian(client: Client) -> None:
    for name in ("wagtailadmin_login", "wagtailadmin_password_reset"):
        page = client.get(reverse(name)).content.decode()
        assert 'lang="id"' in page
        assert not english_left_in(page)


@pytest.mark.django_db
def test_the_scripts_of_the_editor_speak_indonesian(client: Client) -> None:
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert "Ciutkan semua" in script
