"""`terbit init`: a house out of nothing, the first account, and the same command as an upgrade."""

from __future__ import annotations

import os
import pty
import resource
import stat
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from terbit.house import founding
from terbit.lib import triggers as lib_triggers
from terbit.newsroom import dating
from terbit.press import triggers
from tests.conftest import VENDOR
from tests.house.conftest import House, wait_for
from tests.houses import TERBIT


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_init_makes_a_house_that_only_its_owner_can_read(blueprint: House):
    assert mode(blueprint.home) == 0o700
    assert mode(blueprint.home / "prints") == 0o711  # web servers pass through
    assert mode(blueprint.home / "secret_key") == 0o600
    assert len((blueprint.home / "secret_key").read_text().strip()) >= 50
    for folder in ("media", "prints", "backups", "logs"):
        assert (blueprint.home / folder).is_dir()
    if "TERBIT_DATABASE_URL" not in blueprint.environ:
        assert mode(blueprint.home / "db.sqlite3") == 0o600


def test_init_asks_for_the_first_account_on_a_terminal_only(house: House):
    screen, keyboard = pty.openpty()
    with subprocess.Popen(
        [TERBIT, "init"], env=house.surroundings, stdin=keyboard, stdout=keyboard, stderr=keyboard
    ) as process:
        os.close(keyboard)
        os.write(screen, b"Siti Aminah\nbukan alamat\nsiti@kabar.example\n")
        said = b""
        wait_for(lambda: process.poll() is not None, seconds=60)
        while chunk := read(screen):
            said += chunk
    os.close(screen)
    assert process.returncode == 0, said.decode()
    assert "“bukan alamat” is not an e-mail address." in said.decode()
    assert (
        "Sign in once by this link" in said.decode()
        and "http://127.0.0.1:8000/ruang-redaksi/" in said.decode()
    )


def read(screen: int) -> bytes:
    try:
        return os.read(screen, 4096)
    except OSError:
        return b""


def refusal(**options: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("init", **options)
    assert refused.value.returncode == 2
    return str(refused.value)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, settings):
    (tmp_path / "file").write_text("")
    settings.HOME = tmp_path / "file" / "terbit-data"
    assert refusal() == f"The folder {settings.HOME} cannot be made: Not a directory."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "Siti"}, "A name alone makes no account: add --email."),
        ({"email": "siti", "name": "Siti"}, "“siti” is not an e-mail address."),
    ],
)
def test_wrong_flags_make_no_house(tmp_path: Path, settings, given: dict[str, str], said: str):
    settings.HOME = tmp_path / "terbit-data"
    assert refusal(**given) == said
    assert not settings.HOME.exists()


@pytest.mark.skipif(VENDOR != "sqlite", reason="the disk of a database server is not ours to fill")
def test_init_on_a_disk_that_fills_up_is_one_sentence_and_leaves_nothing_open_to_others(nowhere: House):
    done = subprocess.run(
        [TERBIT, "init"],
        env=nowhere.surroundings,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.count("\n") == 1
    assert mode(nowhere.home) == 0o700 and mode(nowhere.home / "db.sqlite3") == 0o600


@pytest.fixture
def init(db, capsys):
    def run(**options: str) -> str:
        call_command("init", **options)
        return capsys.readouterr().out

    return run


@pytest.mark.django_db
def test_triggers_that_a_dump_left_out_are_made_again():
    def found() -> dict[str, str]:
        return lib_triggers.found(connection, "terbit_")

    before = found()
    triggers.remove("default")
    dating.remove("default")
    assert not [name for name in found() if name.startswith((dating.NAME, triggers.NAME))]
    founding.make_triggers()
    assert found() == before


def test_init_again_changes_nothing_and_says_so(init):
    init()
    key = Path(settings.HOME, "secret_key").read_text()
    assert init() == (
        "Everything is up to date; nothing was changed.\n"
        "Nobody can sign in yet: `terbit init --email ADDRESS --name NAME` makes the first account.\n"
    )
    assert Path(settings.HOME, "secret_key").read_text() == key


def link_in(said: str) -> str:
    return urlsplit(said.rsplit(maxsplit=1)[-1]).path


def test_the_first_account_may_do_everything_and_comes_in_by_a_link(init, client):
    said = init(email="Siti@kabar.example", name="Siti Aminah")
    siti = get_user_model().objects.get(name="Siti Aminah")
    assert set(siti.role_assignments.values_list("role", "section")) == {
        (role, None) for role in ("reporter", "editor", "managing_editor", "chief_editor", "administrator")
    }
    assert not siti.has_usable_password() and not siti.is_superuser
    assert client.get(link_in(said), follow=True).status_code == 200


def test_init_with_the_same_address_makes_a_new_link_and_no_second_account(init, client):
    first = init(email="siti@kabar.example", name="Siti")
    second = init(email="SITI@kabar.example")
    assert get_user_model().objects.count() == 1
    assert link_in(first) != link_in(second)
    assert client.get(link_in(second), follow=True).status_code == 200


def test_an_account_needs_a_name(init):
    with pytest.raises(CommandError, match="An account needs a name: add --name"):
        init(email="siti@kabar.example")
    assert not get_user_model().objects.exists()


def test_a_house_with_accounts_asks_for_none(init):
    init(email="siti@kabar.example", name="Siti")
    assert init() == "Everything is up to date; nothing was changed.\n"
