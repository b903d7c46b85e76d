from terbit.workflow.models.approval import Approval, TextChanged
from terbit.workflow.models.breaking import BreakingStory
from terbit.workflow.models.note import Note
from terbit.workflow.models.notice import Notice
from terbit.workflow.models.role import Role, RoleAssignment

__all__ = ["Approval", "BreakingStory", "Note", "Notice", "Role", "RoleAssignment", "TextChanged"]
