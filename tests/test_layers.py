"""What import-linter cannot see keeps to the layers too: relations of models, and names written as text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings

from tests import sources

# Text that names a package: an app label ("terbit_newsroom.Article") or a path ("terbit.workflow.finish").
NAMED = re.compile(r"terbit[_.]([a-z]+)(?:\.\w+)*$")
# The accounts are Django's own contract: whoever needs one names settings.AUTH_USER_MODEL.
ALLOWED = {settings.AUTH_USER_MODEL}


def package_of(label: str) -> str:
    """The package that an app of ours is, or is a part of."""
    return apps.get_app_config(label).name.split(".")[1]


def relations() -> Iterator[tuple[str, str, str]]:
    """`(package, package it points at, sentence)` of every relation between models of ours."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.app_label.startswith("terbit_"):
            continue
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model
            if field.auto_created and not field.concrete:
                continue  # the far end of a relation that its own model declares
            if not isinstance(target, type) or target._meta.label in ALLOWED:
                continue
            if target._meta.app_label.startswith("terbit_"):
                yield (
                    package_of(model._meta.app_label),
                    package_of(target._meta.app_label),
                    f"{model._meta.label}.{field.name} points at {target._meta.label}",
                )


def names_in_text() -> Iterator[tuple[str, str, str]]:
    for path, tree in sources.modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if (match := NAMED.fullmatch(node.value)) and match[1] in sources.rows():
                package = path.split("/")[0].removesuffix(".py")
                if node.value not in ALLOWED:
                    yield package, match[1], f"{path}:{node.lineno} names {node.value}"


def points_up(package: str, target: str) -> bool:
    """Upward or sideways; only the first row, which puts everything together, may name its neighbours."""
    rows = sources.rows()
    return package in rows and package != target and 1 != rows[package] >= rows[target]


def test_relations_between_models_point_down_the_layers():
    assert [told for package, target, told in relations() if points_up(package, target)] == []


def test_names_in_text_point_down_the_layers():
    assert [told for package, target, told in names_in_text() if points_up(package, target)] == []


@pytest.mark.parametrize(
    ("package", "target", "upward"),
    [("newsroom", "workflow", True), ("pictures", "staff", True), ("theme", "newsroom", False)],
)
def test_up_and_sideways_are_refused_and_down_is_not(package, target, upward):
    assert points_up(package, target) is upward


def test_every_app_has_a_label_and_a_row_of_its_own():
    ours = [config for config in apps.get_app_configs() if config.name.startswith("terbit.")]
    for config in ours:
        if config.label.startswith("terbit_"):
            assert config.label == f"terbit_{config.name.rpartition('.')[2]}"
            assert package_of(config.label) in sources.rows()
    assert len(ours) > 5
