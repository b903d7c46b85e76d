from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseConfig(AppConfig):
    name = "terbit.house"
    label = "terbit_house"
    verbose_name = _("House")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.house import (
            checks,  # noqa: F401  its checks register themselves
            condition,
            inventory,
            upkeep,
        )

        condition.register()
        inventory.register()
        upkeep.register()
