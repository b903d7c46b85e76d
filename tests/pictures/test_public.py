"""What live pages show decides what readers may see."""

from __future__ import annotations

from terbit.pictures.public import Registry


def test_nothing_is_public_by_itself() -> None:
    assert Registry().among({1, 2}) == set()


def test_each_app_says_what_its_live_pages_show() -> None:
    registry = Registry()
    registry.register(lambda pks: pks & {1})
    registry.register(lambda pks: pks & {2})
    assert registry.among({1, 2, 3}) == {1, 2}


def test_an_app_can_only_speak_of_what_it_was_asked() -> None:
    registry = Registry()
    registry.register(lambda pks: {1, 99})
    assert registry.among([1, 2]) == {1}


def test_an_app_is_asked_only_for_what_is_not_known_to_be_public() -> None:
    registry, asked = Registry(), []
    registry.register(lambda pks: pks & {1})
    registry.register(lambda pks: asked.append(set(pks)) or set())
    registry.among({1, 2})
    registry.among({1})
    assert asked == [{2}]


def test_registering_twice_counts_once() -> None:
    registry, asked = Registry(), []

    @registry.register
    def shown(pks: set[int]) -> set[int]:
        asked.append(pks)
        return set()

    registry.register(shown)
    registry.among({1})
    assert len(asked) == 1
