"""Our Indonesian of Wagtail's screens in the form that Wagtail has it in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.messages import FOR_WAGTAIL, ROOT, read, translated
from tests.test_catalogues import DOMAINS, packages


def test_it_can_be_offered_to_wagtail_app_by_app(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools/upstream.py", tmp_path], check=True)
    for name, path in packages(of_django=False).items():
        language = "id_ID" if name.startswith("wagtail") else "id"
        for domain in DOMAINS:
            english = read(path / f"locale/en/LC_MESSAGES/{domain}.po")
            offered = tmp_path / name.replace(".", "/") / f"locale/{language}/LC_MESSAGES/{domain}.po"
            ours = read(FOR_WAGTAIL / f"{domain}.po")
            assert {known: message.string for known, message in translated(offered).items()} == {
                known: ours[known].string for known in english
            }, offered
