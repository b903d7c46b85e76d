"""The addresses of pictures: exact, changing with the picture, and only in the sizes of the list."""

from __future__ import annotations

import PIL.Image
import pytest
from django.urls import resolve, reverse

from terbit.pictures.addresses import dimensions, fitting, make_renditions, media_url, picture_url
from terbit.pictures.sizes import ALLOWED, RATIOS, WIDTHS, Size
from tests.pictures.factories import MediaFileFactory, PictureFactory, drawing, picture_bytes, upload

FOCAL = {"focal_point_x": 700, "focal_point_y": 100, "focal_point_width": 80, "focal_point_height": 80}


@pytest.mark.parametrize("name", ["640", "640x360", "1200x630"])
def test_a_size_of_the_list_is_understood(name: str) -> None:
    assert str(Size.parse(name)) == name


@pytest.mark.parametrize("name", ["641", "640x361", "9999", "0", "640x", "x360", "٦٤٠", "640x360x2", ""])
def test_any_other_size_is_not(name: str) -> None:
    assert Size.parse(name) is None


def test_the_list_of_sizes_is_short() -> None:
    assert len(ALLOWED) == len(WIDTHS) * (len(RATIOS) + 1)
    with pytest.raises(ValueError, match="641"):
        Size.of(641)
    with pytest.raises(ValueError, match="21:9"):
        Size.of(640, "21:9")


@pytest.mark.django_db
def test_the_address_changes_with_the_file_and_the_focal_point_and_otherwise_never() -> None:
    picture = PictureFactory()
    size = Size.of(640, "16:9")
    address = picture_url(picture, size, "avif")
    picture.title = "Judul lain"
    picture.save()
    assert picture_url(type(picture).objects.get(), size, "avif") == address
    picture.focal_point_x, picture.focal_point_y = 700, 100
    moved = picture_url(picture, size, "avif")
    picture.file = upload(picture_bytes())
    picture.save()
    assert len({address, moved, picture_url(picture, size, "avif")}) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("shape", [(800, 600), (601, 799), (3000, 400), (50, 40), (1, 1), (1000, 3)])
@pytest.mark.parametrize("ratio", ["", *RATIOS])
@pytest.mark.parametrize("focal", [{}, FOCAL], ids=["centred", "focal"])
def test_the_announced_size_is_the_size_of_the_file(
    shape: tuple[int, int], ratio: str, focal: dict[str, int]
) -> None:
    content = picture_bytes(drawing(*shape), "PNG")
    picture = PictureFactory(file=upload(content, "a.png"), **(focal if shape == (800, 600) else {}))
    for size in (Size.of(160, ratio), Size.of(640, ratio)):
        with picture.get_rendition(size.spec("jpg")).file.open() as file:
            assert PIL.Image.open(file).size == dimensions(picture, size)


@pytest.mark.django_db
def test_the_addresses_written_out_are_those_of_the_url_map() -> None:
    picture, media = PictureFactory(), MediaFileFactory()
    for address, view in (
        (picture_url(picture, Size.of(640, "3:2"), "avif"), "photo"),
        (picture_url(picture, Size.of(160), "jpg", preview=True), "staff_photo"),
        (media_url(media), "media"),
        (media_url(media, preview=True), "staff_media"),
    ):
        found = resolve(address)
        assert found.view_name == f"terbit_pictures:{view}"
        assert reverse(found.view_name, kwargs=found.kwargs) == address


@pytest.mark.django_db
def test_a_picture_is_never_offered_larger_than_it_is() -> None:
    picture = PictureFactory(file=upload(picture_bytes(drawing(700, 500))))
    assert [size.width for size in fitting(picture, WIDTHS)] == [160, 240, 320, 480, 640, 800]
    assert dimensions(picture, Size.of(800)) == (700, 500)
    assert fitting(picture, (1600,)) == {Size(1600): (700, 500)}


@pytest.mark.django_db
def test_a_background_job_makes_all_copies_once() -> None:
    picture = PictureFactory(file=upload(picture_bytes(drawing(300, 200))))
    made = make_renditions(picture, (160, 320, 640))
    assert sorted({rendition.width for rendition in made}) == [160, 300]
    assert len(made) == 2 * 3
    again = make_renditions(picture, (160, 320, 640))
    assert [rendition.pk for rendition in again] == [rendition.pk for rendition in made]


@pytest.mark.django_db
def test_an_original_that_is_gone_makes_no_copies_and_no_fuss() -> None:
    picture = PictureFactory()
    picture.file.storage.delete(picture.file.name)
    assert make_renditions(picture, (160,)) == []
