from __future__ import annotations

import re

from django.test import Client

from terbit.staff import accounts
from terbit.staff.entrance import (
    LINKS_PER_ACCOUNT,
    LINKS_PER_NETWORK,
    TRIES_HERE,
    TRIES_PER_ACCOUNT,
    TRIES_PER_NETWORK,
)
from terbit.staff.models import Attempt
from terbit.staff.throttle import Limit, begin
from tests.staff.conftest import signed_in
from tests.staff.factories import PASSWORD, UserFactory
from tests.staff.test_invitations import NEW, path, set_password

LOGIN = "/ruang-redaksi/login/"
RESET = "/ruang-redaksi/password_reset/"


def guess(newsroom, times: int, email: str = "ani@kabar.example", **extra: str) -> None:
    for number in range(times):
        newsroom.try_to_sign_in(email, f"tebakan-{number}", **extra)


def page_after_asking(email: str) -> str:
    page = Client().post(RESET, {"email": email}, follow=True).content.decode()
    return re.sub(r'"CSRF_TOKEN": "\w+"', "", page)


def answer(email: str, password: str) -> str:
    page = Client().post(LOGIN, {"username": email, "password": password})
    return str(page.context["form"].non_field_errors())


def test_the_email_address_may_be_typed_in_capitals(newsroom):
    assert signed_in(newsroom.try_to_sign_in("ANI@Kabar.Example"))


def test_signing_in_gives_the_browser_a_new_session(newsroom):
    client = Client()
    client.get(LOGIN)
    client.session["left"] = "behind"
    before = client.session.session_key
    newsroom.try_to_sign_in(newsroom.ani.email, client=client)
    assert client.session.session_key not in (None, before)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(newsroom):
    ended = UserFactory(email="yulia@kabar.example")
    accounts.end(ended, newsroom.rahma)
    answers = {answer(email, "salah") for email in ("ani@kabar.example", "siapa@kabar.example", ended.email)}
    assert len(answers) == 1


def test_guessing_at_one_account_is_stopped(newsroom):
    guess(newsroom, TRIES_HERE)
    assert not signed_in(newsroom.try_to_sign_in("ANI@kabar.example"))
    assert signed_in(newsroom.try_to_sign_in("rahma@kabar.example"))


def test_a_stranger_who_guesses_locks_nobody_out(newsroom):
    guess(newsroom, TRIES_PER_NETWORK, REMOTE_ADDR="198.51.100.7")
    assert not signed_in(newsroom.try_to_sign_in("ani@kabar.example", REMOTE_ADDR="198.51.100.7"))
    assert signed_in(newsroom.try_to_sign_in("ani@kabar.example", REMOTE_ADDR="203.0.113.9"))


def test_guessing_at_one_account_from_many_networks_is_stopped(newsroom):
    for number in range(TRIES_PER_ACCOUNT // TRIES_HERE):
        guess(newsroom, TRIES_HERE, REMOTE_ADDR=f"198.51.100.{number}")
    assert not signed_in(newsroom.try_to_sign_in("ani@kabar.example", REMOTE_ADDR="203.0.113.9"))
    assert signed_in(newsroom.try_to_sign_in("rahma@kabar.example", REMOTE_ADDR="203.0.113.9"))
    link = accounts.make_link(newsroom.ani, newsroom.rahma)
    assert signed_in(set_password(link))
    assert signed_in(newsroom.try_to_sign_in("ani@kabar.example", NEW["new_password1"]))


def test_the_answer_to_a_guesser_says_how_long_to_wait_for_known_and_unknown_alike(newsroom):
    for email in ("ani@kabar.example", "siapa@kabar.example"):
        guess(newsroom, TRIES_HERE, email)
        assert "15" in answer(email, PASSWORD)


def test_guessing_at_many_accounts_from_one_address_is_stopped(newsroom):
    for number in range(TRIES_PER_NETWORK):
        guess(newsroom, 1, f"orang{number}@kabar.example", REMOTE_ADDR="198.51.100.7")
    assert not signed_in(newsroom.try_to_sign_in("ani@kabar.example", REMOTE_ADDR="198.51.100.7"))
    assert signed_in(newsroom.try_to_sign_in("ani@kabar.example", REMOTE_ADDR="198.51.100.8"))


def test_all_addresses_of_one_ipv6_subscriber_are_one(newsroom):
    for number in range(TRIES_PER_NETWORK):
        guess(newsroom, 1, f"orang{number}@kabar.example", REMOTE_ADDR=f"2001:db8::{number + 1:x}")
    assert not signed_in(newsroom.try_to_sign_in("ani@kabar.example", REMOTE_ADDR="2001:db8::ffff"))
    assert signed_in(newsroom.try_to_sign_in("ani@kabar.example", REMOTE_ADDR="2001:db8:0:1::1"))


def test_leaving_the_password_empty_does_not_wipe_out_wrong_guesses(newsroom):
    for _ in range(TRIES_HERE):
        guess(newsroom, 1)
        newsroom.try_to_sign_in("ani@kabar.example", "")
    assert not signed_in(newsroom.try_to_sign_in("ani@kabar.example"))


def test_signing_in_well_forgets_the_mistyped_passwords(newsroom):
    for _ in range(3):
        guess(newsroom, TRIES_HERE - 1)
        assert signed_in(newsroom.try_to_sign_in("ani@kabar.example"))


def test_a_guesser_cannot_wipe_out_his_address_with_an_account_of_his_own(newsroom):
    for number in range(TRIES_PER_NETWORK):
        guess(newsroom, 1, f"orang{number}@kabar.example")
        if number % 10 == 0:
            newsroom.try_to_sign_in("ani@kabar.example")
    assert not signed_in(newsroom.try_to_sign_in("ani@kabar.example"))


def test_after_fifteen_minutes_one_may_try_again_though_the_guesser_went_on(newsroom, time_machine):
    time_machine.move_to("2026-11-24T08:00:00+07:00", tick=False)
    guess(newsroom, TRIES_HERE)
    time_machine.move_to("2026-11-24T08:14:00+07:00", tick=False)
    guess(newsroom, 5)
    time_machine.move_to("2026-11-24T08:15:01+07:00", tick=False)
    assert signed_in(newsroom.try_to_sign_in("ani@kabar.example"))


def test_a_link_from_an_administrator_opens_a_throttled_account(newsroom):
    guess(newsroom, TRIES_HERE)
    assert signed_in(set_password(accounts.make_link(newsroom.ani, newsroom.rahma)))
    assert signed_in(newsroom.try_to_sign_in("ani@kabar.example", NEW["new_password1"]))


def test_what_was_typed_is_not_kept(newsroom):
    guess(newsroom, 1, "rahasia-yang-salah-ketik", REMOTE_ADDR="198.51.100.7")
    kept = " ".join(Attempt.objects.values_list("key", flat=True))
    assert kept
    assert "rahasia" not in kept
    assert "198.51" not in kept


def test_attempts_that_count_no_more_are_thrown_away(db, time_machine):
    time_machine.move_to("2026-11-24T08:00:00+07:00", tick=False)
    begin(Limit("test", "lama", 5))
    time_machine.move_to("2026-11-24T08:16:00+07:00", tick=False)
    begin(Limit("test", "baru", 5))
    assert [attempt.key for attempt in Attempt.objects.all()] == [Limit("test", "baru", 5).key]


def test_a_forgotten_password_is_renewed_by_email(newsroom, outbox, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.kabar.example"
    Client().post(RESET, {"email": "ANI@kabar.example"}, HTTP_HOST="localhost")
    [message] = outbox()
    assert message.to == ["ani@kabar.example"]
    [link] = re.findall(r"https://www\.kabar\.example(/\S+)", message.body)
    client = set_password(link)
    assert signed_in(client)
    assert Client().get(link).status_code == 410
    assert newsroom.ani.pk == int(client.session["_auth_user_id"])


def test_asking_for_a_password_tells_nobody_who_has_an_account(newsroom, outbox):
    ended, invited = UserFactory(email="yulia@kabar.example"), UserFactory(email="sutan@kabar.example")
    accounts.end(ended, newsroom.rahma)
    accounts.make_link(invited, newsroom.rahma, lock_out=True)
    addresses = ("ani@kabar.example", "siapa@kabar.example", ended.email, invited.email)
    pages = {page_after_asking(email) for email in addresses}
    assert len(pages) == 1
    assert [message.to for message in outbox()] == [["ani@kabar.example"]]


def test_nobody_is_flooded_with_links(newsroom, outbox):
    pages = {page_after_asking("ani@kabar.example") for _ in range(6)}
    assert len(outbox()) == LINKS_PER_ACCOUNT
    assert len(pages) == 1


def test_one_address_asks_for_few_links(newsroom, outbox):
    people = UserFactory.create_batch(LINKS_PER_NETWORK + 3)
    for person in people:
        Client().post(RESET, {"email": person.email})
    assert len(outbox()) == LINKS_PER_NETWORK


def test_a_mail_server_that_is_down_is_nothing_the_asker_sees_but_in_the_log(
    newsroom, outbox, monkeypatch, caplog
):
    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    page = page_after_asking("ani@kabar.example")
    outbox()
    assert page == page_after_asking("siapa@kabar.example")
    assert "E-mail could not be sent" in caplog.text


def test_without_email_the_door_names_the_administrator(newsroom, settings):
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = False
    assert "administrator" in Client().get(LOGIN).content.decode()
    assert Client().get(RESET).status_code == 404


def test_a_link_by_email_leaves_no_token_in_the_address(newsroom, outbox):
    Client().post(RESET, {"email": "ani@kabar.example"})
    [link] = re.findall(r"http://\S+/confirm/\S+", outbox()[0].body)
    redirect = Client().get(path(link))
    assert redirect.status_code == 302
    assert link.rstrip("/").rsplit("/", 1)[1] not in redirect.url
