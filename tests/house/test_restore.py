"""A house out of a backup: whole, in the place of another only when asked, and never half."""

from __future__ import annotations

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
from django.core.management import CommandError, call_command

from terbit.house import lock, moving_in, restore, site_folder
from terbit.house.archive import BadArchive
from terbit.house.management.commands.restore import read_twice
from tests import postgres
from tests.conftest import VENDOR
from tests.house.conftest import PYTHONPATH, House, database, free_port, shell
from tests.houses import TERBIT

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
