from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from terbit.staff.models import State, User
from tests.staff.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_one_word_is_a_whole_name():
    user = UserFactory(name="Sutan")
    assert (user.first_name, user.last_name, user.get_full_name(), str(user)) == (
        "Sutan",
        "",
        "Sutan",
        "Sutan",
    )


def test_an_email_address_is_the_same_however_it_is_written():
    user = User.objects.create_user("Ani@Kabar.EXAMPLE", "Ani", "matahari-terbit-7")
    assert user.email == "ani@kabar.example"
    assert User.objects.get(email="ANI@kabar.example") == user
    assert User.objects.get_by_natural_key("aNi@kabar.example") == user


@pytest.mark.parametrize(
    "make", [User.objects.create, lambda **fields: User.objects.bulk_create([User(**fields)])]
)
def test_two_accounts_never_share_an_address(make):
    UserFactory(email="ani@kabar.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(email="ANI@kabar.example", name="Ani juga")


def test_the_database_itself_refuses_an_address_in_other_letters():
    UserFactory(email="ani@kabar.example")
    other = UserFactory(email="iqbal@kabar.example")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE terbit_staff_user SET email = 'ANI@kabar.example' WHERE id = %s", [other.pk])


def test_an_account_cannot_be_deleted_even_from_a_shell():
    user = UserFactory()
    with pytest.raises(ProtectedError), transaction.atomic():
        user.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        User.objects.filter(pk=user.pk).delete()
    assert User.objects.filter(pk=user.pk).exists()


def test_states_are_told_apart_by_the_database_as_by_the_account():
    active, waiting, ended = UserFactory(), UserFactory(), UserFactory(is_active=False)
    waiting.set_unusable_password()
    waiting.save()
    for user, state in ((active, State.ACTIVE), (waiting, State.WAITING), (ended, State.ENDED)):
        assert user.state == state
        assert list(User.objects.in_state(state)) == [user]


def test_when_a_person_was_last_seen_is_written_at_most_every_ten_minutes(django_assert_num_queries):
    user, now = UserFactory(), timezone.now()
    user.seen(now)
    with django_assert_num_queries(0):
        user.seen(now + timedelta(minutes=9))
    user.seen(now + timedelta(minutes=11))
    user.refresh_from_db()
    assert user.last_seen_at == now + timedelta(minutes=11)
