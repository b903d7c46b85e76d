from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "terbit.theme"
    label = "terbit_theme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.lib import health
        from terbit.newsroom import preparing
        from terbit.press import api as press
        from terbit.theme import own, prints, sharing

        prints.register()
        press.edition_part("own theme", own.fingerprint, str)
        health.register(own.wrong)
        preparing.register(sharing.prepare)
