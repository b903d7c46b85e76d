"""What happens when the last task of a story's workflow is approved.

Wagtail imports this while its own models load, so nothing here may import a model at the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from terbit.staff.models import User


def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish the revision that was approved, where Wagtail would publish the latest one.

    Who gave the last approval need not be allowed to publish without one.
    """
    from terbit.newsroom import publishing

    revision = workflow_state.current_task_state.revision
    publishing.publish(workflow_state.content_object, revision, user=user, permission="approve")
