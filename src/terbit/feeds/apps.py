"""Feeds, sitemaps, robots.txt: the paper for other software."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    name = "terbit.feeds"
    label = "terbit_feeds"
    verbose_name = _("Feeds")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.feeds import news, prints, websub
        from terbit.lib import content, health, schedule

        prints.register()
        websub.connect()
        content.derived("terbit_feeds.NewsWindow", "terbit_feeds.Ping")
        schedule.register("news_window", news.EVERY, news.move_window)
        schedule.register("websub_hub", websub.EVERY, websub.tell, apart=True)
        health.register(websub.deaf)
