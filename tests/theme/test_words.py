"""The tag `translate` of the paper's templates says what Django's says."""

from __future__ import annotations

import pytest
from django.template import Context, engines
from django.utils import translation

FORMS = (
    '{% translate "Latest" %}',
    '{% translate "Published" context "time of a story" %}',
    '{% translate "No such words <here> & there" %}',
    '{% translate "Latest" noop %}',
    '{% translate "Gallery" as gallery %}<{{ gallery }}>',
    "{% translate 'Latest' %}",
    '{% translate "latest"|capfirst %}',
    '{% translate "All of 100 %" %}',
    "{% translate word %}",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_words_are_said_as_django_says_them(form: str, language: str):
    engine = engines["django"].engine
    with translation.override(language):
        said = [
            engine.from_string(f"{{% load {library} %}}{form}").render(Context({"word": "Latest"}))
            for library in ("words", "i18n")
        ]
    assert said[0] == said[1]
    assert said[0]
