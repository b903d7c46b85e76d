"""Which permalink patterns a publication may choose."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from terbit.newsroom.models import Person, Publication


def refused(pattern: str) -> bool:
    publication = Publication(permalink_pattern=pattern)
    try:
        publication.full_clean()
    except ValidationError as error:
        return "permalink_pattern" in error.message_dict
    return False


@pytest.mark.django_db
@pytest.mark.parametrize(
    "pattern", ["/{section}/{slug}/", "/{slug}.html", "/baca/{year}/{month}/{day}/{slug}"]
)
def test_patterns_of_known_parts_are_taken(pattern):
    assert not refused(pattern)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "pattern",
    [
        "/{slug}/}",
        "/{slug}/{",
        "/{slug}{/",
        "/{slug}}}/",
        "/{{slug}}/",
        "/{slug!r}/",
        "/{slug:9}/",
        "/{}{slug}/",
    ],
)
def test_a_pattern_that_no_address_could_be_made_of_is_refused(pattern):
    assert refused(pattern)


def added(name: str) -> str:
    person = Person(name=name)
    person.full_clean(exclude=["slug"])
    person.save()
    return person.slug


@pytest.mark.django_db
def test_people_whose_long_names_begin_alike_have_addresses_of_their_own():
    slugs = [added("Sari" * 20 + str(number)) for number in range(11)]
    assert len(set(slugs)) == 11
    assert max(map(len, slugs)) == 80 and slugs[10].endswith("-11")
