from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "terbit.pictures"
    label = "terbit_pictures"
    default_auto_field = "django.db.models.BigAutoField"
