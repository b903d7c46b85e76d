"""What happens when the last task of a story's workflow is approved.

Wagtail imports this while its own models load, so nothing here may import a model at the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from terbit.staff.models import User


def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish the revision that was approved, where Wagtail would publish the latest one."""
    workflow_state.current_task_state.revision.publish(user=user)
