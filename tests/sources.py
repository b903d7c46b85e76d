"""What the repository holds, for the tests that look at the repository itself."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "terbit"


@cache
def files() -> list[Path]:
    """Every file that belongs to the repository or is about to, as git sees it."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Path from the root and text of every file that is text."""
    for path in files():
        try:
            yield name(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python file of the package but migrations, by its path inside it: `newsroom/publishing.py`."""
    paths = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(), str(path)) for path in paths}


@cache
def templates() -> dict[str, Path]:
    """All templates by their path inside the package: `theme/templates/terbit_theme/base.html`."""
    found = (path for path in PACKAGE.rglob("*") if "templates" in path.parts and path.is_file())
    return {path.relative_to(PACKAGE).as_posix(): path for path in found}


@cache
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def rows() -> dict[str, int]:
    """The row of every package, from the layers that import-linter keeps: a higher number is further down."""
    layers = project()["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {}
    for row, layer in enumerate(layers, start=1):
        for package in layer.split("|"):
            named[package.strip(" ()")] = row
    return named
