from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "terbit.pictures"
    label = "terbit_pictures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from terbit.lib import schedule
        from terbit.pictures import prints, public, share_upkeep, signal_handlers
        from terbit.pictures.models import MediaFile, Picture
        from terbit.pictures.permissions import NewsroomFilesPolicy

        for model in (Picture, MediaFile):
            # Wagtail registers its collection policy for the class and those below; the exact class wins.
            register_permission_policy(model, NewsroomFilesPolicy(model), exact_class=True)
        prints.register()
        public.register(public.posters_of_public_media)
        signal_handlers.connect()
        schedule.register("sweep share pictures", share_upkeep.EACH, share_upkeep.sweep, everywhere=True)
