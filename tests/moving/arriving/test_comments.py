"""Comments of the old site: kept as an archive, shown if the newsroom wants, with nothing of whoever wrote them."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from terbit.house import digest
from terbit.moving.arriving import comments, ledger, undoing
from terbit.moving.arriving.said import sentences
from terbit.moving.exports.records import Comment, Moment, Read
from terbit.moving.models import Move, OldItem
from terbit.newsroom.models import ArchivedComment, Article, Publication
from terbit.press import rendering
from terbit.workflow.models import Role
from tests.factories import UserFactory, redraft
from tests.moving.arriving.exports import HEAD, TAIL, ghost_paper, item, of_kind
from tests.moving.exports.wxr_files import cdata
from tests.press.guard import guarding
from tests.workflow.screens import signed_in

pytestmark = pytest.mark.django_db


def comment(number: int, text: str, **fields: object) -> str:
    values = {
        "comment_id": number,
        "comment_author": cdata("Upik"),
        "comment_author_email": "upik@pribadi.example",
        "comment_author_url": "https://upik.example",
        "comment_author_IP": "203.0.113.9",
        "comment_date": "2026-02-02 09:00:00",
        "comment_date_gmt": f"2026-02-02 02:{number % 60:02}:00",
        "comment_content": cdata(text),
        "comment_approved": "1",
        "comment_type": "",
        "comment_parent": "0",
    } | fields
    inside = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    return f"<wp:comment>{inside}</wp:comment>"


TALK = (
    comment(1, "Semoga <b>lekas</b> surut.\n\nAmin.")
    + comment(2, "Baca <script>curi()</script><a href='javascript:x()'>ini</a>", comment_author=cdata("a@b.example"))
    + comment(3, "Setuju, Upik.", comment_parent="1", comment_author=cdata("Buyung &amp; Co"))
    + comment(4, "Beli obat!", comment_approved="spam")
    + comment(5, "Buang", comment_approved="trash")
    + comment(6, "Belum dibaca redaksi", comment_approved="0")
    + comment(7, "Disebut di sini", comment_type="pingback")
    + comment(8, "Menjawab yang dibuang", comment_parent="5")
)  # fmt: skip


def paper(talk: str = TALK) -> str:
    page = of_kind("page", 4, title="Tentang", more=comment(40, "Di halaman"))
    return HEAD + item(1, more=talk) + item(2) + page + TAIL


def show(shown: bool = True) -> None:
    publication = Publication.load()
    publication.show_comments = shown
    publication.save()


def printed(path: str = "/2026/02/1/") -> rendering.Rendered:
    """As the press makes it, every query looked at."""
    with guarding():
        page = rendering.render(path)
    assert page is not None
    return page


def read(path: str = "/2026/02/1/") -> str:
    return printed(path).sheet.body.decode()


def test_approved_comments_come_with_answers_behind_what_they_answer(arrive):
    report = arrive(paper())
    rows = ArchivedComment.objects.order_by("position").values_list("number", "depth", "name", "text")
    assert list(rows) == [
        ("1", 0, "Upik", "Semoga lekas surut.\nAmin."),
        ("3", 1, "Buyung & Co", "Setuju, Upik."),
        ("2", 0, "", "Baca ini"),
        ("8", 0, "Upik", "Menjawab yang dibuang"),
    ]
    counts = {name: n for name, n in report.counts.items() if name.startswith("comments")}
    assert counts == {
        "comments_kept": 4,
        "comments_spam": 1,
        "comments_trash": 1,
        "comments_waiting": 1,
        "comments_pingback": 1,
        "comments_page": 1,
    }
    assert any(
        line.startswith("4 comments came along; left out: 1 under pages") for line in sentences(report)
    )
    line = OldItem.objects.get(key="item:1")
    assert ledger.row(ledger.Line("", line))[ledger.COLUMNS.index("comments")] == 4


def test_nothing_of_a_commenter_but_the_name_is_in_the_house(arrive):
    arrive(paper())
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            told = repr(cursor.fetchall())
            assert not any(
                secret in told for secret in ("upik@", "upik.example", "203.0.113.9", "a@b.example")
            )


def test_readers_see_them_when_the_newsroom_wants(arrive):
    arrive(paper())
    assert "Komentar pembaca" not in read()
    show()
    page = read()
    for words in (
        "Komentar pembaca",
        "4 komentar",
        "Semoga lekas surut.<br>Amin.",
        "Buyung &amp; Co",
        "Tanpa nama",
    ):
        assert words in page, words
    assert "curi" not in page and "obat" not in page and "Komentar pembaca" not in read("/2026/02/2/")
    assert f"comments:{Article.objects.get(path='/2026/02/1/').pk}" in printed().keys


def test_one_that_is_hidden_stays_hidden_through_the_next_import(arrive):
    arrive(paper())
    show()
    row = ArchivedComment.objects.get(number="3")
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    answer = signed_in(chief).post(f"/ruang-redaksi/komentar-arsip/edit/{row.pk}/", {"hidden": "on"})
    assert answer.status_code == 302 and "Setuju, Upik" not in read()
    arrive(paper(TALK + comment(9, "Baru")))
    assert "Setuju, Upik" not in read() and "Baru" in read()


def test_only_who_leads_the_house_hides_them(arrive):
    arrive(paper())
    row = ArchivedComment.objects.get(number="3")
    for role in (Role.REPORTER, Role.EDITOR):
        signed_in(UserFactory(role=role)).post(
            f"/ruang-redaksi/komentar-arsip/edit/{row.pk}/", {"hidden": "on"}
        )
        row.refresh_from_db()
        assert not row.hidden


def test_a_later_export_brings_new_comments_also_to_a_story_that_was_changed_here(arrive):
    arrive(paper())
    before = digest.of(connection).kinds
    arrive(paper())
    assert digest.of(connection).kinds == before
    story = Article.objects.get(path="/2026/02/1/")
    redraft(story, user=UserFactory(), headline="Diubah")
    arrive(paper(comment(1, "Semoga lekas surut.") + comment(9, "Baru")))
    said = ArchivedComment.objects.order_by("position").values_list("number", "text")
    assert list(said) == [("1", "Semoga lekas surut."), ("9", "Baru")]
    assert story.get_latest_revision_as_object().headline == "Diubah"


def test_undo_takes_them_back(arrive):
    arrive(paper())
    assert digest.of(connection).kinds["terbit_newsroom.ArchivedComment"]
    undoing.undo(Move.objects.get())
    assert not ArchivedComment.objects.exists()


def test_comments_of_a_ghost_backup_have_the_names_of_members_and_nothing_else(arrive):
    export = json.loads(ghost_paper())
    export["db"][0]["data"] |= {
        "members": [{"id": "m1", "name": "Upik", "email": "upik@pribadi.example"}],
        "comments": [
            {"id": "c1", "post_id": "a1", "member_id": "m1", "status": "published", "html": "<p>Satu.</p><p>Dua.</p>",
             "created_at": "2024-05-02T02:00:00.000Z"},
            {"id": "c2", "post_id": "a1", "member_id": "m1", "status": "hidden", "html": "<p>Tidak.</p>"},
            {"id": "c3", "post_id": "a1", "member_id": "m9", "parent_id": "c1", "status": "published", "html": "Ya"},
        ],
    }  # fmt: skip
    report = arrive(json.dumps(export), source="ghost")
    rows = ArchivedComment.objects.order_by("position").values_list("name", "depth", "text")
    assert list(rows) == [("Upik", 0, "Satu.\nDua."), ("", 1, "Ya")]
    assert report.counts["comments_waiting"] == 1


NUMBERS = st.sampled_from(["", "1", "2", "3", "4"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from(["approved", "spam"])), max_size=12))
def test_each_approved_comment_comes_once_whatever_answers_what(talk: list[tuple[str, str, str]]) -> None:
    """Rings, doubled numbers and answers to themselves among them."""
    never = Moment(None, Read.NEVER)
    said = [Comment(number, "U", f"kata {n}", never, state, parent=parent)
            for n, (number, parent, state) in enumerate(talk)]  # fmt: skip
    rows, counts = comments.of(said, lambda moment: moment.at)
    assert sorted(row.text for row in rows) == sorted(each.text for each in said if each.state == "approved")
    assert [row.position for row in rows] == list(range(len(rows)))
    assert len({row.number for row in rows}) == len(rows)
    assert sum(counts.values()) == len(said)
