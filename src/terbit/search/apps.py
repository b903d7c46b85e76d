from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "terbit.search"
    label = "terbit_search"
    default_auto_field = "django.db.models.BigAutoField"
