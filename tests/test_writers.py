"""What readers see of a story changes only in newsroom/publishing.py; every other writer is named here."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests import sources

# File and reason: who else may save, update or delete a story, and why readers see nothing of it.
WRITERS = {
    "newsroom/publishing.py": "the one place where what readers see of a story changes",
    "newsroom/taking_in.py": "an archive that moves in: drafts, newer texts of it, taking it back as a whole",
    "demo/fates.py": "gives stories of the past the moments of their files, in a house nobody is in yet",
    "workflow/edit_locks.py": "who has a story open: the fields of the lock, which no page shows",
}
WRITES = {
    "save", "asave", "update", "aupdate", "delete", "adelete", "create", "acreate", "get_or_create",
    "update_or_create", "bulk_create", "bulk_update",
}  # fmt: skip
STORIES = {"Article", "article", "articles", "story", "stories"}  # and every argument that is typed Article


def test_a_story_is_written_only_where_the_table_says():
    found = [f"{path}:{line} {call}" for path, line, call in writes() if path not in WRITERS]
    assert found == []


def test_the_table_names_no_file_that_writes_no_story():
    assert {path for path in WRITERS if path in sources.modules()} <= {path for path, _, _ in writes()}


def test_a_write_is_recognised():
    code = """
Article.objects.filter(pk=1).update(live=True)
self.article.save()
story.delete()
section.save()
def touch(row: Article | None, user: User):
    row.save()
    user.save()
"""
    assert [line for line, _ in writes_in(ast.parse(code))] == [2, 3, 4, 7]


def writes() -> Iterator[tuple[str, int, str]]:
    for path, tree in sources.modules().items():
        for line, call in writes_in(tree):
            yield path, line, call


def writes_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls such as `article.save()` and `Article.objects.filter(…).update(…)`, in the order of lines."""
    stories = STORIES | {
        node.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.arg)
        and node.annotation
        and "Article" in ast.unparse(node.annotation).split(" | ")
    }
    for node in sorted(ast.walk(tree), key=lambda node: getattr(node, "lineno", 0)):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in WRITES and stories & set(chain(called.value)):
            yield node.lineno, f"{ast.unparse(called)}()"


def chain(node: ast.expr) -> Iterator[str]:
    """The names along `self.article.objects.filter(…)`, arguments left out."""
    while True:
        if isinstance(node, ast.Call | ast.Subscript):
            node = node.func if isinstance(node, ast.Call) else node.value
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            if isinstance(node, ast.Name):
                yield node.id
            return
