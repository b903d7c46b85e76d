"""A backup holds one moment of everything, made while the newsroom works."""

from __future__ import annotations

import errno
import io
import json
import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from terbit.house import backup, checks, explain, leftovers
from terbit.house.backup import Summary, held_files
from terbit.house.management.commands.backup import whole_or_not
from tests.factories import PictureFactory
from tests.house.conftest import House


def rows_in(file: Path, label: str) -> list[list[object]]:
    with tarfile.open(file) as tar:
        parts = [tar.extractfile(member).read() for member in tar if member.name.startswith(f"rows/{label}/")]
    return [json.loads(line) for part in parts for line in part.splitlines()[1:]]


def test_a_backup_is_readable_by_its_owner_alone_and_holds_the_secret_key(furnished: House, archived: Path):
    assert stat.S_IMODE(archived.stat().st_mode) == 0o600
    with tarfile.open(archived) as tar:
        names = tar.getnames()
        assert tar.extractfile("secret_key").read() == (furnished.home / "secret_key").read_bytes()
    assert names[0] == "terbit.json" and names[-1] == "SHA256SUMS" and "secret_key" in names
    assert any(name.startswith("media/") for name in names)


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_backup_left_is_told_by_doctor_and_removed_by_the_next_but_not_under_anybodys_hands():
    Path(settings.HOME, "holding-dead").mkdir()
    os.utime(Path(settings.HOME, "holding-dead"), (0, 0))
    with leftovers.work_folder(leftovers.HOLDING) as alive:
        os.utime(alive, (0, 0))
        assert [sentence.split()[2] for sentence in checks.cut_short()] == [f"{settings.HOME}/holding-dead"]
        backup.write(io.BytesIO())
        assert list(Path(settings.HOME).glob("holding-*")) == [alive]
    assert not alive.exists()


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_while_backing_up_is_one_sentence():
    with pytest.raises(OSError, match="No space") as full:
        call_command("backup", "/dev/full")
    assert explain.sentence(full.value) == "The disk is full: make room and try again."
    assert not list(Path(settings.HOME).glob("holding-*"))


def test_a_failed_backup_takes_no_name_and_spares_the_one_before(tmp_path: Path):
    file = tmp_path / "kabar.tar"
    file.write_text("the one before")

    def fail() -> None:
        with whole_or_not(file) as stream:
            stream.write(b"half")
            stream.flush()
            (unfinished,) = tmp_path.glob(".backup-*")
            assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        fail()
    assert file.read_text() == "the one before" and list(tmp_path.iterdir()) == [file]


def test_nobody_lays_a_link_for_a_backup_to_be_written_to(tmp_path: Path):
    prey = tmp_path / "prey"
    prey.write_text("of somebody else")
    (tmp_path / "kabar.tar.part").symlink_to(prey)
    (tmp_path / "kabar.tar").symlink_to(prey)
    with whole_or_not(tmp_path / "kabar.tar") as stream:
        stream.write(b"everything")
    assert prey.read_text() == "of somebody else"
    assert (tmp_path / "kabar.tar").read_bytes() == b"everything"


@pytest.mark.django_db(transaction=True)
def test_a_backup_into_a_pipe_nobody_reads_is_no_success(monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", pipe)
        with pytest.raises(CommandError, match="The backup is not whole") as refused:
            call_command("backup", "-")
    assert refused.value.returncode == 1
    assert not list(Path(settings.HOME).glob("holding-*"))


WRITER = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "terbit.settings"
import django
django.setup()
from django.db import transaction
from terbit.newsroom.models import Person, Topic
number = 0
while True:
    number += 1
    with transaction.atomic():
        Topic.objects.create(name=f"T{number}", slug=f"t{number}")
        Person.objects.create(name=f"P{number}", slug=f"p{number}")
    print(number, flush=True)
    time.sleep(0.002)
"""


def test_a_backup_holds_one_moment_and_keeps_nobody_from_writing(house: House, tmp_path: Path):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER], env=house.surroundings, stdout=subprocess.PIPE, text=True
    ) as writer:
        for _ in range(50):
            writer.stdout.readline()
        answer = house.terbit("backup", tmp_path / "busy.tar")
        writer.terminate()
        written = int(writer.stdout.read().split()[-1])
    assert answer.status == 0, answer.err
    topics, people = (
        len(rows_in(tmp_path / "busy.tar", f"terbit_newsroom.{kind}")) for kind in ("topic", "person")
    )
    assert 50 <= topics == people <= written


@pytest.mark.django_db(transaction=True)
def test_a_picture_deleted_during_the_backup_is_still_in_it():
    picture = PictureFactory()
    content = Path(picture.file.path).read_bytes()
    summary = Summary()
    with held_files(connection, summary) as files:
        Path(picture.file.path).unlink()
        kept = {name: path.read_bytes() for name, path in files}
    assert kept == {picture.file.name: content} and summary.missing == []
    assert not list(Path(settings.HOME).glob("holding-*"))


@pytest.mark.django_db(transaction=True)
def test_a_file_lost_long_ago_does_not_stop_the_backup_but_is_told(capsys, tmp_path: Path):
    picture = PictureFactory()
    Path(picture.file.path).unlink()
    summary = backup.write(io.BytesIO())
    assert summary.missing == [picture.file.name] and summary.files == 0
    assert summary.rows["terbit_pictures.picture"] == 1


@pytest.mark.django_db(transaction=True)
def test_what_the_machine_makes_again_is_not_carried_along():
    summary = backup.write(io.BytesIO())
    assert "sessions.session" not in summary.rows and "terbit_search.archiveentry" not in summary.rows
    assert "wagtailcore.revision" in summary.rows and "terbit_staff.user_groups" in summary.rows
