from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontsConfig(AppConfig):
    name = "terbit.fronts"
    label = "terbit_fronts"
    verbose_name = _("Fronts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.fronts import prints, publications
        from terbit.lib import content, schedule

        prints.register()
        schedule.register("fronts", 5, publications.release_due)
        # Slots name stories by keys, which differ between two houses with the same content.
        for model in ("Front", "Arrangement", "Draft"):
            content.bookkeeping(f"terbit_fronts.{model}")
