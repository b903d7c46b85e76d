"""`terbit doctor`: what is wrong with an installation, in sentences."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
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
from tests.houses import TERBIT


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


def test_a_house_that_runs_has_nothing_wrong(house: House):
    house.terbit("init", "--email", "siti@kabar.example", "--name", "Siti Aminah")
    with house.running("--workers=1"):
        # A worker that has only just begun has given no sign of life yet.
        wait_for(lambda: "The background worker" in (house.home / "logs/terbit.log").read_text(), seconds=60)
        answer = wait_for(lambda: (told := house.terbit("doctor")).status == 0 and told, seconds=120)
    assert answer.out == "Nothing is wrong.\n"


@pytest.mark.django_db
def test_doctor_answers_a_program_in_json_and_with_a_status(capsys):
    site_folder.make()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", json=True)
    told = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1 and told["ok"] is False
    nobody = next(finding for finding in told["found"] if "Nobody can sign in" in finding["sentence"])
    assert (nobody["id"], nobody["level"]) == ("house.W007", "warning")
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert nobody["sentence"] in capsys.readouterr().out.splitlines()


def test_a_dead_database_is_a_finding_and_no_traceback(house: House):
    answer = house.terbit("doctor", DATABASE_URL="postgresql://terbit:rahasia@127.0.0.1:9/terbit")
    assert answer.status == 1
    assert "The database of TERBIT_DATABASE_URL cannot be used" in answer.out
    assert "rahasia" not in answer.out + answer.err and answer.err == ""


def test_a_house_that_may_not_be_written_is_told_without_a_traceback(house: House):
    for path in (house.home, *house.home.iterdir()):
        path.chmod(path.stat().st_mode & ~0o222)
    # Root may write anywhere, unless it gives that up.
    powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.getuid() == 0 else []
    told = subprocess.run(
        [*powerless, TERBIT, "doctor"], env=house.surroundings, capture_output=True, text=True, check=False
    )
    for path in (house.home, *house.home.iterdir()):
        path.chmod(path.stat().st_mode | 0o200)
    assert (told.returncode, told.stderr) == (1, "")
    assert f"The folder {house.home} may not be written by the user Terbit runs as" in told.stdout


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
    for verb, options in (("run", {"port": free_port()}), ("init", {})):
        with pytest.raises(CommandError, match="made by a newer Terbit") as refused:
            call_command(verb, **options)
        assert refused.value.returncode == 2


def test_what_the_board_shows_doctor_says_too(found):
    WorkerBeat.objects.all().delete()
    assert any("The background worker has never run" in sentence for sentence in found())


@pytest.mark.django_db
def test_the_digest_is_one_line_and_in_json_shows_each_kind(capsys):
    call_command("doctor", digest=True)
    plain = capsys.readouterr().out
    call_command("doctor", digest=True, json=True)
    told = json.loads(capsys.readouterr().out)
    assert plain == told["digest"] + "\n" and len(told["digest"]) == 64
    assert told["kinds"]["auth.Group"]["count"] > 0
