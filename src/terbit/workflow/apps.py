from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.apps import WagtailAdminAppConfig


class WorkflowConfig(AppConfig):
    default = True
    name = "terbit.workflow"
    label = "terbit_workflow"
    verbose_name = _("Workflow")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from terbit.newsroom.models import Article
        from terbit.pictures import secrecy
        from terbit.staff import roles as account_roles
        from terbit.workflow import embargo, jobs, signal_handlers
        from terbit.workflow.policy import ArticlePolicy
        from terbit.workflow.role_fields import RoleProvider

        register_permission_policy(Article, ArticlePolicy(Article))
        signal_handlers.connect()
        jobs.register()
        secrecy.register(embargo.hidden_from)
        account_roles.register(RoleProvider())
        post_migrate.connect(furnish, sender=self, dispatch_uid="terbit_furnish")


def furnish(**kwargs: Any) -> None:
    """After migrating: the groups behind the roles, and the two ways of approval."""
    from django.db import connection

    from terbit.workflow import approvals, groups
    from terbit.workflow.models import Approval

    if Approval._meta.db_table in connection.introspection.table_names():
        groups.make_groups()
        groups.follow_all_roles()
        approvals.make_workflows()
        approvals.drop_wagtails()


class NewsroomAdminConfig(WagtailAdminAppConfig):
    """Wagtail's admin without its own workflow e-mails: ours are kept in the database until sent."""

    def ready(self) -> None:
        from wagtail.models import WorkflowState
        from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

        super().ready()
        for signal, uid in (
            (workflow_submitted, "workflow_state_submitted_email_notification"),
            (workflow_rejected, "workflow_state_rejected_email_notification"),
            (workflow_approved, "workflow_state_approved_email_notification"),
        ):
            signal.disconnect(sender=WorkflowState, dispatch_uid=uid)
