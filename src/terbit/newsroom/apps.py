from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "terbit.newsroom"
    label = "terbit_newsroom"
    default_auto_field = "django.db.models.BigAutoField"
