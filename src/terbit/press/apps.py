from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "terbit.press"
    label = "terbit_press"
    verbose_name = _("Press")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.lib import content
        from terbit.press import condition, triggers

        pre_migrate.connect(triggers.remove, sender=self, dispatch_uid="terbit_press_remove")
        post_migrate.connect(triggers.make, sender=self, dispatch_uid="terbit_press_make")
        condition.register()
        content.derived("terbit_press.Change", "terbit_press.Log")
