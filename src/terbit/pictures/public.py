"""Which pictures and media readers may see: those a live page shows, as the rows above tell.

An app registers in its `ready()` a function from a set of primary keys to the subset that its live pages
show. Without any, nothing is public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from terbit.pictures.models import MediaFile, Picture

Shown = Callable[[set[int]], set[int]]


class Registry:
    def __init__(self) -> None:
        self._shown: list[Shown] = []

    def register(self, shown: Shown) -> Shown:
        """Add a function from keys to those of them shown by live pages. Usable as a decorator."""
        if shown not in self._shown:
            self._shown.append(shown)
        return shown

    def among(self, pks: Iterable[int]) -> set[int]:
        """Those of the keys that readers may see."""
        left, found = set(pks), set[int]()
        for shown in self._shown:
            if not left:
                break
            found |= shown(set(left)) & left
            left -= found
        return found


_pictures = Registry()
_media = Registry()

register = _pictures.register
register_media = _media.register
public_pictures = _pictures.among
public_media = _media.among


def is_public(picture: Picture) -> bool:
    return picture.pk in public_pictures({picture.pk})


def is_public_media(media: MediaFile) -> bool:
    return media.pk in public_media({media.pk})


def posters_of_public_media(pks: set[int]) -> set[int]:
    """The poster pictures of what readers may play."""
    from terbit.pictures.prints import uses
    from terbit.press import api as press

    posters = dict(MediaFile.objects.filter(poster__in=pks).values_list("pk", "poster_id"))
    press.note(*(uses(MediaFile, pk) for pk in posters))
    return {posters[pk] for pk in public_media(posters)}
