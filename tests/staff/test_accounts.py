from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.log_actions import registry
from wagtail.models import Page

from terbit.staff import accounts, roles
from terbit.staff.models import State, User
from terbit.staff.signals import account_ended
from tests.staff.conftest import signed_in
from tests.staff.factories import PASSWORD, UserFactory
from tests.staff.test_invitations import NEW, set_password


def test_ending_an_account_closes_it_at_once_on_every_device(newsroom):
    phone, desk = newsroom.try_to_sign_in(newsroom.ani.email), newsroom.sign_in(newsroom.ani)
    assert signed_in(phone)
    assert signed_in(desk)
    accounts.end(newsroom.ani, newsroom.rahma)
    assert not signed_in(phone)
    assert not signed_in(desk)
    assert not signed_in(newsroom.try_to_sign_in(newsroom.ani.email))


def test_an_ended_account_keeps_name_and_roles_and_says_when_it_ended(newsroom):
    accounts.end(newsroom.ani, newsroom.rahma)
    ani = User.objects.get(name="Ani")
    assert ani.state == State.ENDED
    assert ani.ended_at is not None
    assert newsroom.roles.summary(ani) == "Reporter"


def test_ending_an_account_unlocks_what_the_person_had_locked(newsroom):
    root = Page.objects.get(depth=1)
    mine = root.add_child(
        instance=Page(title="Tentang kami", slug="tentang", locked=True, locked_by=newsroom.ani)
    )
    theirs = root.add_child(
        instance=Page(title="Kontak", slug="kontak", locked=True, locked_by=newsroom.rahma)
    )
    accounts.end(newsroom.ani, newsroom.rahma)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.locked, mine.locked_by, mine.locked_at) == (False, None, None)
    assert theirs.locked_by == newsroom.rahma


def test_others_hear_of_the_end_in_the_same_transaction(newsroom):
    def object_to_it(sender, user, by, **kwargs):
        raise RuntimeError(f"{user} {by}")

    account_ended.connect(object_to_it)
    try:
        with pytest.raises(RuntimeError, match="Ani Rahma"):
            accounts.end(newsroom.ani, newsroom.rahma)
    finally:
        account_ended.disconnect(object_to_it)
    newsroom.ani.refresh_from_db()
    assert newsroom.ani.is_active


def test_nobody_ends_his_own_account(newsroom):
    newsroom.roles.give(newsroom.ani, "administrator")
    with pytest.raises(ValidationError):
        accounts.end(newsroom.rahma, newsroom.rahma)
    newsroom.rahma.refresh_from_db()
    assert newsroom.rahma.is_active


def test_two_administrators_who_end_each_other_leave_one(newsroom):
    newsroom.roles.give(newsroom.ani, "administrator")
    accounts.end(newsroom.ani, newsroom.rahma)
    with pytest.raises(ValidationError, match="administrator"):
        accounts.end(newsroom.rahma, newsroom.ani)
    newsroom.rahma.refresh_from_db()
    assert newsroom.rahma.is_active
    assert newsroom.rahma.has_usable_password()


def test_the_last_administrator_keeps_the_role(newsroom):
    with pytest.raises(ValidationError, match="administrator"):
        accounts.change(newsroom.rahma, {"roles": ["reporter"]}, newsroom.rahma)


def test_an_administrator_who_never_set_a_password_does_not_count_as_one(newsroom):
    sutan = User(name="Sutan", email="sutan@kabar.example")
    accounts.invite(sutan, {"roles": ["administrator"]}, newsroom.rahma)
    with pytest.raises(ValidationError, match="administrator"):
        accounts.change(newsroom.rahma, {"roles": ["reporter"]}, newsroom.rahma)
    set_password(accounts.make_link(sutan, newsroom.rahma))
    accounts.change(newsroom.rahma, {"roles": ["reporter"]}, newsroom.rahma)
    assert list(roles.administrators()) == [sutan]


def test_a_reopened_account_has_its_roles_but_needs_a_new_link(newsroom):
    old_session = newsroom.sign_in(newsroom.ani)
    accounts.end(newsroom.ani, newsroom.rahma)
    accounts.reopen(newsroom.ani, newsroom.rahma)
    assert not signed_in(old_session)
    assert not signed_in(newsroom.try_to_sign_in(newsroom.ani.email))
    assert newsroom.ani.state == State.WAITING
    assert signed_in(set_password(accounts.make_link(newsroom.ani, newsroom.rahma)))
    assert newsroom.roles.summary(newsroom.ani) == "Reporter"


def test_the_old_password_works_until_the_new_one_is_set(newsroom):
    session = newsroom.sign_in(newsroom.ani)
    link = accounts.make_link(newsroom.ani, newsroom.rahma)
    assert signed_in(session)
    assert signed_in(newsroom.try_to_sign_in(newsroom.ani.email))
    set_password(link)
    assert not signed_in(session)
    assert not signed_in(newsroom.try_to_sign_in(newsroom.ani.email))
    assert signed_in(newsroom.try_to_sign_in(newsroom.ani.email, NEW["new_password1"]))


def test_locking_out_stops_the_old_password_and_sessions_at_once(newsroom):
    session = newsroom.sign_in(newsroom.ani)
    link = accounts.make_link(newsroom.ani, newsroom.rahma, lock_out=True)
    assert not signed_in(session)
    assert not signed_in(newsroom.try_to_sign_in(newsroom.ani.email))
    assert signed_in(set_password(link))


@pytest.mark.parametrize("whose", ["rahma", "ended"])
def test_no_link_is_made_for_oneself_or_an_ended_account(newsroom, whose):
    user = newsroom.rahma if whose == "rahma" else UserFactory(is_active=False)
    with pytest.raises(ValidationError):
        accounts.make_link(user, newsroom.rahma, lock_out=True)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_superusers_administer_without_any_provider(db):
    assert roles.may_administer(UserFactory(is_superuser=True))
    assert not roles.may_administer(UserFactory(is_superuser=True, is_active=False))


def test_every_step_is_in_the_log_with_who_took_it_and_no_secret(newsroom):
    sutan = accounts.invite(
        User(name="Sutan", email="s@kabar.example"), {"roles": ["reporter"]}, newsroom.rahma
    )
    sutan.name, sutan.email = "Sutan Sati", "sutan@kabar.example"
    accounts.change(sutan, {"roles": ["reporter", "administrator"]}, newsroom.rahma)
    link = accounts.make_link(sutan, newsroom.rahma, lock_out=True)
    set_password(link)
    accounts.end(sutan, newsroom.rahma)
    accounts.reopen(sutan, newsroom.rahma)
    entries = list(registry.get_logs_for_instance(sutan).order_by("pk"))
    steps = "invite email name roles lock_out link password end reopen"
    assert [entry.action for entry in entries] == [f"terbit.staff.{step}" for step in steps.split()]
    assert {entry.user for entry in entries if entry.action != "terbit.staff.password"} == {newsroom.rahma}
    page = newsroom.sign_in(newsroom.rahma).get(f"/ruang-redaksi/users/history/{sutan.pk}/").content.decode()
    assert "Sutan Sati" in page
    assert "Reporter, Administrator" in page
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in page + str([entry.data for entry in entries])
