from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from terbit.staff import accounts
from terbit.staff.invitations import invitation_link
from terbit.staff.models import User
from tests.staff.conftest import signed_in
from tests.staff.factories import PASSWORD

NEW = {"new_password1": "gerhana-di-padang-9", "new_password2": "gerhana-di-padang-9"}


def path(link: str) -> str:
    return link.removeprefix("http://testserver")


@pytest.fixture
def sutan(newsroom) -> User:
    user = User(name="Sutan", email="sutan@kabar.example")
    return accounts.invite(user, {"roles": ["reporter"]}, newsroom.rahma)


def set_password(link: str, client: Client | None = None) -> Client:
    client = client or Client()
    form = client.get(path(link))
    if form.status_code == 302:
        client.post(form.url, NEW)
    return client


def test_a_link_sets_the_password_and_signs_in(newsroom, sutan):
    assert signed_in(set_password(invitation_link(sutan)))
    sutan.refresh_from_db()
    assert sutan.check_password(NEW["new_password1"])


def test_a_link_is_absolute_whatever_host_is_asked(sutan, settings):
    settings.TERBIT_URL = "https://www.kabar.example"
    assert re.fullmatch(
        r"https://www\.kabar\.example/ruang-redaksi/undangan/\w+/[0-9a-f]{64}/", invitation_link(sutan)
    )


def test_a_link_works_only_once(sutan):
    link = invitation_link(sutan)
    set_password(link)
    answer = Client().get(path(link))
    assert answer.status_code == 410
    assert not signed_in(set_password(link))


def test_a_link_opened_in_two_windows_sets_one_password(sutan):
    link, first, second = invitation_link(sutan), Client(), Client()
    forms = [client.get(path(link)).url for client in (first, second)]
    first.post(forms[0], NEW)
    other = {"new_password1": "hujan-di-bukittinggi-3", "new_password2": "hujan-di-bukittinggi-3"}
    assert second.post(forms[1], other).status_code == 410
    sutan.refresh_from_db()
    assert sutan.check_password(NEW["new_password1"])


def test_looking_at_a_link_as_a_chat_preview_does_uses_nothing_up(sutan):
    link = invitation_link(sutan)
    for _ in range(3):
        Client().get(path(link))
    assert signed_in(set_password(link))


def test_a_link_dies_after_seven_days(sutan):
    link = invitation_link(sutan)
    User.objects.filter(pk=sutan.pk).update(link_made_at=timezone.now() - timedelta(days=7, minutes=1))
    assert Client().get(path(link)).status_code == 410


def test_an_old_link_is_dead_even_if_only_its_date_is_refreshed(sutan, time_machine):
    time_machine.move_to("2026-11-01T08:00:00+07:00", tick=False)
    link = invitation_link(sutan)
    time_machine.move_to("2026-11-08T07:59:00+07:00", tick=False)
    assert Client().get(path(link)).status_code == 302
    time_machine.move_to("2026-11-08T08:01:00+07:00", tick=False)
    assert Client().get(path(link)).status_code == 410


def test_a_new_link_kills_the_one_before(sutan):
    old, new = invitation_link(sutan), invitation_link(sutan)
    assert Client().get(path(old)).status_code == 410
    assert signed_in(set_password(new))


def test_a_link_sent_to_a_wrong_address_dies_when_the_address_is_corrected(newsroom, sutan):
    link = invitation_link(sutan)
    sutan.email = "sutan.benar@kabar.example"
    accounts.change(sutan, {"roles": ["reporter"]}, newsroom.rahma)
    assert Client().get(path(link)).status_code == 410


def test_a_link_of_an_ended_account_is_dead_also_after_reopening(newsroom, sutan):
    link = invitation_link(sutan)
    accounts.end(sutan, newsroom.rahma)
    assert Client().get(path(link)).status_code == 410
    accounts.reopen(sutan, newsroom.rahma)
    assert Client().get(path(link)).status_code == 410


def test_a_dead_link_says_what_to_do(sutan):
    page = Client().get("/ruang-redaksi/undangan/MQ/tidakada/")
    assert page.status_code == 410
    assert "administrator" in page.content.decode()


@pytest.mark.parametrize("uid", ["MQ", "!!", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "w7_Dvw"])
def test_a_mistyped_link_is_a_page_and_no_failure(db, uid):
    assert Client().get(f"/ruang-redaksi/undangan/{uid}/kata-sandi/").status_code == 410


def test_the_token_leaves_the_address_and_the_page_is_kept_nowhere(sutan):
    client, link = Client(), invitation_link(sutan)
    token = link.rstrip("/").rsplit("/", 1)[1]
    redirect = client.get(path(link))
    page = client.get(redirect.url)
    assert token not in redirect.url
    assert token not in page.content.decode()
    for answer in (redirect, page):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"


def test_a_weak_password_is_refused_and_the_link_still_works(sutan):
    client, link = Client(), invitation_link(sutan)
    form = client.get(path(link)).url
    page = client.post(form, {"new_password1": "sutan", "new_password2": "sutan"})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert signed_in(set_password(link, client))


def test_whoever_is_signed_in_in_this_browser_is_signed_out_first(newsroom, sutan):
    client = newsroom.sign_in(newsroom.rahma)
    old_session = client.session.session_key
    set_password(invitation_link(sutan), client)
    assert client.get("/ruang-redaksi/account/").context["user"] == sutan
    assert client.session.session_key != old_session


def test_an_invited_person_cannot_come_in_without_the_link(newsroom, sutan):
    for password in ("", PASSWORD, sutan.password):
        assert not signed_in(newsroom.try_to_sign_in(sutan.email, password))
