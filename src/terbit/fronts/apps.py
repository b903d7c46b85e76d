from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontsConfig(AppConfig):
    name = "terbit.fronts"
    label = "terbit_fronts"
    verbose_name = _("Fronts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.fronts import arranging
        from terbit.lib import schedule

        schedule.register("pins", 1, arranging.release_due)
