"""The standing pages of the demo, with the guidelines of the Press Council in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Site

from terbit.demo import sources
from terbit.newsroom.models import StandingPage

if TYPE_CHECKING:
    from terbit.demo.bodies import Records
    from terbit.staff.models import User


def publish(records: Records, user: User) -> None:
    """Under the paper's root, in the order of their files, all of them in the footer."""
    root = Site.objects.get(is_default_site=True).root_page
    for source in sources.pages():
        page = root.add_child(
            instance=StandingPage(
                title=source.values["title"],
                slug=source.values["slug"],
                search_description=source.values["description"],
                body=records.html(sources.page_text(source)),
                show_in_menus=True,
            )
        )
        page.save_revision(user=user).publish(user=user)
