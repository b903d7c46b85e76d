from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadersConfig(AppConfig):
    name = "terbit.readers"
    label = "terbit_readers"
    verbose_name = _("Readers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from terbit.lib import content, schedule
        from terbit.readers import forgetting, prints, ranking, summing
        from terbit.theme import beside

        prints.register()
        beside.register_most_read(ranking.most_read)
        schedule.register("sum readings", 10, summing.sum_up, everywhere=True)
        schedule.register("rank stories", 60 * settings.CONFIG.number("most_read_minutes"), ranking.rank)
        schedule.register("forget readings", 24 * 60 * 60, forgetting.forget)
        for model in ("StoryHour", "StoryDay", "HostHour", "MostRead"):
            content.bookkeeping(f"terbit_readers.{model}")
        content.derived("terbit_readers.Summed")
