"""What is shipped for operators fits what Terbit does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from terbit import config
from terbit.house.admission import FORM, MB
from terbit.house.supervisor import GRACE

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "deploy/terbit.service").read_text()
UNITS = ["terbit.service", "terbit-backup.service", "terbit-backup.timer"]
PAGES = sorted((ROOT / "docs/operate").glob("*.md"))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path):
    for name in UNITS:
        text = (ROOT / "deploy" / name).read_text()
        (tmp_path / name).write_text(text.replace("/opt/terbit/.venv/bin/terbit", sys.executable))
    units = [tmp_path / name for name in UNITS]
    told = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")


def test_systemd_waits_longer_than_terbit_takes_to_end():
    assert int(re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)[1]) > GRACE


def test_the_service_may_write_its_site_folder_and_nothing_else():
    assert "ProtectSystem=strict" in UNIT and "NoNewPrivileges=yes" in UNIT
    assert re.findall(r"^ReadWritePaths=(.*)$", UNIT, re.MULTILINE) == ["/var/lib/terbit"]


@pytest.mark.parametrize(
    ("file", "buffering", "size"),
    [
        ("Caddyfile", r"request_buffers 1MiB", r"max_size (\d+)MiB"),
        ("nginx.conf", r"proxy_request_buffering on;", r"client_max_body_size (\d+)m;"),
    ],
)
def test_the_proxies_we_ship_wait_for_slow_senders_and_take_the_largest_upload(
    file: str, buffering: str, size: str
):
    text = (ROOT / "deploy" / file).read_text()
    largest = max(config.read({}).number(name) for name in ("picture_max_mb", "media_max_mb"))
    assert re.search(buffering, text)
    assert int(re.search(size, text)[1]) > largest + FORM // MB


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_pages_for_operators_name_only_verbs_and_settings_there_are(page: Path):
    text = page.read_text()
    verbs = set(re.findall(r"(?:`|bin/|^    ?)terbit ([a-z]+)\b", text, re.MULTILINE))
    assert verbs <= set(get_commands()), verbs - set(get_commands())
    named = set(re.findall(r"TERBIT_[A-Z_]+[A-Z]", text))
    known = {setting.variable for setting in config.SETTINGS}
    assert {name.removesuffix("_FILE") for name in named} <= known


def test_every_page_for_operators_leads_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} points to {target}"
