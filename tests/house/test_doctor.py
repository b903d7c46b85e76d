"""`terbit doctor`: what is wrong with an installation, in sentences."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from terbit.house import checks, founding, site_folder
from terbit.house.models import WorkerBeat
from terbit.staff.models import User
from tests.factories import UserFactory
from tests.house import tasks
from tests.house.conftest import House, free_port, wait_for


@pytest.fixture
def found(db, capsys):
    """What `doctor` says, as a set of sentences, beside what a test house always lacks."""
    site_folder.make()
    Path(settings.HOME, "secret_key").chmod(0o600)
    UserFactory()
    now = timezone.now()
    WorkerBeat.objects.create(pk=1, beat_at=now, started_at=now, host="a", pid=1)

    def ask() -> set[str]:
        with contextlib.suppress(SystemExit):
            call_command("doctor", json=True)
        return {finding["sentence"] for finding in json.loads(capsys.readouterr().out)["found"]}

    usual = ask()
    return lambda: ask() - usual


def test_a_house_that_runs_has_nothing_wrong_and_one_that_does_not_is_told(house: House):
    before = house.terbit("doctor")
    assert before.status == 1
    assert "Nobody can sign in" in before.out and "The background worker has never run" in before.out
    house.terbit("init", "--email", "siti@kabar.example", "--name", "Siti Aminah")
    with house.running("--workers=1"):
        # A worker that has only just begun has given no sign of life yet.
        wait_for(lambda: house.terbit("doctor").out == "Nothing is wrong.\n", seconds=60)
        assert house.terbit("doctor").status == 0


def test_doctor_answers_a_program_in_json(house: House):
    answer = house.terbit("doctor", "--json")
    told = json.loads(answer.out)
    assert answer.status == 1 and told["ok"] is False
    nobody = next(finding for finding in told["found"] if "Nobody can sign in" in finding["sentence"])
    assert (nobody["id"], nobody["level"]) == ("house.W007", "warning")


def test_a_dead_database_is_a_finding_and_no_traceback(house: House):
    answer = house.terbit("doctor", DATABASE_URL="postgresql://terbit:rahasia@127.0.0.1:9/terbit")
    assert answer.status == 1
    assert "The database of TERBIT_DATABASE_URL cannot be used" in answer.out
    assert "rahasia" not in answer.out + answer.err and answer.err == ""


def test_open_folders_and_keys_are_told(found):
    home = Path(settings.HOME)
    home.chmod(0o755)
    (home / "secret_key").chmod(0o644)
    try:
        assert found() == {
            f"Others on this machine may look into or write {home}: `chmod 711 {home}` or stricter.",
            f"Others on this machine may read the secret key: `chmod 600 {home / 'secret_key'}`.",
        }
    finally:
        home.chmod(0o700)
        (home / "secret_key").chmod(0o600)


def test_a_missing_folder_is_told(found):
    (Path(settings.HOME) / "backups").rmdir()
    assert found() == {f"The folder {Path(settings.HOME) / 'backups'} is missing: `terbit init` makes it."}


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("http://kabar.example", True),
        ("https://kabar.example", False),
        ("http://10.0.0.5:8000", False),
        ("http://localhost:8000", False),
        ("http://kabar.internal", False),
    ],
)
def test_passwords_in_the_clear_are_told_on_public_addresses_only(settings, url: str, public: bool):
    settings.TERBIT_URL, settings.TERBIT_PROXIES = url, []
    assert [f"TERBIT_URL is {url}, so passwords travel unencrypted: use https."] * public == list(
        checks.addresses()
    )


def test_settings_that_open_the_house_are_told(found, settings, monkeypatch):
    settings.DEBUG, settings.TERBIT_PROXIES = True, ["0.0.0.0/0"]
    monkeypatch.setenv("TERBIT_DATABSE_URL", "x")
    assert {sentence.split()[0] for sentence in found()} == {
        "TERBIT_DEBUG", "TERBIT_PROXIES", "TERBIT_DATABSE_URL",
    }  # fmt: skip


def test_a_superuser_is_told(found):
    User.objects.update(is_superuser=True, email="darurat@kabar.example")
    assert found() == {
        "The account darurat@kabar.example is a superuser, an account for emergencies: give it roles instead."
    }


def test_a_clock_long_past_or_set_back_is_told(found):
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        told = found()
    assert any(sentence.startswith("The clock of this machine stands at 2020-01-01") for sentence in told)
    assert any(sentence.startswith("The clock has been set back") for sentence in told)


def test_an_unknown_time_zone_is_told(settings):
    settings.TIME_ZONE = "Asia/Antah"
    assert list(checks.clock()) == ["This machine does not know the time zone Asia/Antah: install tzdata."]


def test_failed_tasks_are_counted_for_a_day(found):
    for days in (0, 2):
        tasks.fail.enqueue()
        failed = DBTaskResult.objects.ready().get()
        failed.set_failed(RuntimeError("no ink"))
        DBTaskResult.objects.filter(pk=failed.pk).update(finished_at=timezone.now() - timedelta(days=days))
    assert found() == {"Background tasks that failed within a day: 1; the log says why."}


def test_missing_migrations_are_told_before_anything_else_is_asked(found, monkeypatch):
    monkeypatch.setattr(founding, "missing_migrations", lambda: ["terbit_newsroom.0009_later"])
    assert found() == {"The database lacks 1 changes of this Terbit: `terbit init` makes them."}


def test_a_database_of_a_newer_terbit_is_told(found):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('terbit_newsroom', '0999_later', %s)",
            [timezone.now()],
        )
    assert found() == {
        "The database was made by a newer Terbit (terbit_newsroom.0999_later): install that one."
    }


def test_a_database_of_a_newer_terbit_is_not_opened_by_an_older_one(db):
    site_folder.make()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('terbit_newsroom', '0999_later', %s)",
            [timezone.now()],
        )
    with pytest.raises(CommandError, match="made by a newer Terbit"):
        call_command("run", port=free_port())


def test_what_the_board_shows_doctor_says_too(found):
    WorkerBeat.objects.all().delete()
    assert any("The background worker has never run" in sentence for sentence in found())


def test_the_digest_is_one_line_and_in_json_shows_each_kind(house: House):
    plain = house.terbit("doctor", "--digest")
    told = json.loads(house.terbit("doctor", "--digest", "--json").out)
    assert plain.status == 0 and plain.out == told["digest"] + "\n" and len(told["digest"]) == 64
    assert told["kinds"]["auth.Group"]["count"] > 0
