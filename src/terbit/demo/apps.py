from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "terbit.demo"
    label = "terbit_demo"
    default_auto_field = "django.db.models.BigAutoField"
