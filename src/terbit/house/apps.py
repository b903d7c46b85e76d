from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "terbit.house"
    label = "terbit_house"
    default_auto_field = "django.db.models.BigAutoField"
