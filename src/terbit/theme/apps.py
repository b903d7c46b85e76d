from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "terbit.theme"
    label = "terbit_theme"
    default_auto_field = "django.db.models.BigAutoField"
