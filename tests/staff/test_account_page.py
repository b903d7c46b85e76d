from __future__ import annotations

import pytest
from django.test import Client
from wagtail.log_actions import registry

from terbit.staff.forms import GUESSES_AT_ONES_OWN
from terbit.staff.models import User
from tests.staff.conftest import signed_in
from tests.staff.factories import PASSWORD

ACCOUNT = "/ruang-redaksi/account/"


@pytest.fixture
def ani(newsroom) -> Client:
    return newsroom.sign_in(newsroom.ani)


def save(client: Client, **fields: str):
    form = {
        "person-name": "Ani",
        "person-email": "ani@kabar.example",
        "locale-preferred_language": "",
        "theme-theme": "system",
        "theme-contrast": "system",
    }
    return client.post(ACCOUNT, form | {name.replace("__", "-"): value for name, value in fields.items()})


def test_a_person_changes_the_name_without_a_password(ani):
    assert save(ani, person__name="  Ani   Sati ").status_code == 302
    assert User.objects.get(email="ani@kabar.example").name == "Ani Sati"


@pytest.mark.parametrize("password", ["", "salah"])
def test_the_email_address_is_not_changed_without_the_password(ani, password):
    page = save(ani, person__email="lain@kabar.example", person__current_password=password)
    assert page.status_code == 200
    assert not User.objects.filter(email="lain@kabar.example").exists()


def test_the_email_address_is_changed_with_the_password_and_logged(newsroom, ani):
    save(ani, person__email="Ani.Sati@kabar.example", person__current_password=PASSWORD)
    assert User.objects.get(name="Ani").email == "ani.sati@kabar.example"
    actions = [entry.action for entry in registry.get_logs_for_instance(newsroom.ani)]
    assert "terbit.staff.email" in actions


def test_the_address_of_somebody_else_is_refused_in_a_sentence(ani):
    page = save(ani, person__email="RAHMA@kabar.example", person__current_password=PASSWORD)
    assert page.status_code == 200
    assert page.content.decode().count("w-field--error") == 1


GUESSED = {
    "for the e-mail address": lambda guess: {
        "person__email": "lain@kabar.example",
        "person__current_password": guess,
    },
    "for another password": lambda guess: {
        "password__old_password": guess,
        "password__new_password1": "gerhana-di-padang-9",
        "password__new_password2": "gerhana-di-padang-9",
    },
}


@pytest.mark.parametrize("wish", GUESSED)
def test_who_finds_a_browser_signed_in_does_not_guess_the_password_there(newsroom, ani, wish: str):
    for number in range(GUESSES_AT_ONES_OWN):
        assert save(ani, **GUESSED[wish](f"tebakan-{number}")).status_code == 200
    refused = save(ani, **GUESSED[wish](PASSWORD))
    assert refused.status_code == 200 and "15" in str(
        [form.errors for form in _forms(refused) if form.is_bound]
    )
    newsroom.ani.refresh_from_db()
    assert newsroom.ani.email == "ani@kabar.example" and newsroom.ani.check_password(PASSWORD)


def test_mistyping_ones_password_a_few_times_does_no_harm(newsroom, ani):
    for number in range(GUESSES_AT_ONES_OWN - 1):
        save(ani, **GUESSED["for the e-mail address"](f"tebakan-{number}"))
    assert save(ani, **GUESSED["for another password"](PASSWORD)).status_code == 302
    assert save(ani, person__name="Ani Sati").status_code == 302


def test_a_new_password_ends_the_sessions_on_other_devices(newsroom, ani):
    other = newsroom.sign_in(newsroom.ani)
    new = {f"password__new_password{number}": "gerhana-di-padang-9" for number in (1, 2)}
    save(ani, password__old_password=PASSWORD, **new)
    assert signed_in(ani)
    assert not signed_in(other)
    actions = [entry.action for entry in registry.get_logs_for_instance(newsroom.ani)]
    assert "terbit.staff.password" in actions


def test_the_page_offers_indonesian_and_english_and_no_time_zone_of_ones_own(ani):
    fields = {
        name: [value for value, _ in field.field.choices]
        for form in _forms(ani.get(ACCOUNT))
        for name, field in ((field.name, field) for field in form)
        if name in ("preferred_language", "current_time_zone")
    }
    assert sorted(fields["preferred_language"]) == ["", "en", "id"]
    assert "current_time_zone" not in fields


def test_the_page_has_no_picture_of_the_person(ani):
    page = ani.get(ACCOUNT).content.decode()
    assert 'type="file"' not in page
    assert "gravatar" not in page


def test_the_page_is_for_people_with_an_account(newsroom):
    assert Client().get(ACCOUNT).status_code == 302


def _forms(page):
    panels = [panel for panels in page.context["panels_by_tab"].values() for panel in panels]
    return [panel.get_form() for panel in panels]
