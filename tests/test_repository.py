"""The repository keeps to its own rules: names, sizes, secrets, documentation, requirements."""

from __future__ import annotations

import ast
import re

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from terbit import config
from tests import sources

VAGUE = {"utils", "util", "helpers", "common", "base", "misc", "core"}
LONGEST = 400
LONG_BY_NATURE = re.compile(r"/migrations/|\.po$|^requirements/|/data/|^LICENSE$|\.(json|csv|svg)$")
# Joined here, so that this file does not hold what it forbids.
REGISTRIES = [
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb.debian" + ".org",
]
MACHINE_PATHS = re.compile(r"/(?:ro" + r"ot|ho" + r"me/\w+|wo" + r"rk/\w+)/")
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|django-insecure-\w"
)
LEFT_OPEN = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
ENVIRONMENT = {"environ", "environb", "getenv"}
MAY_READ_ENVIRONMENT = {
    "config/__init__.py": "the table of settings",
    "cli.py": "says which settings Django is to load, before they are loaded",
    "wsgi.py": "the same for a server that is not ours",
    "__main__.py": "the same for python -m terbit",
    "house/management/commands/settings.py": "shows which variables are set",
    "house/checks.py": "finds variables that no setting has",
    "house/logs.py": "asks systemd's own variable whether the journal listens",
}
STRICT = {"lib", "config", "newsstand", "search", "copydesk"}


def test_no_file_has_a_name_that_says_nothing():
    code = [path.relative_to(sources.ROOT) for path in sources.files() if path.suffix == ".py"]
    assert [path for path in code if VAGUE & {path.stem, *path.parent.parts[-2:]}] == []


def test_no_file_is_too_long_to_be_one_thing():
    long = {path: text.count("\n") for path, text in sources.texts() if not LONG_BY_NATURE.search(path)}
    assert {path: lines for path, lines in long.items() if lines > LONGEST} == {}


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_file_names_the_host_of_a_package_registry(registry):
    assert [path for path, text in sources.texts() if registry in text] == []


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, SECRETS], ids=["paths of one machine", "secrets"])
def test_no_file_holds_what_belongs_to_one_machine(pattern):
    found = {path: match[0] for path, text in sources.texts() if (match := pattern.search(text))}
    assert found == {}


def test_nothing_is_left_open_in_the_code():
    assert [path for path, text in sources.texts() if LEFT_OPEN.search(text)] == []


def test_only_the_settings_read_the_environment():
    nodes = ((path, node) for path, tree in sources.modules().items() for node in ast.walk(tree))
    readers = {path for path, node in nodes if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT}
    assert sorted(readers - MAY_READ_ENVIRONMENT.keys()) == []


def test_every_setting_that_is_named_anywhere_exists():
    known = {setting.variable for setting in config.SETTINGS}
    named = {}
    for path, text in sources.texts():
        if path.startswith(("docs/", "deploy/", "tools/", "Makefile", ".github/")) or path.endswith(".md"):
            for variable in re.findall(r"\bTERBIT_[A-Z][A-Z_]*[A-Z]\b", text):
                named.setdefault(variable.removesuffix("_FILE"), path)
    unknown = {variable: path for variable, path in named.items() if not variable.startswith("TERBIT_TEST_")}
    assert {variable: path for variable, path in unknown.items() if variable not in known} == {}


def test_every_command_is_documented():
    commands = {path for path in sources.modules() if re.search(r"management/commands/[a-z]\w*\.py$", path)}
    prose = "\n".join(text for path, text in sources.texts() if path.endswith(".md"))
    verbs = {path.rsplit("/", 1)[1].removesuffix(".py") for path in commands}
    assert [verb for verb in sorted(verbs) if f"terbit {verb}" not in prose] == []


def test_links_between_the_documents_lead_somewhere():
    broken = []
    for path in (path for path in sources.files() if path.suffix == ".md"):
        targets = re.findall(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)", path.read_text())
        broken += [f"{sources.name(path)} → {to}" for to in targets if not (path.parent / to).exists()]
    assert broken == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def pinned(file: str) -> dict[str, set[str]]:
    """Name → versions of a requirement file; the hashes are checked on the way."""
    found: dict[str, set[str]] = {}
    for block in re.split(r"\n(?=\S)", (sources.ROOT / "requirements" / file).read_text().strip()):
        line, *hashes = block.split(" \\\n")
        requirement = Requirement(line)
        assert hashes, f"{requirement.name} has no hash"
        assert all(re.fullmatch(r"\s+--hash=sha256:[0-9a-f]{64}", given) for given in hashes)
        version = str(requirement.specifier).removeprefix("==")
        found.setdefault(canonicalize_name(requirement.name), set()).add(version)
    return found


def asked(group: str | None) -> list[Requirement]:
    table = sources.project()
    lines = table["dependency-groups"][group] if group else table["project"]["dependencies"]
    return [Requirement(line) for line in lines if isinstance(line, str)]


@pytest.mark.parametrize("django", ["5.2", "6.1"])
def test_the_pinned_requirements_are_those_of_the_project(django):
    runtime, development = pinned(f"django-{django}.txt"), pinned(f"django-{django}-dev.txt")
    for requirement in asked(None) + asked("build"):
        versions = runtime[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version in versions), requirement
    for requirement in asked("dev"):
        versions = development[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version in versions), requirement
    assert runtime.items() <= development.items()
    assert all(version.startswith(f"{django}.") for version in runtime["django"])


def test_what_builds_terbit_is_pinned_too():
    assert sorted(sources.project()["build-system"]["requires"]) == sorted(map(str, asked("build")))


def test_the_packages_that_are_to_be_strict_are_type_checked():
    checked = {name.removeprefix("terbit.") for name in sources.project()["tool"]["mypy"]["packages"]}
    written = {
        name
        for name in STRICT
        if any(path.split("/")[0] in (name, f"{name}.py") for path in sources.modules())
    }
    assert written <= checked
