"""Who may do what with pictures and media."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from wagtail.permissions import policy_registry

from terbit.pictures.models import MediaFile, Picture
from tests.pictures.factories import PictureFactory, picture_bytes, upload

pytestmark = pytest.mark.django_db
ACTIONS = ("add", "change", "delete", "choose")
Person = Callable[..., Any]


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def allowed(user: Any, picture: Picture) -> set[str]:
    policy = policy_registry.get_by_type(Picture)
    return {action for action in ACTIONS if policy.user_has_permission_for_instance(user, action, picture)}


def test_wagtails_policy_is_not_the_one_in_force() -> None:
    for model in (Picture, MediaFile):
        assert type(policy_registry.get_by_type(model)).__name__ == "NewsroomFilesPolicy"


@pytest.mark.parametrize(
    ("codenames", "others", "own"),
    [
        ((), {"choose"}, {"choose"}),
        (("add_picture",), {"add", "choose"}, {"add", "change", "delete", "choose"}),
        (("change_picture",), {"change", "choose"}, {"change", "choose"}),
        (("delete_picture",), {"delete", "choose"}, {"delete", "choose"}),
        (("add_mediafile", "change_mediafile"), {"choose"}, {"choose"}),
    ],
)
def test_rights_come_from_the_group_and_from_having_uploaded(
    person: Person, codenames: tuple[str, ...], others: set[str], own: set[str]
) -> None:
    user = person(*codenames)
    assert allowed(user, PictureFactory()) == others
    assert allowed(user, PictureFactory(uploaded_by_user=user)) == own


def test_strangers_and_those_who_left_may_nothing(person: Person) -> None:
    left = person("add_picture", "change_picture")
    picture = PictureFactory(uploaded_by_user=left)
    left.is_active = False
    left.save()
    for user in (AnonymousUser(), type(left).objects.get(pk=left.pk)):
        assert allowed(user, picture) == set()


def test_a_list_holds_what_one_may_change(person: Person) -> None:
    reporter = person("add_picture")
    PictureFactory(title="Foto orang")
    PictureFactory(title="Foto sendiri", uploaded_by_user=reporter)
    page = signed_in(reporter).get(reverse("wagtailimages:index")).content.decode()
    assert "Foto sendiri" in page
    assert "Foto orang" not in page
    chooser = signed_in(reporter).get(reverse("wagtailimages_chooser:choose_results")).content.decode()
    assert "Foto orang" in chooser


def test_the_screens_keep_to_the_rights(person: Person) -> None:
    nobody = signed_in(person())
    picture = PictureFactory()
    for screen, args in (
        ("index", ()),
        ("add", ()),
        ("add_multiple", ()),
        ("edit", (picture.pk,)),
        ("delete", (picture.pk,)),
        ("image_usage", (picture.pk,)),
    ):
        assert nobody.get(reverse(f"wagtailimages:{screen}", args=args)).status_code in (302, 403), screen
    posted = nobody.post(
        reverse("wagtailimages:add_multiple"), {"title": "x", "files[]": upload(picture_bytes())}
    )
    assert posted.status_code in (302, 403)
    nobody.post(reverse("wagtailimages:delete_multiple", args=(picture.pk,)))
    assert Picture.objects.count() == 1


def test_people_are_found_by_their_rights(person: Person) -> None:
    policy = policy_registry.get_by_type(Picture)
    reporter = person("add_picture", email="r@kabar.example")
    editor = person("change_picture", email="e@kabar.example")
    picture = PictureFactory(uploaded_by_user=reporter)
    assert set(policy.users_with_any_permission({"change"})) == {reporter, editor}
    assert set(policy.users_with_any_permission_for_instance({"change"}, picture)) == {reporter, editor}
    assert set(policy.users_with_any_permission_for_instance({"change"}, PictureFactory())) == {editor}
