"""A later export of an archive that moved in, after its topics were tidied here."""

from __future__ import annotations

import pytest

from terbit.moving.arriving import running
from terbit.moving.tidying import deeds, queue
from terbit.moving.tidying.models import Proposal
from terbit.newsroom.models import Article, Publication, Topic
from tests.moving.arriving.exports import HEAD, TAIL, category, item
from tests.moving.tidying.desk import carried

pytestmark = pytest.mark.django_db


def export(*numbers: int) -> str:
    tags = "".join(
        category("post_tag", slug, name)
        for slug, name in (("pasar-ikan", "Pasar Ikan"), ("pasarikan", "pasar ikan"), ("warga", "Warga"))
    )
    return HEAD + "".join(item(number, more=tags) for number in numbers) + TAIL


def test_new_stories_carry_what_was_merged_and_nothing_that_was_dropped(tmp_path):
    Publication.load()
    file = tmp_path / "kabar.xml"
    for numbers in ((1, 2), (1, 2, 3)):
        file.write_text(export(*numbers))
        running.run(running.Plan("wordpress", [file]))
        if numbers == (1, 2):
            queue.look()
            deeds.accept(Proposal.objects.values_list("pk", flat=True))
    assert Topic.objects.current().count() == 1
    stays = Topic.objects.current().get().name
    assert [carried(story) for story in Article.objects.all()] == [[stays]] * 3
