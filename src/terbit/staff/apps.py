from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(AppConfig):
    default = True
    name = "terbit.staff"
    label = "terbit_staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from terbit.staff import signals  # noqa: F401 - connects the refusal to delete accounts
        from terbit.staff.models import User
        from terbit.staff.policy import AccountPolicy

        register_permission_policy(User, AccountPolicy(User))


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own account screens, replaced by ours."""

    user_viewset = "terbit.staff.viewsets.AccountViewSet"
    group_viewset = "terbit.staff.viewsets.NoGroups"

    def ready(self) -> None:
        """Accounts have our policy already; groups are nobody's to edit."""
