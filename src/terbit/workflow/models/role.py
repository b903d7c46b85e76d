"""Who may do what, and in which sections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles of a newsroom; one person may hold all of them."""

    REPORTER = "reporter", _("reporter")
    EDITOR = "editor", _("editor")
    MANAGING_EDITOR = "managing_editor", _("managing editor")
    CHIEF_EDITOR = "chief_editor", _("chief editor")
    ADMINISTRATOR = "administrator", _("administrator")


# Who edits and approves the stories of others, lowest first.
EDITING_ROLES = (Role.EDITOR, Role.MANAGING_EDITOR, Role.CHIEF_EDITOR)
LEADING_ROLES = (Role.MANAGING_EDITOR, Role.CHIEF_EDITOR)
STORY_ROLES = (Role.REPORTER, *EDITING_ROLES)


class RoleAssignment(models.Model):
    """One role of one account, in one section with those under it, or, without a section, in all."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="role_assignments",
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    section = models.ForeignKey(
        "terbit_newsroom.Section",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="role_assignments",
        help_text=_("Empty: in all sections."),
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["user", "role", "section"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "section"], name="terbit_role_once"),
            models.UniqueConstraint(
                fields=["user", "role"],
                name="terbit_role_once_everywhere",
                condition=models.Q(section__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        where = self.section.name if self.section_id else _("all sections")
        return f"{self.get_role_display()}, {where}"
