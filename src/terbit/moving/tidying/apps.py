from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TidyingConfig(AppConfig):
    name = "terbit.moving.tidying"
    label = "terbit_tidying"
    verbose_name = _("Tidy topics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.lib import content, schedule
        from terbit.moving.tidying import queue

        # Which rows a merge changed is told by keys, which differ between two houses with the same content.
        content.bookkeeping("terbit_tidying.Proposal", "changes", "decided_at")
        schedule.register("topics", queue.EACH, queue.look_if_changed, apart=True)
