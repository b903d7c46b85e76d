from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "terbit.newsroom"
    label = "terbit_newsroom"
    verbose_name = _("Newsroom")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.lib import content
        from terbit.newsroom import (
            archive,
            dating,
            indexes,
            preparing,
            prints,
            publishing,
            shown,
            signal_handlers,
            statements,
        )
        from terbit.pictures import public

        signal_handlers.connect()
        preparing.connect()
        post_migrate.connect(indexes.make, sender=self, dispatch_uid="terbit_indexes")
        pre_migrate.connect(dating.remove, sender=self, dispatch_uid="terbit_dating_remove")
        post_migrate.connect(dating.make, sender=self, dispatch_uid="terbit_dating_make")
        for model in ("ArticlePerson", "ArticleTopic", "Byline", "Statement"):
            content.bookkeeping(f"terbit_newsroom.{model}", "published_at")
        content.remake(archive.rebuild)
        content.remake(statements.rebuild)
        content.after_upgrade("terbit_newsroom.0007_statement", statements.rebuild)
        content.after_upgrade("terbit_newsroom.0013_unverified_statements", statements.rebuild)
        content.after_upgrade("terbit_newsroom.0008_shown_with_a_story", publishing.settle_archive)
        content.after_upgrade("terbit_search.0002_facets_of_stories", archive.rebuild)
        prints.register()
        public.register(shown.pictures)
        public.register_media(shown.media)
