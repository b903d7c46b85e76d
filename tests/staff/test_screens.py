from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from terbit.staff import accounts
from terbit.staff.models import User
from tests.staff.conftest import signed_in
from tests.staff.factories import UserFactory
from tests.staff.test_invitations import set_password

STAFF = "/ruang-redaksi/users/"
FOR_ONE = ["edit/{}/", "link/{}/", "end/{}/", "reopen/{}/", "history/{}/", "history-results/{}/"]
SCREENS = ["", "results/", "new/", *FOR_ONE]


@pytest.fixture
def rahma(newsroom) -> Client:
    return newsroom.sign_in(newsroom.rahma)


def invite(client: Client, **fields: object):
    form = {"name": "Sutan", "email": "sutan@kabar.example", "roles": ["reporter"]}
    return client.post(f"{STAFF}new/", form | fields)


def shown_link(page) -> str:
    return re.search(r"http://testserver/ruang-redaksi/undangan/\w+/\w+/", page.content.decode())[0]


def test_the_screens_tested_here_are_all_there_are(newsroom):
    from terbit.staff.viewsets import AccountViewSet

    names = {url.name for url in AccountViewSet("wagtailusers_users", url_prefix="users").get_urlpatterns()}
    assert names == {
        "index",
        "index_results",
        "add",
        "edit",
        "link",
        "end",
        "reopen",
        "history",
        "history_results",
    }
    assert len(names) == len(SCREENS)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_administrators_use_the_account_screens(newsroom, screen, method):
    address = STAFF + screen.format(newsroom.rahma.pk)
    before = User.objects.get(pk=newsroom.rahma.pk).__dict__
    answer = getattr(newsroom.sign_in(newsroom.ani), method)(address)
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/ruang-redaksi/")
    anonymous = getattr(Client(), method)(address)
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/ruang-redaksi/login/")
    after = User.objects.get(pk=newsroom.rahma.pk).__dict__
    assert {**before, "_state": None} == {**after, "_state": None}
    assert User.objects.count() == 2


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen])
def test_administrators_see_every_account_screen(newsroom, rahma, screen):
    assert rahma.get(STAFF + screen.format(newsroom.ani.pk)).status_code == 200


def test_the_menu_leads_administrators_and_only_them_to_the_staff(newsroom, rahma):
    address = f'"{STAFF}"'
    assert address in rahma.get("/ruang-redaksi/account/").content.decode()
    assert address not in newsroom.sign_in(newsroom.ani).get("/ruang-redaksi/account/").content.decode()


def test_an_invitation_is_shown_once_and_lets_the_person_in(newsroom, rahma):
    answer = invite(rahma)
    sutan = User.objects.get(email="sutan@kabar.example")
    assert sutan.invited_by == newsroom.rahma
    assert newsroom.roles.summary(sutan) == "Reporter"
    link = shown_link(rahma.get(answer.url))
    assert "undangan" not in rahma.get(answer.url).content.decode()
    assert signed_in(set_password(link))


def test_the_link_is_shown_to_the_administrator_who_made_it_only(newsroom, rahma):
    other = newsroom.sign_in(newsroom.roles.give(UserFactory(), "administrator"))
    answer = invite(rahma)
    assert "undangan" not in other.get(answer.url).content.decode()
    assert shown_link(rahma.get(answer.url))


def test_an_invitation_goes_out_by_email_where_there_is_email(rahma, outbox):
    link = shown_link(rahma.get(invite(rahma).url))
    [message] = outbox()
    assert message.to == ["sutan@kabar.example"]
    assert link in message.body


def test_without_email_nothing_is_sent_and_the_link_is_shown(rahma, settings, mailoutbox):
    settings.TERBIT_MAIL = False
    assert shown_link(rahma.get(invite(rahma).url))
    assert not mailoutbox


def test_if_the_mail_server_is_down_the_administrator_is_told_and_has_the_link(
    rahma, mail_works, monkeypatch
):
    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    page = rahma.get(invite(rahma).url)
    assert shown_link(page)
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]


@pytest.mark.parametrize(
    "fields", [{"email": "ANI@kabar.example"}, {"email": "bukan alamat"}, {"name": "  "}, {"roles": []}]
)
def test_an_invitation_that_cannot_be_kept_saves_nothing_and_says_why(newsroom, rahma, fields):
    page = invite(rahma, **fields)
    assert page.status_code == 200
    assert len(page.context["form"].errors) == 1
    assert User.objects.count() == 2


def test_an_administrator_cannot_invite_a_superuser(rahma):
    invite(rahma, is_superuser="on", is_active="", password="x", groups="1")
    sutan = User.objects.get(email="sutan@kabar.example")
    assert not sutan.is_superuser
    assert sutan.is_active
    assert not sutan.has_usable_password()


def test_changing_name_address_and_roles(newsroom, rahma):
    form = {"name": "Ani Sati", "email": "Sati@kabar.example", "roles": ["reporter", "administrator"]}
    rahma.post(f"{STAFF}edit/{newsroom.ani.pk}/", form)
    newsroom.ani.refresh_from_db()
    assert (newsroom.ani.name, newsroom.ani.email) == ("Ani Sati", "sati@kabar.example")
    assert newsroom.roles.may_administer(newsroom.ani)


def test_the_last_administrator_is_told_why_the_role_stays(newsroom, rahma):
    form = {"name": "Rahma Baru", "email": "rahma@kabar.example", "roles": ["reporter"]}
    page = rahma.post(f"{STAFF}edit/{newsroom.rahma.pk}/", form)
    assert page.status_code == 200
    assert "administrator" in str(page.context["form"].non_field_errors())
    assert User.objects.get(pk=newsroom.rahma.pk).name == "Rahma"


def test_a_new_link_with_lock_out(newsroom, rahma):
    session = newsroom.sign_in(newsroom.ani)
    answer = rahma.post(f"{STAFF}link/{newsroom.ani.pk}/", {"lock_out": "on"})
    assert not signed_in(session)
    assert signed_in(set_password(shown_link(rahma.get(answer.url))))


def test_ending_and_reopening(newsroom, rahma):
    session = newsroom.sign_in(newsroom.ani)
    rahma.post(f"{STAFF}end/{newsroom.ani.pk}/")
    assert not signed_in(session)
    answer = rahma.post(f"{STAFF}reopen/{newsroom.ani.pk}/")
    assert signed_in(set_password(shown_link(rahma.get(answer.url))))


def test_looking_at_a_step_takes_no_step(newsroom, rahma):
    for screen in ("end/{}/", "link/{}/", "reopen/{}/"):
        rahma.get(STAFF + screen.format(newsroom.ani.pk))
    newsroom.ani.refresh_from_db()
    assert newsroom.ani.is_active
    assert newsroom.ani.link_made_at is None


def test_ending_oneself_is_refused_in_a_sentence(newsroom, rahma):
    page = rahma.post(f"{STAFF}end/{newsroom.rahma.pk}/", follow=True)
    assert signed_in(rahma)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]


def test_only_a_superuser_opens_the_door_of_a_superuser_but_any_administrator_closes_it(newsroom, rahma):
    founder = UserFactory(is_superuser=True, email="pendiri@kabar.example")
    form = {"name": "Pendiri", "email": "rahma.dua@kabar.example", "roles": ["reporter"]}
    for screen in ("edit/{}/", "link/{}/", "reopen/{}/"):
        assert rahma.post(STAFF + screen.format(founder.pk), form).url == "/ruang-redaksi/"
    founder.refresh_from_db()
    assert (founder.email, founder.link_made_at) == ("pendiri@kabar.example", None)
    assert newsroom.sign_in(founder).get(f"{STAFF}edit/{founder.pk}/").status_code == 200
    rahma.post(f"{STAFF}end/{founder.pk}/")
    founder.refresh_from_db()
    assert not founder.is_active


@pytest.mark.parametrize("superuser", [True, False])
def test_groups_deletion_and_actions_in_bulk_are_nowhere(newsroom, rahma, superuser):
    client = newsroom.sign_in(UserFactory(is_superuser=True)) if superuser else rahma
    ani = newsroom.ani.pk
    addresses = [
        f"{STAFF}delete/{ani}/",
        f"{STAFF}usage/{ani}/",
        "/ruang-redaksi/groups/",
        "/ruang-redaksi/groups/new/",
    ]
    addresses += [
        reverse("wagtail_bulk_action", args=["terbit_staff", "user", action]) + f"?id={ani}"
        for action in ("delete", "assign_role", "set_active_state")
    ]
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"mark_as_active": "False"}).status_code == 404, address
    assert User.objects.get(pk=ani).is_active


def test_the_list_is_searched_by_name_and_address(newsroom, rahma):
    page = rahma.get(STAFF, {"q": "aNi"})
    assert [user.name for user in page.context["object_list"]] == ["Ani"]
    page = rahma.get(STAFF, {"q": "RAHMA@kabar"})
    assert [user.name for user in page.context["object_list"]] == ["Rahma"]


def test_the_list_is_filtered_by_state_and_has_ended_accounts_last(newsroom, rahma):
    accounts.end(newsroom.ani, newsroom.rahma)
    UserFactory(name="Zainal")
    assert [user.name for user in rahma.get(STAFF).context["object_list"]] == ["Rahma", "Zainal", "Ani"]
    page = rahma.get(STAFF, {"state": "ended"})
    assert [user.name for user in page.context["object_list"]] == ["Ani"]


@pytest.mark.parametrize(
    "ordering", ["name", "-name", "email", "-email", "last_seen_at", "-last_seen_at", "password"]
)
def test_the_list_is_ordered_by_what_it_shows_and_nothing_else(rahma, ordering):
    page = rahma.get(STAFF, {"ordering": ordering})
    assert page.status_code == 200
    assert "password" not in str(page.context["object_list"].query.order_by)


def test_the_list_shows_who_was_seen_last(newsroom, rahma):
    rahma.get("/ruang-redaksi/account/")
    newsroom.rahma.refresh_from_db()
    assert newsroom.rahma.last_seen_at is not None
    names = [user.name for user in rahma.get(STAFF, {"ordering": "-last_seen_at"}).context["object_list"]]
    assert names == ["Rahma", "Ani"]


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    newsroom, rahma, django_assert_max_num_queries
):
    rahma.get(STAFF)
    with django_assert_max_num_queries(15):
        rahma.get(STAFF)
    UserFactory.create_batch(40)
    with django_assert_max_num_queries(15):
        assert len(rahma.get(STAFF).context["object_list"]) == 42


def test_a_hostile_name_is_text_on_every_screen(newsroom, rahma):
    hostile = '"><script>alert(1)</script>{{ 7 }}'
    invite(rahma, name=hostile)
    sutan = User.objects.get(email="sutan@kabar.example")
    rahma.post(
        f"{STAFF}edit/{sutan.pk}/", {"name": hostile + "x", "email": sutan.email, "roles": ["reporter"]}
    )
    for screen in SCREENS:
        page = rahma.get(STAFF + screen.format(sutan.pk)).content.decode()
        assert "<script>alert" not in page, screen
    own = newsroom.sign_in(sutan)
    assert "<script>alert" not in own.get("/ruang-redaksi/").content.decode()
    link = accounts.make_link(sutan, newsroom.rahma)
    assert (
        "<script>alert"
        not in Client().get(link.removeprefix("http://testserver"), follow=True).content.decode()
    )


def test_a_name_cannot_add_lines_to_an_email(rahma, outbox):
    invite(rahma, name="Sutan\r\nBcc: semua@kabar.example")
    [message] = outbox()
    assert message.recipients() == ["sutan@kabar.example"]
    assert "\nBcc" not in str(message.message())
