"""Moving an archive in: reading what other systems export, and turning it into stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MovingConfig(AppConfig):
    name = "terbit.moving"
    label = "terbit_moving"
    verbose_name = _("Moving in")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.lib import content, schedule
        from terbit.moving import prints
        from terbit.moving.arriving import uploads
        from terbit.moving.screens import errands
        from terbit.newsroom import linked_files

        content.identity("terbit_moving.Move", "source", "site")
        told = "state files options leads done total counts told by started_at finished_at error replay"
        content.bookkeeping("terbit_moving.Move", *told.split(), "wanted", "wanted_by")
        # Digests of what was written name rows by their keys.
        content.bookkeeping("terbit_moving.OldItem", "text", "names")
        content.derived("terbit_moving.Delivery")
        prints.register()
        linked_files.register(uploads.files_at)
        schedule.register("moving", errands.EACH, errands.watch)
