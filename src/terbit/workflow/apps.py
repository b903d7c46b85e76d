from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "terbit.workflow"
    label = "terbit_workflow"
    default_auto_field = "django.db.models.BigAutoField"
