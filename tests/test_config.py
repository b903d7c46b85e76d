"""The table of settings: what an operator may write, and what is said when it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from terbit import config

KEY = "only-for-tests-" * 4


def refusal(**environ: str) -> str:
    with pytest.raises(config.ConfigError) as refused:
        config.read({f"TERBIT_{name}": value for name, value in environ.items()})
    return str(refused.value)


def test_a_house_works_with_nothing_set():
    found = config.read({})
    assert found.home == Path("terbit-data").resolve()
    assert found.string("url") == "http://127.0.0.1:8000"
    assert found.mailer is None


def test_the_public_address_follows_host_and_port_until_it_is_given():
    assert config.read({"TERBIT_PORT": "9000", "TERBIT_HOST": "0.0.0.0"}).url == "http://127.0.0.1:9000"  # noqa: S104
    assert config.read({"TERBIT_HOST": "::1"}).url == "http://[::1]:8000"
    assert (
        config.read({"TERBIT_URL": "https://kabar.example/", "TERBIT_PORT": "9"}).url
        == "https://kabar.example"
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://WWW.Kabar.example", "https://www.kabar.example"),
        ("https://kabar.example:443/", "https://kabar.example"),
        ("http://kabar.example:8080", "http://kabar.example:8080"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://käbar.example", "https://xn--kbar-loa.example"),
    ],
)
def test_an_address_is_kept_as_scheme_host_and_port(given: str, kept: str):
    assert config.read({"TERBIT_URL": given}).url == kept


@pytest.mark.parametrize(
    "wrong",
    ["kabar.example", "ftp://kabar.example", "https://kabar.example/berita", "https://a@kabar.example",
     "https://kabar.example:99999", "https://kabar.example?x=1", "https://", "https://ka bar.example",
     'https://kabar.example"><script>', "*", "https://*", "https://*.kabar.example", "https://999.1.1.1",
     "https://kabar..example"],
)  # fmt: skip
def test_an_address_with_more_than_scheme_and_host_is_refused(wrong: str):
    assert refusal(URL=wrong).startswith(f"TERBIT_URL cannot be {wrong!r}: expected only scheme and host")


@pytest.mark.parametrize("wrong", ["x", "0", "65536", "-1", "8000.5", "٣x"])
def test_a_port_outside_its_range_is_refused_in_one_sentence(wrong: str):
    assert refusal(PORT=wrong) == f"TERBIT_PORT cannot be {wrong!r}: expected a number from 1 to 65535."


def test_a_secret_may_lie_in_a_file(tmp_path: Path):
    (tmp_path / "key").write_text(f"{KEY}\n")
    assert config.read({"TERBIT_SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == KEY


@pytest.mark.parametrize("short", ["rahasia", "x" * 31])
def test_a_secret_key_one_can_guess_is_refused_without_being_repeated(short: str):
    said = refusal(SECRET_KEY=short)
    assert said == "TERBIT_SECRET_KEY cannot be its value: expected at least 32 random characters."


@pytest.mark.parametrize(
    "wrong",
    ["my host", "a/b", "999.1.1.1", "host:80", "*", "http://127.0.0.1", "-a", "a..b", "[::1]", "ha\nlo",
     "a_b", "ä" * 64],
)  # fmt: skip
def test_a_host_that_is_no_name_and_no_address_is_refused(wrong: str):
    assert refusal(HOST=wrong) == (
        f"TERBIT_HOST cannot be {wrong!r}: expected a name or an address such as 127.0.0.1, :: or localhost."
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "::", "localhost", "kabar.internal", "10.0.0.5"])
def test_a_house_listens_where_it_is_told(host: str):
    assert config.read({"TERBIT_HOST": host}).string("host") == host


def test_a_house_on_the_usual_port_has_an_address_without_it():
    assert config.read({"TERBIT_PORT": "80", "TERBIT_HOST": "localhost"}).url == "http://localhost"


def test_a_folder_of_nobody_is_refused():
    assert refusal(HOME="~nobodyofthisname/x") == (
        "TERBIT_HOME cannot be '~nobodyofthisname/x': expected a folder."
    )


@pytest.mark.parametrize("given", ["redaksi@kabar.example", "Kabar <redaksi@kabar.example>", '"K, J" <a@b>'])
def test_a_sender_is_an_address_with_a_name_or_without(given: str):
    assert config.read({"TERBIT_EMAIL_FROM": given}).string("email_from") == given


@pytest.mark.parametrize("wrong", ["redaksi", "@kabar.example", "a@", "a@b c", "a@b\nBcc: c@d", "a@b, c@d"])
def test_a_sender_that_is_no_address_is_refused(wrong: str):
    assert refusal(EMAIL_FROM=wrong) == (
        f"TERBIT_EMAIL_FROM cannot be {wrong!r}: expected an e-mail address such as redaksi@kabar.example."
    )


def test_a_secret_given_twice_is_refused(tmp_path: Path):
    said = refusal(SECRET_KEY="a", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert said == "TERBIT_SECRET_KEY and TERBIT_SECRET_KEY_FILE are both set: keep one of them."


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path):
    missing = tmp_path / "none"
    said = refusal(DATABASE_URL_FILE=str(missing))
    assert (
        said == f"TERBIT_DATABASE_URL_FILE names {missing}, which cannot be read: No such file or directory."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "mysql://u:rahasia@h/n",
        "postgresql://u:rahasia@h:port/n",
        "postgresql://u:rahasia@h",
        "postgresql://u:ra@hasia:x/n",
        "rahasia",
    ],
)
def test_a_wrong_database_address_is_refused_without_repeating_its_password(wrong: str):
    said = refusal(DATABASE_URL=wrong)
    assert said.startswith("TERBIT_DATABASE_URL cannot be its value: expected postgresql://")
    assert "rahasia" not in said and "hasia" not in said.partition("expected")[0]


def test_a_mail_server_is_read_from_one_address():
    found = config.read({"TERBIT_EMAIL_URL": "smtp://surat%40kabar:p%2Fw@mail.example:2525?tls=1"}).mailer
    assert found == config.Mailer("mail.example", 2525, "surat@kabar", "p/w", use_tls=True)
    assert "p/w" not in repr(found)


@pytest.mark.parametrize(
    ("given", "port", "tls", "ssl"),
    [("smtp://m.example", 25, False, False), ("smtp://m.example?tls=1", 587, True, False),
     ("smtps://m.example", 465, False, True)],
)  # fmt: skip
def test_a_mail_server_without_a_port_gets_the_usual_one(given: str, port: int, tls: bool, ssl: bool):
    found = config.read({"TERBIT_EMAIL_URL": given}).mailer
    assert found == config.Mailer("m.example", port, use_tls=tls, use_ssl=ssl)


@pytest.mark.parametrize(
    "wrong",
    ["http://m.example", "smtp://", "smtp://m.example?tls=mungkin", "smtps://m.example?tls=1",
     "smtp://m.example?tsl=1", "smtp://m.example:surat", "smtp://m.example?tls"],
)  # fmt: skip
def test_a_wrong_mail_server_is_refused(wrong: str):
    assert refusal(EMAIL_URL=wrong).startswith("TERBIT_EMAIL_URL cannot be its value: expected smtp://")


def test_only_addresses_can_be_proxies():
    assert config.read({}).names("proxies") == ["127.0.0.1", "::1"]
    assert config.read({"TERBIT_PROXIES": "10.0.0.0/8, 2001:db8::1"}).names("proxies") == [
        "10.0.0.0/8",
        "2001:db8::1",
    ]
    assert config.read({"TERBIT_PROXIES": "none"}).names("proxies") == []
    assert "not proxy.example" in refusal(PROXIES="127.0.0.1,proxy.example")


def test_yes_and_no_may_be_said_in_indonesian():
    assert config.read({"TERBIT_DEBUG": "ya"}).debug is True
    assert config.read({"TERBIT_DEBUG": "tidak"}).debug is False
    assert refusal(DEBUG="mungkin") == "TERBIT_DEBUG cannot be 'mungkin': expected yes or no."


def test_a_level_of_the_log_is_one_of_four():
    assert config.read({"TERBIT_LOG_LEVEL": "WARNING"}).log_level == "warning"
    assert "expected debug, info, warning or error" in refusal(LOG_LEVEL="loud")


def test_a_slip_of_the_pen_is_noticed():
    environ = {"TERBIT_DATABSE_URL": "x", "TERBIT_PORT": "1", "TERBIT_SECRET_KEY_FILE": "y", "HOME": "z"}
    assert config.unknown(environ) == ["TERBIT_DATABSE_URL"]


def test_an_empty_variable_means_the_default():
    assert config.read({"TERBIT_PORT": "", "TERBIT_WORKERS": " "}).number("port") == 8000


def test_the_page_about_settings_is_the_table():
    page = Path(__file__).parents[1] / "docs/operate/settings.md"
    assert config.documentation() in page.read_text(encoding="utf-8"), "paste `terbit settings --markdown`"
