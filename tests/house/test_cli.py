"""What the `terbit` command answers: sentences and an exit status, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from terbit import __version__, cli, config
from terbit import settings as terbit_settings
from tests.house.conftest import House


def test_an_operator_sees_the_version_even_with_wrong_settings(monkeypatch, capsys):
    monkeypatch.setenv("TERBIT_PORT", "x")
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"terbit {__version__}\n"


def test_a_wrong_setting_is_one_sentence_and_no_traceback(monkeypatch, capsys):
    monkeypatch.setenv("TERBIT_PORT", "x")
    assert cli.main(["settings"]) == 2
    assert capsys.readouterr().err == "TERBIT_PORT cannot be 'x': expected a number from 1 to 65535.\n"


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


def test_a_verb_that_needs_a_house_refuses_to_make_one(tmp_path: Path, settings, capsys):
    settings.HOME = tmp_path / "terbit-data"
    assert cli.main(["migrate"]) == 2
    assert capsys.readouterr().err.startswith(
        f"There is no site folder {settings.HOME}: `terbit init` makes one"
    )
    assert not settings.HOME.exists()


def test_a_folder_without_a_secret_key_is_not_taken_for_a_house(tmp_path: Path, settings, capsys):
    settings.HOME = tmp_path
    assert cli.main(["migrate"]) == 2
    assert "holds no secret key" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


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


def test_settings_are_shown_without_their_secrets_and_terbit_as_a_module_is_the_same_command(nowhere: House):
    environ = {"TERBIT_SECRET_KEY": "rahasia" * 8, "TERBIT_PORTT": "1"}
    answer = subprocess.run(
        [sys.executable, "-m", "terbit", "settings", "--json"],
        env=nowhere.surroundings | environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    table = json.loads(answer.stdout)
    assert table["TERBIT_SECRET_KEY"] == "(set)" and "rahasia" not in answer.stdout + answer.stderr
    assert table["TERBIT_HOME"] == str(nowhere.home)
    assert answer.stderr == "TERBIT_PORTT is set, but Terbit has no such setting.\n"


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


def test_sigterm_lets_a_verb_clean_up():
    before, cleaned = signal.getsignal(signal.SIGTERM), []

    def back_up() -> None:
        with cli._cleaning_up("backup"):
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                cleaned.append(True)

    with pytest.raises(SystemExit) as ended:
        back_up()
    assert ended.value.code == cli.TERMINATED and cleaned == [True]
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.mkdir(), "cannot be read: Is a directory."),
        (lambda path: path.write_text(" \n"), "is empty: put it back from a backup."),
    ],
)
def test_a_secret_key_that_cannot_be_used_is_never_replaced_by_another(
    tmp_path: Path, monkeypatch, make, said: str
):
    make(tmp_path / "secret_key")
    monkeypatch.setattr(terbit_settings, "HOME", tmp_path)
    with pytest.raises(config.ConfigError) as refused:
        terbit_settings._secret_key()
    assert str(refused.value) == f"The secret key {tmp_path / 'secret_key'} {said}"
