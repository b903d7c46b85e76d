"""What the `terbit` command answers: sentences and an exit status, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from terbit import __version__, cli
from tests.house.conftest import House


def test_an_operator_sees_the_version_even_with_wrong_settings(nowhere: House):
    answer = nowhere.terbit("--version", PORT="x")
    assert (answer.status, answer.out) == (0, f"terbit {__version__}\n")


def test_a_wrong_setting_is_one_sentence_and_no_traceback(nowhere: House):
    answer = nowhere.terbit("settings", PORT="x")
    assert answer.status == 2
    assert answer.err == "TERBIT_PORT cannot be 'x': expected a number from 1 to 65535.\n"


def test_the_bare_command_lists_its_verbs_as_wrong_use(capsys):
    assert cli.main([]) == 2
    said = capsys.readouterr()
    assert "settings" in said.err and said.out == ""


def test_asking_for_help_is_not_wrong_use(capsys):
    assert cli.main(["--help"]) == 0
    assert "print every TERBIT_* setting" in capsys.readouterr().out


def test_an_unknown_verb_gets_a_sentence_a_guess_and_the_list(capsys):
    assert cli.main(["setings"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("There is no verb “setings”. Did you mean “settings”?\n")
    assert "print every TERBIT_* setting" in said


def test_an_unknown_option_is_wrong_use(capsys):
    with pytest.raises(SystemExit) as refused:
        cli.main(["settings", "--loud"])
    assert refused.value.code == 2
    assert "unrecognized arguments: --loud" in capsys.readouterr().err


def test_a_verb_that_needs_a_house_refuses_to_make_one(nowhere: House):
    answer = nowhere.terbit("migrate")
    assert answer.status == 2
    assert answer.err.startswith(f"There is no site folder {nowhere.home}: `terbit init` makes one")
    assert not nowhere.home.exists()


def test_a_folder_without_a_secret_key_is_not_taken_for_a_house(nowhere: House):
    nowhere.home.mkdir()
    answer = nowhere.terbit("migrate")
    assert answer.status == 2 and "holds no secret key" in answer.err
    assert list(nowhere.home.iterdir()) == []


def test_a_house_without_its_database_is_not_given_an_empty_one(nowhere: House):
    nowhere.home.mkdir()
    (nowhere.home / "secret_key").write_text("kunci")
    answer = nowhere.terbit("migrate", DATABASE_URL="")
    assert answer.status == 2 and "There is no database" in answer.err
    assert not (nowhere.home / "db.sqlite3").exists()


def test_a_file_that_is_no_database_is_said_so(nowhere: House):
    nowhere.home.mkdir()
    (nowhere.home / "secret_key").write_text("kunci")
    (nowhere.home / "db.sqlite3").write_text("this is not a database" * 100)
    answer = nowhere.terbit("migrate", DATABASE_URL="")
    assert answer.status == 2
    assert "is not a database" in answer.err and "Traceback" not in answer.err


def test_a_dead_database_server_is_one_sentence(nowhere: House):
    nowhere.home.mkdir()
    (nowhere.home / "secret_key").write_text("kunci")
    answer = nowhere.terbit("migrate", DATABASE_URL="postgresql://terbit:rahasia@127.0.0.1:9/terbit")
    assert answer.status == 2
    assert answer.err.startswith("The database of TERBIT_DATABASE_URL cannot be used: ")
    assert "Traceback" not in answer.err and "rahasia" not in answer.err


def test_settings_are_shown_without_their_secrets(nowhere: House):
    answer = nowhere.terbit("settings", "--json", SECRET_KEY="rahasia" * 8, PORTT="1")
    table = json.loads(answer.out)
    assert table["TERBIT_SECRET_KEY"] == "(set)" and "rahasia" not in answer.out + answer.err
    assert table["TERBIT_HOME"] == str(nowhere.home)
    assert answer.err == "TERBIT_PORTT is set, but Terbit has no such setting.\n"


def test_a_reader_of_the_output_may_leave_early(nowhere: House):
    shell = f"{sys.executable} -m terbit settings | true"
    done = subprocess.run(
        ["bash", "-c", shell], env=nowhere.surroundings, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "port"),
    [(["--port", "9001"], "9001"), (["--port=9002"], "9002"), (["--port"], None), ([], None)],
)
def test_the_port_on_the_command_line_becomes_the_setting(monkeypatch, words: list[str], port: str | None):
    monkeypatch.delenv("TERBIT_PORT", raising=False)
    cli._heed_flags(words)
    assert os.environ.get("TERBIT_PORT") == port
    monkeypatch.delenv("TERBIT_PORT", raising=False)


def test_running_terbit_as_a_module_is_the_same_command(nowhere: House):
    script = Path(cli.__file__).with_name("__main__.py")
    assert "main()" in script.read_text()
    assert nowhere.terbit("version").out == f"terbit {__version__}\n"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.mkdir(), "cannot be read: Is a directory."),
        (lambda path: path.write_text(" \n"), "is empty: put it back from a backup."),
    ],
)
def test_a_secret_key_that_cannot_be_used_is_never_replaced_by_another(nowhere: House, make, said: str):
    nowhere.home.mkdir()
    make(nowhere.home / "secret_key")
    answer = nowhere.terbit("migrate")
    assert answer.status == 2
    assert answer.err == f"The secret key {nowhere.home / 'secret_key'} {said}\n"
