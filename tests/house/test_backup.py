"""Backup while the newsroom works, restore on another machine and on the other kind of database."""

from __future__ import annotations

import errno
import io
import json
import os
import resource
import signal
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from terbit.house import backup, checks, explain, leftovers, lock, moving_in, restore, site_folder
from terbit.house.archive import BadArchive
from terbit.house.backup import Summary, held_files
from terbit.house.management.commands.backup import whole_or_not
from terbit.house.management.commands.restore import read_twice
from tests import postgres
from tests.conftest import VENDOR
from tests.factories import PictureFactory
from tests.house.conftest import PYTHONPATH, House, database, free_port, shell
from tests.houses import TERBIT

DIGEST = "from terbit.house import digest; print(digest.of_house().digest)"
# What a house must be able to do after a restore: the same content, new rows with keys of their own, choosers
# that find.
WELL = """
from terbit.house import digest
print(digest.of_house().digest)
from wagtail.search.backends import get_search_backend
from terbit.pictures.models import Picture
print(get_search_backend().search("Sungai", Picture).count())
from tests.house.content import *
for made in (ArticleFactory, UserFactory, PictureFactory, TopicFactory):
    made()
"""


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


@pytest.mark.skipif(not postgres.available(), reason="PostgreSQL is not installed")
def test_a_house_moves_to_the_other_database(furnished: House, archived: Path, tmp_path: Path):
    with database("sqlite" if VENDOR == "postgresql" else "postgresql") as environ:
        moved = House(tmp_path / "moved", {**environ, "PYTHONPATH": PYTHONPATH})
        with archived.open("rb") as pipe:
            command = [TERBIT, "restore", "-", "--json"]
            done = subprocess.run(command, stdin=pipe, env=moved.surroundings, capture_output=True)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["files"] == 1
        assert shell(moved, WELL).split()[-2:] == [furnished.digest, "1"]
        assert {"secret_key", "media", "prints", "backups", "logs"} <= {
            path.name for path in moved.home.iterdir()
        }
        assert not list(moved.home.glob("restoring-*"))


# The end of a restore, cut short by `kill -9` when a file has changed its name so many times.
KILLED = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "terbit.settings"
import django
django.setup()
from pathlib import Path
from terbit.house import aside, lock
left, rename = [int(sys.argv[1])], Path.rename
def rename_and_count(self, target):
    rename(self, target)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
Path.rename = rename_and_count
new = aside.Aside("former-of-the-killed")
with lock.closed_house(), new.construction():
    aside.run("CREATE TABLE terbit_half (id integer)")
    (new.folder / "media").mkdir()
    (new.folder / "secret_key").write_text("of the half house")
    new.move_in()
"""


def test_a_backup_takes_the_place_of_a_house_only_when_asked_and_keeps_it_aside_also_after_one_that_was_killed(
    furnished: House, archived: Path, house: House
):
    key = (house.home / "secret_key").read_text()
    killed = subprocess.run([sys.executable, "-c", KILLED, "4"], env=house.surroundings)
    assert killed.returncode == -signal.SIGKILL
    assert (house.home / "secret_key").read_text() != key
    for words in (("doctor",), ("run",)):
        answer = house.terbit(*words)
        assert (answer.status, answer.err) == (
            2,
            f"A restore into {house.home} was cut short: `terbit restore FILE --force` again finishes it.\n",
        )
    refused = house.terbit("restore", archived)
    assert refused.status == 2 and refused.err.startswith("A house stands here already: --force")
    house.environ["PYTHONPATH"] = PYTHONPATH
    restored = house.terbit("restore", archived, "--force")
    assert restored.status == 0, restored.err
    assert "The house that stood here lies in" in restored.out
    (former,) = house.home.glob("former-*")
    assert (former / "secret_key").read_text() == key and (former / "media").is_dir()
    assert not list(house.home.glob("restor*"))
    assert (house.home / "secret_key").read_text() == (furnished.home / "secret_key").read_text()
    (picture,) = (house.home / "media").rglob("*.jpg")
    assert picture.read_bytes() == (furnished.home / picture.relative_to(house.home)).read_bytes()
    assert shell(house, WELL).split()[-2:] == [furnished.digest, "1"]
    with house.running("--workers=1"):
        assert house.status() == 200


@pytest.mark.django_db(transaction=True)
def test_nobody_opens_the_house_while_it_is_restored_and_nobody_restores_an_open_one():
    site_folder.make()
    with lock.closed_house():
        with pytest.raises(CommandError, match="The house is being restored"):
            call_command("run", port=free_port())
        with pytest.raises(CommandError, match="The house is being restored"):
            call_command("init")
    with (
        lock.open_house(),
        lock.open_house(),
        pytest.raises(CommandError, match="The house is running"),
        lock.closed_house(),
    ):
        pass
    with lock.closed_house():
        pass


NEW = ("db.sqlite3", "secret_key", "media")
OLD = ("db.sqlite3-wal", "db.sqlite3", "secret_key", "prints")


class Killed(BaseException):
    pass


@pytest.mark.parametrize("renames", range(1, len(NEW) + len(OLD) + 1))
def test_a_move_that_was_cut_short_anywhere_is_taken_back_with_the_journal_of_the_database(
    tmp_path: Path, settings, monkeypatch, renames: int
):
    settings.HOME = tmp_path
    new, former = tmp_path / "restoring-a", tmp_path / "former-a"
    new.mkdir()
    for folder, names, text in ((new, NEW, "new"), (tmp_path, OLD, "old")):
        for name in names:
            (folder / name).write_text(text)
    left, rename = [renames], Path.rename

    def rename_and_count(self: Path, target: Path) -> Path:
        moved = rename(self, target)
        left[0] -= 1
        if not left[0]:
            raise Killed
        return moved

    monkeypatch.setattr(Path, "rename", rename_and_count)
    with pytest.raises(Killed):
        moving_in.begin(new, former).forward()
    monkeypatch.setattr(Path, "rename", rename)
    assert site_folder.is_half_restored()
    (tmp_path / "db.sqlite3-shm").write_text("of somebody who looked")
    moving_in.unfinished().back()
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()} == dict.fromkeys(
        OLD, "old"
    )
    assert {path.name: path.read_text() for path in new.iterdir()} == dict.fromkeys(NEW, "new")


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


def newer(archived: Path, tmp_path: Path) -> Path:
    """The same backup as a later release would make it."""
    made = tmp_path / "newer.tar"
    from terbit.house import archive

    with made.open("wb") as stream, archive.Writer(stream, False) as writer, tarfile.open(archived) as tar:
        for member in tar:
            data = tar.extractfile(member).read()
            if member.name == archive.HEADER:
                header = json.loads(data)
                header["terbit"] = "9.0"
                header["migrations"].append(["terbit_newsroom", "0999_later"])
                data = json.dumps(header).encode()
            if member.name != archive.SUMS:
                writer.add(member.name, data)
    return made


def cut(archived: Path, tmp_path: Path) -> Path:
    (tmp_path / "cut.tar.gz").write_bytes(archived.read_bytes()[:-2000])
    return tmp_path / "cut.tar.gz"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (newer, "This backup was made by another Terbit (9.0), which knows more of terbit_newsroom"),
        (cut, "This backup cannot be restored: it is damaged, cut off"),
        (lambda archived, tmp_path: tmp_path / "none", "There is no file"),
    ],
)
def test_a_backup_that_cannot_be_restored_changes_nothing(
    archived: Path, tmp_path: Path, settings, make: Callable[[Path, Path], Path], said: str
):
    settings.HOME = tmp_path / "terbit-data"
    with pytest.raises(CommandError) as refused:
        call_command("restore", make(archived, tmp_path), force=True)
    assert refused.value.returncode == 2 and str(refused.value).startswith(said)
    assert not settings.HOME.exists()


def test_rows_that_no_backup_of_ours_holds_are_refused():
    for label, lines in (
        ("evil.model", b'["id"]\n[1]\n'),
        ("a.b", b""),
        ("a.b", b"null\n"),
        ("a.b", b'["id"]\n{}'),
    ):
        with pytest.raises(BadArchive, match="that no backup of Terbit holds"):
            restore._load({"a.b": None}, label, io.BytesIO(lines))


@pytest.mark.skipif(VENDOR != "sqlite", reason="the disk of a database server is not ours to fill")
def test_a_disk_that_fills_up_while_restoring_leaves_the_old_house(house: House, archived: Path):
    def content() -> dict[str, bytes]:
        return {
            path.name: path.read_bytes() if path.is_file() else b""
            for path in house.home.iterdir()
            if not path.name.endswith((".lock", "-shm", "-wal"))
        }

    before = content()
    done = subprocess.run(
        [TERBIT, "restore", archived, "--force"],
        env=house.surroundings,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.count("\n") == 1
    assert content() == before


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


@pytest.mark.parametrize("there", [True, False])
def test_what_comes_from_a_pipe_is_kept_on_the_disk_of_the_house_and_by_nobody_else(
    tmp_path: Path, settings, monkeypatch, there: bool
):
    settings.HOME = tmp_path / "a" / "terbit-data"
    if there:
        settings.HOME.mkdir(parents=True)
    reader, writer = os.pipe()
    os.write(writer, b"a backup")
    os.close(writer)
    with os.fdopen(reader) as pipe, monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", pipe)
        with read_twice("-") as spool:
            assert spool.read() == b"a backup"
            kept = os.fstat(spool.fileno())
            assert (kept.st_dev, stat.S_IMODE(kept.st_mode)) == (tmp_path.stat().st_dev, 0o600)
            assert kept.st_nlink == 0  # it has no name to be left behind
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


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
